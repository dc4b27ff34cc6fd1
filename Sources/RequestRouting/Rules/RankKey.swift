/// Which end of a key's values comes first.
public enum RankDirection: String, Sendable, Hashable, CaseIterable, Codable {
    /// The least value first.
    case ascending
    /// The greatest value first.
    case descending
}

/// Where a key puts what has no value.
package enum RankPlacement: Sendable, Hashable {
    case first
    case last
    /// Among the others, as if it had this value.
    case value(Int64)
}

/// How a key makes near values equal.
package enum RankBucketing: Sendable, Hashable {
    case none
    /// Down to a multiple of the width.
    case width(Int64)
    /// Toward zero to a multiple of the width, as systems do that cut digits off.
    case truncation(Int64)
    /// The number of bounds that are at or below the value.
    case tiers([Int64])

    func apply(_ value: Int64) -> Int64 {
        switch self {
        case .none: return value
        case .width(let width):
            let rest = value % width
            return FactValue.difference(value, rest < 0 ? rest + width : rest)
        case .truncation(let width): return value - value % width
        case .tiers(let bounds): return Int64(bounds.count { $0 <= value })
        }
    }
}

/// A key by which candidates are ordered.
package struct RankKey: Sendable, Hashable {
    package var code: String
    package var term: RuleTerm
    package var direction: RankDirection
    package var unknown: RankPlacement
    package var missing: RankPlacement
    package var bucketing: RankBucketing
    /// Conditions about settings and the request; the key counts only where all hold.
    package var conditions: [RuleCondition]
    package var line: RuleLine

    package init(
        _ code: String,
        _ term: RuleTerm,
        _ direction: RankDirection = .ascending,
        unknown: RankPlacement = .last,
        missing: RankPlacement = .last,
        bucketing: RankBucketing = .none,
        conditions: [RuleCondition] = [],
        line: RuleLine = RuleLine()
    ) {
        self.code = code
        self.term = term
        self.direction = direction
        self.unknown = unknown
        self.missing = missing
        self.bucketing = bucketing
        self.conditions = conditions
        self.line = line
    }

    /// The facts that it needs.
    package var columns: [FactColumn] { term.columns + conditions.flatMap(\.columns) }

    /// The number by which a value is ordered, the least first.
    @inline(__always)
    func sortCode(_ value: Int64) -> Int64 {
        var value = value
        if !FactValue.isValue(value) {
            let isUnknown = value == FactValue.unknown
            switch isUnknown ? unknown : missing {
            case .first: return isUnknown ? .min : .min + 1
            case .last: return isUnknown ? .max : .max - 1
            case .value(let other): value = other
            }
        }
        let held = FactValue.held(value)
        let bucketed = bucketing == .none ? held : bucketing.apply(held)
        return direction == .ascending ? bucketed : -bucketed
    }
}
