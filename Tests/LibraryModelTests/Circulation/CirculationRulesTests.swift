import LibraryModel
import SimulationKernel
import Testing

@Suite struct CirculationRulesTests {
    /// Open on weekdays, closed from Christmas to New Year.
    static let weekdays = LibraryCalendar(
        standard: Dictionary(
            uniqueKeysWithValues: Weekday.allCases.prefix(5).map {
                ($0, [.init(opens: .hours(8), closes: .hours(18))])
            }
        ),
        exceptions: [.init(first: day("2026-12-24"), last: day("2027-01-01"), hours: [])]
    )

    struct DueRow: CustomTestStringConvertible, Sendable {
        var title: String
        var from: String
        var days: Int
        var rule = ClosedLibraryStrategy.nextOpenDay
        var expiry = "2030-01-01"
        var due: String

        var testDescription: String { title }
    }

    static let dueInUTC: [DueRow] = [
        DueRow(
            title: "an open day stays",
            from: "2026-01-05T09:00:00Z",
            days: 7,
            due: "2026-01-12T23:59:59Z"
        ),
        DueRow(
            title: "a Saturday moves to Monday",
            from: "2026-01-05T09:00:00Z",
            days: 5,
            due: "2026-01-12T23:59:59Z"
        ),
        DueRow(
            title: "a Saturday moves back to Friday",
            from: "2026-01-05T09:00:00Z",
            days: 5,
            rule: .previousOpenDay,
            due: "2026-01-09T23:59:59Z"
        ),
        DueRow(
            title: "a Saturday may stay",
            from: "2026-01-05T09:00:00Z",
            days: 5,
            rule: .keep,
            due: "2026-01-10T23:59:59Z"
        ),
        DueRow(
            title: "a closure before a weekend moves to the Monday after both",
            from: "2026-12-14T09:00:00Z",
            days: 14,
            due: "2027-01-04T23:59:59Z"
        ),
        DueRow(
            title: "a closure moves back to the day before it",
            from: "2026-12-14T09:00:00Z",
            days: 14,
            rule: .previousOpenDay,
            due: "2026-12-23T23:59:59Z"
        ),
        DueRow(
            title: "the patron's last day cuts the loan",
            from: "2026-01-05T09:00:00Z",
            days: 28,
            expiry: "2026-01-20",
            due: "2026-01-20T23:59:59Z"
        ),
        DueRow(
            title: "the patron's last day cuts at the open day before it",
            from: "2026-01-05T09:00:00Z",
            days: 28,
            expiry: "2026-01-17",
            due: "2026-01-16T23:59:59Z"
        ),
        DueRow(
            title: "the patron's last day cuts where it is closed if due dates may stay",
            from: "2026-01-05T09:00:00Z",
            days: 28,
            rule: .keep,
            expiry: "2026-01-17",
            due: "2026-01-17T23:59:59Z"
        ),
        DueRow(
            title: "the patron's last day cuts where no open day is left before it",
            from: "2026-01-17T09:00:00Z",
            days: 28,
            expiry: "2026-01-18",
            due: "2026-01-18T23:59:59Z"
        ),
        DueRow(
            title: "the move to an open day does not pass the patron's last day",
            from: "2026-01-05T09:00:00Z",
            days: 5,
            expiry: "2026-01-10",
            due: "2026-01-09T23:59:59Z"
        ),
        DueRow(
            title: "a move forward where one back would end before the loan",
            from: "2026-12-26T09:00:00Z",
            days: 2,
            rule: .previousOpenDay,
            due: "2027-01-04T23:59:59Z"
        ),
        DueRow(
            title: "a loan of no days ends today",
            from: "2026-01-05T09:00:00Z",
            days: 0,
            due: "2026-01-05T23:59:59Z"
        ),
    ]

    @Test("A loan is due at the end of its last day, moved off closed days", arguments: dueInUTC)
    func findsDue(_ row: DueRow) {
        #expect(due(row, zone: .utc) == .due(utc(row.due)))
    }

    static let dueInZones: [(String, DueRow)] = [
        (
            "America/New_York",
            DueRow(
                title: "the evening belongs to the local day",
                from: "2026-01-06T02:00:00Z",
                days: 1,
                due: "2026-01-07T04:59:59Z"
            )
        ),
        (
            "America/New_York",
            DueRow(
                title: "clocks go forward within the loan",
                from: "2026-03-06T15:00:00Z",
                days: 3,
                due: "2026-03-10T03:59:59Z"
            )
        ),
        (
            "America/New_York",
            DueRow(
                title: "clocks go back on the last day",
                from: "2026-10-30T15:00:00Z",
                days: 2,
                rule: .keep,
                due: "2026-11-02T04:59:59Z"
            )
        ),
        (
            "America/Santiago",
            DueRow(
                title: "the day after begins an hour late",
                from: "2026-09-04T15:00:00Z",
                days: 1,
                rule: .keep,
                due: "2026-09-06T03:59:59Z"
            )
        ),
    ]

    @Test("The end of a day is that of the institution's clocks", arguments: dueInZones)
    func findsDueInZone(_ name: String, _ row: DueRow) {
        let zone = name == newYork.name ? newYork : santiago
        #expect(due(row, zone: zone) == .due(utc(row.due)))
    }

    @Test("A library that is closed for more than a year gives no due date, unless it may stay")
    func refusesWithoutHours() {
        var row = DueRow(
            title: "",
            from: "2026-01-05T09:00:00Z",
            days: 3,
            due: "2026-01-08T23:59:59Z"
        )
        let closed = LibraryCalendar(standard: [:])
        #expect(due(row, zone: .utc, calendar: closed) == .refused(.noOpeningHours))
        row.rule = .keep
        #expect(due(row, zone: .utc, calendar: closed) == .due(utc(row.due)))
    }

    private func due(
        _ row: DueRow,
        zone: ZoneTable,
        calendar: LibraryCalendar = weekdays
    ) -> DueDate {
        CirculationRules.due(
            TermsOfUse(code: "T", periodDays: row.days, closedLibrary: row.rule),
            from: utc(row.from),
            calendar: calendar,
            zone: zone,
            patronExpiry: day(row.expiry)
        )
    }

    /// Due at 23:59:59; 25 cents a day, at most 1 dollar.
    static let fines: [(String, Int64)] = [
        ("2026-01-10T12:00:00Z", 0),
        ("2026-01-10T23:59:59Z", 0),
        ("2026-01-11T00:00:00Z", 25),
        ("2026-01-11T23:59:59Z", 25),
        ("2026-01-12T00:00:00Z", 50),
        ("2026-01-13T23:59:59Z", 75),
        ("2026-01-14T08:00:00Z", 100),
        ("2026-01-15T08:00:00Z", 100),
        ("2036-01-15T08:00:00Z", 100),
    ]

    @Test("Each day late that has begun is charged, up to the cap", arguments: fines)
    func countsStartedDays(_ returned: String, _ cents: Int64) {
        let terms = TermsOfUse(
            code: "T",
            periodDays: 5,
            finePerDay: Money(minorUnits: 25),
            maximumFine: Money(minorUnits: 100)
        )
        #expect(fine(terms, returned) == Money(minorUnits: cents))
    }

    @Test("Without a cap a fine grows, and stays within the range of money")
    func fineWithoutCap() {
        var terms = TermsOfUse(code: "T", periodDays: 5, finePerDay: Money(minorUnits: 25))
        #expect(fine(terms, "2027-01-10T23:59:59Z") == Money(minorUnits: 9_125))
        terms.fines.overdue.amount = Money(minorUnits: .max / 2)
        #expect(fine(terms, "2027-01-10T23:59:59Z") == Money(minorUnits: .max))
    }

    private func fine(_ terms: TermsOfUse, _ returned: String) -> Money {
        CirculationRules.fine(
            terms,
            due: utc("2026-01-10T23:59:59Z"),
            returned: utc(returned),
            calendar: Self.weekdays,
            zone: .utc
        )
    }

    @Test("A loan is overdue after its due time, and no longer once it is back")
    func knowsOverdue() {
        var loan = Loan(
            patron: PatronID(Int32(0)),
            item: ItemID(Int32(0)),
            terms: LoanTermsID(Int32(0)),
            loaned: utc("2026-01-05T09:00:00Z"),
            due: utc("2026-01-10T23:59:59Z")
        )
        #expect(loan.isOverdue(at: utc("2026-01-10T23:59:59Z")) == false)
        #expect(loan.isOverdue(at: utc("2026-01-11T00:00:00Z")) == true)
        loan.returned = utc("2026-01-12T00:00:00Z")
        #expect(loan.isOverdue(at: utc("2026-01-13T00:00:00Z")) == false)
    }

    @Test("The first loan rule that matches gives the terms")
    func findsTerms() {
        var institution = Institution(
            id: InstitutionID(Int32(0)),
            code: "A",
            name: "A",
            zone: .utc,
            currency: .usDollar
        )
        institution.loanTerms = ["SHORT", "LONG", "OTHER"].map {
            TermsOfUse(code: $0, periodDays: 1)
        }
        institution.loanRules = [
            LoanRule(
                groups: .oneOf([UserGroupID(Int32(1))]),
                policies: .oneOf([ItemPolicyID(Int32(1))]),
                terms: LoanTermsID(Int32(0))
            ),
            LoanRule(
                groups: .oneOf([UserGroupID(Int32(1))]),
                terms: LoanTermsID(Int32(1))
            ),
            LoanRule(terms: LoanTermsID(Int32(2))),
        ]
        let table = [(1, 1, "SHORT"), (1, 0, "LONG"), (0, 1, "OTHER")]
        for (group, policy, code) in table {
            let terms = institution.loanTerms(
                for: LoanFacts(group: UserGroupID(group), policy: ItemPolicyID(policy))
            )
            #expect(institution.loanTerms[terms.position].code == code)
        }
    }
}
