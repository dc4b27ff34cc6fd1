import Foundation

/// The one checkpoint that is written while the run goes on.
final class CheckpointUnderway: @unchecked Sendable {
    // Unchecked because what came of it is touched on the queue only.

    private let queue = DispatchQueue(label: "fulfillnet.checkpoint")
    private var failure: StoreError?

    /// Begins the work on a thread of its own.
    func begin(_ work: @escaping @Sendable () throws(StoreError) -> Void) {
        queue.async { [self] in
            do throws(StoreError) { try work() } catch { failure = error }
        }
    }

    /// Waits until the work is done, and throws its error to the first who asks.
    func settle() throws(StoreError) {
        let error = queue.sync {
            defer { failure = nil }
            return failure
        }
        if let error { throw error }
    }
}
