package import LibraryModel

extension RoutingRules {
    /// The rules of a network that names none: lenders in the order of its template or by their
    /// load, as its settings say.
    package static func standard(_ settings: ResourceSharingSettings) -> RoutingRules {
        func isTrue(_ column: FactColumn) -> RuleCondition {
            RuleCondition(.fact(column), .isEqual, .number(1))
        }
        func isFalse(_ column: FactColumn) -> RuleCondition {
            RuleCondition(.fact(column), .isEqual, .number(0))
        }
        var filters = [
            RuleFilter("OWN-COPY", "the lender is the borrower itself", [isTrue(.isBorrower)]),
            RuleFilter(
                "NOT-DELIVERED",
                "the network does not let its items go to the place of pickup",
                [isFalse(.delivers)]
            ),
            RuleFilter(
                "NOT-LENDABLE",
                "none of its copies may go to partners",
                [isFalse(.lendable)]
            ),
            RuleFilter("CLOSED", "it does not lend now", [isTrue(.closed)]),
        ]
        if let threshold = settings.openRequestsThreshold {
            filters.append(
                RuleFilter(
                    "BUSY",
                    "more of the borrower's requests are open with it than the threshold allows",
                    effect: .demote,
                    [RuleCondition(.fact(.openRequests), .above, .number(Int64(threshold)))]
                )
            )
        }
        var keys = [RankKey("template", .fact(.templatePlace))]
        if settings.order == .leastLoaded {
            // An unknown load is taken for none: nobody has seen the lender busy.
            keys.insert(RankKey("load", .fact(.loans), unknown: .value(0)), at: 0)
        }
        // Without rules, the rota goes on after a lender that staff chose.
        var walk = WalkPolicy()
        walk.keepsManualSelection = false
        return RoutingRules(
            "standard",
            filters: filters,
            keys: keys,
            cap: settings.attempts,
            walk: walk
        )
    }

    /// Whether rules look at whom the borrower asked before.
    package var usesHistory: Bool { loadFunctions.contains { $0.usesHistory } }

    /// Whether rules look for earlier requests for the same title.
    package var usesEarlierRequests: Bool {
        loadFunctions.contains { if case .duplicates = $0 { true } else { false } }
    }

    private var loadFunctions: [LoadFunction] { program.loads }
}
