/// The policies that every imported network begins with: ordinary ones, to be edited.
///
/// The survey knows none of this. Periods and limits are common among US academic libraries; the
/// rule for linked accounts is the one that the consortium of Washington (WRLC) documents: every
/// partner's patrons in one group, expiry as at home and found anew at every refresh, purge a month
/// later.
enum ImportedPolicies {
    /// The last day of made-up accounts: the end of the academic year in which the semester lies,
    /// so that no account runs out while the semester lasts.
    static let patronExpiry = "2026-08-31"

    /// Shares of the user groups, by whether there is a four-year programme.
    static let groups = (
        fourYear: [
            ("undergraduate", 0.76), ("graduate", 0.1), ("faculty", 0.06), ("staff", 0.08),
        ],
        twoYear: [("undergraduate", 0.88), ("faculty", 0.05), ("staff", 0.07)]
    )

    /// Shares of the item policies.
    static let items = [("book", 0.95), ("media", 0.04), ("reserve", 0.01)]

    /// Opening hours in a semester, by whether there is a four-year programme; days without hours
    /// are closed.
    static let hours = (
        fourYear: [
            ("monday", "07:30-23:00"), ("tuesday", "07:30-23:00"), ("wednesday", "07:30-23:00"),
            ("thursday", "07:30-23:00"), ("friday", "07:30-18:00"), ("saturday", "10:00-17:00"),
            ("sunday", "12:00-23:00"),
        ],
        twoYear: [
            ("monday", "07:30-19:00"), ("tuesday", "07:30-19:00"), ("wednesday", "07:30-19:00"),
            ("thursday", "07:30-19:00"), ("friday", "07:30-16:00"),
        ]
    )

    /// Days on which all libraries are closed: federal holidays of the semester and the summer
    /// after it, and the week of the semester break with the weekends around it.
    static let closures: [(from: String, to: String?, why: String)] = [
        ("2026-01-19", nil, "Martin Luther King Jr. Day"),
        ("2026-02-16", nil, "Presidents' Day"),
        ("2026-03-07", "2026-03-15", "semester break"),
        ("2026-05-25", nil, "Memorial Day"),
        ("2026-06-19", nil, "Juneteenth"),
        ("2026-07-03", "2026-07-04", "Independence Day"),
    ]

    /// The first day of the semester, and the day after its last.
    static let semester = (start: "2026-01-12", end: "2026-05-16")

    /// The block `defaults` of a network configuration.
    static let yaml = """
        # The survey knows no policies: these are ordinary ones, for every institution that says
        # nothing else. Amounts are in USD.
        defaults:
          user-groups:
            undergraduate:
              name: Undergraduates
              limits: {fees: 25.00, overdue-loans: 10, loans: 50}
            graduate:
              name: Graduate students
              limits: {fees: 50.00, overdue-loans: 20, loans: 100}
            faculty:
              name: Faculty
              limits: {fees: 100.00, overdue-loans: 50, loans: 200}
            staff:
              name: Staff
              limits: {fees: 50.00, overdue-loans: 10, loans: 50}
            network-visitor:
              name: Patrons of other members
              limits: {fees: 20.00, overdue-loans: 5, loans: 25}
          item-policies:
            book: Book
            media: Media
            reserve: Course reserve
          loan-terms:
            book-28:
              period: 28 d
              maximum-renewal: 112 d  # three renewals
              fine-per-day: 0.25
              maximum-fine: 10.00
            book-faculty:
              period: 16 w  # a semester
              maximum-renewal: 52 w
            short-7:
              period: 7 d
              renewable: false
              fine-per-day: 1.00
              maximum-fine: 20.00
            visitor-28:
              period: 28 d
              maximum-renewal: 56 d  # one renewal
              fine-per-day: 0.25
              maximum-fine: 10.00
            not-lent:
              loanable: false
              period: 0 d
          loan-rules:
            - {groups: [network-visitor], item-policies: [reserve], terms: not-lent}
            - {groups: [network-visitor], item-policies: [media], terms: short-7}
            - {groups: [network-visitor], terms: visitor-28}
            - {item-policies: [media, reserve], terms: short-7}
            - {groups: [faculty], terms: book-faculty}
            - {terms: book-28}
          blocks:
            card-lost: {name: Card reported lost, action: "02"}
            address-unknown: {name: Address not valid, action: "03"}
            conduct: {name: Library use suspended, action: "05", network: true}
          staff:
            desk-operator:
              name: Circulation desk operator
              roles: [{role: circulation-desk-operator}]
            user-administrator:
              name: User administrator
              roles: [{role: user-administrator}]
            # May place requests, and is not shown Network Activity.
            requests-operator:
              name: Requests operator
              roles: [{role: requests-operator}]
          searchable-identifiers: [barcode]
          # Accounts of visitors expire when they do at home, and are purged 30 days after that.
          linked-account-rules:
            - group: network-visitor
              expiry: {after-expiry: 0 d}
              refresh-expiry: true
              purge: {after-expiry: 30 d}
              refresh-purge: true
              copy-network-blocks: true

        """
}
