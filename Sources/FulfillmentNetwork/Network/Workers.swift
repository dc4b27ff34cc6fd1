import Foundation

/// The threads on which the nodes or the stores of many institutions are worked on side by side.
package enum Workers {
    /// How many there are.
    package static var count: Int { ProcessInfo.processInfo.activeProcessorCount }

    /// Does the same at each position, on as many threads as there are processors, and returns the
    /// results in order.
    ///
    /// All positions are tried; of several errors the one at the first position is thrown.
    package static func map<Value: Sendable, Failure: Error>(
        _ positions: Range<Int>,
        _ body: @Sendable (Int) throws(Failure) -> Value
    ) throws(Failure) -> [Value] {
        let results = Results<Value, Failure>(count: positions.count)
        DispatchQueue.concurrentPerform(iterations: positions.count) { index in
            do throws(Failure) {
                results.set(index, .success(try body(positions.lowerBound + index)))
            } catch {
                results.set(index, .failure(error))
            }
        }
        return try results.all()
    }
}

/// Results that threads put into their places.
private final class Results<Value: Sendable, Failure: Error>: @unchecked Sendable {
    // Unchecked because the lock guards the array.
    private let lock = NSLock()
    private var results: [Result<Value, Failure>?]

    init(count: Int) {
        results = Array(repeating: nil, count: count)
    }

    func set(_ position: Int, _ result: Result<Value, Failure>) {
        lock.withLock { results[position] = result }
    }

    func all() throws(Failure) -> [Value] {
        var values: [Value] = []
        for case let result? in lock.withLock({ results }) { values.append(try result.get()) }
        return values
    }
}
