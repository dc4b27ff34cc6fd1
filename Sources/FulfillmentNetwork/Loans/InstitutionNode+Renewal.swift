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
            .renewal(loan: loan, of: patron),
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
            return .ended(endWithoutAnswer(conversation, renewalOf: loan, at: now))
        }
        return .began(conversation)
    }

    /// Renews with the copy as it is: a home that does not answer must not cost the patron a fine.
    private func endWithoutAnswer(
        _ conversation: ConversationID,
        renewalOf loan: LoanID,
        at now: SimulationTime
    ) -> Outcome {
        closeConversation(conversation.number)
        return renew(loan, by: .anyone, at: now)
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
        var answer = renewedDue(of: record, terms, at: now)
        if case .refused(let found) = answer {
            let refusal = found.refusal(under: terms.code)
            if let refusal = unlessOverridden(refusal, by: actor, at: library) {
                return .refused(refusal)
            }
            terms.maximumRenewal = nil
            answer = renewedDue(of: record, terms, at: now)
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
        chargeLateness(of: record, loan, until: now, isRenewed: true, at: now)
        loans[loan.position].renewals += 1
        counters[.renewals] += 1
        return .loan(loan)
    }

    private func renewedDue(
        of loan: Loan,
        _ terms: TermsOfUse,
        at now: SimulationTime
    ) -> DueDate {
        CirculationRules.renewedDue(
            terms,
            loaned: loan.loaned,
            due: loan.due,
            at: now,
            calendar: calendar(of: loan.item),
            zone: institution.zone,
            patronExpiry: patrons[loan.patron.position].expiry
        )
    }
}
