import LibraryModel
import Scenarios
import Testing

/// The policies of a network configuration, which case files share.
struct NetworkPolicyTests {
    private func read(_ policies: String) -> (NetworkPlan?, Diagnostics) {
        let diagnostics = Diagnostics()
        let text = """
            network: {code: V, name: Valley, time-zone: America/Chicago}
            institutions:
              NORTH:
                name: North College
                libraries: {MAIN: {name: North}}
                locations:
                  STACKS: {name: Stacks, library: MAIN}
                  RESERVES: {name: Reserves, library: MAIN}
                user-groups: {student: {name: Student}, faculty: {name: Faculty}}
                item-policies: {book: Book}

            """
        let document = SourceDocument(text: text + policies, name: "n.yaml", into: diagnostics)
        var reader = NetworkReader(into: diagnostics)
        return (document.flatMap { reader.read($0) }, diagnostics)
    }

    @Test("As many material types as records can tell apart, and no more")
    func mostMaterialTypes() {
        func types(_ count: Int) -> String {
            let types = (1...count).map { "t\($0): T" }.joined(separator: ", ")
            return "    material-types: {\(types)}\n    loan-terms: {a: {period: 1 d}}\n"
                + "    loan-rules: [{terms: a}]\n"
        }
        #expect(read(types(65_535)).1.description == "")
        #expect(
            read(types(65_536)).1.description.hasSuffix(
                "error: NORTH has 65536 material-types, of which at most 65535 can be told apart; "
                    + "join some of them"
            )
        )
    }

    @Test("Units, material types, schedules and preferences reach the institution")
    func policies() throws {
        let (plan, diagnostics) = read(
            """
                desks: {FRONT: {name: Front desk, library: MAIN, hold-shelf-maximum: 5 d}}
                fulfillment-units: {SHORT: {name: Short loans, locations: [RESERVES]}}
                material-types: {dvd: Film}
                due-date-schedules: {SPRING: [{from: 2026-01-12, to: 2026-05-15, due: 2026-05-15}]}
                loan-terms:
                  hours: {period: 3 h, overdue-fine: {amount: 0.50, every: 1 h}}
                  term: {schedule: SPRING, grace-period: 2 d, recall-period: 7 d}
                loan-rules:
                  - {name: reserves, units: [SHORT], terms: hours}
                  - {groups: {not: [faculty]}, material-types: [dvd], terms: hours}
                  - {terms: term}
                block-preferences: {fee-limit: operator}
                items:
                  list:
                    - {barcode: a, title: A, location: STACKS, policy: book, material-type: dvd}
            """
        )
        #expect(diagnostics.description == "")
        let institution = try #require(plan?.configuration.institutions.first)
        #expect(institution.locations.map(\.unit) == [nil, FulfillmentUnitID(0)])
        #expect(institution.desks.map(\.holdShelfMaximum) == [.days(5)])
        #expect(institution.loanTerms.map(\.closedLibrary) == [.endOfHours, .nextOpenDay])
        #expect(institution.loanTerms.map(\.recall.isRecallable) == [false, true])
        #expect(institution.loanRules.map(\.name) == ["reserves", "rule 2", "rule 3"])
        #expect(institution.blockPreferences[.feeLimit] == .desk)
        func terms(_ group: Int, _ location: Int, _ type: MaterialTypeID?) -> String {
            let item = Item(
                bib: BibID(0),
                location: LocationID(location),
                policy: ItemPolicyID(0),
                materialType: type
            )
            let facts = institution.facts(of: item, for: UserGroupID(group))
            return institution.loanTerms[institution.loanTerms(for: facts).position].code
        }
        #expect(terms(0, 0, nil) == "term")
        #expect(terms(0, 0, MaterialTypeID(0)) == "hours")
        #expect(terms(1, 0, MaterialTypeID(0)) == "term")
        #expect(terms(1, 1, nil) == "hours")
    }

    @Test("A schedule whose loans would be due with the hours of the loan is warned of")
    func scheduleWithHours() {
        let (plan, diagnostics) = read(
            """
                due-date-schedules: {SPRING: [{from: 2026-01-12, to: 2026-05-15, due: 2026-05-15}]}
                loan-terms:
                  term: {schedule: SPRING, closed-days: end-of-hours}
                loan-rules: [{terms: term}]
            """
        )
        #expect(plan != nil)
        #expect(
            diagnostics.description == """
                n.yaml:13:45: warning: with 'end-of-hours' loans by the schedule 'SPRING' are due \
                when the library next closes, and not on the schedule's day; write next-open-day, \
                previous-open-day or keep
                """
        )
    }

    @Test("What is wrong with policies is said with its place")
    func reports() {
        let (_, diagnostics) = read(
            """
                fulfillment-units:
                  SHORT: {name: Short loans, locations: [RESERVES, SHELF]}
                  LONG: {name: Long loans, locations: [STACKS, RESERVES]}
                loan-terms:
                  standard: {period: 28 d}
                  term: {schedule: SPRING}
                  nothing: {renewable: true}
                loan-rules:
                  - {units: [LOMG], terms: standard}
                  - {groups: {not: [pupil]}, terms: term}
            """
        )
        #expect(
            diagnostics.description == """
                n.yaml:12:56: error: location of NORTH 'SHELF' is not declared; declared are \
                STACKS, RESERVES
                n.yaml:13:52: error: location 'RESERVES' of NORTH is in the fulfillment unit \
                'SHORT' already; a location is in one unit; remove it from the other
                n.yaml:16:24: error: due-date schedule of NORTH 'SPRING' is not declared; none \
                is declared
                n.yaml:17:16: error: the loan terms 'nothing' do not say how long loans are; add \
                'period: 28 d', or 'schedule:' with a due-date schedule
                n.yaml:19:18: error: fulfillment unit of NORTH 'LOMG' is not declared; did you \
                mean 'LONG'?
                n.yaml:20:9: error: the loan rules of NORTH have no fallback; end with a rule \
                that names only its terms
                n.yaml:20:25: error: user group of NORTH 'pupil' is not declared; declared are \
                student, faculty
                """
        )
    }

    @Test(
        "What is no choice is said, with the choices there are",
        arguments: [
            (
                "    loan-terms: {a: {period: 5 fortnights}}",
                """
                n.yaml:11:30: error: 'period' must be a period in min, h, d, w, months, years \
                such as 2 d, but '5 fortnights' has the unit 'fortnights', which is not one; \
                write one of the units min, h, d, w, months, years
                """
            ),
            (
                "    loan-terms: {a: {period: 28}}",
                """
                n.yaml:11:30: error: 'period' must be a period in min, h, d, w, months, years \
                such as 2 d, but '28' has no unit; add one of the units min, h, d, w, months, \
                years
                """
            ),
            (
                "    loan-terms: {a: {period: 11 years}}",
                """
                n.yaml:11:30: error: 'period' must be a period in min, h, d, w, months, years \
                such as 2 d, but '11 years' is too long: more than ten years
                """
            ),
            (
                "    block-preferences: {fee-limits: manager}",
                """
                n.yaml:11:25: error: the key 'fee-limits' must be one of the words \
                account-blocked, account-expired, fee-limit, insufficient-due-date, \
                kept-for-another, kept-for-this-patron, loan-limit, not-loanable, \
                not-renewable, on-loan-to-another, overdue-limit, overdue-recall-limit, \
                renewal-limit, requested-by-another, found 'fee-limits'; did you mean \
                'fee-limit'?
                """
            ),
        ]
    )
    func words(policies: String, expected: String) {
        #expect(read(policies).1.description == expected)
    }
}
