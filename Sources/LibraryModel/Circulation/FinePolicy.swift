package import SimulationKernel

/// What lateness costs: an amount for each interval of it that has begun.
package struct FineRate: Hashable, Sendable {
    package var amount: Money
    package var interval: SimulationDuration

    package init(_ amount: Money, every interval: SimulationDuration = .days(1)) {
        self.amount = amount
        self.interval = interval
    }

    package static let none = FineRate(.zero)

    /// The length of one of a unit when lateness is counted: a month is 31 days, a year 365.
    package static func length(of unit: CalendarPeriod.Unit) -> SimulationDuration {
        switch unit {
        case .minutes: .minutes(1)
        case .hours: .hours(1)
        case .days: .days(1)
        case .weeks: .days(7)
        case .months: .days(31)
        case .years: .days(365)
        }
    }
}

/// What is charged for lateness and loss.
package struct FinePolicy: Hashable, Sendable {
    package var overdue: FineRate
    /// For items that were recalled; nil is as for others.
    package var recalledOverdue: FineRate?
    /// Lateness up to this costs nothing, a day being one of the calendar; beyond it all of the
    /// lateness is charged.
    package var grace: CalendarPeriod
    /// What the fine never exceeds; nil is no limit.
    package var maximum: Money?
    /// Whether the fine never exceeds what the item costs to replace either.
    package var isCappedByReplacement: Bool
    /// Whether lateness includes the time during which the library is closed.
    package var countsClosedTime: Bool
    /// Whether nothing is charged when a late loan is renewed.
    package var isForgivenByRenewal: Bool
    /// The *lost item fine* of the terms, which accounts show as a process fee; it is not refunded.
    package var lostItemProcessFee: Money
    /// What replacing an item costs where its own price is not known.
    package var replacementFee: Money?
    /// The part of the replacement fee that is given back when a lost item is found, in hundredths
    /// of a percent.
    package var refundBasisPoints: Int

    package init(
        overdue: FineRate = .none,
        recalledOverdue: FineRate? = nil,
        grace: CalendarPeriod = .days(0),
        maximum: Money? = nil,
        isCappedByReplacement: Bool = false,
        countsClosedTime: Bool = true,
        isForgivenByRenewal: Bool = false,
        lostItemProcessFee: Money = .zero,
        replacementFee: Money? = nil,
        refundBasisPoints: Int = 10_000
    ) {
        self.overdue = overdue
        self.recalledOverdue = recalledOverdue
        self.grace = grace
        self.maximum = maximum
        self.isCappedByReplacement = isCappedByReplacement
        self.countsClosedTime = countsClosedTime
        self.isForgivenByRenewal = isForgivenByRenewal
        self.lostItemProcessFee = lostItemProcessFee
        self.replacementFee = replacementFee
        self.refundBasisPoints = refundBasisPoints
    }

    /// What lateness costs, by whether the item was recalled.
    package func rate(recalled: Bool) -> FineRate {
        recalled ? recalledOverdue ?? overdue : overdue
    }

    /// What a fine for an item of a price never exceeds; nil is no limit.
    package func cap(price: Money?) -> Money? {
        guard isCappedByReplacement, let replacement = price ?? replacementFee else {
            return maximum
        }
        return maximum.map { min($0, replacement) } ?? replacement
    }
}
