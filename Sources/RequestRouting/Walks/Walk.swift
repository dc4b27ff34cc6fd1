package import LibraryModel
package import SimulationKernel

/// A request on its way along its lenders: a value that takes events and says what is next.
package struct Walk: Sendable, Equatable {
    /// Where it is.
    package enum State: String, Sendable, Hashable, CaseIterable {
        case created, sent, conditional
        case willSupply = "will-supply"
        /// A lender whose condition was declined is asked to let go, and then the next one.
        case movingOn = "moving-on"
        case cancelling, resolving, dispatched, ended
    }

    /// Who the parties besides the lender are, and how fast it is asked for.
    package struct Parties: Sendable, Hashable {
        package var borrower: InstitutionID
        package var pickup: InstitutionID
        package var level: Int64
        package var isManual: Bool
        /// The most that the borrower pays; nil where every price is taken.
        package var maximumCost: Money?

        package init(
            borrower: InstitutionID,
            pickup: InstitutionID,
            level: Int64 = 0,
            isManual: Bool = false,
            maximumCost: Money? = nil
        ) {
            self.borrower = borrower
            self.pickup = pickup
            self.level = level
            self.isManual = isManual
            self.maximumCost = maximumCost
        }
    }

    package let policy: WalkPolicy
    package let parties: Parties
    package let zone: ZoneTable
    package private(set) var state = State.created
    package private(set) var rota: [InstitutionID] = []
    /// The place in the rota of the lender that has the request, or had it last; −1 before.
    package private(set) var place = -1
    package private(set) var round = 1
    /// Those that had the request and let it go, in order.
    package private(set) var inactive: [InstitutionID] = []
    /// The lender that has the request.
    package private(set) var active: InstitutionID?
    package private(set) var workflow: WorkflowKind?
    /// How many lenders were asked, each time counted.
    package private(set) var attempts = 0
    /// How often lenders were chosen.
    package private(set) var resolutions = 0
    package private(set) var retries = 0
    package private(set) var deadline: SimulationTime?
    package private(set) var offer: WalkOffer?
    package private(set) var end: WalkEnd?

    package init(_ policy: WalkPolicy, _ parties: Parties, in zone: ZoneTable = .utc) {
        self.policy = policy
        self.parties = parties
        self.zone = zone
    }

    /// Begins with the lenders of a first decision.
    package mutating func begin(_ rota: [InstitutionID], at now: SimulationTime) -> WalkStep {
        guard state == .created else { return .ignore(.notExpected) }
        return take(rota, at: now)
    }

    /// Takes an event.
    package mutating func handle(_ event: WalkEvent, at now: SimulationTime) -> WalkStep {
        if state == .ended { return .ignore(.ended) }
        switch (event, state) {
        case (.completed, .dispatched): return finish(.completed)
        case (_, .dispatched): return .ignore(.dispatched)
        case (.resolved(let rota), .resolving): return take(rota, at: now)
        case (.resolved, _), (.completed, _): return .ignore(.notExpected)
        case (.shipped, .sent), (.shipped, .willSupply), (.shipped, .cancelling),
            (.shipped, .movingOn), (.shipped, .conditional):
            state = .dispatched
            deadline = nil
            return .wait
        case (.willSupply, .sent):
            state = .willSupply
            deadline = nil
            return .wait
        case (.conditional(let offer), .sent):
            state = .conditional
            self.offer = offer
            return .decide(offer)
        case (.retryPossible(let offer), .sent): return retry(offer, at: now)
        case (.acceptCondition, .conditional):
            state = .willSupply
            deadline = nil
            return .wait
        case (.declineCondition, .conditional): return letGo(.movingOn)
        case (.cancelAnswered(true), .movingOn): return next(at: now)
        case (.cancelAnswered(true), .cancelling): return finish(.cancelled)
        case (.cancelAnswered(false), .movingOn), (.cancelAnswered(false), .cancelling):
            state = .willSupply
            return .wait
        case (.unfilled, .cancelling), (.unreachable, .cancelling): return finish(.cancelled)
        case (.unfilled, .sent), (.unfilled, .willSupply), (.unfilled, .conditional),
            (.unfilled, .movingOn), (.unreachable, .sent), (.unreachable, .movingOn):
            return next(at: now)
        case (.cancel, .created), (.cancel, .resolving): return finish(.cancelled)
        case (.cancel, .sent), (.cancel, .willSupply), (.cancel, .conditional),
            (.cancel, .movingOn):
            return letGo(.cancelling)
        case (.timePassed, .sent), (.timePassed, .conditional):
            guard let deadline, now >= deadline else { return .wait }
            return next(at: now)
        case (.timePassed, _): return .wait
        default: return .ignore(.notExpected)
        }
    }

    private mutating func letGo(_ state: State) -> WalkStep {
        guard let active else { return finish(.cancelled) }
        self.state = state
        return .askToCancel(active)
    }

    private mutating func finish(_ end: WalkEnd) -> WalkStep {
        state = .ended
        deadline = nil
        self.end = end
        if end != .completed, let active {
            inactive.append(active)
            self.active = nil
        }
        return .finish(end)
    }

    private mutating func retry(_ offer: WalkOffer, at now: SimulationTime) -> WalkStep {
        guard let active, retries < policy.retries, isAffordable(offer) else {
            return next(at: now)
        }
        retries += 1
        self.offer = offer
        deadline = policy.deadline(askedAt: now, level: parties.level, in: zone)
        return .askAgain(active, offer, until: deadline)
    }

    /// Whether an offer costs no more than the borrower pays.
    private func isAffordable(_ offer: WalkOffer) -> Bool {
        guard let cost = offer.cost, let most = parties.maximumCost else { return true }
        return cost.minorUnits <= most.minorUnits
    }

    private mutating func take(_ rota: [InstitutionID], at now: SimulationTime) -> WalkStep {
        resolutions += 1
        self.rota = rota
        place = -1
        round = 1
        return next(at: now)
    }

    private mutating func next(at now: SimulationTime) -> WalkStep {
        if let active { inactive.append(active) }
        active = nil
        offer = nil
        retries = 0
        deadline = nil
        let isFirst = place < 0
        if !isFirst, parties.isManual, policy.keepsManualSelection {
            return finish(policy.end == .keep ? .kept : .unfilled)
        }
        if policy.reResolves, !isFirst, mayResolve {
            state = .resolving
            return .reResolve(excluding: policy.excludesTried ? inactive : [])
        }
        while true {
            place += 1
            if place >= rota.count {
                guard round < policy.rounds, !rota.isEmpty else {
                    return finish(policy.end == .keep ? .kept : .unfilled)
                }
                round += 1
                place = 0
            }
            if let limit = policy.attempts, attempts >= limit {
                return finish(policy.end == .keep ? .kept : .unfilled)
            }
            let candidate = rota[place]
            if policy.reResolves, policy.excludesTried, inactive.contains(candidate) { continue }
            guard
                let kind = WorkflowKind(
                    borrower: parties.borrower,
                    supplier: candidate,
                    pickup: parties.pickup
                ), policy.mayChangeWorkflow || workflow == nil || workflow == kind
            else { continue }
            attempts += 1
            active = candidate
            workflow = kind
            state = .sent
            deadline = policy.deadline(askedAt: now, level: parties.level, in: zone)
            return .ask(candidate, kind, until: deadline)
        }
    }

    /// Whether lenders may be chosen anew.
    private var mayResolve: Bool {
        if let limit = policy.attempts, attempts >= limit { return false }
        return resolutions <= policy.reResolutionLimit
    }
}
