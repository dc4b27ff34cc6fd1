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
    case notFound, patronNotAccepted, refusedByStaff, conditionDeclined, notPickedUp
    case notDelivered, closed

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
        case .notFound: "shipped, and then found at home"
        case .patronNotAccepted: "the patron is not served there"
        case .refusedByStaff: "refused by staff"
        case .conditionDeclined: "the lender's condition was declined"
        case .notPickedUp: "not picked up"
        case .notDelivered: "its items are not delivered to the borrower"
        case .closed: "the borrowing library closed"
        }
    }
}

/// A lender on a request's rota, and what came of asking it.
package struct RotaEntry: Hashable, Sendable, Codable {
    package var institution: InstitutionID
    /// Why it did not lend, where it was asked, or why it was not asked.
    package var reason: UnfilledReason?

    package init(institution: InstitutionID, reason: UnfilledReason? = nil) {
        self.institution = institution
        self.reason = reason
    }

    /// The entry in an integer: the institution's rank, and the number of the reason.
    package var packed: Int64 {
        Int64(institution.index) << 8 | Int64(reason.map { $0.rawValue + 1 } ?? 0)
    }

    /// The entry of a packed integer, or nil where there is none.
    package init?(packed: Int64) {
        guard packed >= 0, packed >> 8 <= Int64(Int32.max) else { return nil }
        let number = UInt8(packed & 0xff)
        if number > 0 {
            guard let known = UnfilledReason(rawValue: number - 1) else { return nil }
            reason = known
        } else {
            reason = nil
        }
        institution = InstitutionID(Int32(packed >> 8))
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let entry = Self(packed: try container.decode(Int64.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "not an entry of a rota"
            )
        }
        self = entry
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(packed)
    }
}

/// What a request without a record asks for: the blank form.
package struct Citation: Hashable, Sendable, Codable {
    /// The title's words; what contains them all is meant.
    package var title: String
    /// The system number in the union catalogue, if known.
    package var systemNumber: String

    package init(title: String = "", systemNumber: String = "") {
        self.title = title
        self.systemNumber = systemNumber
    }
}

/// A borrowing request at the home institution.
package struct BorrowingRequest: Sendable {
    package var patron: PatronID
    /// The title; nil until a citation is found in the union catalogue.
    package var title: TitleID?
    /// What the form said, where no record was named.
    package var citation: CitationID?
    /// The resource sharing library in whose name it is made.
    package var owner: LibraryID
    package var created: SimulationTime
    /// The number of its conversation.
    package var conversation: Int64
    package var state: BorrowingState
    /// The lenders to ask, in order.
    package var rota: [RotaEntry]
    /// Who holds it and is not asked, and why.
    package var trimmed: [RotaEntry]
    /// Where the patron fetches it; nil for here.
    package var pickup: InstitutionID?
    /// How many of the rota have been asked.
    package var asked: Int32
    /// Why it was not filled, where it was not.
    package var reason: UnfilledReason?
    /// When the lender wants the item back.
    package var lenderDue: SimulationTime?
    /// The temporary item, once received.
    package var item: ItemID?
    /// When the item arrived.
    package var received: SimulationTime?
    /// How often the lender was asked to move its due date.
    package var renewals: Int32
    /// How long the patron keeps the item, where that is known beforehand.
    package var stay: SimulationDuration?
    /// When the patron got the item.
    package var filled: SimulationTime?
    /// When it came to an end.
    package var ended: SimulationTime?

    package init(
        patron: PatronID,
        title: TitleID?,
        citation: CitationID? = nil,
        owner: LibraryID,
        created: SimulationTime,
        conversation: Int64,
        state: BorrowingState = .created,
        rota: [RotaEntry] = [],
        trimmed: [RotaEntry] = [],
        pickup: InstitutionID? = nil,
        asked: Int32 = 0,
        reason: UnfilledReason? = nil,
        lenderDue: SimulationTime? = nil,
        item: ItemID? = nil,
        received: SimulationTime? = nil,
        renewals: Int32 = 0,
        stay: SimulationDuration? = nil,
        filled: SimulationTime? = nil,
        ended: SimulationTime? = nil
    ) {
        self.patron = patron
        self.title = title
        self.citation = citation
        self.owner = owner
        self.created = created
        self.conversation = conversation
        self.state = state
        self.rota = rota
        self.trimmed = trimmed
        self.pickup = pickup
        self.asked = asked
        self.reason = reason
        self.lenderDue = lenderDue
        self.item = item
        self.received = received
        self.renewals = renewals
        self.stay = stay
        self.filled = filled
        self.ended = ended
    }

    /// The lender that is being asked or has promised.
    package var lender: InstitutionID? {
        asked > 0 && Int(asked) <= rota.count ? rota[Int(asked) - 1].institution : nil
    }
}

/// A lending request at the lending institution.
package struct LendingRequest: Sendable {
    package var request: RequestID
    /// The number of the borrower's conversation.
    package var conversation: Int64
    /// Which of the borrower's attempts it answers.
    package var attempt: Int32
    package var title: TitleID
    /// The resource sharing library that answers.
    package var library: LibraryID
    /// The item that is promised or sent.
    package var item: ItemID?
    package var received: SimulationTime
    package var state: LendingState
    package var due: SimulationTime?
    /// How often the due date was moved.
    package var renewals: Int32
    package var reason: UnfilledReason?
    package var ended: SimulationTime?

    package init(
        request: RequestID,
        conversation: Int64,
        attempt: Int32,
        title: TitleID,
        library: LibraryID,
        item: ItemID?,
        received: SimulationTime,
        state: LendingState = .created,
        due: SimulationTime? = nil,
        renewals: Int32 = 0,
        reason: UnfilledReason? = nil,
        ended: SimulationTime? = nil
    ) {
        self.request = request
        self.conversation = conversation
        self.attempt = attempt
        self.title = title
        self.library = library
        self.item = item
        self.received = received
        self.state = state
        self.due = due
        self.renewals = renewals
        self.reason = reason
        self.ended = ended
    }
}
