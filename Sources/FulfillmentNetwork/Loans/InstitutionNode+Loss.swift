import LibraryModel
import SimulationKernel

// Loans that are recalled, lost, found, given up and taken up again.
extension InstitutionNode {
    func performOnLoan(_ command: Command, at now: SimulationTime) -> Outcome {
        switch command {
        case .recall(let loan): recall(loan, at: now)
        case .declareLost(let loan): declareLost(loan, on: .declareLost, at: now)
        case .findItem(let loan): find(loan, at: now)
        case .closeAsLost(let loan): closeAsLost(loan, at: now)
        case .relink(let loan): relink(loan, at: now)
        default: .done
        }
    }

    /// Moves a loan along its workflow, or says why it does not go there.
    func move(_ loan: LoanID, _ event: LoanEvent) -> Refusal? {
        let state = loans[loan.position].state
        guard let next = loanSteps.target(of: event, from: state) else {
            return Workflow.loan.next(from: state, on: event).refusal
        }
        loans[loan.position].state = next
        return nil
    }

    /// Shortens a loan for somebody who waits: after the recall period, but not before the
    /// guaranteed one.
    func recall(_ loan: LoanID, at now: SimulationTime) -> Outcome {
        let record = loans[loan.position]
        let terms = institution.loanTerms[record.terms.position]
        // A partner's item is recalled by its lender alone.
        guard items[record.item.position].borrowedFor == nil else {
            return .refused(Refusal(.notRecallable, detail: "of the lender"))
        }
        let answer = CirculationRules.recalledDue(
            terms,
            loaned: record.loaned,
            due: record.due,
            at: now,
            calendar: calendar(of: record.item),
            zone: institution.zone
        )
        switch answer {
        case .refused(let refusal): return .refused(refusal.refusal(under: terms.code))
        case .due(let due):
            if let refusal = move(loan, .recall) { return .refused(refusal) }
            loans[loan.position].due = due
            loans[loan.position].recalled = now
            counters[.recalls] += 1
            tellHome(.recalled, of: loan, at: now)
            return .loan(loan)
        }
    }

    /// Recalls the loan of a title that comes back first anyway, where its terms allow it; not that
    /// of the patron who waits.
    func recallForHold(of bib: BibID, by patron: PatronID, at now: SimulationTime) {
        var best: LoanID?
        for item in index.itemsOfBib[bib] {
            guard let loan = openLoan(of: item) else { continue }
            let record = loans[loan.position]
            let isRecallable =
                record.recalled == nil && record.state != .lost && record.patron != patron
                && institution.loanTerms[record.terms.position].recall.isRecallable
            if isRecallable, best.map({ record.due < loans[$0.position].due }) ?? true {
                best = loan
            }
        }
        if let best { _ = recall(best, at: now) }
    }

    /// Gives an item up as lost and charges for it.
    func declareLost(_ loan: LoanID, on event: LoanEvent, at now: SimulationTime) -> Outcome {
        if let refusal = move(loan, event) { return .refused(refusal) }
        let record = loans[loan.position]
        loans[loan.position].lost = now
        items[record.item.position].status = .lost
        counters[.losses] += 1
        chargeForLoss(of: loan, at: now)
        tellHome(.lost, of: loan, at: now)
        if let request = items[record.item.position].borrowedFor {
            borrowedItemLost(request, at: now)
        } else {
            publishHolding(of: record.item, at: now)
        }
        return .loan(loan)
    }

    private func chargeForLoss(of loan: LoanID, at now: SimulationTime) {
        let record = loans[loan.position]
        let fines = institution.loanTerms[record.terms.position].fines
        for (kind, amount) in [
            (FeeKind.lostItemProcess, fines.lostItemProcessFee),
            (.replacement, CirculationRules.replacementFee(fines, price: nil)),
        ] {
            let room = Money.greatestBalance - index.owedByPatron[record.patron.position]
            let charged = min(amount, room)
            if charged > .zero {
                _ = post(kind, charged, to: record.patron, loan: loan, at: now)
            }
        }
    }

    /// A lost item turned up with its patron: the loan goes on, and the replacement is given back.
    private func find(_ loan: LoanID, at now: SimulationTime) -> Outcome {
        if let refusal = move(loan, .findItem) { return .refused(refusal) }
        loans[loan.position].lost = nil
        let item = loans[loan.position].item
        items[item.position].status = .onLoan
        refundReplacement(of: loan, at: now)
        if let request = items[item.position].borrowedFor {
            borrowedItemFound(request, at: now)
        } else {
            publishHolding(of: item, at: now)
        }
        return .loan(loan)
    }

    /// Nobody looks for a lost item any more: the loan leaves the patron's list, the item is
    /// missing.
    private func closeAsLost(_ loan: LoanID, at now: SimulationTime) -> Outcome {
        let record = loans[loan.position]
        // A partner's loss is closed by the lender first.
        let request = items[record.item.position].borrowedFor
        guard request.map({ borrowing[$0.position].state.isFinal }) ?? true else {
            return .refused(Refusal(.itemUnavailable, detail: "of a partner"))
        }
        if let refusal = move(loan, .closeAsLost) { return .refused(refusal) }
        loans[loan.position].returned = now
        items[record.item.position].status = .missing
        index.openOfItem[record.item.position].loan = nil
        index.openLoansOfPatron.remove(loan, from: record.patron)
        loanEnded(loan, at: now)
        return .loan(loan)
    }

    /// Puts a closed lost loan on its patron's record again: the item is scanned in, lent anew and
    /// declared lost, without a notice and without charging twice.
    ///
    /// There is no undoing it: the history shows a second loan.
    private func relink(_ loan: LoanID, at now: SimulationTime) -> Outcome {
        let record = loans[loan.position]
        guard record.state == .closedAsLost else {
            return .refused(
                Refusal(
                    .illegalTransition,
                    detail: "only a loan that was closed as lost is put on a record again; this "
                        + "one is \(record.state.name)"
                )
            )
        }
        let status = items[record.item.position].status
        guard status == .missing else {
            return .refused(Refusal(.itemUnavailable, detail: status.name))
        }
        if let refusal = removal(of: record.patron) { return .refused(refusal) }
        let bib = items[record.item.position].bib
        guard index.openHoldsOfBib.isEmpty(bib) else {
            return .refused(Refusal(.requestedByAnother))
        }
        items[record.item.position].status = .onShelf
        // The record takes it even where the patron may borrow no more.
        switch lend(record.item, to: record.patron, stay: nil, keepsExpiry: false, at: now) {
        case .refused(let refusal):
            items[record.item.position].status = .missing
            return .refused(refusal)
        case .accepted(let second):
            _ = move(second, .declareLost)
            loans[second.position].lost = now
            items[record.item.position].status = .lost
            counters[.relinked] += 1
            return .loan(second)
        }
    }
}
