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

    /// Where the temporary items of each library stand.
    func readBorrowedItems(into institution: inout Institution) {
        for (position, entry) in entries("libraries").enumerated() {
            let element = entry.value["borrowed-items"]
            let library = LibraryID(position)
            if let element, !institution.libraries[position].isResourceSharing {
                diagnostics.error(
                    "library '\(entry.key)' of \(code) borrows nothing: it is not a resource sharing "
                        + "library",
                    at: element.place,
                    hint: "give the library 'resource-sharing: true', or remove this"
                )
            }
            let own = institution.locations.firstIndex { $0.library == library } ?? 0
            let location =
                locations.resolve(element?["location"], into: diagnostics) ?? LocationID(own)
            guard institution.locations.indices.contains(location.position) else { continue }
            if let named = element?["location"],
                institution.locations[location.position].library != library
            {
                diagnostics.error(
                    "location '\(named.text ?? "")' of \(code) is not in the library '\(entry.key)'",
                    at: named.place,
                    hint: "name one that is"
                )
            }
            let policy =
                itemPolicies.resolve(element?["item-policy"], into: diagnostics)
                ?? lendablePolicy(in: institution, at: location)
            institution.libraries[position].borrowedItems = TemporaryPlace(
                location: location,
                policy: policy
            )
        }
    }

    /// The first item policy under which somebody may borrow; the first of all where there is none.
    private func lendablePolicy(
        in institution: Institution,
        at location: LocationID
    ) -> ItemPolicyID {
        let policies = institution.itemPolicies.indices.map { ItemPolicyID($0) }
        let lendable = policies.first { policy in
            let item = Item(bib: BibID(0), location: location, policy: policy)
            let terms = institution.partnerTerms(of: item)
            return terms.map { institution.loanTerms[$0.position].isLoanable } ?? true
        }
        return lendable ?? ItemPolicyID(0)
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
