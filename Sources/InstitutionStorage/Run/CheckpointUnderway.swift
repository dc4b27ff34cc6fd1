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

    /// Waits until the work is done; after an error nothing more is written.
    func settle() throws(StoreError) {
        if let failure = queue.sync(execute: { failure }) { throw failure }
    }
}
