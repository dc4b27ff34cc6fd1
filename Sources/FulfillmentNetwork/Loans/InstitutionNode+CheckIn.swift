import LibraryModel
import SimulationKernel

extension InstitutionNode {
    /// Takes an item at the desk: closes its loan and posts the fine, or receives what was under
    /// way, lost or missing.
    func checkIn(_ item: ItemID, at now: SimulationTime) -> Outcome {
        if let loan = openLoan(of: item) {
            close(loan, returned: now, at: now)
            return .loan(loan)
        }
        let status = items[item.position].status
        switch status {
        case .missing, .lost:
            // Lost on a partner's request, or given up: found at last.
            if let lending = lendingRequest(holding: item) {
                return receiveBack(lending, at: now)
            }
            if let request = items[item.position].borrowedFor {
                borrowedItemReturned(request, at: now)
                return .done
            }
            arrive(item, at: now)
            publishHolding(of: item, at: now)
            return .done
        case .outToPartner:
            guard let lending = lendingRequest(holding: item) else { break }
            return receiveBack(lending, at: now)
        case .inTransit:
            arrive(item, at: now)
            return .done
        default: break
        }
        return .refused(Refusal(.notOnLoan, detail: status.name))
    }

    /// Closes a loan whose item was handed over at an instant: here, or at an institution that sends
    /// it home.
    func close(
        _ loan: LoanID,
        returned: SimulationTime,
        from institutionOfReturn: InstitutionID? = nil,
        at now: SimulationTime
    ) {
        let record = loans[loan.position]
        guard let state = loanSteps.target(of: .checkIn, from: record.state) else {
            return
        }
        loans[loan.position].state = state
        loans[loan.position].returned = max(returned, record.loaned)
        counters[.returns] += 1
        index.openOfItem[record.item.position].loan = nil
        index.openLoansOfPatron.remove(loan, from: record.patron)
        if let request = items[record.item.position].borrowedFor {
            borrowedItemReturned(request, at: now)
        } else {
            tellPickup(that: loan, cameBackTo: institutionOfReturn ?? id, at: now)
            comesHome(record.item, from: institutionOfReturn ?? id, at: now)
            if record.lost != nil { publishHolding(of: record.item, at: now) }
        }
        // Lateness ends with the loss, from when the replacement was charged.
        let end = min(returned, record.lost ?? returned)
        if record.due < end { counters[.overdueReturns] += 1 }
        chargeLateness(of: record, loan, until: end, at: now)
        if record.lost != nil { refundReplacement(of: loan, at: now) }
        noteOver(loan, at: now)
    }

    /// Posts the fine for a loan that was late until an instant, whether it came back or was renewed.
    func chargeLateness(
        of record: Loan,
        _ loan: LoanID,
        until end: SimulationTime,
        isRenewed: Bool = false,
        at now: SimulationTime
    ) {
        guard record.due < end else { return }
        let fine = min(
            fine(for: record, until: end, isRenewed: isRenewed),
            .greatestBalance - index.owedByPatron[record.patron.position]
        )
        guard fine > .zero else { return }
        counters[.fines] += 1
        _ = post(.overdue, fine, to: record.patron, loan: loan, at: now)
    }

    /// The fine for a loan that is late until an instant.
    func fine(for loan: Loan, until end: SimulationTime, isRenewed: Bool = false) -> Money {
        CirculationRules.fine(
            institution.loanTerms[loan.terms.position],
            due: loan.due,
            returned: end,
            calendar: calendar(of: loan.item),
            zone: institution.zone,
            isRecalled: loan.recalled != nil,
            recallDue: recallDue(of: loan),
            isRenewed: isRenewed
        )
    }

    /// When the recall of a loan that was late already wanted it back; nil for any other, whose own
    /// due date the recall has moved.
    private func recallDue(of loan: Loan) -> SimulationTime? {
        guard let recalled = loan.recalled, loan.due < recalled,
            items[loan.item.position].borrowedFor == nil
        else { return nil }
        return CirculationRules.recallDue(
            institution.loanTerms[loan.terms.position],
            loaned: loan.loaned,
            at: recalled,
            calendar: calendar(of: loan.item),
            zone: institution.zone
        )
        .due
    }

    /// A patron brings an item back on the own account, unless it is back already.
    func patronReturns(_ loan: LoanID, at now: SimulationTime) -> Outcome {
        guard loans.holds(loan.position), loans[loan.position].isOpen else {
            return .refused(Refusal(.loanNotOpen))
        }
        // What is lost is not brought back by a habit.
        guard loans[loan.position].state != .lost else {
            return .refused(Refusal(.itemUnavailable, detail: ItemStatus.lost.name))
        }
        close(loan, returned: now, at: now)
        return .loan(loan)
    }
}
