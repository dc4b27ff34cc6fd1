/// An amount in whole minor units of one institution's currency; negative amounts are credits.
///
/// Arithmetic stays within the range rather than wraps or stops: an amount from a file must not end
/// the program.
package struct Money: Hashable, Comparable, Sendable, Codable {
    /// Cents, pence and the like.
    package var minorUnits: Int64

    package init(minorUnits: Int64) {
        self.minorUnits = minorUnits
    }

    package static let zero = Money(minorUnits: 0)

    package static func < (left: Self, right: Self) -> Bool { left.minorUnits < right.minorUnits }

    /// The most that a patron can owe: far above any real balance, and far below what sums could
    /// not hold.
    package static let greatestBalance = Money(minorUnits: 10_000_000_000_000_000)

    package static func + (left: Self, right: Self) -> Self {
        let (sum, overflow) = left.minorUnits.addingReportingOverflow(right.minorUnits)
        return Money(minorUnits: overflow ? bound(isNegative: left.minorUnits < 0) : sum)
    }

    package static func - (left: Self, right: Self) -> Self {
        let (rest, overflow) = left.minorUnits.subtractingReportingOverflow(right.minorUnits)
        return Money(minorUnits: overflow ? bound(isNegative: left.minorUnits < 0) : rest)
    }

    package static func += (left: inout Self, right: Self) {
        left = left + right
    }

    /// The amount times a count.
    package func times(_ count: Int64) -> Money {
        let (product, overflow) = minorUnits.multipliedReportingOverflow(by: count)
        let isNegative = (minorUnits < 0) != (count < 0)
        return Money(minorUnits: overflow ? Self.bound(isNegative: isNegative) : product)
    }

    /// A part of the amount in hundredths of a percent, at most all of it, rounded half away from
    /// zero.
    package func share(basisPoints: Int) -> Money {
        // In two parts, neither of which can overflow.
        let (whole, rest) = minorUnits.quotientAndRemainder(dividingBy: 10_000)
        let product = rest * Int64(basisPoints)
        let rounded = (product + (product < 0 ? -5_000 : 5_000)) / 10_000
        return Money(minorUnits: whole * Int64(basisPoints) + rounded)
    }

    private static func bound(isNegative: Bool) -> Int64 { isNegative ? .min : .max }

    package init(from decoder: any Decoder) throws {
        self.init(minorUnits: try decoder.singleValueContainer().decode(Int64.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(minorUnits)
    }
}
