package import LibraryModel
package import SimulationKernel

/// What a lender offers instead of a plain yes.
package struct WalkOffer: Sendable, Hashable {
    /// What it asks for; nil where cost is not the point.
    package var cost: Money?
    /// In which currency, by its code.
    package var currency: String

    package init(cost: Money? = nil, currency: String = "") {
        self.cost = cost
        self.currency = currency
    }
}

/// What happens to a request that goes along its lenders.
package enum WalkEvent: Sendable, Hashable {
    case unfilled
    case willSupply
    case conditional(WalkOffer)
    /// A retry is possible, such as at another cost.
    case retryPossible(WalkOffer)
    /// No message reaches the lender.
    case unreachable
    /// The item is on its way.
    case shipped
    case completed
    case acceptCondition
    case declineCondition
    /// The borrower wants no more.
    case cancel
    /// Whether the lender agrees.
    case cancelAnswered(agrees: Bool)
    /// Time has passed; only a limit makes it matter.
    case timePassed
    /// Lenders were chosen anew.
    case resolved([InstitutionID])
}

/// What is to be done next.
package enum WalkStep: Sendable, Hashable {
    case ask(InstitutionID, WorkflowKind, until: SimulationTime?)
    /// The same lender again, on what it offered.
    case askAgain(InstitutionID, WalkOffer, until: SimulationTime?)
    /// Somebody decides about an offer.
    case decide(WalkOffer)
    /// The lender is asked to let go.
    case askToCancel(InstitutionID)
    case reResolve(excluding: [InstitutionID])
    case wait
    case finish(WalkEnd)
    /// The event means nothing now, and changes nothing.
    case ignore(WalkIgnored)
}

/// How a walk ends.
package enum WalkEnd: String, Sendable, Hashable, CaseIterable {
    case completed, unfilled, cancelled
    /// Nobody is left, and staff see to it.
    case kept
}

/// Why an event means nothing.
package enum WalkIgnored: String, Sendable, Hashable, CaseIterable {
    /// The item is on its way, and nobody else is asked any more.
    case dispatched
    case ended
    case notExpected = "not-expected"
}
