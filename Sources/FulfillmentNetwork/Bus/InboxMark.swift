/// What a receiver knows to have applied of one sender's envelopes: all up to a mark, and some
/// above it.
///
/// As many lie above the mark as the sender's envelopes to this receiver are out of order, which
/// the sender's outbox limit bounds: each envelope tells the lowest number that is still unsettled.
package struct InboxMark: Sendable, Hashable {
    private var applied = NumberWindow()

    /// The number up to which all were applied.
    package var low: Int64 { applied.low }
    /// Those applied above it, in order.
    package var above: [Int64] { applied.numbers }

    package init() {}

    /// Takes over a mark that came from a store; nil where the list is not in order above the mark.
    package init?(low: Int64, above: [Int64]) {
        guard zip([low + 1] + above, above).allSatisfy({ $0 < $1 }) else { return nil }
        applied = NumberWindow(above: low)
        for number in above { applied.insert(number) }
    }

    /// Whether an envelope was applied.
    func hasApplied(_ number: Int64) -> Bool { number <= low || applied.contains(number) }

    /// Notes an envelope; false where it was applied before.
    @inline(__always)
    mutating func accept(number: Int64, floor: Int64) -> Bool {
        // Nearly all arrive in order; the floor of what follows the mark is no news then.
        applied.step(to: number) || acceptOutOfOrder(number: number, floor: floor)
    }

    @inline(never)
    private mutating func acceptOutOfOrder(number: Int64, floor: Int64) -> Bool {
        if floor - 1 > applied.low {
            applied.raise(to: floor - 1)
            applied.absorb()
        }
        guard number > applied.low, !applied.contains(number) else { return false }
        applied.insert(number)
        applied.absorb()
        return true
    }
}
