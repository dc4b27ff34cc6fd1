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

    package init(from decoder: any Decoder) throws {
        self.init(minorUnits: try decoder.singleValueContainer().decode(Int64.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(minorUnits)
    }
}
