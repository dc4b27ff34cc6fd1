import LibraryModel
import RequestRouting
import SimulationKernel
import Testing

struct DecisionTests {
    private let byCost = RankKey("cost", .fact(.cost))

    @Test("Keys count in their order, and equal candidates go by their codes")
    func order() {
        let rules = RoutingRules("r", keys: [byCost, RankKey("load", .fact(.loans), .descending)])
        let sheet = rules.sheet(4, [.cost: [2, 1, 1, 1], .loans: [9, 3, 5, 3]])
        #expect(rules.rota(sheet) == [2, 1, 3, 0])
    }

    @Test("Unknown and missing values go where the key says")
    func unknown() {
        func rota(_ unknown: RankPlacement, _ missing: RankPlacement) -> [Int32] {
            let rules = RoutingRules(
                "r",
                keys: [RankKey("cost", .fact(.cost), unknown: unknown, missing: missing)]
            )
            return rules.rota(rules.sheet(3, [.cost: [5, nil, FactValue.missing]]))
        }
        #expect(rota(.last, .last) == [0, 2, 1])
        #expect(rota(.first, .last) == [1, 0, 2])
        #expect(rota(.last, .first) == [2, 0, 1])
        #expect(rota(.value(6), .value(4)) == [2, 0, 1])
    }

    @Test("A value that is older than its greatest age is unknown, not zero")
    func age() {
        var gather = GatherPlan()
        gather.entries = [GatherPlan.Entry(.loans, .published, maximumAge: .days(1))]
        let rules = RoutingRules("r", gather: gather, keys: [RankKey("load", .fact(.loans))])
        var sheet = rules.sheet(3)
        sheet.set(.loans, of: 0, to: 0, asOf: monday - .days(2))
        sheet.set(.loans, of: 1, to: 7, asOf: monday - .days(1))
        sheet.set(.loans, of: 2, to: 9)
        #expect(sheet.value(.loans, of: 0) == FactValue.unknown)
        #expect(rules.rota(sheet) == [1, 2, 0])
        let record = rules.decide(sheet).record(of: InstitutionID(2))
        #expect(record?.decidedBy == .key(0))
        #expect([record?.value, record?.valueAhead] == [9, 7])
        #expect(record?.valueAheadAsOf == (monday - .days(1)).microseconds)
    }

    @Test("Buckets make near values equal; truncation goes toward zero, buckets down")
    func buckets() {
        func rota(_ bucketing: RankBucketing, _ values: [Int64?]) -> [Int32] {
            let rules = RoutingRules(
                "r",
                keys: [RankKey("cost", .fact(.cost), bucketing: bucketing)]
            )
            return rules.rota(rules.sheet(values.count, [.cost: values]))
        }
        #expect(rota(.none, [9, 5, 1]) == [2, 1, 0])
        #expect(rota(.width(10), [9, 5, 11]) == [0, 1, 2])
        #expect(rota(.width(10), [9, -1]) == [1, 0])
        #expect(rota(.truncation(10), [9, -1]) == [0, 1])
        #expect(rota(.tiers([5, 50]), [49, 5, 4, 50]) == [2, 0, 1, 3])
    }

    @Test("All filters are looked at for all candidates")
    func filters() {
        let rules = RoutingRules(
            "r",
            filters: [
                RuleFilter("DEAR", "it costs too much", [.when(.cost, .above, 3)]),
                RuleFilter("CLOSED", "it is closed", effect: .defer, [.when(.closed, .isEqual)]),
                RuleFilter("BUSY", "it is busy", effect: .demote, [.when(.loans, .atLeast, 10)]),
            ],
            keys: [byCost]
        )
        let sheet = rules.sheet(
            4,
            [.cost: [9, 1, 2, 3], .closed: [1, 1, 0, 0], .loans: [10, 0, 10, nil]]
        )
        let outcome = rules.decide(sheet)
        #expect(outcome.rota.map(\.index) == [3, 2])
        #expect(outcome.records.map(\.standing) == [.asked, .demoted, .excluded, .deferred])
        #expect(outcome.records.map(\.failedFilters) == [0b000, 0b100, 0b111, 0b010])
    }

    @Test("Of an institution's copies the best stands for it, or each for itself")
    func grouping() {
        for (grouping, expected) in [
            (RoutingRules.Grouping.institution, [11, 20]), (.item, [11, 20, 10]),
        ] as [(RoutingRules.Grouping, [Int64])] {
            let rules = RoutingRules("r", grouping: grouping, keys: [byCost])
            var sheet = FactSheet(
                rules.layout,
                at: monday,
                of: [
                    .init(InstitutionID(0), item: 10), .init(InstitutionID(0), item: 11),
                    .init(InstitutionID(1), item: 20),
                ]
            )
            for (row, cost) in [9, 1, 5].enumerated() { sheet.set(.cost, of: row, to: Int64(cost)) }
            let outcome = rules.decide(sheet)
            #expect(outcome.items == expected)
            #expect(outcome.records.count == 3)
        }
    }

    @Test("Lenders of last resort come after all others, in their order, filtered only if said")
    func lastResort() {
        var lists = RoutingRules.Lists()
        lists.lastResort = ["3", "1"]
        let closed = RuleFilter("CLOSED", "it is closed", [.when(.closed, .isEqual)])
        for (codes, expected) in [([], [0, 2, 3, 1]), (["CLOSED"], [0, 2, 1])]
            as [([String], [Int32])]
        {
            let rules = RoutingRules(
                "r",
                filters: [closed, RuleFilter("NO-COST", "no cost", [.when(.cost, .known, 0)])],
                keys: [byCost],
                lastResortFilters: codes,
                lists: lists
            )
            var sheet = rules.sheet(
                at: monday,
                of: [.init(InstitutionID(0)), .init(InstitutionID(2))]
            ) { Int32($0).map { InstitutionID($0) } }
            sheet.set(.cost, of: 0, to: 5)
            sheet.set(.cost, of: 1, to: 7)
            sheet.set(.closed, of: 2, to: true)
            let outcome = rules.decide(sheet)
            #expect(outcome.rota.map(\.index) == expected)
            #expect(outcome.records[expected.count - 1].standing == .lastResort)
        }
    }

    @Test("A cap leaves the order and says who is beyond it")
    func cap() {
        let rules = RoutingRules("r", keys: [byCost], cap: 1)
        let outcome = rules.decide(rules.sheet(3, [.cost: [3, 1, 2]]))
        #expect(outcome.rota.map(\.index) == [1])
        #expect(outcome.records.map(\.position) == [0, 1, 2])
        #expect(outcome.records.map(\.standing) == [.asked, .beyondCap, .beyondCap])
    }

    @Test("It says why nobody is asked")
    func nobody() {
        let rules = RoutingRules(
            "r",
            admission: [RuleFilter("BLOCKED", "blocked", [.when(.patronBlocks, .above, 0)])],
            filters: [
                RuleFilter("CLOSED", "closed", effect: .defer, [.when(.closed, .isEqual)]),
                RuleFilter("DEAR", "dear", [.when(.cost, .above, 3)]),
            ],
            keys: [byCost]
        )
        #expect(rules.decide(rules.sheet(0)).nobody == .noHoldings)
        var known = rules.sheet(0)
        known.set(.holdingsLocated, to: 2)
        #expect(rules.decide(known).nobody == .noKnownLender)
        #expect(rules.decide(rules.sheet(1, [.cost: [5]])).nobody == .noneFits)
        #expect(
            rules.decide(rules.sheet(2, [.closed: [1, 0], .cost: [1, 5]])).nobody == .allDeferred
        )
        #expect(rules.decide(rules.sheet(1, [.cost: [1]])).nobody == nil)
        var blocked = rules.sheet(1)
        blocked.set(.patronBlocks, to: 1)
        let refused = rules.decide(blocked)
        #expect(refused.nobody == .notAdmitted)
        #expect(refused.refusals == 1)
    }

    @Test("A setting changes a rule without touching it")
    func settings() {
        let rules = RoutingRules(
            "r",
            settings: [RuleSetting("threshold", .count, 5)],
            filters: [
                RuleFilter(
                    "BUSY",
                    "busy",
                    effect: .demote,
                    [RuleCondition(.fact(.openRequests), .above, .term(.setting(0)))]
                )
            ],
            keys: [byCost]
        )
        let facts: [FactColumn: [Int64?]] = [.cost: [1, 2], .openRequests: [6, 0]]
        #expect(rules.rota(rules.sheet(2, facts)) == [1, 0])
        let patient = rules.setting(["threshold": 6])
        #expect(patient.rota(patient.sheet(2, facts)) == [0, 1])
    }

    @Test(
        "Those who are asked for facts are the first by what is published, unless it speaks against them"
    )
    func asking() {
        var gather = GatherPlan()
        gather.entries = [
            .init(.cost, .published), .init(.itemStatus, .asked, maximumAge: .hours(1)),
        ]
        gather.askAtMost = 2
        var unknownIsOut = RuleCondition.when(.itemStatus, .isNot, 0)
        unknownIsOut.holdsIfUnknown = true
        let rules = RoutingRules(
            "r",
            gather: gather,
            filters: [
                RuleFilter("OUT", "out", [unknownIsOut]),
                RuleFilter("CLOSED", "closed", [.when(.closed, .isEqual)]),
            ],
            keys: [byCost]
        )
        let sheet = rules.sheet(4, [.cost: [3, 1, 2, 0], .closed: [0, 0, 0, 1]])
        #expect(rules.rota(sheet) == [])
        #expect(rules.institutionsToAsk(sheet).map(\.index) == [1, 2])
    }

    @Test("A decision that deferred everybody is made again when the first of them may be asked")
    func deferral() {
        var gather = GatherPlan()
        gather.entries = [.init(.opensAt, .published)]
        let hours = LendingHours([.init(opens: .hours(13), closes: .hours(17))])
        let rules = RoutingRules(
            "r",
            gather: gather,
            filters: [
                RuleFilter("CLOSED", "closed", effect: .defer, [.when(.closed, .isEqual)]),
                RuleFilter(
                    "OUT-OF-HOURS",
                    "nobody is there",
                    effect: .defer,
                    [RuleCondition(.load(.untilLendingHours(hours)), .above, .number(0))]
                ),
            ]
        )
        let tomorrow = (monday + .days(1)).microseconds
        func next(_ closed: [Int64?], _ opens: [Int64?]) -> SimulationTime? {
            let sheet = rules.sheet(
                2,
                [.closed: closed, .opensAt: opens, .clockOffset: [0, nil]]
            )
            return rules.nextAttempt(after: rules.decide(sheet), of: sheet)
        }
        // Monday at 10:00: the first one's hours begin in three.
        #expect(next([0, 1], [nil, tomorrow]) == monday + .hours(3))
        #expect(next([1, 1], [tomorrow + 1, tomorrow]) == monday + .days(1))
        #expect(next([0, 1], [nil, nil]) == monday + .hours(3))
        #expect(rules.lint() == [])
    }
}
