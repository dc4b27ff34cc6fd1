import LibraryModel
import RequestRouting
import SimulationKernel

// A lender's conditions, which the rules answer where they allow retries, and staff otherwise.
extension InstitutionNode {
    /// Answers a condition by the rules: one without a price is taken as it is; at a price that the
    /// request may cost the lender is asked again; what is dearer is declined.
    ///
    /// Staff decide where the rules have no retries, and about prices in another currency.
    func consider(
        _ price: StatusDetails.Price?,
        of id: BorrowingRequestID,
        at now: SimulationTime
    ) {
        let retries = routing.rules.walk.retries
        guard let price else {
            if retries > 0 { _ = answerCondition(id, true, at: now) }
            return
        }
        guard price.currency == institution.currency.code else { return }
        let attempt = borrowing[id.position].asked
        changeParticulars(of: id) { particulars in
            if particulars.condition.attempt != attempt {
                particulars.condition = RequestParticulars.Condition()
                particulars.condition.attempt = attempt
            }
            particulars.condition.price = price.amount
        }
        guard retries > 0 else { return }
        let most = service(of: id).maximumCost ?? .zero
        guard price.amount.minorUnits <= most.minorUnits else {
            _ = answerCondition(id, false, .tooExpensive, at: now)
            return
        }
        let condition = particulars(of: id)?.condition
        guard Int(condition?.retries ?? 0) < retries else {
            _ = answerCondition(id, false, at: now)
            return
        }
        askAgain(id, at: now)
    }

    /// Asks the same lender once more, at its price; it has as long to answer as at first.
    private func askAgain(_ id: BorrowingRequestID, at now: SimulationTime) {
        guard move(id, .askAgain) == nil else { return }
        changeParticulars(of: id) { particulars in
            particulars.condition.retries += 1
            particulars.condition.askedAgain = now
        }
        act(.retry, id, round: Int32(particulars(of: id)?.condition.retries ?? 0), at: now)
        if let lender = borrowing[id.position].lender { noteAsked(lender, for: id, at: now) }
        setAnswerTimer(of: id, at: now)
    }

    /// Gives the lender of a request as long to answer as the rules allow.
    func setAnswerTimer(of id: BorrowingRequestID, at now: SimulationTime) {
        guard let deadline = answerDeadline(of: id, askedAt: now) else { return }
        endpoint.setTimer(
            .answerOverdue,
            at: max(now + .tick, deadline),
            argument: Int64(borrowing[id.position].asked) << 32 | Int64(id.index)
        )
    }

    /// Whether the lender of a request was asked again since a timer was set, and has time yet.
    func hasTimeAgain(_ id: BorrowingRequestID, at now: SimulationTime) -> Bool {
        guard let condition = particulars(of: id)?.condition,
            condition.attempt == borrowing[id.position].asked,
            let asked = condition.askedAgain,
            let deadline = answerDeadline(of: id, askedAt: asked)
        else { return false }
        return now < max(asked + .tick, deadline)
    }

    private func answerDeadline(
        of id: BorrowingRequestID,
        askedAt start: SimulationTime
    ) -> SimulationTime? {
        guard routing.hasTimeLimits else { return nil }
        return routing.rules.walk.deadline(
            askedAt: start,
            level: walkLevel(of: id),
            in: institution.zone
        )
    }

    /// Whether staff chose the lender that a request is with, and the rules keep to that.
    func isKeptSelection(_ id: BorrowingRequestID) -> Bool {
        guard routing.rules.walk.keepsManualSelection,
            let chosen = particulars(of: id)?.chosenLender
        else { return false }
        return borrowing[id.position].lender == chosen
    }
}
