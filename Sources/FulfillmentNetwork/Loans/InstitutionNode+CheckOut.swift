import LibraryModel
import SimulationKernel

extension InstitutionNode {
    /// Lends a copy under this institution's terms, or says which rule forbids it.
    func checkOut(
        _ wanted: WantedItem,
        to patron: PatronID,
        stay: SimulationDuration?,
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
        if let refusal = obstacle(to: item, for: patron, at: now) { return .refused(refusal) }
        return lend(item, to: patron, stay: stay, at: now)
    }

    /// The first rule that forbids a loan: the item's, the terms', then the patron's.
    private func obstacle(
        to item: ItemID,
        for patron: PatronID,
        at now: SimulationTime
    ) -> Refusal? {
        let status = items[item.position].status
        switch status {
        case .onShelf: break
        case .onHoldShelf:
            let hold = index.holdOfItem[item]
            guard let hold, holds[hold.position].patron == patron else {
                return Refusal(.reservedForAnother)
            }
        case .onLoan, .inTransit, .lost, .sentBack:
            return Refusal(.itemUnavailable, detail: status.name)
        }
        let terms = institution.loanTerms[terms(of: item, for: patron).position]
        guard terms.isLoanable else { return Refusal(.notLoanable, detail: terms.code) }
        if let refusal = obstacle(for: patron, forbids: \.forbidsLoan, at: now) {
            return refusal
        }
        let limits = institution.userGroups[patrons[patron.position].group.position].limits
        let held = index.openLoansOfPatron[patron].count + 1
        if limits.isExceeded(byLoans: held) {
            return Refusal(.loanLimit, value: Int64(held), limit: Int64(limits.loans ?? 0))
        }
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
        at now: SimulationTime
    ) -> Refusal? {
        if let refusal = removal(of: patron) { return refusal }
        let record = patrons[patron.position]
        let today = institution.zone.date(at: now)
        if record.expiry < today {
            return Refusal(
                .accountExpired,
                value: Int64(today.daysSinceEpoch),
                limit: Int64(record.expiry.daysSinceEpoch),
                detail: "\(record.expiry)"
            )
        }
        for block in index.blocksOfPatron[patron] where forbids(blocks[block.position].action) {
            return Refusal(.accountBlocked, detail: blocks[block.position].code)
        }
        let limits = institution.userGroups[record.group.position].limits
        let owed = index.owedByPatron[patron.position]
        if let limit = limits.fees, limits.isExceeded(byFees: owed) {
            let currency = institution.currency
            return Refusal(
                .feeLimit,
                value: owed.minorUnits,
                limit: limit.minorUnits,
                detail: "\(currency.text(owed)), the limit is \(currency.text(limit))"
            )
        }
        if let limit = limits.overdueLoans {
            let overdue = index.openLoansOfPatron[patron]
                .count { loans[$0.position].isOverdue(at: now) }
            if limits.isExceeded(byOverdueLoans: overdue) {
                return Refusal(.overdueLimit, value: Int64(overdue), limit: Int64(limit))
            }
        }
        return nil
    }

    func lend(
        _ item: ItemID,
        to patron: PatronID,
        stay: SimulationDuration?,
        at now: SimulationTime
    ) -> Decision<LoanID> {
        let termsID = terms(of: item, for: patron)
        let terms = institution.loanTerms[termsID.position]
        let answer = CirculationRules.due(
            terms,
            from: now,
            calendar: calendar(of: item),
            zone: institution.zone,
            patronExpiry: patrons[patron.position].expiry
        )
        var due: SimulationTime
        switch answer {
        case .due(let time): due = time
        case .refused(let refusal): return .refused(refusal.refusal(under: terms.code))
        }
        if let latest = latestReturn(of: item) { due = min(due, latest) }
        let loan = LoanID(
            loans.append(
                Loan(patron: patron, item: item, terms: termsID, loaned: now, due: due)
            )
        )
        items[item.position].status = .onLoan
        index.openLoanOfItem[item.position] = loan.index
        index.openLoansOfPatron.append(loan, to: patron)
        fillHold(on: item, by: patron)
        counters[
            patrons[patron.position].linkedAccount == nil
                ? .loansToOwnPatrons : .loansToVisitors
        ] += 1
        if let stay {
            let back = now + max(stay, .tick)
            endpoint.setTimer(.patronReturn, at: back, argument: Int64(loan.index))
            // A patron who means to keep the item longer asks a day before it is due.
            let asks = due - .days(1)
            if back > due, terms.isRenewable, asks > now {
                endpoint.setTimer(.patronRenewal, at: asks, argument: Int64(loan.index))
            }
        }
        return .accepted(loan)
    }

    private func terms(of item: ItemID, for patron: PatronID) -> LoanTermsID {
        let institution = institution
        return institution.loanTerms(
            for: institution.facts(
                of: items[item.position],
                for: patrons[patron.position].group
            )
        )
    }

    func calendar(of item: ItemID) -> LibraryCalendar {
        let library = institution.library(of: items[item.position].location)
        return institution.libraries[library.position].calendar
    }
}
