import LibraryModel

/// Reads the rows of a case file that is about the rules which choose terms.
struct RuleCaseReader {
    let root: Element
    let diagnostics: Diagnostics
    private let rules: LoanRuleReader

    init(_ root: Element, _ diagnostics: Diagnostics) {
        self.root = root
        self.diagnostics = diagnostics
        func codes<Handle>(_ key: String, _ kind: String) -> CodeTable<Handle> {
            CodeTable("\(kind) of the file", (root[key]?.items ?? []).compactMap(\.text))
        }
        rules = LoanRuleReader(
            owner: "the file",
            userGroups: codes("user-groups", "user group"),
            itemPolicies: codes("item-policies", "item policy"),
            materialTypes: codes("material-types", "material type"),
            locations: codes("locations", "location"),
            units: CodeTable(
                "fulfillment unit of the file",
                (root["fulfillment-units"]?.entries ?? []).map(\.key)
            ),
            loanTerms: codes("loan-terms", "loan terms")
        )
    }

    func rows() -> [CaseFile.Row] {
        let list = rules.read(root["loan-rules"], at: root.place, into: diagnostics)
        let units = units()
        return (root["rows"]?.items ?? []).compactMap { element in
            if let row = errorRow(element) { return row }
            guard element["text"] == nil, let facts = facts(element, units) else { return nil }
            let terms = rules.loanTerms.codes
            return element.row {
                let matching = list.matching(facts)
                let expected = element["expect"]
                var comparison = CaseComparison()
                comparison.compare(
                    "matches",
                    expected?["matches"]?.items.compactMap(\.text).joined(separator: ", "),
                    at: expected?["matches"],
                    matching.map(\.name).joined(separator: ", ")
                )
                comparison.compare(
                    "terms",
                    expected?["terms"]?.text,
                    at: expected?["terms"],
                    matching.first.map { terms[$0.terms.position] } ?? "none"
                )
                return comparison.mismatches
            }
        }
    }

    private func units() -> [LocationID: FulfillmentUnitID] {
        var units: [LocationID: FulfillmentUnitID] = [:]
        for (number, entry) in (root["fulfillment-units"]?.entries ?? []).enumerated() {
            for member in entry.value.items {
                guard let location = rules.locations.resolve(member, into: diagnostics) else {
                    continue
                }
                if units.updateValue(FulfillmentUnitID(number), forKey: location) != nil {
                    diagnostics.error(
                        "location '\(member.text ?? "")' is in two fulfillment units",
                        at: member.place,
                        hint: "a location is in one unit; remove it from the other"
                    )
                }
            }
        }
        return units
    }

    private func facts(
        _ element: Element,
        _ units: [LocationID: FulfillmentUnitID]
    ) -> LoanFacts? {
        for key in ["group", "item-policy"] where element[key] == nil {
            diagnostics.error("the row needs '\(key)'", at: element.place, hint: "add it")
        }
        let material = rules.materialTypes.resolve(element["material-type"], into: diagnostics)
        let location = rules.locations.resolve(element["location"], into: diagnostics)
        guard let group = rules.userGroups.resolve(element["group"], into: diagnostics),
            let policy = rules.itemPolicies.resolve(element["item-policy"], into: diagnostics)
        else { return nil }
        return LoanFacts(
            group: group,
            policy: policy,
            materialType: material,
            location: location,
            unit: location.flatMap { units[$0] }
        )
    }

    private func errorRow(_ element: Element) -> CaseFile.Row? {
        element.errorRow(diagnostics) { [rules] document, findings in
            let before = findings.count(of: .error)
            Shape.list(of: .object(TermsShapes.rule))
                .validate(document.root, as: "the list of rules", into: findings)
            guard findings.count(of: .error) == before else { return }
            _ = rules.read(document.root, at: document.root.place, into: findings)
        }
    }
}
