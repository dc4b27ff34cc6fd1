import LibraryModel
import SimulationKernel
import Testing

struct CirculationPolicyTests {
    private func rule(
        _ name: String,
        groups: RuleInput<UserGroupID> = .anything,
        types: RuleInput<MaterialTypeID> = .anything,
        units: RuleInput<FulfillmentUnitID> = .anything
    ) -> LoanRule {
        LoanRule(
            name: name,
            groups: groups,
            materialTypes: types,
            units: units,
            terms: LoanTermsID(0)
        )
    }

    @Test("All matching rules are listed in their order")
    func matching() {
        let rules = [
            rule("first unit", units: .oneOf([FulfillmentUnitID(0)])),
            rule("group 1", groups: .oneOf([UserGroupID(1)])),
            rule("no films", types: .noneOf([MaterialTypeID(2)])),
            rule("fallback"),
        ]
        func names(_ group: Int, _ type: Int?, _ unit: Int?) -> [String] {
            rules.matching(
                LoanFacts(
                    group: UserGroupID(group),
                    policy: ItemPolicyID(0),
                    materialType: type.map { MaterialTypeID($0) },
                    unit: unit.map { FulfillmentUnitID($0) }
                )
            ).map(\.name)
        }
        #expect(names(1, 2, 0) == ["first unit", "group 1", "fallback"])
        #expect(names(0, nil, nil) == ["no films", "fallback"])
        #expect(names(1, 0, 1) == ["group 1", "no films", "fallback"])
    }

    @Test(
        "A limit blocks only what is strictly greater",
        arguments: [(0, 0, false), (0, 1, true), (1, 1, false), (1, 2, true)]
    )
    func limits(limit: Int, value: Int, isExceeded: Bool) {
        let limits = PatronLimits(
            fees: Money(minorUnits: Int64(limit)),
            overdueLoans: limit,
            loans: limit
        )
        #expect(limits.isExceeded(byFees: Money(minorUnits: Int64(value))) == isExceeded)
        #expect(limits.isExceeded(byOverdueLoans: value) == isExceeded)
        #expect(limits.isExceeded(byLoans: value) == isExceeded)
        #expect(!PatronLimits().isExceeded(byLoans: value))
    }

    @Test(
        "A block is overridden by who may, at the library where the role holds",
        arguments: [
            (BlockEvent.feeLimit, Role.circulationDeskManager, true),
            (.feeLimit, .circulationDeskOperator, false),
            (.overdueLimit, .circulationDeskOperator, true),
            (.overdueLimit, .circulationDeskOperatorLimited, false),
            (.keptForAnother, .circulationDeskManager, false),
            (.keptForThisPatron, .circulationDeskOperatorLimited, true),
            (.onLoanToAnother, .userManager, false),
        ]
    )
    func overrides(event: BlockEvent, role: Role, isAllowed: Bool) {
        let preferences = BlockPreferences()
        func allows(_ assignment: RoleAssignment) -> Bool {
            preferences.allows([assignment], toOverride: event, at: LibraryID(1))
        }
        #expect(allows(RoleAssignment(role: role)) == isAllowed)
        #expect(allows(RoleAssignment(role: role, library: LibraryID(1))) == isAllowed)
        let isAutomatic = preferences[event] == .automatic
        #expect(allows(RoleAssignment(role: role, library: LibraryID(0))) == isAutomatic)
    }

    @Test("An institution may set a block preference of its own")
    func preference() {
        let preferences = BlockPreferences([.feeLimit: .limitedDesk])
        #expect(preferences[.feeLimit] == .limitedDesk)
        #expect(preferences[.loanLimit] == .manager)
    }
}
