/// Something about a rule set that its author probably did not mean.
package struct RuleFinding: Sendable, Hashable {
    /// How much it matters.
    package enum Severity: Sendable, Hashable {
        /// The rules cannot do what they say.
        case error
        /// They probably do not say what was meant.
        case warning
        /// Worth knowing.
        case note
    }

    /// What kind of finding it is.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case unreachable
        case missingFallback = "missing-fallback"
        case unknownCode = "unknown-code"
        case leftToChance = "left-to-chance"
        case leftToInput = "left-to-input"
        case excludesEverybody = "excludes-everybody"
        case unreachableLender = "unreachable-lender"
        case contradictingLimits = "contradicting-limits"
        case unusedFact = "unused-fact"
        case notCarried = "not-carried"
    }

    package var severity: Severity
    package var kind: Kind
    package var message: String
    package var hint: String
    package var line: RuleLine

    package init(
        _ severity: Severity,
        _ kind: Kind,
        _ message: String,
        hint: String,
        at line: RuleLine
    ) {
        self.severity = severity
        self.kind = kind
        self.message = message
        self.hint = hint
        self.line = line
    }
}
