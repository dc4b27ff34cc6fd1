/// What a receiver knows to have applied of one sender's envelopes: all up to a mark, and some
/// above it.
///
/// The list above the mark is as long as the sender's envelopes to this receiver are out of order,
/// which the sender's outbox limit bounds: each envelope tells the lowest number that is still
/// unsettled.
package struct InboxMark: Sendable, Hashable, Codable {
    package private(set) var low: Int64 = 0
    package private(set) var above: [Int64] = []

    package init() {}

    /// Takes over a mark that came from a store; nil where the list is not in order above the mark.
    package init?(low: Int64, above: [Int64]) {
        guard zip([low + 1] + above, above).allSatisfy({ $0 < $1 }) else { return nil }
        self.low = low
        self.above = above
    }

    /// Notes an envelope; false where it was applied before.
    mutating func accept(number: Int64, floor: Int64) -> Bool {
        if floor - 1 > low {
            low = floor - 1
            above.removeAll { $0 <= low }
            absorb()
        }
        guard number > low, !above.contains(number) else { return false }
        if number == low + 1 {
            low = number
            absorb()
        } else {
            above.insert(number, at: above.firstIndex { $0 > number } ?? above.endIndex)
        }
        return true
    }

    private mutating func absorb() {
        while above.first == low + 1 {
            low += 1
            above.removeFirst()
        }
    }
}
