package import LibraryModel

/// A participant's counters while it runs, in memory that it alone has: counting, which most events
/// do several times, need not look whether anybody shares it.
package struct LiveCounters: ~Copyable {
    private let values: UnsafeMutableBufferPointer<Int64>
    private let refusals: UnsafeMutableBufferPointer<Int64>

    init(_ counters: Counters = Counters()) {
        values = Self.copy(counters.values)
        refusals = Self.copy(counters.refusals)
    }

    deinit {
        values.deallocate()
        refusals.deallocate()
    }

    private static func copy(_ counts: [Int64]) -> UnsafeMutableBufferPointer<Int64> {
        let copy = UnsafeMutableBufferPointer<Int64>.allocate(capacity: counts.count)
        _ = copy.initialize(from: counts)
        return copy
    }

    package subscript(counter: Counter) -> Int64 {
        get { values[counter.rawValue] }
        nonmutating set { values[counter.rawValue] = newValue }
    }

    package subscript(refusal: RefusalCode) -> Int64 {
        get { refusals[refusal.number] }
        nonmutating set { refusals[refusal.number] = newValue }
    }

    /// What has been counted so far.
    package var all: Counters { Counters(values: Array(values), refusals: Array(refusals)) }
}
