import LibraryModel

/// Reads the ordered rules that choose terms of use.
struct LoanRuleReader {
    /// Whose rules they are, for messages.
    let owner: String
    let userGroups: CodeTable<UserGroupID>
    let itemPolicies: CodeTable<ItemPolicyID>
    let materialTypes: CodeTable<MaterialTypeID>
    let locations: CodeTable<LocationID>
    let units: CodeTable<FulfillmentUnitID>
    let loanTerms: CodeTable<LoanTermsID>

    /// The rules in order, the last of which must be for everything; `place` is where their list
    /// is missing.
    func read(
        _ list: Element?,
        at place: SourcePlace,
        into diagnostics: Diagnostics
    ) -> [LoanRule] {
        let items = list?.items ?? []
        let rules = items.enumerated().map { index, element in
            LoanRule(
                name: element["name"]?.text ?? "rule \(index + 1)",
                groups: input(element["groups"], userGroups, diagnostics),
                policies: input(element["item-policies"], itemPolicies, diagnostics),
                materialTypes: input(element["material-types"], materialTypes, diagnostics),
                locations: input(element["locations"], locations, diagnostics),
                units: input(element["units"], units, diagnostics),
                terms: loanTerms.resolve(element["terms"], into: diagnostics) ?? LoanTermsID(0)
            )
        }
        let fallback = items.firstIndex { element in
            TermsShapes.ruleInputs.allSatisfy { element[$0] == nil }
        }
        guard let fallback else {
            diagnostics.error(
                "the loan rules of \(owner) have no fallback",
                at: items.last?.place ?? list?.place ?? place,
                hint: "end with a rule that names only its terms"
            )
            return rules
        }
        if fallback < items.count - 1 {
            diagnostics.warning(
                "this loan rule is never reached",
                at: items[fallback + 1].place,
                hint: "an earlier rule matches everything"
            )
        }
        reportRepeats(of: items, into: diagnostics)
        return rules
    }

    private func reportRepeats(of items: [Element], into diagnostics: Diagnostics) {
        var seen: [String: SourcePlace] = [:]
        for name in items.compactMap({ $0["name"] }) {
            if let other = seen.updateValue(name.place, forKey: name.text ?? "") {
                diagnostics.error(
                    "the rule of line \(other.line) is called '\(name.text ?? "")' too",
                    at: name.place,
                    hint: "give each rule a name of its own"
                )
            }
        }
    }

    private func input<Handle>(
        _ element: Element?,
        _ table: CodeTable<Handle>,
        _ diagnostics: Diagnostics
    ) -> RuleInput<Handle> {
        guard let element else { return .anything }
        if let excluded = element["not"] {
            return .noneOf(table.resolveAll(excluded, into: diagnostics))
        }
        return .oneOf(table.resolveAll(element, into: diagnostics))
    }
}
