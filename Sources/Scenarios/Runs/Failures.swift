import Foundation

/// What went wrong on another thread, until somebody asks.
final class Failures: @unchecked Sendable {
    // Unchecked because the lock guards what went wrong.
    private let lock = NSLock()
    private var first: (any Error)?

    /// Does something, and keeps its error.
    func note(_ work: () throws -> Void) {
        do {
            try work()
        } catch {
            lock.withLock { first = first ?? error }
        }
    }

    /// Throws the first error that was kept.
    func rethrow() throws {
        if let error = lock.withLock({ first }) { throw error }
    }
}
