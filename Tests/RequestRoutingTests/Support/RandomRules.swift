import LibraryModel
import RequestRouting
import SimulationKernel

/// The generator of Steele, Lea and Flood (2014), so that a seed names the same rules everywhere.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
    mutating func pick<Element>(_ list: [Element]) -> Element { list[below(list.count)] }

    /// Mostly small numbers that meet each other, and now and then an extreme one.
    mutating func number() -> Int64 {
        switch below(24) {
        case 0: Int64(bitPattern: next())
        case 1: .max
        case 2: FactValue.missing
        case 3: FactValue.unknown
        case 4: 1_768_212_000_000_000 + Int64(below(9)) * 86_400_000_000
        default: Int64(below(7)) - 1
        }
    }
}

/// Rules and facts of a seed.
struct RandomRules {
    private(set) var random: SplitMix
    private static let columns = FactColumn.allCases
    private static let request = columns.filter { $0.scope == .request }

    init(seed: UInt64) { random = SplitMix(state: seed) }

    private mutating func load() -> LoadFunction {
        switch random.below(12) {
        case 0:
            .targetMinusActual(
                rounding: random.pick(LoadFunction.Rounding.allCases),
                own: random.chance(50) ? random.number() : nil,
                withoutStatistics: random.chance(50) ? 0 : nil
            )
        case 1: .loansPerBorrow
        case 2: .openRequestsOver(.number(random.number()))
        case 3: .requestsInWindow(.days(Int64(random.below(9))))
        case 4: .consecutiveRequests
        case 5: .requestsInPeriod(random.pick(LoadFunction.Period.allCases))
        case 6: .availabilityDate(loanPeriod: .setting(0))
        case 7: .distance(missing: random.chance(50) ? random.number() : nil)
        case 8:
            .untilLendingHours(
                LendingHours([.init(opens: .hours(Int64(random.below(99))), closes: .hours(100))])
            )
        case 9:
            .blackout([
                Blackout(
                    classes: [Int64(random.below(3))],
                    first: CivilDate(daysSinceEpoch: 20_460),
                    last: CivilDate(daysSinceEpoch: 20_465 + Int32(random.below(3)))
                )
            ])
        case 10:
            .weightedSum([
                WeightedFact(random.pick(Self.columns), weight: random.number()),
                WeightedFact(random.pick(Self.columns), weight: random.number()),
            ])
        default: .duplicates(within: .number(random.number()))
        }
    }

    private mutating func term() -> RuleTerm {
        if random.chance(10) { return .setting(random.below(3)) }
        return random.chance(20) ? .load(load()) : .fact(random.pick(Self.columns))
    }

    private mutating func condition() -> RuleCondition {
        RuleCondition(
            term(),
            random.pick(RuleComparison.allCases),
            random.chance(15) ? .term(term()) : .number(random.number()),
            choices: [random.number(), random.number()],
            holdsIfUnknown: random.chance(20),
            holdsIfMissing: random.chance(20)
        )
    }

    private mutating func requestCondition() -> RuleCondition {
        RuleCondition(
            .fact(random.pick(Self.request)),
            random.pick(RuleComparison.allCases),
            .number(random.number()),
            holdsIfUnknown: random.chance(50)
        )
    }

    private mutating func placement() -> RankPlacement {
        random.pick([.first, .last, .last, .value(random.number())])
    }

    private mutating func key(_ number: Int) -> RankKey {
        let bucketing: RankBucketing =
            switch random.below(8) {
            case 0: .width(1 + Int64(random.below(9)))
            case 1: .truncation(1 + Int64(random.below(9)))
            case 2: .tiers([0, 2, 4])
            default: .none
            }
        return RankKey(
            "k\(number)",
            term(),
            random.pick(RankDirection.allCases),
            unknown: placement(),
            missing: placement(),
            bucketing: bucketing,
            conditions: random.chance(10) ? [requestCondition()] : []
        )
    }

    private mutating func tieBreaks() -> [TieBreak] {
        var ties: [TieBreak] = []
        for _ in 0..<random.below(3) {
            switch random.below(7) {
            case 0: ties.append(.symbol)
            case 1: ties.append(.listed)
            case 2: ties.append(.random(random.chance(50) ? [requestCondition()] : []))
            case 3: ties.append(.weighted(term()))
            case 4: ties.append(.roundRobin)
            default: ties.append(.keys([key(90), key(91)], onlyBest: random.chance(50)))
            }
        }
        return ties
    }

    mutating func rules() -> RoutingRules {
        var gather = GatherPlan()
        if random.chance(30) {
            gather.entries = [
                .init(
                    random.pick(Self.columns),
                    .published,
                    maximumAge: .days(Int64(random.below(3)))
                )
            ]
        }
        let effects = FilterEffect.allCases
        return RoutingRules(
            "random",
            settings: (0..<3).map { RuleSetting("s\($0)", .count, random.number()) },
            admission: (0..<random.below(2)).map {
                RuleFilter("A\($0)", "a", [requestCondition()])
            },
            gather: gather,
            filters: (0..<random.below(7)).map { number in
                RuleFilter(
                    "F\(number)",
                    "f",
                    effect: random.pick(effects),
                    (0..<1 + random.below(3)).map { _ in condition() }
                )
            },
            grouping: random.pick(RoutingRules.Grouping.allCases),
            keys: (0..<random.below(6)).map { key($0) },
            tieBreaks: tieBreaks(),
            cap: random.chance(30) ? 1 + random.below(4) : nil,
            lastResortFilters: random.chance(20) ? ["F0"] : []
        )
    }

    /// Candidates of a few institutions and copies, each once, with random facts.
    mutating func sheet(_ rules: RoutingRules) -> FactSheet {
        var rows: [FactSheet.Row] = []
        for _ in 0..<random.below(13) {
            let row = FactSheet.Row(InstitutionID(random.below(7)), item: Int64(random.below(3)))
            if !rows.contains(row) { rows.append(row) }
        }
        let now = SimulationTime(microseconds: 1_768_212_000_000_000)
        var sheet = FactSheet(rules.layout, at: now, of: rows)
        for column in rules.layout.columns {
            // A sparse column leaves much unknown.
            let known = random.pick([30, 90, 100])
            for row in 0..<max(1, rows.count)
            where random.chance(column == .lastResortPlace ? 10 : known) {
                sheet.set(
                    column,
                    of: row,
                    to: column == .listed ? Int64(row) : random.number(),
                    asOf: random.chance(80) ? nil : now - .days(Int64(random.below(5)))
                )
            }
        }
        for row in rows.indices { sheet.set(.listed, of: row, to: Int64(row)) }
        for _ in 0..<random.below(5) {
            sheet.history.note(
                .init(now - .days(Int64(random.below(9))), InstitutionID(random.below(7)))
            )
        }
        if random.chance(50) {
            sheet.request = EarlierRequest(borrower: 0, patron: 1, title: 2, time: now)
            sheet.earlierRequests = [
                EarlierRequest(borrower: 0, patron: 1, title: 2, time: now - .hours(1))
            ]
        }
        return sheet
    }

    /// The same facts with the rows in another order.
    mutating func permuted(_ sheet: FactSheet) -> FactSheet {
        let order = sheet.rows.indices.shuffled(using: &random)
        var copy = FactSheet(sheet.layout, at: sheet.now, of: order.map { sheet.rows[$0] })
        copy.history = sheet.history
        copy.earlierRequests = sheet.earlierRequests
        copy.request = sheet.request
        for column in sheet.layout.columns {
            for (row, source) in order.enumerated() {
                copy.set(
                    column,
                    of: row,
                    to: sheet.value(column, of: source),
                    asOf: sheet.time(column, of: source)
                )
            }
            if order.isEmpty { copy.set(column, to: sheet.value(column, of: 0)) }
        }
        return copy
    }
}
