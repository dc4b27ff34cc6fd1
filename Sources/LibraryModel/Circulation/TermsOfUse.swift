/// How long loans are.
package enum LoanPeriod: Hashable, Sendable {
    /// So long from the loan.
    case rolling(CalendarPeriod)
    /// Until a day that depends on the day of the loan.
    case fixed(FixedSchedule)
}

/// From when the period of a renewal counts.
package enum RenewalOrigin: String, CaseIterable, Sendable {
    case now = "now"
    case due = "due"
}

/// What a request by somebody else does to a loan.
package struct RecallPolicy: Hashable, Sendable {
    package var isRecallable: Bool
    /// How long the borrower has from the recall; nil is not at all.
    package var period: CalendarPeriod?
    /// How long a borrower may keep the item in any case, from the loan.
    package var minimumGuaranteed: CalendarPeriod?

    package init(
        isRecallable: Bool,
        period: CalendarPeriod? = nil,
        minimumGuaranteed: CalendarPeriod? = nil
    ) {
        self.isRecallable = isRecallable
        self.period = period
        self.minimumGuaranteed = minimumGuaranteed
    }

    package static let none = RecallPolicy(isRecallable: false)
}

/// How closed days count toward the time on the hold shelf.
package enum HoldShelfCount: Hashable, Sendable {
    /// Only open days count.
    case openDays
    /// All days count, and the end is moved as due dates are.
    case allDays(ClosedLibraryStrategy)
}

/// How long an item waits for its patron.
package struct HoldShelfPolicy: Hashable, Sendable {
    /// nil is without limit.
    package var period: CalendarPeriod?
    package var count: HoldShelfCount

    package init(period: CalendarPeriod? = nil, count: HoldShelfCount = .openDays) {
        self.period = period
        self.count = count
    }
}

/// The terms under which a loan is made: the bundle of loan policies that a rule of a fulfillment
/// unit chooses, by their names in Alma.
package struct TermsOfUse: Hashable, Sendable {
    package var code: String
    package var isLoanable: Bool
    package var period: LoanPeriod
    package var closedLibrary: ClosedLibraryStrategy
    package var isRenewable: Bool
    /// How long renewals are; nil is as long as loans.
    package var renewalPeriod: CalendarPeriod?
    package var renewalOrigin: RenewalOrigin
    /// The last due date that renewals may reach, counted from the first loan; nil is no limit.
    package var maximumRenewal: CalendarPeriod?
    package var fines: FinePolicy
    /// How long after its due date an item is given up as lost; nil is never.
    package var lostAfter: CalendarPeriod?
    package var recall: RecallPolicy
    package var holdShelf: HoldShelfPolicy

    package init(
        code: String,
        isLoanable: Bool = true,
        period: LoanPeriod,
        closedLibrary: ClosedLibraryStrategy = .nextOpenDay,
        isRenewable: Bool = true,
        renewalPeriod: CalendarPeriod? = nil,
        renewalOrigin: RenewalOrigin = .now,
        maximumRenewal: CalendarPeriod? = nil,
        fines: FinePolicy = FinePolicy(),
        lostAfter: CalendarPeriod? = nil,
        recall: RecallPolicy = .none,
        holdShelf: HoldShelfPolicy = HoldShelfPolicy()
    ) {
        self.code = code
        self.isLoanable = isLoanable
        self.period = period
        self.closedLibrary = closedLibrary
        self.isRenewable = isRenewable
        self.renewalPeriod = renewalPeriod
        self.renewalOrigin = renewalOrigin
        self.maximumRenewal = maximumRenewal
        self.fines = fines
        self.lostAfter = lostAfter
        self.recall = recall
        self.holdShelf = holdShelf
    }

    /// Terms with a period in days and a fine for each day late that has begun.
    package init(
        code: String,
        isLoanable: Bool = true,
        periodDays: Int,
        isRenewable: Bool = true,
        maximumRenewalDays: Int? = nil,
        finePerDay: Money = .zero,
        maximumFine: Money? = nil,
        closedLibrary: ClosedLibraryStrategy = .nextOpenDay
    ) {
        self.init(
            code: code,
            isLoanable: isLoanable,
            period: .rolling(.days(periodDays)),
            closedLibrary: closedLibrary,
            isRenewable: isRenewable,
            maximumRenewal: maximumRenewalDays.map { .days($0) },
            fines: FinePolicy(overdue: FineRate(finePerDay), maximum: maximumFine)
        )
    }
}
