import LibraryModel

extension InstitutionNode {
    /// What must hold of accounts, whatever loads and staff have done to them.
    var brokenAccountInvariants: [BrokenInvariant] {
        var broken: [BrokenInvariant] = []
        func check(_ holds: Bool, _ name: String, _ place: @autoclosure () -> String) {
            guard !holds else { return }
            broken.append(BrokenInvariant(name: name, place: "\(institution.code), \(place())"))
        }
        var owners = [PatronIdentifier: PatronID](minimumCapacity: identifiers.count)
        for position in identifiers.indices where identifiers.isInForce(position) {
            let record = identifiers[position]
            check(
                owners.updateValue(record.patron, forKey: record.identifier) == nil,
                "an identifier in force is one patron's",
                "identifier \(position)"
            )
        }
        check(
            index.patronByIdentifier.map { $0 == owners } ?? true,
            "patrons are found by the identifiers in force",
            "identifiers"
        )
        var preferred: [PatronID: (emails: Int, preferred: Int)] = [:]
        for position in contacts.indices where contacts[position].ended == nil {
            let contact = contacts[position]
            guard contact.kind == .email else { continue }
            preferred[contact.patron, default: (0, 0)].emails += 1
            preferred[contact.patron, default: (0, 0)].preferred += contact.isPreferred ? 1 : 0
        }
        for (patron, count) in preferred.sorted(by: { $0.key < $1.key }) {
            check(
                count.preferred == 1,
                "one of a patron's e-mail addresses is preferred",
                "patron \(patron.index)"
            )
        }
        for position in externalAccounts.indices {
            let known = externalAccounts[position]
            let record = patrons[known.patron.position]
            let isPart =
                known.statisticalCategories.bits & ~record.statisticalCategories.bits == 0
            check(
                isPart && record.linkedAccount == nil && record.account == .external,
                "what loads brought is part of an external account",
                "external account \(position)"
            )
        }
        return broken
    }
}
