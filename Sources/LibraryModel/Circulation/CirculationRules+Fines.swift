package import SimulationKernel

extension CirculationRules {
    /// How late an item is, as far as it is charged: nothing within the grace period, and all of it
    /// once that has passed.
    package static func chargedLateness(
        _ fines: FinePolicy,
        due: SimulationTime,
        returned: SimulationTime,
        calendar: LibraryCalendar,
        zone: ZoneTable
    ) -> SimulationDuration {
        guard returned > due else { return .zero }
        let lateness =
            fines.countsClosedTime
            ? returned - due : calendar.openTime(from: due, to: returned, in: zone)
        return lateness > fines.grace ? lateness : .zero
    }

    /// How many intervals a lateness is, a part of one counting whole.
    package static func intervals(
        _ lateness: SimulationDuration,
        of interval: SimulationDuration
    ) -> Int64 {
        guard lateness > .zero, interval > .zero else { return 0 }
        return (lateness.microseconds - 1) / interval.microseconds + 1
    }

    /// The fine for a loan that comes back, or would come back, at a time, or is renewed then.
    package static func fine(
        _ terms: TermsOfUse,
        due: SimulationTime,
        returned: SimulationTime,
        calendar: LibraryCalendar,
        zone: ZoneTable,
        isRecalled: Bool = false,
        isRenewed: Bool = false,
        price: Money? = nil
    ) -> Money {
        let rate = terms.fines.rate(recalled: isRecalled)
        guard rate.amount != .zero, !(isRenewed && terms.fines.isForgivenByRenewal) else {
            return .zero
        }
        let lateness = chargedLateness(
            terms.fines,
            due: due,
            returned: returned,
            calendar: calendar,
            zone: zone
        )
        let fine = rate.amount.times(intervals(lateness, of: rate.interval))
        return terms.fines.cap(price: price).map { min(fine, $0) } ?? fine
    }

    /// What the loss of an item of a price costs besides the fine.
    package static func replacementFee(_ fines: FinePolicy, price: Money?) -> Money {
        price ?? fines.replacementFee ?? .zero
    }

    /// What of a replacement fee is given back when the item is found.
    package static func refund(_ fines: FinePolicy, ofReplacementFee fee: Money) -> Money {
        fee.share(basisPoints: fines.refundBasisPoints)
    }
}
