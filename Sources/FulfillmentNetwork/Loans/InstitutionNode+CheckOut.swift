import LibraryModel
import SimulationKernel

extension InstitutionNode {
    /// Lends a copy under this institution's terms, or says which rule forbids it.
    func checkOut(
        _ wanted: WantedItem,
        to patron: PatronID,
        stay: SimulationDuration?,
        by actor: Actor = .anyone,
        at now: SimulationTime
    ) -> Decision<LoanID> {
        let item: ItemID
        switch wanted {
        case .item(let copy): item = copy
        case .bib(let bib):
            guard let copy = keptItem(of: bib, for: patron) ?? availableItem(of: bib) else {
                let isHeld = index.isHeld[bib.position]
                return .refused(
                    isHeld
                        ? Refusal(.itemUnavailable, detail: "not on the shelf in any copy")
                        : Refusal(.titleNotHeld)
                )
            }
            item = copy
        }
        if let refusal = obstacle(to: item, for: patron, by: actor, at: now) {
            return .refused(refusal)
        }
        // The desk takes from another patron what it lends again.
        if let loan = openLoan(of: item) { close(loan, returned: now, at: now) }
        return lend(item, to: patron, stay: stay, by: actor, at: now)
    }

    /// The first rule that forbids a loan: the item's, the terms', then the patron's.
    private func obstacle(
        to item: ItemID,
        for patron: PatronID,
        by actor: Actor,
        at now: SimulationTime
    ) -> Refusal? {
        let library = library(of: item)
        let status = items[item.position].status
        switch status {
        case .onShelf: break
        case .onHoldShelf:
            let hold = index.holdOfItem[item]
            let isForPatron = hold.map { holds[$0.position].patron == patron } ?? false
            // As a rule the hold is filled, and nobody is asked.
            let isFilled =
                isForPatron && institution.blockPreferences[.keptForThisPatron] == .automatic
            let block = Refusal(isForPatron ? .keptForThisPatron : .reservedForAnother)
            if !isFilled, let refusal = unlessOverridden(block, by: actor, at: library) {
                return refusal
            }
        case .onLoan:
            if let refusal = obstacle(toTaking: item, for: patron, by: actor) { return refusal }
        default: return Refusal(.itemUnavailable, detail: status.name)
        }
        let terms = terms(of: item, for: patron)
        if !institution.loanTerms[terms.position].isLoanable {
            let refusal = Refusal(
                .notLoanable,
                detail: institution.loanTerms[terms.position].code
            )
            if let refusal = unlessOverridden(refusal, by: actor, at: library) { return refusal }
        }
        if let refusal = obstacle(
            for: patron,
            forbids: \.forbidsLoan,
            by: actor,
            desk: library,
            at: now
        ) {
            return refusal
        }
        return unlessOverridden(loanLimit(of: patron), by: actor, at: library)
    }

    /// Why an item that is on loan is not taken from its borrower for another patron.
    private func obstacle(
        toTaking item: ItemID,
        for patron: PatronID,
        by actor: Actor
    ) -> Refusal? {
        // What belongs to a partner goes home when it comes back.
        guard items[item.position].borrowedFor == nil, let loan = openLoan(of: item),
            loans[loan.position].patron != patron
        else { return Refusal(.itemUnavailable, detail: ItemStatus.onLoan.name) }
        let library = library(of: item)
        let isTaken = institution.blockPreferences[.onLoanToAnother] == .automatic
        if !isTaken,
            let refusal = unlessOverridden(Refusal(.onLoanToAnother), by: actor, at: library)
        {
            return refusal
        }
        guard isWaitedFor(item, by: patron) else { return nil }
        return unlessOverridden(Refusal(.requestedByAnother), by: actor, at: library)
    }

    /// Why a patron has all the loans there may be.
    func loanLimit(of patron: PatronID) -> Refusal? {
        let limits = institution.userGroups[patrons[patron.position].group.position].limits
        guard let limit = limits.loans else { return nil }
        let held = index.openLoansOfPatron.count(of: patron) + 1
        guard limits.isExceeded(byLoans: held) else { return nil }
        return Refusal(.loanLimit, value: Int64(held), limit: Int64(limit))
    }

    /// The last day of a patron's loans; nil where staff lend in spite of its being past.
    func lastDay(of patron: PatronID, by actor: Actor, at now: SimulationTime) -> CivilDate? {
        let expiry = patrons[patron.position].expiry
        guard actor.overrides, expiry < institution.zone.date(at: now) else { return expiry }
        return nil
    }

    /// Why a record takes no new business: it is a copy that has been removed, and home no longer
    /// knows of it.
    func removal(of patron: PatronID) -> Refusal? {
        guard let account = patrons[patron.position].linkedAccount,
            linkedAccounts[account.position].purged != nil
        else { return nil }
        return Refusal(.notLinked, detail: institution.code)
    }

    /// The first rule that forbids a patron anything here: expiry, blocks, and limits strictly
    /// exceeded.
    func obstacle(
        for patron: PatronID,
        forbids: (BlockedAction) -> Bool,
        by actor: Actor = .anyone,
        desk library: LibraryID = LibraryID(Int32(0)),
        at now: SimulationTime
    ) -> Refusal? {
        if let refusal = removal(of: patron) { return refusal }
        if let refusal = unlessOverridden(expiry(of: patron, at: now), by: actor, at: library) {
            return refusal
        }
        for block in index.blocksOfPatron[patron] where forbids(blocks[block.position].action) {
            let refusal = Refusal(.accountBlocked, detail: blocks[block.position].code)
            if let refusal = unlessOverridden(refusal, by: actor, at: library) { return refusal }
        }
        let limits = institution.userGroups[patrons[patron.position].group.position].limits
        if let limit = limits.fees {
            let refusal = feeLimit(limit, of: patron)
            if let refusal = unlessOverridden(refusal, by: actor, at: library) { return refusal }
        }
        let overdue = overdueLimit(limits, of: patron, at: now)
        if let refusal = unlessOverridden(overdue, by: actor, at: library) { return refusal }
        let recalled = overdueRecallLimit(limits, of: patron, at: now)
        return unlessOverridden(recalled, by: actor, at: library)
    }

    private func overdueLimit(
        _ limits: PatronLimits,
        of patron: PatronID,
        at now: SimulationTime
    ) -> Refusal? {
        guard let limit = limits.overdueLoans else { return nil }
        let overdue = index.openLoansOfPatron[patron]
            .count { loans[$0.position].isOverdue(at: now) }
        guard limits.isExceeded(byOverdueLoans: overdue) else { return nil }
        return Refusal(.overdueLimit, value: Int64(overdue), limit: Int64(limit))
    }

    private func overdueRecallLimit(
        _ limits: PatronLimits,
        of patron: PatronID,
        at now: SimulationTime
    ) -> Refusal? {
        guard let limit = limits.overdueRecalls else { return nil }
        let overdue = index.openLoansOfPatron[patron].count {
            loans[$0.position].recalled != nil && loans[$0.position].isOverdue(at: now)
        }
        guard limits.isExceeded(byOverdueRecalls: overdue) else { return nil }
        return Refusal(.overdueRecallLimit, value: Int64(overdue), limit: Int64(limit))
    }

    /// Why a patron makes no further request or hold.
    func requestLimit(of patron: PatronID) -> Refusal? {
        let limits = institution.userGroups[patrons[patron.position].group.position].limits
        guard let limit = limits.requests else { return nil }
        let open =
            index.openRequestsOfPatron.count(of: patron)
            + index.openHoldsOfPatron.count(of: patron) + 1
        guard limits.isExceeded(byRequests: open) else { return nil }
        return Refusal(.requestLimit, value: Int64(open), limit: Int64(limit))
    }

    private func expiry(of patron: PatronID, at now: SimulationTime) -> Refusal? {
        let expiry = patrons[patron.position].expiry
        let today = institution.zone.date(at: now)
        guard expiry < today else { return nil }
        return Refusal(
            .accountExpired,
            value: Int64(today.daysSinceEpoch),
            limit: Int64(expiry.daysSinceEpoch),
            detail: "\(expiry)"
        )
    }

    /// What is owed beyond the limit; what the patron disputes does not count.
    private func feeLimit(_ limit: Money, of patron: PatronID) -> Refusal? {
        var owed = index.owedByPatron[patron.position]
        guard owed > limit else { return nil }
        for fee in index.openFeesOfPatron[patron] where fees[fee.position].isDisputed {
            owed = owed - fees[fee.position].owed
        }
        guard owed > limit else { return nil }
        let currency = institution.currency
        return Refusal(
            .feeLimit,
            value: owed.minorUnits,
            limit: limit.minorUnits,
            detail: "\(currency.text(owed)), the limit is \(currency.text(limit))"
        )
    }

    func lend(
        _ item: ItemID,
        to patron: PatronID,
        stay: SimulationDuration?,
        by actor: Actor = .anyone,
        keepsExpiry: Bool = true,
        at now: SimulationTime
    ) -> Decision<LoanID> {
        let termsID = terms(of: item, for: patron)
        let place = termsID.position
        var lastDay = keepsExpiry ? lastDay(of: patron, by: actor, at: now) : nil
        let latest = latestReturn(of: item)
        if let latest {
            if latest <= now, let refusal = insufficientDueDate(of: item, latest, by: actor) {
                return .refused(refusal)
            }
            // Whoever lends in spite of it lends until now.
            let leaves = institution.zone.date(at: max(latest, now))
            lastDay = lastDay.map { min($0, leaves) } ?? leaves
        }
        guard institution.loanTerms[place].isLoanable || actor.overrides else {
            let refusal = DueDateRefusal.notLoanable
            return .refused(refusal.refusal(under: institution.loanTerms[place].code))
        }
        // All of the terms would be long to copy.
        let answer = CirculationRules.due(
            institution.loanTerms[place].period,
            institution.loanTerms[place].closedLibrary,
            from: now,
            calendar: calendar(of: item),
            zone: institution.zone,
            patronExpiry: lastDay
        )
        var due: SimulationTime
        switch answer {
        case .due(let time): due = time
        case .refused(let refusal):
            return .refused(refusal.refusal(under: institution.loanTerms[place].code))
        }
        if let latest { due = max(now + .tick, min(due, latest)) }
        let loan = LoanID(
            loans.append(
                Loan(patron: patron, item: item, terms: termsID, loaned: now, due: due)
            )
        )
        items[item.position].status = .onLoan
        index.openOfItem[item.position].loan = loan
        index.openLoansOfPatron.append(loan, to: patron)
        fillHold(on: item, by: patron, at: now)
        counters[
            patrons[patron.position].linkedAccount == nil
                ? .loansToOwnPatrons : .loansToVisitors
        ] += 1
        if let stay {
            let back = now + max(stay, .tick)
            endpoint.setTimer(.patronReturn, at: back, argument: Int64(loan.index))
            // A patron who means to keep the item longer asks a day before it is due.
            let asks = due - .days(1)
            if back > due, institution.loanTerms[place].isRenewable, asks > now {
                endpoint.setTimer(.patronRenewal, at: asks, argument: Int64(loan.index))
            }
        }
        return .accepted(loan)
    }

    /// Why a partner's item is not lent: its lender wants it back before that.
    private func insufficientDueDate(
        of item: ItemID,
        _ latest: SimulationTime,
        by actor: Actor
    ) -> Refusal? {
        let day = institution.zone.date(at: latest)
        let refusal = Refusal(
            .insufficientDueDate,
            limit: Int64(day.daysSinceEpoch),
            detail: "\(day)"
        )
        return unlessOverridden(refusal, by: actor, at: library(of: item))
    }

    func calendar(of item: ItemID) -> LibraryCalendar { calendars[library(of: item).position] }
}
