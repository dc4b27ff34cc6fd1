/// The stages of a rule set with every number's place found beforehand.
///
/// All desks of a rule set share it, so that making a decision copies nothing of its rules.
final class RuleProgram: Sendable {
    /// Where a number is when the rules are run.
    enum Source: Sendable {
        /// A slot of the sheet.
        case slot(Int)
        /// A load function, by its place.
        case load(Int)
        /// The same number always, by its place.
        case number(Int)
    }

    struct Condition: Sendable {
        var left: Source
        var right: Source
        var condition: RuleCondition
    }

    /// A condition of a filter that compares with the same number always, in a few words that are
    /// copied without ado: it holds of the values of a range, or of all others.
    struct Test: Sendable {
        let source: Source
        /// The range's least value, and how far the greatest is above it.
        private let least: Int64
        private let span: UInt64
        /// Whether it holds of the values of the range, and not of the others.
        private let holdsWithin: Bool
        private let holdsIfUnknown: Bool
        private let holdsIfMissing: Bool
        /// Whether it holds of any number outside the range.
        private let mayHoldOutside: Bool

        /// The test that is the same as a condition with a number; nil where there is none.
        init?(_ condition: RuleCondition, of source: Source, with number: Int64) {
            self.source = source
            var range = FactValue.missing + 1...Int64.max
            if condition.comparison == .known {
                holdsWithin = number != 0
                holdsIfUnknown = number == 0
                holdsIfMissing = number == 0
            } else {
                guard FactValue.isValue(number) else { return nil }
                switch condition.comparison {
                case .isEqual, .isNot: range = number...number
                case .below, .atLeast: range = number...range.upperBound
                case .above, .atMost: range = range.lowerBound...number
                case .isAmong, .isNotAmong, .known: return nil
                }
                holdsWithin = [.isEqual, .atLeast, .atMost].contains(condition.comparison)
                holdsIfUnknown = condition.holdsIfUnknown
                holdsIfMissing = condition.holdsIfMissing
            }
            least = range.lowerBound
            span = UInt64(bitPattern: range.upperBound &- least)
            mayHoldOutside = !holdsWithin || holdsIfUnknown || holdsIfMissing
        }

        /// A test that holds of all numbers of a source.
        init(holdingOfAll source: Source) {
            self.source = source
            least = .min
            span = .max
            holdsWithin = true
            holdsIfUnknown = true
            holdsIfMissing = true
            mayHoldOutside = true
        }

        /// Whether it holds of a number.
        @inline(__always)
        func holds(_ number: Int64) -> Bool {
            if UInt64(bitPattern: number &- least) <= span { return holdsWithin }
            guard mayHoldOutside else { return false }
            if FactValue.isValue(number) { return !holdsWithin }
            return number == FactValue.unknown ? holdsIfUnknown : holdsIfMissing
        }
    }

    /// The conditions of a filter: the test that all candidates are put to, and what else must hold of
    /// those of whom it holds.
    struct Finder: Sendable {
        var first: Test
        var tests: [Test] = []
        var conditions: [Condition] = []
        /// Whether the first test is all that there is.
        var isSingle: Bool { tests.isEmpty && conditions.isEmpty }

        init(_ conditions: [Condition], numbers: [Int64], any: Source) {
            for condition in conditions {
                if case .number(let place) = condition.right,
                    let test = Test(condition.condition, of: condition.left, with: numbers[place])
                {
                    tests.append(test)
                } else {
                    self.conditions.append(condition)
                }
            }
            first = tests.isEmpty ? Test(holdingOfAll: any) : tests.removeFirst()
        }
    }

    /// What candidates are compared by at one place, a key or a tie-break, in a few words that are
    /// copied without ado.
    struct Step: Sendable {
        enum Kind: Sendable {
            case key, symbol, random, weighted, roundRobin
        }

        var kind: Kind
        /// Where a key's values or the weights are.
        var source: Source = .number(0)
        var isDescending = false
        var isBucketed = false
        /// Whether it counts only for the rows whose keys equal the best one's.
        var isForBest = false
        var isConditional = false
        /// What a key orders unknown and missing values by.
        var ifUnknown: Int64 = 0
        var ifMissing: Int64 = 0
    }

    let loads: [LoadFunction]
    /// The slots of the facts that each of them goes by.
    let loadSlots: [[Int]]
    let settings: [Int64]
    /// Numbers that are the same always.
    let numbers: [Int64]
    let admission: [[Condition]]
    let filters: [[Condition]]
    /// The filters as they are looked at for all candidates.
    let finders: [Finder]
    /// The first test of each, side by side.
    let firstTests: [Test]
    /// The filters of which the first test is all, a bit each.
    let singles: UInt64
    /// The keys, and then the tie-breaks.
    let steps: [Step]
    /// How many of them decide anything: institutions go by their codes in the end anyway.
    let decidingCount: Int
    /// When each of them counts.
    let conditions: [[Condition]]
    /// How each of them makes near values equal.
    let bucketings: [RankBucketing]
    let keyCount: Int
    let groupsByInstitution: Bool
    let cap: Int?
    let excludes: UInt64
    let defers: UInt64
    let demotes: UInt64
    /// The filters that hold for lenders of last resort.
    let lastResortMask: UInt64
    let hasRoundRobin: Bool
    let lastResortPlace: Source

    init(
        settings: [RuleSetting],
        filters: [RuleFilter],
        keys: [RankKey],
        tieBreaks: [TieBreak],
        admission: [RuleFilter],
        lastResortFilters: [String],
        layout: FactLayout,
        groupsByInstitution: Bool,
        cap: Int?
    ) {
        func mask(_ isIncluded: (RuleFilter) -> Bool) -> UInt64 {
            filters.indices.reduce(0) { $0 | (isIncluded(filters[$1]) ? 1 << UInt64($1) : 0) }
        }
        excludes = mask { $0.effect == .exclude }
        defers = mask { $0.effect == .defer }
        demotes = mask { $0.effect == .demote }
        lastResortMask = mask { lastResortFilters.contains($0.code) }
        hasRoundRobin = tieBreaks.contains(.roundRobin)
        lastResortPlace = .slot(layout.slot(.lastResortPlace))
        self.groupsByInstitution = groupsByInstitution
        self.cap = cap
        self.settings = settings.map(\.value)
        var places = Places(settings: self.settings, layout: layout)
        self.admission = admission.map { places.conditions($0.conditions) }
        self.filters = filters.map { places.conditions($0.conditions) }
        keyCount = keys.count
        var steps = keys.map { places.step($0) }
        for tieBreak in tieBreaks { steps += places.steps(tieBreak) }
        self.steps = steps.map(\.step)
        decidingCount = steps.count - (steps.last?.step.kind == .symbol ? 1 : 0)
        conditions = steps.map(\.conditions)
        bucketings = steps.map(\.bucketing)
        loads = places.loads
        loadSlots = loads.map { $0.columns.map(layout.slot).filter { $0 >= 0 } }
        numbers = places.numbers
        let finders = self.filters.map { [lastResortPlace] conditions in
            Finder(conditions, numbers: places.numbers, any: lastResortPlace)
        }
        self.finders = finders
        firstTests = finders.map(\.first)
        singles = finders.indices.reduce(0) {
            $0 | (finders[$1].isSingle ? 1 << UInt64($1) : 0)
        }
    }
}

/// Finds the places of numbers, and collects those that are none of the sheet's.
private struct Places {
    let settings: [Int64]
    let layout: FactLayout
    var loads: [LoadFunction] = []
    var numbers: [Int64] = []

    init(settings: [Int64], layout: FactLayout) {
        self.settings = settings
        self.layout = layout
    }

    mutating func number(_ number: Int64) -> RuleProgram.Source {
        if let place = numbers.firstIndex(of: number) { return .number(place) }
        numbers.append(number)
        return .number(numbers.count - 1)
    }

    mutating func source(_ term: RuleTerm) -> RuleProgram.Source {
        switch term {
        case .fact(let column):
            return .slot(layout.slot(column))
        case .setting(let place):
            return number(settings.indices.contains(place) ? settings[place] : 0)
        case .load(let function):
            if let place = loads.firstIndex(of: function) { return .load(place) }
            loads.append(function)
            return .load(loads.count - 1)
        }
    }

    mutating func conditions(_ conditions: [RuleCondition]) -> [RuleProgram.Condition] {
        conditions.map { condition in
            let left = source(condition.term)
            let right =
                switch condition.operand {
                case .number(let constant): number(constant)
                case .term(let term): source(term)
                }
            return RuleProgram.Condition(left: left, right: right, condition: condition)
        }
    }

    /// A step, when it counts, and how it makes near values equal.
    typealias Parts = (
        step: RuleProgram.Step, conditions: [RuleProgram.Condition], bucketing: RankBucketing
    )

    mutating func step(_ key: RankKey, isForBest: Bool = false) -> Parts {
        let conditions = conditions(key.conditions)
        let step = RuleProgram.Step(
            kind: .key,
            source: source(key.term),
            isDescending: key.direction == .descending,
            isBucketed: key.bucketing != .none,
            isForBest: isForBest,
            isConditional: !conditions.isEmpty,
            ifUnknown: key.sortCode(FactValue.unknown),
            ifMissing: key.sortCode(FactValue.missing)
        )
        return (step, conditions, key.bucketing)
    }

    mutating func steps(_ tieBreak: TieBreak) -> [Parts] {
        switch tieBreak {
        case .symbol: return [(RuleProgram.Step(kind: .symbol), [], .none)]
        case .listed: return [step(RankKey("listed", .fact(.listed)))]
        case .keys(let keys, let onlyBest): return keys.map { step($0, isForBest: onlyBest) }
        case .random(let conditions):
            let isConditional = !conditions.isEmpty
            let step = RuleProgram.Step(kind: .random, isConditional: isConditional)
            return [(step, self.conditions(conditions), .none)]
        case .weighted(let term):
            return [(RuleProgram.Step(kind: .weighted, source: source(term)), [], .none)]
        case .roundRobin: return [(RuleProgram.Step(kind: .roundRobin), [], .none)]
        }
    }
}
