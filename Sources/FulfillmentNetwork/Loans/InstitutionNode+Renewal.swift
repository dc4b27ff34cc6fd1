import LibraryModel
import SimulationKernel

extension InstitutionNode {
    /// Renews a loan; a visitor's account is refreshed first, which is when a block at home arrives.
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
        var due = CirculationRules.due(
            terms,
            from: now,
            calendar: calendar(of: record.item),
            zone: institution.zone,
            patronExpiry: patrons[record.patron.position].expiry
        )
        if let limit = terms.maximumRenewalDays {
            let last = institution.zone.endOfDay(
                institution.zone.date(at: record.loaned) + limit
            )
            guard record.due < last else {
                return .refused(Refusal(.renewalLimit, limit: Int64(limit)))
            }
            due = min(due, last)
        }
        if let latest = latestReturn(of: record.item) {
            due = min(due, latest)
            if due <= record.due {
                return .refused(Refusal(.notRenewable, detail: "of the lender"))
            }
        }
        loans[loan.position].due = max(due, record.due)
        loans[loan.position].renewals += 1
        counters[.renewals] += 1
        return .loan(loan)
    }
}
