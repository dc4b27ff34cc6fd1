package import LibraryModel

extension RoutingRules {
    /// What stands in a network for a rule that is a Swift type: the facts that it needs, and all that
    /// such a rule says nothing of.
    ///
    /// The filters and keys stay with the rule, which decides by itself. Facts of the rule that `gather`
    /// does not name are taken as they are published.
    package convenience init(
        standingFor rule: any RoutingRule,
        gather: GatherPlan = GatherPlan(),
        lists: Lists = Lists(),
        walk: WalkPolicy = WalkPolicy()
    ) {
        var gather = gather
        let named = Set(gather.entries.map(\.column))
        gather.entries += rule.facts.filter { !named.contains($0) }.map { .init($0, .published) }
        self.init(rule.name, gather: gather, cap: rule.cap, lists: lists, walk: walk)
    }
}

extension RoutingDesk {
    /// Decides by a rule that is a Swift type, from what is known on the sheet.
    package func decide(by rule: any RoutingRule) {
        settle(rule.decide(sheet))
    }
}

extension RoutingRule {
    /// Whom to ask for facts: the first candidates by what is known, as many as may be asked.
    package func institutionsToAsk(_ sheet: FactSheet, atMost limit: Int?) -> [InstitutionID] {
        let records = decide(sheet).records.filter {
            $0.standing.isAsked || $0.standing == .beyondCap
        }
        var institutions: [InstitutionID] = []
        for record in records where !institutions.contains(record.institution) {
            institutions.append(record.institution)
        }
        return Array(institutions.prefix(limit ?? .max))
    }
}
