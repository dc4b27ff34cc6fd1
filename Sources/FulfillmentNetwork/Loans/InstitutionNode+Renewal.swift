import LibraryModel
import SimulationKernel

extension InstitutionNode {
    /// Renews a loan; a visitor's account is refreshed first, which is when a block at home
    /// arrives.
    func beginRenewal(
        of loan: LoanID,
        by actor: Actor,
        at now: SimulationTime
    ) -> CommandResult {
        guard loans[loan.position].isOpen else { return .ended(.refused(Refusal(.loanNotOpen))) }
        let patron = loans[loan.position].patron
        guard let account = patrons[patron.position].linkedAccount else {
            return .ended(renew(loan, by: actor, at: now))
        }
        let source = linkedAccounts[account.position].source
        let conversation = begin(
            .renewal(loan: loan, of: patron, by: actor),
            timeoutFor: [source.institution],
            at: now
        )
        guard
            send(
                .findPatron(FindPatron(key: .reference(source))),
                to: source.institution,
                in: conversation,
                step: 0,
                at: now
            )
        else {
            return .ended(endWithoutAnswer(conversation, renewalOf: loan, by: actor, at: now))
        }
        return .began(conversation)
    }

    /// Renews with the copy as it is: a home that does not answer must not cost the patron a fine.
    private func endWithoutAnswer(
        _ conversation: ConversationID,
        renewalOf loan: LoanID,
        by actor: Actor,
        at now: SimulationTime
    ) -> Outcome {
        closeConversation(conversation.number)
        return renew(loan, by: actor, at: now)
    }

    /// Moves a loan's due date, or says which rule forbids it; where a partner's due date stands in
    /// the way, the partner is asked.
    func renew(
        _ loan: LoanID,
        by actor: Actor,
        asksLender: Bool = true,
        at now: SimulationTime
    ) -> Outcome {
        let record = loans[loan.position]
        guard record.isOpen else { return .refused(Refusal(.loanNotOpen)) }
        if let refusal = Workflow.loan.next(from: record.state, on: .renew).refusal {
            return .refused(refusal)
        }
        let library = self.library(of: record.item)
        // What is late is no less wanted than it was.
        let isWanted = record.state == .overdue && record.recalled != nil
        if isWanted || isWaitedFor(record.item, by: record.patron),
            let refusal = unlessOverridden(Refusal(.requestedByAnother), by: actor, at: library)
        {
            return .refused(refusal)
        }
        var terms = institution.loanTerms[record.terms.position]
        if !terms.isRenewable {
            let refusal = Refusal(.notRenewable, detail: terms.code)
            if let refusal = unlessOverridden(refusal, by: actor, at: library) {
                return .refused(refusal)
            }
            terms.isRenewable = true
        }
        if let refusal = obstacle(
            for: record.patron,
            forbids: \.forbidsRenewal,
            by: actor,
            desk: library,
            at: now
        ) {
            return .refused(refusal)
        }
        var answer = renewedDue(of: record, terms, by: actor, at: now)
        if case .refused(let found) = answer {
            let refusal = found.refusal(under: terms.code)
            if let refusal = unlessOverridden(refusal, by: actor, at: library) {
                return .refused(refusal)
            }
            terms.maximumRenewal = nil
            answer = renewedDue(of: record, terms, by: actor, at: now)
        }
        switch answer {
        case .refused(let refusal): return .refused(refusal.refusal(under: terms.code))
        case .due(let due):
            // What belongs to a lender cannot be kept longer than the lender allows.
            let latest = latestReturn(of: record.item) ?? due
            if latest < due, asksLender, let request = items[record.item.position].borrowedFor {
                if let refusal = askForRenewal(request, at: now) { return .refused(refusal) }
                return .done
            }
            guard min(due, latest) > record.due || latest >= due else {
                return .refused(Refusal(.notRenewable, detail: "of the lender"))
            }
            loans[loan.position].due = min(due, latest)
        }
        _ = move(loan, .renew)
        // What is late after the renewal still is charged when it comes back.
        let end = min(now, loans[loan.position].due)
        chargeLateness(of: record, loan, until: end, isRenewed: true, at: now)
        loans[loan.position].renewals += 1
        counters[.renewals] += 1
        tellHome(.renewed, of: loan, at: now)
        return .loan(loan)
    }

    /// Whether somebody else waits for an own item, and for none that is kept already.
    func isWaitedFor(_ item: ItemID, by patron: PatronID) -> Bool {
        guard holds.count > 0, items[item.position].borrowedFor == nil else { return false }
        return index.openHoldsOfBib.first(of: items[item.position].bib) {
            holds[$0.position].state == .waiting && holds[$0.position].patron != patron
        } != nil
    }

    private func renewedDue(
        of loan: Loan,
        _ terms: TermsOfUse,
        by actor: Actor,
        at now: SimulationTime
    ) -> DueDate {
        CirculationRules.renewedDue(
            terms,
            loaned: loan.loaned,
            due: loan.due,
            at: now,
            calendar: calendar(of: loan.item),
            zone: institution.zone,
            patronExpiry: lastDay(of: loan.patron, by: actor, at: now)
        )
    }
}
