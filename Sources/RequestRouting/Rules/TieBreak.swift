/// How candidates are ordered that all keys leave equal.
package enum TieBreak: Sendable, Hashable {
    /// By the institution's code.
    case symbol
    /// By the place in the list in which candidates were found, which must be a fact.
    case listed
    /// By further keys; for the best group only, where a system looks no further.
    case keys([RankKey], onlyBest: Bool)
    /// By a draw that is keyed by the request and the candidate, where all conditions, which are
    /// about settings and the request, hold.
    case random([RuleCondition] = [])
    /// By such a draw, in which a greater weight tends to come first.
    case weighted(RuleTerm)
    /// After the institution that came first the last time, in turn.
    case roundRobin

    /// The facts that it needs.
    package var columns: [FactColumn] {
        switch self {
        case .symbol, .roundRobin: []
        case .random(let conditions): conditions.flatMap(\.columns)
        case .listed: [.listed]
        case .keys(let keys, _): keys.flatMap(\.columns)
        case .weighted(let term): term.columns
        }
    }

    /// What explanations call it.
    package var name: String {
        switch self {
        case .symbol: "symbol"
        case .listed: "listed"
        case .keys: "tie-break"
        case .random: "random"
        case .weighted: "weighted-random"
        case .roundRobin: "round-robin"
        }
    }
}
