import LibraryModel
import SimulationKernel
import Testing

@Suite struct LinkedAccountRuleTests {
    /// Today is 2026-03-10, and the source's record ends on 2026-08-31.
    struct Row: CustomTestStringConvertible, Sendable {
        var rule: LinkedAccountRule.DateRule
        var refreshes: Bool
        /// On the first link.
        var first: String
        /// On a refresh of a copy that ends on 2026-05-01 and may be purged after 2026-06-01.
        var live: String
        /// On a refresh of a copy that ended on 2026-03-09 and may be purged after 2026-04-09.
        var expired: String

        var testDescription: String { "\(rule), refreshed: \(refreshes)" }
    }

    static let expiries: [Row] = [
        Row(
            rule: .absolute(day("2026-12-24")),
            refreshes: false,
            first: "2026-12-24",
            live: "2026-05-01",
            expired: "2026-12-24"
        ),
        Row(
            rule: .absolute(day("2026-12-24")),
            refreshes: true,
            first: "2026-12-24",
            live: "2026-12-24",
            expired: "2026-12-24"
        ),
        Row(
            rule: .afterExpiry(days: -1),
            refreshes: false,
            first: "2026-08-30",
            live: "2026-05-01",
            expired: "2026-08-30"
        ),
        Row(
            rule: .afterExpiry(days: -1),
            refreshes: true,
            first: "2026-08-30",
            live: "2026-08-30",
            expired: "2026-08-30"
        ),
        Row(
            rule: .afterRefresh(days: 90),
            refreshes: false,
            first: "2026-06-08",
            live: "2026-05-01",
            expired: "2026-06-08"
        ),
        Row(
            rule: .afterRefresh(days: 90),
            refreshes: true,
            first: "2026-06-08",
            live: "2026-06-08",
            expired: "2026-06-08"
        ),
    ]

    @Test("The expiry is found anew when first linked, expired, or told to", arguments: expiries)
    func findsExpiry(_ row: Row) {
        let rule = LinkedAccountRule(
            group: UserGroupID(Int32(0)),
            expiry: row.rule,
            refreshesExpiry: row.refreshes
        )
        #expect(rule.dates(previous: nil).expiry == day(row.first))
        #expect(rule.dates(previous: live).expiry == day(row.live))
        #expect(rule.dates(previous: expired).expiry == day(row.expired))
    }

    // The copy's expiry is the source's, which a purge date may count from.
    static let purges: [Row] = [
        Row(
            rule: .absolute(day("2027-01-31")),
            refreshes: false,
            first: "2027-01-31",
            live: "2026-06-01",
            expired: "2027-01-31"
        ),
        Row(
            rule: .absolute(day("2027-01-31")),
            refreshes: true,
            first: "2027-01-31",
            live: "2027-01-31",
            expired: "2027-01-31"
        ),
        Row(
            rule: .afterExpiry(days: 30),
            refreshes: false,
            first: "2026-09-30",
            live: "2026-06-01",
            expired: "2026-09-30"
        ),
        Row(
            // The live copy keeps its expiry, and the purge counts from that.
            rule: .afterExpiry(days: 30),
            refreshes: true,
            first: "2026-09-30",
            live: "2026-05-31",
            expired: "2026-09-30"
        ),
        Row(
            rule: .afterRefresh(days: 7),
            refreshes: false,
            first: "2026-03-17",
            live: "2026-06-01",
            expired: "2026-03-17"
        ),
        Row(
            rule: .afterRefresh(days: 7),
            refreshes: true,
            first: "2026-03-17",
            live: "2026-03-17",
            expired: "2026-03-17"
        ),
    ]

    @Test("The purge date is found anew when first linked, expired, or told to", arguments: purges)
    func findsPurge(_ row: Row) {
        let rule = LinkedAccountRule(
            group: UserGroupID(Int32(0)),
            purge: row.rule,
            refreshesPurge: row.refreshes
        )
        #expect(rule.dates(previous: nil).purge == day(row.first))
        #expect(rule.dates(previous: live).purge == day(row.live))
        #expect(rule.dates(previous: expired).purge == day(row.expired))
    }

    @Test("An account is expired on the day after its last day, not on it")
    func expiresAfterLastDay() {
        let rule = LinkedAccountRule(group: nil, expiry: .absolute(day("2026-12-24")))
        let table = [("2026-03-10", "2026-03-10"), ("2026-03-09", "2026-12-24")]
        for (previous, expected) in table {
            let dates = rule.dates(previous: (day(previous), day("2026-04-09")))
            #expect(dates.expiry == day(expected))
        }
    }

    @Test("A purge date counts from the expiry found in the same refresh")
    func countsPurgeFromNewExpiry() {
        let rule = LinkedAccountRule(
            group: nil,
            expiry: .afterRefresh(days: 10),
            refreshesExpiry: true,
            purge: .afterExpiry(days: 5),
            refreshesPurge: true
        )
        #expect(rule.dates(previous: live).expiry == day("2026-03-20"))
        #expect(rule.dates(previous: live).purge == day("2026-03-25"))
    }

    @Test("A rule is for the sources it names, and for all where it names none")
    func matchesSources() {
        let one = InstitutionID(Int32(1))
        let two = InstitutionID(Int32(2))
        #expect(LinkedAccountRule(sources: [one], group: nil).matches(source: one) == true)
        #expect(LinkedAccountRule(sources: [one], group: nil).matches(source: two) == false)
        #expect(LinkedAccountRule(group: nil).matches(source: two) == true)
    }

    private let live = (expiry: day("2026-05-01"), purge: day("2026-06-01"))
    private let expired = (expiry: day("2026-03-09"), purge: day("2026-04-09"))
}

extension LinkedAccountRule {
    /// The dates with the source's expiry and the day on which the rows of the tables are based.
    fileprivate func dates(
        previous: (expiry: CivilDate, purge: CivilDate)?
    ) -> (expiry: CivilDate, purge: CivilDate) {
        dates(previous: previous, sourceExpiry: day("2026-08-31"), today: day("2026-03-10"))
    }
}
