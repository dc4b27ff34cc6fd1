/// What rules ask about a loan.
package struct LoanFacts: Hashable, Sendable {
    package var group: UserGroupID
    package var policy: ItemPolicyID
    package var materialType: MaterialTypeID?
    package var location: LocationID?
    package var unit: FulfillmentUnitID?

    package init(
        group: UserGroupID,
        policy: ItemPolicyID,
        materialType: MaterialTypeID? = nil,
        location: LocationID? = nil,
        unit: FulfillmentUnitID? = nil
    ) {
        self.group = group
        self.policy = policy
        self.materialType = materialType
        self.location = location
        self.unit = unit
    }
}

/// What one input of a rule may be.
package enum RuleInput<Handle: RecordHandle>: Hashable, Sendable {
    case anything
    case oneOf([Handle])
    case noneOf([Handle])

    /// Whether the input says nothing.
    package var isAnything: Bool {
        if case .anything = self { true } else { false }
    }

    /// Whether a value, or its absence, is allowed; what is absent is none of them.
    package func allows(_ value: Handle?) -> Bool {
        switch self {
        case .anything: true
        case .oneOf(let handles): value.map(handles.contains) ?? false
        case .noneOf(let handles): value.map { !handles.contains($0) } ?? true
        }
    }
}

/// One of the ordered rules that say which terms apply: the first that matches does.
package struct LoanRule: Hashable, Sendable {
    /// What people call the rule, if anything.
    package var name: String
    package var groups: RuleInput<UserGroupID>
    package var policies: RuleInput<ItemPolicyID>
    package var materialTypes: RuleInput<MaterialTypeID>
    package var locations: RuleInput<LocationID>
    package var units: RuleInput<FulfillmentUnitID>
    package var terms: LoanTermsID

    package init(
        name: String = "",
        groups: RuleInput<UserGroupID> = .anything,
        policies: RuleInput<ItemPolicyID> = .anything,
        materialTypes: RuleInput<MaterialTypeID> = .anything,
        locations: RuleInput<LocationID> = .anything,
        units: RuleInput<FulfillmentUnitID> = .anything,
        terms: LoanTermsID
    ) {
        self.name = name
        self.groups = groups
        self.policies = policies
        self.materialTypes = materialTypes
        self.locations = locations
        self.units = units
        self.terms = terms
    }

    package func matches(_ loan: LoanFacts) -> Bool {
        groups.allows(loan.group) && policies.allows(loan.policy)
            && materialTypes.allows(loan.materialType) && locations.allows(loan.location)
            && units.allows(loan.unit)
    }
}

extension Sequence<LoanRule> {
    /// All rules that match a loan, in order: the first gives the terms, and the others would if
    /// those before them were not.
    package func matching(_ loan: LoanFacts) -> [LoanRule] {
        filter { $0.matches(loan) }
    }
}
