package import LibraryModel
import SimulationKernel

// Accounts as one value, and what staff do to them by hand.
extension InstitutionNode {
    /// What is known of the other system's side of an account.
    package func externalAccount(of patron: PatronID) -> ExternalAccount {
        let record = patrons[patron.position]
        guard let row = index.externalAccountOfPatron[patron] else {
            return ExternalAccount(of: record, patron)
        }
        var known = externalAccounts[Int(row)]
        // What a job wrote over the list is not staff's any more.
        if record.resourceSharingOrigin != .manual {
            known.protected.remove(.resourceSharingLibraries)
        }
        return known
    }

    /// The identifiers of a patron that are in force, in the order in which they were given.
    package func identifiers(of patron: PatronID) -> [IdentifierRecord] {
        identifiers.indices
            .filter { identifiers.patron(at: $0) == patron && identifiers.isInForce($0) }
            .map { identifiers[$0] }
    }

    /// The lines of contact information of a patron that are in force, in order.
    package func contacts(of patron: PatronID) -> [Contact] {
        (index.contactsOfPatron[patron] ?? []).map { contacts[Int($0)] }
    }

    /// What a patron shows at a desk elsewhere: the last identifier given, or the code where there
    /// is none.
    package func card(of patron: PatronID) -> PatronIdentifier {
        if let cards = index.cardOfPatron, cards.indices.contains(patron.position) {
            return cards[patron.position]
        }
        var cards = ContiguousArray(
            patronLabels.indices.map { position in
                PatronIdentifier(kind: .primary, value: patronLabels[position].code)
            }
        )
        for position in identifiers.indices where identifiers.isInForce(position) {
            cards[identifiers.patron(at: position).position] = identifiers[position].identifier
        }
        index.cardOfPatron = cards
        return cards[patron.position]
    }

    /// The first of the patrons whom a load brought.
    package var firstLoadedPatron: Int? {
        externalAccounts.indices.map { externalAccounts[$0] }
            .filter(\.isLoaded).map(\.patron.position).min()
    }

    /// The account of a patron as one value.
    package func account(of patron: PatronID) -> Account {
        account(of: patron, identifiers: identifiers(of: patron))
    }

    /// The same, where the identifiers have been found already.
    func account(of patron: PatronID, identifiers: [IdentifierRecord]) -> Account {
        let record = patrons[patron.position]
        let known = externalAccount(of: patron)
        var account = Account(
            kind: record.account,
            name: patronLabels[patron.position].text,
            expiry: record.expiry,
            group: record.group,
            campus: record.campus,
            jobCategory: record.jobCategory,
            resourceSharingLibraries: record.resourceSharingLibraries,
            inherited: known.inherited,
            protected: known.protected
        )
        account.external.statisticalCategories = known.statisticalCategories
        account.internal.statisticalCategories = SmallSet(
            bits: record.statisticalCategories.bits & ~known.statisticalCategories.bits
        )
        // The primary identifier is what the account is found by, and no load replaces it.
        for identifier in identifiers where identifier.identifier.kind != .primary {
            if identifier.isExternal {
                account.external.identifiers.insert(identifier.identifier)
            } else {
                account.internal.identifiers.insert(identifier.identifier)
            }
        }
        for id in index.blocksOfPatron[patron] {
            let block = blocks[id.position]
            guard let definition = block.definition else { continue }
            if block.isExternal {
                account.external.blocks.insert(definition)
            } else {
                account.internal.blocks.insert(definition)
            }
        }
        for contact in contacts(of: patron) {
            if contact.isExternal {
                account.external[contact.kind].insert(contact.value)
            } else {
                account.internal[contact.kind].insert(contact.value)
            }
            if contact.isPreferred { account.preferredEmail = contact.value }
        }
        return account
    }

    /// Staff change an account by hand.
    func edit(_ patron: PatronID, _ edit: AccountEdit, at now: SimulationTime) -> Outcome {
        if let refusal = refusalOfChange(to: patron) { return .refused(refusal) }
        for identifier in edit.added.identifiers {
            guard let owner = self.patron(identifier: identifier), owner != patron else {
                continue
            }
            return .refused(Refusal(.identifierTaken, detail: identifier.value))
        }
        let before = account(of: patron)
        if edit.resourceSharingLibraries != .absent {
            patrons[patron.position].resourceSharingOrigin = .manual
        }
        let after = edit.applied(to: before)
        addIdentifiers(of: patron, in: after, from: before)
        apply(after, to: patron, from: before, at: now)
        return .done
    }

    /// Staff say that another system manages an account from now on.
    ///
    /// There is no way back: Alma's interfaces know none either.
    func convert(_ patron: PatronID, at now: SimulationTime) -> Outcome {
        if let refusal = refusalOfChange(to: patron) { return .refused(refusal) }
        let before = account(of: patron)
        guard before.kind == .internal else {
            return .refused(Refusal(.accountExternal))
        }
        var after = before
        after.kind = .external
        // A list that staff set by hand stays theirs.
        if patrons[patron.position].resourceSharingOrigin == .manual {
            after.protected.insert(.resourceSharingLibraries)
        }
        apply(after, to: patron, from: before, at: now)
        return .done
    }

    /// A copy is changed at its home only, which the next refresh asks.
    private func refusalOfChange(to patron: PatronID) -> Refusal? {
        guard let link = patrons[patron.position].linkedAccount else { return nil }
        let source = linkedAccounts[link.position].source.institution
        return Refusal(.copyOfAnother, detail: network.institutions[source.position].code)
    }

    /// Staff set the list of resource sharing libraries by hand.
    func setResourceSharingLibraries(of patron: PatronID, to libraries: SmallSet) -> Outcome {
        var known = externalAccount(of: patron)
        patrons[patron.position].resourceSharingLibraries = libraries
        patrons[patron.position].resourceSharingOrigin = .manual
        guard patrons[patron.position].account == .external else { return .done }
        if known.inherited.resourceSharingLibraries == libraries {
            known.protected.remove(.resourceSharingLibraries)
        } else {
            known.protected.insert(.resourceSharingLibraries)
        }
        store(known)
        return .done
    }
}

// MARK: Writing

extension InstitutionNode {
    /// Writes what has become of an account, but for its identifiers.
    func apply(
        _ account: Account,
        to patron: PatronID,
        from before: Account,
        at now: SimulationTime
    ) {
        let position = patron.position
        if account.name != before.name { patronLabels.rename(position, to: account.name) }
        let categories = SmallSet(
            bits: account.external.statisticalCategories.bits
                | account.internal.statisticalCategories.bits
        )
        let record = patrons[position]
        if account.kind != record.account || account.expiry != record.expiry
            || account.group != record.group || account.campus != record.campus
            || account.jobCategory != record.jobCategory
            || categories != record.statisticalCategories
            || account.resourceSharingLibraries != record.resourceSharingLibraries
        {
            patrons[position].account = account.kind
            patrons[position].expiry = account.expiry
            patrons[position].group = account.group
            patrons[position].campus = account.campus
            patrons[position].jobCategory = account.jobCategory
            patrons[position].statisticalCategories = categories
            patrons[position].resourceSharingLibraries = account.resourceSharingLibraries
        }
        var known = externalAccount(of: patron)
        known.inherited = account.inherited
        known.protected = account.protected
        known.statisticalCategories = account.external.statisticalCategories
        store(known)
        applyBlocks(account, to: patron, from: before, at: now)
        applyContacts(account, to: patron, at: now)
    }

    /// Keeps what is known of an account in its row; an account of which its record says as much
    /// needs none.
    private func store(_ known: ExternalAccount) {
        if let row = index.externalAccountOfPatron[known.patron] {
            if externalAccounts[Int(row)] != known { externalAccounts[Int(row)] = known }
            return
        }
        let patron = patrons[known.patron.position]
        guard known != ExternalAccount(of: patron, known.patron) else { return }
        index.externalAccountOfPatron[known.patron] = Int32(externalAccounts.append(known))
    }

    /// Keeps what is known of an account that a load has just made.
    func storeLoaded(_ patron: PatronID) {
        var known = externalAccount(of: patron)
        known.isLoaded = true
        store(known)
    }

    func addIdentifiers(of patron: PatronID, in account: Account, from before: Account) {
        for (isExternal, new) in [
            (true, account.external.identifiers.subtracting(before.external.identifiers)),
            (false, account.internal.identifiers.subtracting(before.internal.identifiers)),
        ] {
            for identifier in new.inOrder {
                addIdentifier(identifier, of: patron, isExternal: isExternal)
            }
        }
    }

    private func applyBlocks(
        _ account: Account,
        to patron: PatronID,
        from before: Account,
        at now: SimulationTime
    ) {
        let gone = before.external.blocks.subtracting(account.external.blocks)
        for definition in gone.sorted() { _ = removeBlock(definition, from: patron, at: now) }
        for definition in account.external.blocks.subtracting(before.external.blocks).sorted() {
            _ = addBlock(definition, to: patron, at: now, isExternal: true)
        }
    }

    private func applyContacts(_ account: Account, to patron: PatronID, at now: SimulationTime) {
        var missing: [Bool: [ContactKind: Set<String>]] = [
            true: account.external.contacts, false: account.internal.contacts,
        ]
        var live: [Int32] = []
        for row in index.contactsOfPatron[patron] ?? [] {
            let contact = contacts[Int(row)]
            if missing[contact.isExternal]?[contact.kind]?.remove(contact.value) == nil {
                contacts[Int(row)].ended = now
                contacts[Int(row)].isPreferred = false
            } else {
                live.append(row)
            }
        }
        for isExternal in [true, false] {
            for kind in ContactKind.allCases {
                for value in (missing[isExternal]?[kind] ?? []).sorted() {
                    let contact = Contact(
                        patron: patron,
                        kind: kind,
                        value: value,
                        isExternal: isExternal
                    )
                    live.append(Int32(contacts.append(contact)))
                }
            }
        }
        for row in live {
            let contact = contacts[Int(row)]
            let isPreferred = contact.kind == .email && contact.value == account.preferredEmail
            if contact.isPreferred != isPreferred { contacts[Int(row)].isPreferred = isPreferred }
        }
        index.contactsOfPatron[patron] = live.isEmpty ? nil : live
    }
}

extension Set<PatronIdentifier> {
    /// By kind, then by text: no order of a set reaches a table.
    fileprivate var inOrder: [PatronIdentifier] {
        sorted { ($0.kind, $0.value) < ($1.kind, $1.value) }
    }
}

extension AccountEdit {
    /// The account after the change.
    fileprivate func applied(to before: Account) -> Account {
        var account = before
        if name != .absent { account.name = name.value ?? "" }
        account.expiry = expiry ?? account.expiry
        account.group = group ?? account.group
        if campus != .absent { account.campus = campus.value }
        if jobCategory != .absent { account.jobCategory = jobCategory.value }
        if resourceSharingLibraries != .absent {
            account.resourceSharingLibraries = resourceSharingLibraries.value ?? SmallSet()
        }
        if account.kind == .external { protect(&account) }
        account.internal.identifiers.formUnion(
            added.identifiers.subtracting(account.external.identifiers)
        )
        account.internal.statisticalCategories.bits |=
            added.statisticalCategories.bits & ~account.external.statisticalCategories.bits
        for kind in ContactKind.allCases {
            account.internal[kind].formUnion(
                added[kind].subtracting(account.external[kind])
            )
        }
        if let email = preferredEmail {
            account.preferredEmail = email
            if !account.external[.email].contains(email) {
                account.internal[.email].insert(email)
            }
        }
        // One of several is preferred in any case.
        account.preferredEmail =
            account.preferredEmail
            ?? account.external[.email].union(account.internal[.email]).min()
        return account
    }

    /// A field that goes back to what it inherited needs no protection.
    private func protect(_ account: inout Account) {
        guard isKeptByLoads else {
            account.protected = []
            return
        }
        let inherited = account.inherited
        let fields: [(ProtectedFields, isEdited: Bool, isInherited: Bool)] = [
            (.group, group != nil, account.group == inherited.group),
            (.campus, campus != .absent, account.campus == inherited.campus),
            (.jobCategory, jobCategory != .absent, account.jobCategory == inherited.jobCategory),
            (
                .resourceSharingLibraries, resourceSharingLibraries != .absent,
                account.resourceSharingLibraries == inherited.resourceSharingLibraries
            ),
        ]
        for (field, isEdited, isInherited) in fields where isEdited {
            if isInherited {
                account.protected.remove(field)
            } else {
                account.protected.insert(field)
            }
        }
    }
}
