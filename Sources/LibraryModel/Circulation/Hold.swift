package import SimulationKernel

/// A request for a title that waits for a copy.
package struct Hold: Sendable {
    package var patron: PatronID
    package var bib: BibID
    package var placed: SimulationTime
    package var state: HoldState
    /// The copy that is kept for it.
    package var item: ItemID?
    /// The last day on which the patron wants it; nil where none was named.
    package var lastInterest: CivilDate?
    /// When the copy that is kept came to the hold shelf.
    package var shelved: SimulationTime?
    /// Until when the copy waits on the hold shelf; nil where nothing limits it.
    package var heldUntil: SimulationTime?
    /// What ties it to a partner's request, where a partner asked for it.
    package var network: NetworkHoldID?

    package init(
        patron: PatronID,
        bib: BibID,
        placed: SimulationTime,
        state: HoldState = .waiting,
        item: ItemID? = nil,
        lastInterest: CivilDate? = nil,
        shelved: SimulationTime? = nil,
        heldUntil: SimulationTime? = nil,
        network: NetworkHoldID? = nil
    ) {
        self.patron = patron
        self.bib = bib
        self.placed = placed
        self.state = state
        self.item = item
        self.lastInterest = lastInterest
        self.shelved = shelved
        self.heldUntil = heldUntil
        self.network = network
    }
}

/// What a hold for a linked account has besides: whose request it fills, and where it is fetched.
package struct NetworkHold: Sendable {
    package var hold: HoldID
    package var item: ItemID
    package var request: RequestID
    /// The number of the borrower's conversation.
    package var conversation: Int64
    /// Which of the borrower's attempts it answers.
    package var attempt: Int32
    /// Where the patron fetches the item.
    package var pickup: InstitutionID
    /// How long the patron keeps the item, where that is known beforehand.
    package var stay: SimulationDuration?
    /// The loan that it became.
    package var loan: LoanID?
    /// When the item was back, or the request over without one.
    package var ended: SimulationTime?

    package init(
        hold: HoldID,
        item: ItemID,
        request: RequestID,
        conversation: Int64,
        attempt: Int32,
        pickup: InstitutionID,
        stay: SimulationDuration? = nil,
        loan: LoanID? = nil,
        ended: SimulationTime? = nil
    ) {
        self.hold = hold
        self.item = item
        self.request = request
        self.conversation = conversation
        self.attempt = attempt
        self.pickup = pickup
        self.stay = stay
        self.loan = loan
        self.ended = ended
    }
}
