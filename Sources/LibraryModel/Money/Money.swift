/// An amount in whole minor units of one institution's currency; negative amounts are credits.
package struct Money: Hashable, Comparable, Sendable, Codable {
    /// Cents, pence and the like.
    package var minorUnits: Int64

    package init(minorUnits: Int64) {
        self.minorUnits = minorUnits
    }

    package static let zero = Money(minorUnits: 0)

    package static func < (left: Self, right: Self) -> Bool { left.minorUnits < right.minorUnits }

    package static func + (left: Self, right: Self) -> Self {
        Money(minorUnits: left.minorUnits + right.minorUnits)
    }

    package static func - (left: Self, right: Self) -> Self {
        Money(minorUnits: left.minorUnits - right.minorUnits)
    }

    package static func += (left: inout Self, right: Self) {
        left.minorUnits += right.minorUnits
    }

    /// The amount times a count, held within the range rather than wrapped.
    package func times(_ count: Int64) -> Money {
        let (product, overflow) = minorUnits.multipliedReportingOverflow(by: count)
        return Money(minorUnits: overflow ? .max : product)
    }

    /// A part of the amount in hundredths of a percent, rounded half away from zero.
    package func share(basisPoints: Int) -> Money {
        let (product, overflow) = minorUnits.multipliedReportingOverflow(by: Int64(basisPoints))
        guard !overflow else { return Money(minorUnits: minorUnits / 10_000 * Int64(basisPoints)) }
        let half: Int64 = product < 0 ? -5_000 : 5_000
        return Money(minorUnits: (product + half) / 10_000)
    }

    package init(from decoder: any Decoder) throws {
        self.init(minorUnits: try decoder.singleValueContainer().decode(Int64.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(minorUnits)
    }
}
