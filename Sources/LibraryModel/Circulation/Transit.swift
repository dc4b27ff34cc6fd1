package import SimulationKernel

/// A journey of one of the institution's items to another institution, or home from there.
package struct Transit: Sendable {
    package var item: ItemID
    /// From where to where; one of the two is the item's own institution.
    package var origin: InstitutionID
    package var destination: InstitutionID
    package var state: TransitState
    package var departed: SimulationTime
    package var ended: SimulationTime?

    package init(
        item: ItemID,
        origin: InstitutionID,
        destination: InstitutionID,
        state: TransitState = .inTransit,
        departed: SimulationTime,
        ended: SimulationTime? = nil
    ) {
        self.item = item
        self.origin = origin
        self.destination = destination
        self.state = state
        self.departed = departed
        self.ended = ended
    }
}

/// Another institution's item that a patron fetches here.
package struct GuestItem: Sendable {
    package var owner: InstitutionID
    /// The number of the owner's hold.
    package var hold: HoldID
    package var request: RequestID
    /// The number of the borrower's conversation.
    package var conversation: Int64
    package var state: GuestItemState
    package var arrived: SimulationTime?
    package var heldUntil: SimulationTime?
    /// How long the patron keeps the item, where that is known beforehand.
    package var stay: SimulationDuration?
    package var ended: SimulationTime?

    package init(
        owner: InstitutionID,
        hold: HoldID,
        request: RequestID,
        conversation: Int64,
        state: GuestItemState = .underway,
        arrived: SimulationTime? = nil,
        heldUntil: SimulationTime? = nil,
        stay: SimulationDuration? = nil,
        ended: SimulationTime? = nil
    ) {
        self.owner = owner
        self.hold = hold
        self.request = request
        self.conversation = conversation
        self.state = state
        self.arrived = arrived
        self.heldUntil = heldUntil
        self.stay = stay
        self.ended = ended
    }
}
