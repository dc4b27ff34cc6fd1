package import SimulationKernel

/// A request as it is known everywhere: the home institution, and its count of requests.
package struct RequestID: Hashable, Sendable, Codable {
    package var home: InstitutionID
    /// The home's count of requests, from 1.
    package var number: Int64

    package init(home: InstitutionID, number: Int64) {
        self.home = home
        self.number = number
    }
}

/// Why a request was not filled, by one lender or in the end.
package enum UnfilledReason: UInt8, CaseIterable, Sendable, Codable {
    case notHeldElsewhere, notAvailable, notLendable, notLending, expired, unreachable
    case rotaEnded, cancelled

    /// The reason as files name it: `rota-ended`.
    package var code: String { words(String(describing: self)).replacing(" ", with: "-") }

    /// The reason as people read it.
    package var name: String {
        switch self {
        case .notHeldElsewhere: "no other institution holds it"
        case .notAvailable: "not on the shelf"
        case .notLendable: "not lent to partners"
        case .notLending: "the library does not lend now"
        case .expired: "not acted on in time"
        case .unreachable: "could not be reached"
        case .rotaEnded: "no lender left"
        case .cancelled: "cancelled"
        }
    }
}

/// A borrowing request at the home institution.
package struct BorrowingRequest: Sendable {
    package var patron: PatronID
    package var title: TitleID
    /// The resource sharing library in whose name it is made.
    package var owner: LibraryID
    package var created: SimulationTime
    /// The number of its conversation.
    package var conversation: Int64
    package var state: BorrowingState
    /// The lenders to ask, in order.
    package var rota: [InstitutionID]
    /// How many of the rota have been asked.
    package var asked: Int32
    /// Why it was not filled, where it was not.
    package var reason: UnfilledReason?
    /// When the lender wants the item back.
    package var lenderDue: SimulationTime?
    /// The temporary item, once received.
    package var item: ItemID?
    /// How long the patron keeps the item, where that is known beforehand.
    package var stay: SimulationDuration?
    /// When the patron got the item.
    package var filled: SimulationTime?
    /// When it came to an end.
    package var ended: SimulationTime?

    package init(
        patron: PatronID,
        title: TitleID,
        owner: LibraryID,
        created: SimulationTime,
        conversation: Int64,
        state: BorrowingState = .created,
        rota: [InstitutionID] = [],
        asked: Int32 = 0,
        reason: UnfilledReason? = nil,
        lenderDue: SimulationTime? = nil,
        item: ItemID? = nil,
        stay: SimulationDuration? = nil,
        filled: SimulationTime? = nil,
        ended: SimulationTime? = nil
    ) {
        self.patron = patron
        self.title = title
        self.owner = owner
        self.created = created
        self.conversation = conversation
        self.state = state
        self.rota = rota
        self.asked = asked
        self.reason = reason
        self.lenderDue = lenderDue
        self.item = item
        self.stay = stay
        self.filled = filled
        self.ended = ended
    }

    /// The lender that is being asked or has promised.
    package var lender: InstitutionID? {
        asked > 0 && Int(asked) <= rota.count ? rota[Int(asked) - 1] : nil
    }
}

/// A lending request at the lending institution.
package struct LendingRequest: Sendable {
    package var request: RequestID
    /// The number of the borrower's conversation.
    package var conversation: Int64
    /// Which of the borrower's attempts it answers.
    package var attempt: Int32
    package var item: ItemID?
    package var received: SimulationTime
    package var state: LendingState
    package var due: SimulationTime?
    package var reason: UnfilledReason?
    package var ended: SimulationTime?

    package init(
        request: RequestID,
        conversation: Int64,
        attempt: Int32,
        item: ItemID?,
        received: SimulationTime,
        state: LendingState = .created,
        due: SimulationTime? = nil,
        reason: UnfilledReason? = nil,
        ended: SimulationTime? = nil
    ) {
        self.request = request
        self.conversation = conversation
        self.attempt = attempt
        self.item = item
        self.received = received
        self.state = state
        self.due = due
        self.reason = reason
        self.ended = ended
    }
}
