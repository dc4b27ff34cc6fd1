package import LibraryModel
import RequestRouting
import SimulationKernel

// Whom a request is sent to: the rules decide, and what they decided is kept.
extension InstitutionNode {
    /// Decides whom to ask for a request, and gives the time to decide again where everybody is for
    /// later.
    func route(
        _ id: BorrowingRequestID,
        among candidates: Candidates,
        at now: SimulationTime
    ) -> (outcome: RoutingOutcome, again: SimulationTime?) {
        // Once, as reaching it counts a reference.
        let desk = desk
        desk.write { tellFacts(for: id, among: candidates, at: now, in: &$0) }
        let context = context(of: id)
        var isKept = keeps(id)
        if isKept, decisions.count >= Routing.decisionLimit {
            isKept = false
            counters[.decisionsNotKept] += 1
        }
        if routing.hasRule { decideByRule(at: desk) } else { desk.decide(context, isRead: isKept) }
        let outcome = desk.outcome
        if let first = outcome.cursor, first != context.cursor { noteTurn(of: first) }
        if isKept {
            _ = decisions.append(
                RoutingDecisionRecord(outcome, of: desk.sheet, request: id, context: context)
            )
        }
        let isDeferred = outcome.nobody == .allDeferred
        let again =
            isDeferred ? routing.rules.nextAttempt(after: outcome, of: desk.sheet) : nil
        if routing.usesHistory || routing.usesEarlierRequests {
            desk.write { $0.forgetRequest() }
        }
        return (outcome, again)
    }

    /// Decides by a rule that is a Swift type.
    private func decideByRule(at desk: RoutingDesk) {
        if let rule = routing.rule { desk.decide(by: rule) }
    }

    private func entity(of id: BorrowingRequestID) -> EntityKey {
        network.institutions[self.id.position].entity.child(requestID(id).number)
    }

    /// What tie-breaks need about a request.
    func context(of id: BorrowingRequestID) -> RoutingContext {
        RoutingContext(
            draws: draws,
            request: entity(of: id),
            round: Int64(borrowing[id.position].asked),
            cursor: turns.count > 0 ? turns[0].institution : nil
        )
    }

    private func noteTurn(of institution: InstitutionID) {
        if turns.count == 0 {
            _ = turns.append(RoutingTurn(institution: institution))
        } else {
            turns[0].institution = institution
        }
    }

    /// Whether decisions about a request are kept.
    private func keeps(_ id: BorrowingRequestID) -> Bool {
        switch routing.keeping {
        case .all: true
        case .none: false
        case .sample(let share): draws.draw(entity(of: id), .keptDecision, 0).happens(share)
        }
    }

    /// Notes that a lender was asked, where the rules count it or look at how it answers.
    func noteAsked(
        _ lender: InstitutionID,
        for id: BorrowingRequestID,
        at now: SimulationTime
    ) {
        guard routing.usesHistory || routing.usesExperience else { return }
        let row = lendersAsked.append(
            LenderAsked(time: now, institution: lender, request: id)
        )
        if routing.usesHistory { index.lendersAsked.note(RoutingHistory.Entry(now, lender)) }
        if routing.usesExperience { index.openAsks[id] = LenderAskedID(row) }
    }

    /// Notes that the lender of a request answered, or was given up, where the rules look at that; its
    /// first word is the answer.
    func noteAnswer(
        to id: BorrowingRequestID,
        isSilent: Bool = false,
        at now: SimulationTime
    ) {
        guard routing.usesExperience, let row = index.openAsks[id]?.position else { return }
        index.openAsks[id] = nil
        lendersAsked[row].ended = now
        lendersAsked[row].isSilent = isSilent
        index.note(lendersAsked[row])
    }

    /// How a lender has answered this institution so far.
    func experience(with lender: InstitutionID) -> LenderExperience {
        index.experience.indices.contains(lender.position)
            ? index.experience[lender.position] : LenderExperience()
    }

    /// Why a candidate is not asked, as it stays on the request's record.
    func reason(of record: CandidateRecord) -> UnfilledReason {
        let first = record.failedFilters.trailingZeroBitCount
        return first < routing.reasons.count ? routing.reasons[first] : .excludedByRule
    }

    /// What the rules decided about a request, each time it was routed.
    package func decisions(about id: BorrowingRequestID) -> [RoutingDecisionRecord] {
        decisions.indices.filter { decisions[$0].request == id }.map { decisions[$0] }
    }
}

extension DrawPurpose {
    /// Whether a decision is kept.
    static let keptDecision = DrawPurpose(rawValue: 41)
}
