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
        if fines.countsClosedTime {
            let isCharged =
                fines.grace.count == 0 || returned > fines.grace.end(from: due, in: zone)
            return isCharged ? returned - due : .zero
        }
        // Of open time a day of grace is 24 hours, however long the library is open on it.
        let lateness = calendar.openTime(from: due, to: returned, in: zone)
        let grace = FineRate.length(of: fines.grace.unit) * Int64(fines.grace.count)
        return lateness > grace ? lateness : .zero
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
    ///
    /// What was late already when it was recalled is charged as recalled only from when the recall
    /// wanted it back.
    package static func fine(
        _ terms: TermsOfUse,
        due: SimulationTime,
        returned: SimulationTime,
        calendar: LibraryCalendar,
        zone: ZoneTable,
        isRecalled: Bool = false,
        recallDue: SimulationTime? = nil,
        isRenewed: Bool = false,
        price: Money? = nil
    ) -> Money {
        let rate = terms.fines.rate(recalled: isRecalled)
        let before = terms.fines.overdue
        guard rate.amount != .zero || recallDue != nil && before.amount != .zero,
            !(isRenewed && terms.fines.isForgivenByRenewal)
        else { return .zero }
        let lateness = chargedLateness(
            terms.fines,
            due: due,
            returned: returned,
            calendar: calendar,
            zone: zone
        )
        var fine = rate.amount.times(intervals(lateness, of: rate.interval))
        if isRecalled, let recallDue, recallDue > due, lateness > .zero {
            func late(from start: SimulationTime, to end: SimulationTime) -> SimulationDuration {
                guard start < end else { return .zero }
                return terms.fines.countsClosedTime
                    ? end - start : calendar.openTime(from: start, to: end, in: zone)
            }
            let asOthers = late(from: due, to: min(returned, recallDue))
            let asRecalled = late(from: recallDue, to: returned)
            fine =
                before.amount.times(intervals(asOthers, of: before.interval))
                + rate.amount.times(intervals(asRecalled, of: rate.interval))
        }
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
