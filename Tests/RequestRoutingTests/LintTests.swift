import LibraryModel
import RequestRouting
import SimulationKernel
import Testing

struct LintTests {
    private func kinds(_ rules: RoutingRules) -> [RuleFinding.Kind] {
        rules.lint().map(\.kind)
    }

    @Test("A sound rule set has no findings")
    func sound() {
        let rules = RoutingRules(
            "r",
            filters: [RuleFilter("DEAR", "dear", [.when(.cost, .above, 3)])],
            keys: [RankKey("cost", .fact(.cost))]
        )
        #expect(rules.lint() == [])
        #expect(rules.isTotalOrder)
    }

    @Test("A filter that finds nobody, or only whom another finds, is unreachable")
    func filters() {
        let never = RuleFilter(
            "NEVER",
            "never",
            [.when(.holds, .atLeast, 5), .when(.holds, .below, 5)]
        )
        #expect(kinds(RoutingRules("r", filters: [never])) == [.unreachable])
        let wide = RuleFilter("WIDE", "wide", [.when(.holds, .above, 2)])
        let narrow = RuleFilter(
            "NARROW",
            "narrow",
            [.when(.holds, .above, 2), .when(.closed, .isEqual)]
        )
        #expect(kinds(RoutingRules("r", filters: [wide, narrow])) == [.unreachable])
        #expect(kinds(RoutingRules("r", filters: [narrow, wide])) == [])
    }

    @Test("A key after the same key, and a tie-break after a total one, decide nothing")
    func keys() {
        let key = RankKey("a", .fact(.cost))
        let again = RankKey("b", .fact(.cost), .descending)
        #expect(kinds(RoutingRules("r", keys: [key, again])) == [.unreachable])
        let bucketed = RankKey("a", .fact(.cost), bucketing: .width(5))
        #expect(kinds(RoutingRules("r", keys: [bucketed, again])) == [])
        #expect(kinds(RoutingRules("r", tieBreaks: [.symbol, .roundRobin])) == [.unreachable])
    }

    @Test("What is left to chance, or to the order of the input, is said")
    func order() {
        #expect(kinds(RoutingRules("r", tieBreaks: [])) == [.leftToInput])
        #expect(kinds(RoutingRules("r", tieBreaks: [.random()])) == [.leftToChance])
        #expect(kinds(RoutingRules("r", tieBreaks: [.listed])) == [.leftToInput])
        #expect(
            kinds(RoutingRules("r", tieBreaks: [.weighted(.fact(.weight)), .symbol]))
                == [.leftToChance]
        )
        #expect(kinds(RoutingRules("r", grouping: .item)) == [.leftToInput])
        #expect(!RoutingRules("r", grouping: .item).isTotalOrder)
    }

    @Test("Codes that mean nothing, and facts that nobody looks at")
    func codes() {
        #expect(kinds(RoutingRules("r", lastResortFilters: ["CLOSE"])) == [.unknownCode])
        var gather = GatherPlan()
        gather.entries = [.init(.loans, .published)]
        #expect(kinds(RoutingRules("r", gather: gather)) == [.unusedFact])
    }

    @Test("Limits of which one makes the other meaningless")
    func limits() {
        func walk(_ change: (inout WalkPolicy) -> Void) -> RoutingRules {
            var walk = WalkPolicy()
            change(&walk)
            return RoutingRules("r", cap: 3, walk: walk)
        }
        #expect(kinds(walk { $0.attempts = 4 }) == [.contradictingLimits])
        #expect(kinds(walk { ($0.attempts, $0.rounds) = (4, 2) }) == [])
        #expect(kinds(walk { ($0.attempts, $0.rounds) = (2, 3) }) == [.contradictingLimits])
        #expect(kinds(walk { ($0.reResolves, $0.rounds) = (true, 2) }) == [.contradictingLimits])
        let limits: (Int64, Int64) -> [WalkPolicy.TimeLimit] = { rush, other in
            [.init(level: 1, limit: .hours(rush)), .init(level: 0, limit: .hours(other))]
        }
        #expect(
            kinds(walk { $0.timeLimits = limits(9, 8) }) == [
                .missingFallback, .contradictingLimits,
            ]
        )
        #expect(kinds(walk { $0.timeLimits = limits(7, 8) }) == [.missingFallback])
        #expect(
            kinds(walk { $0.timeLimits = [.init(limit: .days(3)), .init(limit: .days(4))] })
                == [.contradictingLimits]
        )
    }

    @Test("In a network: a filter that excludes everybody, a lender that nobody can reach")
    func network() {
        let delivers = RuleFilter("NOT-DELIVERED", "x", [.when(.delivers, .isEqual, 0)])
        let rules = RoutingRules("r", filters: [delivers])
        func sheets(_ delivered: [Int64]) -> [FactSheet] {
            (0..<3).map { borrower in
                var sheet = rules.sheet(3, [.delivers: delivered])
                for row in 0..<3 { sheet.set(.isBorrower, of: row, to: row == borrower) }
                return sheet
            }
        }
        let everybody = rules.lint(in: sheets([0, 0, 0])) { "L\($0.index)" }
        #expect(everybody.map(\.kind) == [.excludesEverybody])
        let one = rules.lint(in: sheets([1, 0, 1])) { "L\($0.index)" }
        #expect(one.map(\.message) == ["no borrower can reach L1: NOT-DELIVERED"])
        #expect(rules.lint(in: sheets([1, 1, 1])) { "L\($0.index)" } == [])
    }
}
