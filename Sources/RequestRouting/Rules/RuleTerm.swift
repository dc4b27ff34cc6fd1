/// Where a rule takes a number from.
package enum RuleTerm: Sendable, Hashable {
    /// A fact of the sheet.
    case fact(FactColumn)
    /// A setting of the rule set, by its place.
    case setting(Int)
    /// A number that is worked out from facts.
    case load(LoadFunction)

    /// The facts that it needs.
    package var columns: [FactColumn] {
        switch self {
        case .fact(let column): [column]
        case .setting: []
        case .load(let function): function.columns
        }
    }

    /// Whether it is the same for all candidates.
    package var isConstant: Bool {
        columns.allSatisfy { $0.scope == .request }
            && { if case .load(let function) = self { !function.usesHistory } else { true } }()
    }
}

/// What a term is compared with.
package enum RuleOperand: Sendable, Hashable {
    case number(Int64)
    case term(RuleTerm)

    package var columns: [FactColumn] {
        if case .term(let term) = self { term.columns } else { [] }
    }
}

/// How a term is compared.
package enum RuleComparison: String, Sendable, Hashable, CaseIterable {
    case isEqual = "is"
    case isNot = "is-not"
    case isAmong = "is-among"
    case isNotAmong = "is-not-among"
    case below
    case atMost = "at-most"
    case above
    case atLeast = "at-least"
    case known
}

/// One condition of a filter: a term, a comparison, and what to make of an unknown value.
package struct RuleCondition: Sendable, Hashable {
    package var term: RuleTerm
    package var comparison: RuleComparison
    package var operand: RuleOperand
    /// The numbers of `is-among` and `is-not-among`.
    package var choices: [Int64]
    /// Whether the condition holds where the term or the operand is unknown.
    package var holdsIfUnknown: Bool
    /// Whether the condition holds where the term or the operand is known to be missing.
    package var holdsIfMissing: Bool
    package var line: RuleLine

    package init(
        _ term: RuleTerm,
        _ comparison: RuleComparison,
        _ operand: RuleOperand = .number(1),
        choices: [Int64] = [],
        holdsIfUnknown: Bool = false,
        holdsIfMissing: Bool = false,
        line: RuleLine = RuleLine()
    ) {
        self.term = term
        self.comparison = comparison
        self.operand = operand
        self.choices = choices
        self.holdsIfUnknown = holdsIfUnknown
        self.holdsIfMissing = holdsIfMissing
        self.line = line
    }

    /// The facts that it needs.
    package var columns: [FactColumn] { term.columns + operand.columns }

    /// Whether it is the same for all candidates.
    package var isConstant: Bool {
        guard case .term(let other) = operand else { return term.isConstant }
        return term.isConstant && other.isConstant
    }

    /// Whether it holds of two numbers.
    @inline(__always)
    func holds(_ value: Int64, _ other: Int64) -> Bool {
        if comparison == .known { return FactValue.isValue(value) == (other != 0) }
        if value == FactValue.unknown || other == FactValue.unknown { return holdsIfUnknown }
        if value == FactValue.missing || other == FactValue.missing { return holdsIfMissing }
        switch comparison {
        case .isEqual: return value == other
        case .isNot: return value != other
        case .isAmong: return choices.contains(value)
        case .isNotAmong: return !choices.contains(value)
        case .below: return value < other
        case .atMost: return value <= other
        case .above: return value > other
        case .atLeast: return value >= other
        case .known: return false
        }
    }
}
