/// What explanations say of rules: names, messages and lines, whether the rules come from a file or
/// from a Swift type.
public struct RuleDescription: Sendable, Hashable, Codable {
    /// A filter as explanations name it.
    public struct Filter: Sendable, Hashable, Codable {
        /// Its short name.
        public var code: String
        /// The reason as a sentence.
        public var message: String
        /// What becomes of the candidates that it finds.
        public var effect: FilterEffect
        /// Where it stands in its file.
        public var line: RuleLine

        /// Names a filter.
        public init(
            _ code: String,
            _ message: String,
            _ effect: FilterEffect = .exclude,
            line: RuleLine = RuleLine()
        ) {
            self.code = code
            self.message = message
            self.effect = effect
            self.line = line
        }
    }

    /// A key or a tie-break as explanations name it.
    public struct Key: Sendable, Hashable, Codable {
        /// Its short name.
        public var code: String
        /// What its values count; nil where they mean nothing to people.
        public var unit: FactUnit?
        /// The words of a key in words.
        public var words: [String]
        /// Which end comes first.
        public var direction: RankDirection
        /// Where it stands in its file.
        public var line: RuleLine

        /// Names a key.
        public init(
            _ code: String,
            _ unit: FactUnit? = .count,
            words: [String] = [],
            _ direction: RankDirection = .ascending,
            line: RuleLine = RuleLine()
        ) {
            self.code = code
            self.unit = unit
            self.words = words
            self.direction = direction
            self.line = line
        }

        func text(_ value: Int64) -> String? { unit?.text(value, words: words) }
    }

    /// What the rules are called.
    public var name: String
    /// The file they come from; empty for none.
    public var file: String
    /// The rules of admission.
    public var admission: [Filter]
    /// The filters by their places.
    public var filters: [Filter]
    /// The keys by their places.
    public var keys: [Key]
    /// The tie-breaks by their places.
    public var tieBreaks: [Key]

    /// Describes rules.
    public init(
        _ name: String,
        file: String = "",
        admission: [Filter] = [],
        filters: [Filter] = [],
        keys: [Key] = [],
        tieBreaks: [Key] = []
    ) {
        self.name = name
        self.file = file
        self.admission = admission
        self.filters = filters
        self.keys = keys
        self.tieBreaks = tieBreaks
    }
}

extension FactUnit: Codable {}

extension RoutingRules {
    /// What explanations say of these rules.
    package func description(file: String = "") -> RuleDescription {
        func filters(_ filters: [RuleFilter]) -> [RuleDescription.Filter] {
            filters.map { .init($0.code, $0.message, $0.effect, line: $0.line) }
        }
        func key(_ key: RankKey) -> RuleDescription.Key {
            let column: FactColumn? = if case .fact(let column) = key.term { column } else { nil }
            let words = column?.unit == .code ? lists.itemClasses : column?.words ?? []
            return .init(
                key.code,
                unit(of: key.term),
                words: words,
                key.direction,
                line: key.line
            )
        }
        return RuleDescription(
            name,
            file: file,
            admission: filters(admission),
            filters: filters(self.filters),
            keys: keys.map(key),
            tieBreaks: tieBreaks.flatMap { tieBreak -> [RuleDescription.Key] in
                switch tieBreak {
                case .keys(let keys, _): keys.map(key)
                case .listed: [.init(tieBreak.name, .count)]
                default: [.init(tieBreak.name, nil)]
                }
            }
        )
    }

    /// What a term's numbers count.
    package func unit(of term: RuleTerm) -> FactUnit {
        switch term {
        case .fact(let column): column.unit
        case .setting(let place): settings.indices.contains(place) ? settings[place].unit : .count
        case .load(let function): function.unit
        }
    }
}
