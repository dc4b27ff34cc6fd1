import LibraryModel
import SimulationKernel

extension InstitutionNode {
    /// Renews a loan; a visitor's account is refreshed first, which is when a block at home
    /// arrives.
    func beginRenewal(of loan: LoanID, at now: SimulationTime) -> CommandResult {
        guard loans[loan.position].isOpen else { return .ended(.refused(Refusal(.loanNotOpen))) }
        let patron = loans[loan.position].patron
        guard let account = patrons[patron.position].linkedAccount else {
            return .ended(renew(loan, at: now))
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
        return renew(loan, at: now)
    }

    /// Moves a loan's due date, counted from now, or says which rule forbids it.
    func renew(_ loan: LoanID, at now: SimulationTime) -> Outcome {
        let record = loans[loan.position]
        guard record.isOpen else { return .refused(Refusal(.loanNotOpen)) }
        let terms = institution.loanTerms[record.terms.position]
        guard terms.isRenewable else {
            return .refused(Refusal(.notRenewable, detail: terms.code))
        }
        if let refusal = obstacle(for: record.patron, forbids: \.forbidsRenewal, at: now) {
            return .refused(refusal)
        }
        let answer = CirculationRules.renewedDue(
            terms,
            loaned: record.loaned,
            due: record.due,
            at: now,
            calendar: calendar(of: record.item),
            zone: institution.zone,
            patronExpiry: patrons[record.patron.position].expiry
        )
        switch answer {
        case .due(let due):
            let latest = latestReturn(of: record.item) ?? due
            // What belongs to a lender cannot be kept longer than the lender allows.
            guard min(due, latest) > record.due || latest >= due else {
                return .refused(Refusal(.notRenewable, detail: "of the lender"))
            }
            loans[loan.position].due = min(due, latest)
        case .refused(let refusal): return .refused(refusal.refusal(under: terms.code))
        }
        loans[loan.position].renewals += 1
        counters[.renewals] += 1
        return .loan(loan)
    }
}
