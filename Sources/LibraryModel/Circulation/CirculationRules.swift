package import SimulationKernel

/// Due dates, fines and shelf periods as pure functions of terms, calendar and zone.
package enum CirculationRules {
    /// When a loan that starts now falls due, or why the terms allow none.
    ///
    /// The period counts from now; the end is moved out of closed time as the terms say, and never
    /// lies after the patron's last day; once that is past, there is none. Where that cuts a loan short
    /// on a closed day, a moving strategy goes back to the open time before, as long as any is left.
    package static func due(
        _ terms: TermsOfUse,
        from now: SimulationTime,
        calendar: LibraryCalendar,
        zone: ZoneTable,
        patronExpiry: CivilDate?
    ) -> DueDate {
        guard terms.isLoanable else { return .refused(.notLoanable) }
        return due(
            terms.period,
            terms.closedLibrary,
            from: now,
            calendar: calendar,
            zone: zone,
            patronExpiry: patronExpiry
        )
    }

    /// When a loan of a period falls due, or why there is none; for whoever does not want to copy all
    /// of the terms.
    package static func due(
        _ period: LoanPeriod,
        _ strategy: ClosedLibraryStrategy,
        from now: SimulationTime,
        calendar: LibraryCalendar,
        zone: ZoneTable,
        patronExpiry: CivilDate?
    ) -> DueDate {
        let today = zone.date(at: now)
        if let patronExpiry, patronExpiry < today { return .refused(.accountExpired(patronExpiry)) }
        let closing = ClosingTime(strategy: strategy, now: now, latest: patronExpiry)
        return due(period, from: now, on: today, closing, calendar, zone)
    }

    /// When a renewed loan falls due, or why it is not renewed; never before it does now.
    package static func renewedDue(
        _ terms: TermsOfUse,
        loaned: SimulationTime,
        due present: SimulationTime,
        at now: SimulationTime,
        calendar: LibraryCalendar,
        zone: ZoneTable,
        patronExpiry: CivilDate?
    ) -> DueDate {
        guard terms.isRenewable else { return .refused(.notRenewable) }
        if let patronExpiry, patronExpiry < zone.date(at: now) {
            return .refused(.accountExpired(patronExpiry))
        }
        let closing = ClosingTime(
            strategy: terms.closedLibrary,
            now: now,
            latest: patronExpiry
        )
        let start = terms.renewalOrigin == .now ? now : present
        let answer = due(
            terms.renewalPeriod.map { .rolling($0) } ?? terms.period,
            from: start,
            on: zone.date(at: start),
            closing,
            calendar,
            zone
        )
        guard var renewed = answer.due else { return answer }
        if let limit = terms.maximumRenewal {
            let first = zone.date(at: loaned)
            let last =
                limit.unit.isClockTime
                ? limit.end(from: loaned, in: zone) : zone.endOfDay(limit.day(after: first))
            guard present < last else {
                return .refused(.renewalLimit(days: zone.date(at: last) - first))
            }
            renewed = min(renewed, last)
        }
        return .due(max(renewed, present))
    }

    /// When a loan falls due that somebody else asks for now: after the recall period, but not
    /// before the guaranteed one has passed, and never later than it does without the recall.
    package static func recalledDue(
        _ terms: TermsOfUse,
        loaned: SimulationTime,
        due present: SimulationTime,
        at now: SimulationTime,
        calendar: LibraryCalendar,
        zone: ZoneTable
    ) -> DueDate {
        guard terms.recall.isRecallable else { return .refused(.notRecallable) }
        let answer = recallDue(terms, loaned: loaned, at: now, calendar: calendar, zone: zone)
        return answer.due.map { .due(min($0, present)) } ?? answer
    }

    /// When a recall wants an item back, whenever it is due.
    package static func recallDue(
        _ terms: TermsOfUse,
        loaned: SimulationTime,
        at now: SimulationTime,
        calendar: LibraryCalendar,
        zone: ZoneTable
    ) -> DueDate {
        let asked = terms.recall.period?.end(from: now, in: zone) ?? now
        let guaranteed = terms.recall.minimumGuaranteed?.end(from: loaned, in: zone) ?? asked
        // Out of closed time it moves back no further than to the guaranteed time.
        let closing = ClosingTime(
            strategy: terms.closedLibrary,
            now: terms.recall.minimumGuaranteed == nil ? now : max(now, guaranteed),
            latest: nil
        )
        return closing.due(at: max(asked, guaranteed), calendar, zone)
    }

    /// Where a due date moves when its day has become a closed one; itself where it has not.
    ///
    /// It stays within the patron's last day.
    package static func correctedDue(
        _ terms: TermsOfUse,
        due present: SimulationTime,
        at now: SimulationTime,
        calendar: LibraryCalendar,
        zone: ZoneTable,
        patronExpiry: CivilDate?
    ) -> SimulationTime {
        guard terms.closedLibrary.moves, !calendar.isOpen(on: zone.date(at: present)) else {
            return present
        }
        // The end of hours that is meant is not that of the hours in which the job runs.
        let closing = ClosingTime(
            strategy: terms.closedLibrary,
            now: terms.closedLibrary == .endOfHours ? max(now, present) : now,
            latest: patronExpiry
        )
        return closing.due(at: present, calendar, zone).due ?? present
    }

    private static func due(
        _ period: LoanPeriod,
        from start: SimulationTime,
        on day: CivilDate,
        _ closing: ClosingTime,
        _ calendar: LibraryCalendar,
        _ zone: ZoneTable
    ) -> DueDate {
        switch period {
        case .rolling(let period):
            // The common case needs no time of day.
            if closing.strategy.endsWithDay, !period.unit.isClockTime {
                return closing.due(on: period.day(after: day), calendar, zone)
            }
            return closing.due(at: period.end(from: start, in: zone), calendar, zone)
        case .fixed(let schedule):
            guard let last = schedule.due(ofLoanOn: day) else {
                return .refused(.outsideSchedule(day))
            }
            return closing.strategy.endsWithDay
                ? closing.due(on: last, calendar, zone)
                : closing.due(at: zone.endOfDay(last), calendar, zone)
        }
    }
}
