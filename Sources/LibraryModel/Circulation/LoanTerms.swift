package import SimulationKernel

/// What happens to a due date that falls on a day on which the library is closed.
package enum ClosedDayRule: String, CaseIterable, Sendable {
    case keep = "keep"
    case nextOpenDay = "next-open-day"
    case previousOpenDay = "previous-open-day"
}

/// The terms under which a loan is made.
package struct LoanTerms: Sendable {
    package var code: String
    package var isLoanable: Bool
    /// The length of the loan in days of the institution's calendar; due at the end of the last one.
    package var periodDays: Int
    package var isRenewable: Bool
    /// The last due date that renewals may reach, in days from the loan; nil is no limit.
    package var maximumRenewalDays: Int?
    /// Charged for each day late that has begun.
    package var finePerDay: Money
    /// What the fine never exceeds; nil is no limit.
    package var maximumFine: Money?
    package var closedDays: ClosedDayRule

    package init(
        code: String,
        isLoanable: Bool = true,
        periodDays: Int,
        isRenewable: Bool = true,
        maximumRenewalDays: Int? = nil,
        finePerDay: Money = .zero,
        maximumFine: Money? = nil,
        closedDays: ClosedDayRule = .nextOpenDay
    ) {
        self.code = code
        self.isLoanable = isLoanable
        self.periodDays = periodDays
        self.isRenewable = isRenewable
        self.maximumRenewalDays = maximumRenewalDays
        self.finePerDay = finePerDay
        self.maximumFine = maximumFine
        self.closedDays = closedDays
    }
}

/// One of the ordered rules that say which terms apply: the first that matches does.
///
/// An empty list of codes matches all.
package struct LoanRule: Sendable {
    package var groups: [UserGroupID]
    package var policies: [ItemPolicyID]
    package var terms: LoanTermsID

    package init(groups: [UserGroupID], policies: [ItemPolicyID], terms: LoanTermsID) {
        self.groups = groups
        self.policies = policies
        self.terms = terms
    }

    package func matches(group: UserGroupID, policy: ItemPolicyID) -> Bool {
        (groups.isEmpty || groups.contains(group))
            && (policies.isEmpty || policies.contains(policy))
    }
}

/// Due dates and fines as pure functions of terms, calendar and zone.
package enum CirculationRules {
    /// When a loan of the given terms that starts now falls due.
    ///
    /// The end of the last day of the period, moved off closed days as the terms say, and never after the end of the
    /// patron's last day. A day that cannot be moved within a year, or only to before the loan,
    /// stays where it is.
    package static func due(
        _ terms: LoanTerms,
        from now: SimulationTime,
        calendar: LibraryCalendar,
        zone: ZoneTable,
        patronExpiry: CivilDate
    ) -> SimulationTime {
        let today = zone.date(at: now)
        let last = today + terms.periodDays
        let moved: CivilDate? =
            switch terms.closedDays {
            case .keep: last
            case .nextOpenDay: calendar.nearestOpenDay(from: last, step: 1)
            case .previousOpenDay: calendar.nearestOpenDay(from: last, step: -1)
            }
        let day = moved.map { $0 < today ? last : $0 } ?? last
        return zone.endOfDay(min(day, patronExpiry))
    }

    /// The fine for a loan that comes back, or would come back, at a time: each day late that has begun counts whole.
    package static func fine(
        _ terms: LoanTerms,
        due: SimulationTime,
        returned: SimulationTime
    ) -> Money {
        guard returned > due else { return .zero }
        let day = SimulationDuration.days(1).microseconds
        let days = ((returned - due).microseconds + day - 1) / day
        let fine = terms.finePerDay.times(days)
        return terms.maximumFine.map { min(fine, $0) } ?? fine
    }
}
