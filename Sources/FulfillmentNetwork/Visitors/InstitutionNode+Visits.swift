import LibraryModel
import SimulationKernel

// A patron of another institution at the desk: found at home, linked here, served under this
// institution's terms.
extension InstitutionNode {
    func beginVisit(
        home: InstitutionID,
        identifier: PatronIdentifier,
        at now: SimulationTime,
        purpose: (Conversation.Visit) -> Conversation.Purpose
    ) -> CommandResult {
        guard home != id else { return .ended(.refused(Refusal(.ownInstitution))) }
        guard network.relation(of: id, with: home).checkOut else {
            return .ended(
                .refused(
                    Refusal(
                        .notLoanedHere,
                        detail: network.institutions[home.position].code
                    )
                )
            )
        }
        let visit = Conversation.Visit(home: home, identifier: identifier)
        let conversation = begin(purpose(visit), timeoutFor: [home], at: now)
        guard
            send(
                .findPatron(FindPatron(key: .identifier(identifier))),
                to: home,
                in: conversation,
                step: 0,
                at: now
            )
        else {
            closeConversation(conversation.number)
            return .ended(.refused(unreachable(home)))
        }
        return .began(conversation)
    }

    /// Home's side: finds the patron, notes who asked, and shares what the asker needs.
    func answerLookUp(
        _ request: FindPatron,
        from asker: InstitutionID,
        at now: SimulationTime
    ) -> Message {
        let found: PatronID
        switch request.key {
        case .reference(let reference):
            guard reference.institution == id, patrons.holds(reference.patron.position)
            else { return .patronNotFound(Refusal(.patronNotFound, detail: "record")) }
            found = reference.patron
        case .identifier(let identifier):
            let kinds = institution.searchableIdentifiers
            let name = network.identifierKinds[identifier.kind.position]
            guard kinds.isEmpty || kinds.contains(identifier.kind) else {
                return .patronNotFound(Refusal(.notSearchable, detail: name))
            }
            guard let patron = patron(identifier: identifier) else {
                return .patronNotFound(Refusal(.patronNotFound, detail: name))
            }
            found = patron
        }
        let record = patrons[found.position]
        let group = institution.userGroups[record.group.position]
        // A copy is not passed on: its source is somebody else's record.
        guard record.linkedAccount == nil, !group.isHiddenFromNetwork else {
            return .patronNotFound(Refusal(.hiddenByPolicy, detail: institution.code))
        }
        counters[.lookUpsAnswered] += 1
        return .patronFound(share(found, with: asker, at: now))
    }

    /// What another institution needs to link a patron's account; home notes that it was told.
    func share(
        _ patron: PatronID,
        with asker: InstitutionID,
        at now: SimulationTime
    ) -> PatronDetails {
        note(patron, askedBy: asker, at: now)
        let label = patronLabels[patron.position]
        let record = patrons[patron.position]
        return PatronDetails(
            reference: PatronReference(institution: id, patron: patron),
            code: label.code,
            name: label.text,
            group: institution.userGroups[record.group.position].code,
            expiryDay: record.expiry.daysSinceEpoch,
            networkBlocks: blockLines(of: patron, networkOnly: true)
        )
    }

    private func note(_ patron: PatronID, askedBy asker: InstitutionID, at now: SimulationTime) {
        for id in index.lookUpsOfPatron[patron] where notedLookUps[id.position].asker == asker {
            notedLookUps[id.position].last = now
            notedLookUps[id.position].purged = nil
            return
        }
        let position = notedLookUps.append(
            NotedLookUp(patron: patron, asker: asker, first: now, last: now)
        )
        index.lookUpsOfPatron.append(NotedLookUpID(position), to: patron)
    }

    /// Host's side: makes or refreshes the linked account by the first rule for the source
    /// institution.
    func link(_ details: PatronDetails, at now: SimulationTime) -> Decision<PatronID> {
        let source = details.reference.institution
        let sourceCode = network.institutions[source.position].code
        guard let rule = institution.linkedAccountRules.first(where: { $0.matches(source: source) })
        else { return .refused(Refusal(.noLinkedAccountRule, detail: sourceCode)) }
        guard let group = rule.group else { return .refused(Refusal(.userGroupEmpty)) }
        let today = institution.zone.date(at: now)
        let sourceExpiry = CivilDate(daysSinceEpoch: details.expiryDay)
        let patron: PatronID
        if let account = index.linkedAccountBySource[details.reference] {
            patron = linkedAccounts[account.position].patron
            let dates = rule.dates(
                previous: (patrons[patron.position].expiry, linkedAccounts[account.position].purge),
                sourceExpiry: sourceExpiry,
                today: today
            )
            patrons[patron.position].expiry = dates.expiry
            linkedAccounts[account.position].purge = dates.purge
            linkedAccounts[account.position].refreshed = now
            counters[.linkedAccountsRefreshed] += 1
        } else {
            let dates = rule.dates(previous: nil, sourceExpiry: sourceExpiry, today: today)
            patron = addPatron(
                Patron(group: group, expiry: dates.expiry),
                code: "\(sourceCode)/\(details.code)",
                name: details.name,
                identifiers: []
            )
            let account = LinkedAccountID(
                linkedAccounts.append(
                    LinkedAccount(
                        patron: patron,
                        source: details.reference,
                        created: now,
                        refreshed: now,
                        purge: dates.purge
                    )
                )
            )
            patrons[patron.position].linkedAccount = account
            index.linkedAccountBySource[details.reference] = account
            counters[.linkedAccountsCreated] += 1
        }
        if rule.copiesNetworkBlocks {
            replaceNetworkBlocks(of: patron, by: details.networkBlocks, at: now)
        }
        return .accepted(patron)
    }

    /// Removes the copies whose purge date has passed and that hold nothing, and tells their homes.
    ///
    /// While a home is asked for a patron, its copies stay: an answer that home gave before the
    /// copy's last refresh would make a new copy after the notice that there is none.
    func purgeLinkedAccounts(at now: SimulationTime) -> String {
        let today = institution.zone.date(at: now)
        let awaited = awaitedHomes
        var purged = 0
        var kept = 0
        for position in linkedAccounts.indices
        where linkedAccounts[position].purged == nil && linkedAccounts[position].purge < today {
            let account = linkedAccounts[position]
            let holdsNothing =
                !awaited.contains(account.source.institution)
                && index.openLoansOfPatron.isEmpty(account.patron)
                && index.owedByPatron[account.patron.position] == .zero
                && index.openHoldsOfPatron.isEmpty(account.patron)
            guard holdsNothing, Workflow.linkedAccount.allows(.purge, in: state(of: account, today))
            else {
                kept += 1
                continue
            }
            linkedAccounts[position].purged = now
            index.linkedAccountBySource[account.source] = nil
            purged += 1
            // A notice that a full outbox refuses is lost: home then asks once too often, which is
            // harmless.
            _ = send(
                .accountPurged(account.source, refreshed: account.refreshed.microseconds),
                to: account.source.institution,
                in: endpoint.nextConversation(with: ParticipantID(account.source.institution)),
                step: 0,
                at: now
            )
        }
        counters[.linkedAccountsPurged] += Int64(purged)
        return "purged \(purged), kept with open business \(kept)"
    }

    /// Where a linked account is in its life.
    func state(of account: LinkedAccount, _ today: CivilDate) -> LinkedAccountState {
        if account.purged != nil { return .purged }
        return patrons[account.patron.position].expiry < today ? .expired : .linked
    }

    /// The homes that have yet to answer a look-up.
    private var awaitedHomes: Set<InstitutionID> {
        Set(
            conversations.all.compactMap { row in
                switch row.record.purpose {
                case .findUser(let visit), .walkIn(let visit, _, _, _): visit.home
                case .renewal(_, let patron, _):
                    patrons[patron.position].linkedAccount.map {
                        linkedAccounts[$0.position].source.institution
                    }
                case .networkActivity, .libraryCard, .itemReturn, .finesReport, .factGathering: nil
                }
            }
        )
    }

    /// Home's side of a purge: the list of places to ask becomes shorter.
    ///
    /// A look-up that home answered after the copy's last refresh has made, or will make, a new
    /// copy: the notice is about an older one, and the note stays.
    func noteRemoval(
        of reference: PatronReference,
        at asker: InstitutionID,
        refreshed: Int64,
        now: SimulationTime
    ) {
        for id in index.lookUpsOfPatron[reference.patron]
        where notedLookUps[id.position].asker == asker
            && notedLookUps[id.position].last.microseconds <= refreshed
        {
            notedLookUps[id.position].purged = now
        }
    }

    func unreachable(_ institution: InstitutionID) -> Refusal {
        Refusal(.unreachable, detail: network.institutions[institution.position].code)
    }
}
