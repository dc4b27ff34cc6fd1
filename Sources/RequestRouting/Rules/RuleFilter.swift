/// What becomes of a candidate that a filter finds.
public enum FilterEffect: String, Sendable, Hashable, CaseIterable, Codable {
    /// It is not asked.
    case exclude
    /// It is not asked now, and may be later.
    case `defer`
    /// It is asked after all others.
    case demote
}

/// A filter: candidates of which all conditions hold are excluded, deferred or demoted.
package struct RuleFilter: Sendable, Hashable {
    /// The short name that decisions and cases give as the reason.
    package var code: String
    /// The reason as a sentence for people.
    package var message: String
    package var effect: FilterEffect
    /// All must hold.
    package var conditions: [RuleCondition]
    package var line: RuleLine

    package init(
        _ code: String,
        _ message: String,
        effect: FilterEffect = .exclude,
        _ conditions: [RuleCondition],
        line: RuleLine = RuleLine()
    ) {
        self.code = code
        self.message = message
        self.effect = effect
        self.conditions = conditions
        self.line = line
    }

    /// The facts that it needs.
    package var columns: [FactColumn] { conditions.flatMap(\.columns) }
}
