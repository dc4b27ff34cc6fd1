import LibraryModel

extension InstitutionReader {
    /// Reads terms of use, the rules that choose them, and who may override what.
    func readCirculation(into institution: inout Institution) {
        readUnits(into: &institution)
        let terms = TermsReader(
            currency: currency,
            owner: code,
            schedules: setting("due-date-schedules"),
            diagnostics: diagnostics
        )
        institution.loanTerms = entries("loan-terms").map { terms.terms($0.key, $0.value) }
        let rules = LoanRuleReader(
            owner: code,
            userGroups: userGroups,
            itemPolicies: itemPolicies,
            materialTypes: materialTypes,
            locations: locations,
            units: units,
            loanTerms: loanTerms
        )
        institution.loanRules = rules.read(
            setting("loan-rules"),
            at: element.place,
            into: diagnostics
        )
        institution.blockPreferences = blockPreferences()
    }

    private func blockPreferences() -> BlockPreferences {
        var changes: [BlockEvent: BlockPreference] = [:]
        for entry in entries("block-preferences") {
            if let event = BlockEvent(rawValue: entry.key) {
                changes[event] = entry.value.text.flatMap(BlockPreference.init)
            }
        }
        return BlockPreferences(changes)
    }

    /// Puts locations into their fulfillment units.
    private func readUnits(into institution: inout Institution) {
        institution.fulfillmentUnits = named("fulfillment-units")
        for (number, unit) in entries("fulfillment-units").enumerated() {
            for member in unit.value["locations"]?.items ?? [] {
                guard let location = locations.resolve(member, into: diagnostics) else { continue }
                if let other = institution.locations[location.position].unit {
                    diagnostics.error(
                        "location '\(member.text ?? "")' of \(code) is in the fulfillment unit "
                            + "'\(institution.fulfillmentUnits[other.position].code)' already",
                        at: member.place,
                        hint: "a location is in one unit; remove it from the other"
                    )
                }
                institution.locations[location.position].unit = FulfillmentUnitID(number)
            }
        }
    }
}
