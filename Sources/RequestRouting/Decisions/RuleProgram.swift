/// The stages of a rule set with every number's place found beforehand.
struct RuleProgram: Sendable {
    /// Where a number is when the rules are run.
    enum Source: Sendable {
        /// A slot of the sheet, with a value for each candidate.
        case slot(Int)
        /// A slot of the sheet, with one value for the request.
        case requestSlot(Int)
        /// A load function, by its place.
        case load(Int)
        /// The same number always.
        case number(Int64)
    }

    struct Condition: Sendable {
        var left: Source
        var right: Source
        var condition: RuleCondition
        var isConstant: Bool
    }

    struct Key: Sendable {
        var source: Source
        var key: RankKey
        var conditions: [Condition]
    }

    /// What a tie-break adds to the numbers that candidates are compared by.
    enum Tie: Sendable {
        case symbol
        case key(Key, onlyBest: Bool)
        case random([Condition])
        case weighted(Source)
        case roundRobin
    }

    private(set) var loads: [LoadFunction] = []
    private(set) var settings: [Int64]
    private(set) var filters: [[Condition]] = []
    private(set) var admission: [[Condition]] = []
    private(set) var keys: [Key] = []
    private(set) var ties: [Tie] = []
    let excludes: UInt64
    let defers: UInt64
    let demotes: UInt64
    /// The filters that hold for lenders of last resort.
    let lastResortMask: UInt64
    let hasRoundRobin: Bool
    let holdingsLocated: Source
    let lastResortPlace: Source

    init(
        settings: [RuleSetting],
        filters: [RuleFilter],
        keys: [RankKey],
        tieBreaks: [TieBreak],
        admission: [RuleFilter],
        lastResortFilters: [String],
        layout: FactLayout
    ) {
        self.settings = settings.map(\.value)
        func mask(_ isIncluded: (RuleFilter) -> Bool) -> UInt64 {
            filters.indices.reduce(0) { $0 | (isIncluded(filters[$1]) ? 1 << UInt64($1) : 0) }
        }
        excludes = mask { $0.effect == .exclude }
        defers = mask { $0.effect == .defer }
        demotes = mask { $0.effect == .demote }
        lastResortMask = mask { lastResortFilters.contains($0.code) }
        hasRoundRobin = tieBreaks.contains(.roundRobin)
        holdingsLocated = .requestSlot(layout.slot(.holdingsLocated))
        lastResortPlace = .slot(layout.slot(.lastResortPlace))
        self.filters = filters.map { conditions($0.conditions, layout) }
        self.admission = admission.map { conditions($0.conditions, layout) }
        self.keys = keys.map { key($0, layout) }
        for tieBreak in tieBreaks {
            switch tieBreak {
            case .symbol: ties.append(.symbol)
            case .listed:
                let listed = RankKey("listed", .fact(.listed))
                ties.append(.key(key(listed, layout), onlyBest: false))
            case .keys(let keys, let onlyBest):
                for further in keys {
                    ties.append(.key(key(further, layout), onlyBest: onlyBest))
                }
            case .random(let conditions): ties.append(.random(self.conditions(conditions, layout)))
            case .weighted(let term): ties.append(.weighted(source(term, layout)))
            case .roundRobin: ties.append(.roundRobin)
            }
        }
    }

    private mutating func source(_ term: RuleTerm, _ layout: FactLayout) -> Source {
        switch term {
        case .fact(let column):
            let slot = layout.slot(column)
            return column.scope == .request ? .requestSlot(slot) : .slot(slot)
        case .setting(let place):
            return .number(settings.indices.contains(place) ? settings[place] : 0)
        case .load(let function):
            if let place = loads.firstIndex(of: function) { return .load(place) }
            loads.append(function)
            return .load(loads.count - 1)
        }
    }

    private mutating func conditions(
        _ conditions: [RuleCondition],
        _ layout: FactLayout
    ) -> [Condition] {
        conditions.map { condition in
            let right: Source =
                switch condition.operand {
                case .number(let number): .number(number)
                case .term(let term): source(term, layout)
                }
            return Condition(
                left: source(condition.term, layout),
                right: right,
                condition: condition,
                isConstant: condition.isConstant
            )
        }
    }

    private mutating func key(_ key: RankKey, _ layout: FactLayout) -> Key {
        Key(
            source: source(key.term, layout),
            key: key,
            conditions: conditions(key.conditions, layout)
        )
    }
}

/// What a decision needs of its rules, in one place, so that making one copies nothing.
final class PreparedRules: Sendable {
    /// A condition of a filter in a few words that are copied without ado.
    struct Test: Sendable {
        var left: RuleProgram.Source
        var right: RuleProgram.Source
        var comparison: RuleComparison
        var ifUnknown: UInt8
        var ifMissing: UInt8
        /// Where the whole condition stands.
        var filter: Int
        var place: Int
    }

    let program: RuleProgram
    let groupsByInstitution: Bool
    let cap: Int?
    /// A key in a few words that are copied without ado.
    struct PlainKey: Sendable {
        var source: RuleProgram.Source
        /// Whether it has neither buckets nor conditions.
        var isPlain: Bool
        var isDescending: Bool
    }

    let keys: [PlainKey]
    /// The conditions of all filters.
    let tests: [Test]
    /// Where each filter's conditions are.
    let filters: [Range<Int>]

    init(_ program: RuleProgram, groupsByInstitution: Bool, cap: Int?) {
        self.program = program
        self.groupsByInstitution = groupsByInstitution
        self.cap = cap
        keys = program.keys.map { key in
            PlainKey(
                source: key.source,
                isPlain: key.key.bucketing == .none && key.conditions.isEmpty,
                isDescending: key.key.direction == .descending
            )
        }
        var tests: [Test] = []
        var filters: [Range<Int>] = []
        for (filter, conditions) in program.filters.enumerated() {
            let first = tests.count
            for (place, condition) in conditions.enumerated() {
                tests.append(
                    Test(
                        left: condition.left,
                        right: condition.right,
                        comparison: condition.condition.comparison,
                        ifUnknown: condition.condition.holdsIfUnknown ? 1 : 0,
                        ifMissing: condition.condition.holdsIfMissing ? 1 : 0,
                        filter: filter,
                        place: place
                    )
                )
            }
            filters.append(first..<tests.count)
        }
        self.tests = tests
        self.filters = filters
    }
}
