public import SimulationKernel

/// A request as it is known everywhere: the home institution, and its count of requests.
public struct RequestID: Hashable, Sendable, Codable {
    /// The institution whose patron asks.
    public var home: InstitutionID
    /// The home's count of requests, from 1.
    public var number: Int64

    /// Names a request.
    public init(home: InstitutionID, number: Int64) {
        self.home = home
        self.number = number
    }
}

/// Why a request was not filled, by one lender or in the end.
public enum UnfilledReason: UInt8, CaseIterable, Sendable, Codable {
    case notHeldElsewhere, notAvailable, notLendable, notLending, expired, unreachable
    case rotaEnded, cancelled
    case notFound, patronNotAccepted, refusedByStaff, conditionDeclined, notPickedUp
    case notDelivered, closed
    case excludedByRule, notAdmitted
    case tooExpensive
    case alreadyRequested, availableHere

    /// The reason as files name it: `rota-ended`.
    public var code: String { words(String(describing: self)).replacing(" ", with: "-") }

    /// The reason as people read it.
    public var name: String {
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
        case .excludedByRule: "a routing rule speaks against it"
        case .notAdmitted: "a routing rule does not admit the request"
        case .alreadyRequested: "the patron has another request for it"
        case .availableHere: "a copy is on the own shelf"
        case .tooExpensive: "the lender wants more than the request may cost"
        }
    }
}

/// A lender on a request's rota, and what came of asking it.
public struct RotaEntry: Hashable, Sendable, Codable {
    /// The lender.
    public var institution: InstitutionID
    /// Why it did not lend, where it was asked, or why it was not asked.
    public var reason: UnfilledReason?

    /// Puts a lender on a rota.
    @inlinable public init(institution: InstitutionID, reason: UnfilledReason? = nil) {
        self.institution = institution
        self.reason = reason
    }

    /// The entry in an integer: the institution's rank, and the number of the reason.
    public var packed: Int64 {
        Int64(institution.index) << 8 | Int64(reason.map { $0.rawValue + 1 } ?? 0)
    }

    /// The entry of a packed integer, or nil where there is none.
    public init?(packed: Int64) {
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

    /// Reads an entry from its integer.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let entry = Self(packed: try container.decode(Int64.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "not an entry of a rota"
            )
        }
        self = entry
    }

    /// Writes the entry as its integer.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(packed)
    }
}

/// What a request without a record asks for: the blank form.
public struct Citation: Hashable, Sendable, Codable {
    /// The title's words; what contains them all is meant.
    public var title: String
    /// The system number in the union catalogue, if known.
    public var systemNumber: String

    /// Makes a form with nothing else on it.
    public init(title: String = "", systemNumber: String = "") {
        self.title = title
        self.systemNumber = systemNumber
    }
}

/// A borrowing request at the home institution.
///
/// A run keeps every request there ever was, so what may be missing is kept small.
public struct BorrowingRequest: Sendable {
    /// Who wants the title.
    public var patron: PatronID
    /// The resource sharing library in whose name it is made.
    public var owner: LibraryID
    @usableFromInline var titleHandle: OptionalHandle<TitleID>
    @usableFromInline var citationHandle: OptionalHandle<CitationID>
    @usableFromInline var pickupHandle: OptionalHandle<InstitutionID>
    @usableFromInline var itemHandle: OptionalHandle<ItemID>
    /// How many of the rota have been asked.
    public var asked: Int32
    @usableFromInline var renewalCount: UInt16
    /// Where the request is in its life.
    public var state: BorrowingState
    /// Why it was not filled, where it was not.
    public var reason: UnfilledReason?
    /// When the patron asked.
    public var created: SimulationTime
    /// The number of its conversation.
    public var conversation: Int64
    @usableFromInline var lenderDueTime: OptionalTime
    @usableFromInline var receivedTime: OptionalTime
    @usableFromInline var filledTime: OptionalTime
    @usableFromInline var endedTime: OptionalTime
    /// How long the patron keeps the item, or the least number there is.
    @usableFromInline var stayMicroseconds: Int64
    /// The lenders to ask, in order, as they are kept.
    public var lenders: RotaList
    /// Who holds it and is not asked, and why.
    public var trimmed: [RotaEntry]

    /// How often the lender was asked to move its due date, as far as two bytes count.
    @inlinable public var renewals: Int32 {
        get { Int32(renewalCount) }
        set { renewalCount = UInt16(clamping: newValue) }
    }

    /// The title; nil until a citation is found in the union catalogue.
    @inlinable public var title: TitleID? {
        get { titleHandle.value }
        set { titleHandle.value = newValue }
    }

    /// What the form said, where no record was named.
    @inlinable public var citation: CitationID? {
        get { citationHandle.value }
        set { citationHandle.value = newValue }
    }

    /// Where the patron fetches it; nil for here.
    @inlinable public var pickup: InstitutionID? {
        get { pickupHandle.value }
        set { pickupHandle.value = newValue }
    }

    /// When the lender wants the item back.
    @inlinable public var lenderDue: SimulationTime? {
        get { lenderDueTime.value }
        set { lenderDueTime.value = newValue }
    }

    /// The temporary item, once received.
    @inlinable public var item: ItemID? {
        get { itemHandle.value }
        set { itemHandle.value = newValue }
    }

    /// When the item arrived.
    @inlinable public var received: SimulationTime? {
        get { receivedTime.value }
        set { receivedTime.value = newValue }
    }

    /// When the patron got the item.
    @inlinable public var filled: SimulationTime? {
        get { filledTime.value }
        set { filledTime.value = newValue }
    }

    /// When it came to an end.
    @inlinable public var ended: SimulationTime? {
        get { endedTime.value }
        set { endedTime.value = newValue }
    }

    /// How long the patron keeps the item, where that is known beforehand.
    @inlinable public var stay: SimulationDuration? {
        get {
            stayMicroseconds == .min ? nil : SimulationDuration(microseconds: stayMicroseconds)
        }
        set { stayMicroseconds = newValue?.microseconds ?? .min }
    }

    /// The lenders to ask, in order.
    public var rota: [RotaEntry] {
        get { lenders.entries }
        set { lenders = RotaList(newValue) }
    }

    /// The number of lenders to ask.
    @inlinable @inline(__always) public var rotaCount: Int { lenders.count }

    /// What is on the rota at a place.
    @inlinable @inline(__always) public func entry(at place: Int) -> RotaEntry { lenders[place] }

    /// Whether it was cancelled, and its lender has not said that this is the end of it: what it may
    /// have sent goes straight back.
    public var isUnwanted: Bool { reason == .cancelled && !state.isFinal }

    /// Whether an attempt, counted from 1, has come to nothing: it is known why.
    public func hasGivenUp(_ attempt: Int32) -> Bool {
        attempt > 0 && Int(attempt) <= rotaCount && entry(at: Int(attempt) - 1).reason != nil
    }

    /// The lender at a place of the rota.
    @inlinable @inline(__always) public func lender(at place: Int) -> InstitutionID {
        lenders[place].institution
    }

    /// Notes why the lender at a place of the rota did not lend.
    @inlinable @inline(__always) public mutating func note(
        _ reason: UnfilledReason,
        ofLenderAt place: Int
    ) {
        lenders[place].reason = reason
    }

    /// Makes a request.
    public init(
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
        titleHandle = OptionalHandle(title)
        citationHandle = OptionalHandle(citation)
        self.owner = owner
        self.created = created
        self.conversation = conversation
        self.state = state
        lenders = RotaList(rota)
        self.trimmed = trimmed
        pickupHandle = OptionalHandle(pickup)
        self.asked = asked
        self.reason = reason
        lenderDueTime = OptionalTime(lenderDue)
        itemHandle = OptionalHandle(item)
        receivedTime = OptionalTime(received)
        renewalCount = UInt16(clamping: renewals)
        stayMicroseconds = stay?.microseconds ?? .min
        filledTime = OptionalTime(filled)
        endedTime = OptionalTime(ended)
    }

    /// The lender that is being asked or has promised.
    @inlinable @inline(__always) public var lender: InstitutionID? {
        asked > 0 && Int(asked) <= lenders.count ? lender(at: Int(asked) - 1) : nil
    }
}

/// A lending request at the lending institution.
///
/// A run keeps every request there ever was, so what may be missing is kept small.
public struct LendingRequest: Sendable {
    @usableFromInline var home: InstitutionID
    /// Which of the borrower's attempts it answers.
    public var attempt: Int32
    @usableFromInline var number: Int64
    /// The number of the borrower's conversation.
    public var conversation: Int64
    /// When it came.
    public var received: SimulationTime
    @usableFromInline var dueTime: OptionalTime
    @usableFromInline var endedTime: OptionalTime
    /// What is wanted.
    public var title: TitleID
    /// The resource sharing library that answers.
    public var library: LibraryID
    @usableFromInline var itemHandle: OptionalHandle<ItemID>
    @usableFromInline var renewalCount: UInt16
    /// Where the request is in its life.
    public var state: LendingState
    /// Why nothing was lent, where nothing was.
    public var reason: UnfilledReason?

    /// How often the due date was moved, as far as fifteen bits count.
    @inlinable public var renewals: Int32 {
        get { Int32(renewalCount & 0x7fff) }
        set {
            renewalCount = renewalCount & 0x8000 | min(UInt16(clamping: newValue), 0x7fff)
        }
    }

    /// Whether the item was wanted back before it was due.
    @inlinable public var isRecalled: Bool {
        get { renewalCount & 0x8000 != 0 }
        set { renewalCount = renewalCount & 0x7fff | (newValue ? 0x8000 : 0) }
    }

    /// The borrower's request.
    public var request: RequestID {
        get { RequestID(home: home, number: number) }
        set { (home, number) = (newValue.home, newValue.number) }
    }

    /// The item that is promised or sent.
    @inlinable public var item: ItemID? {
        get { itemHandle.value }
        set { itemHandle.value = newValue }
    }

    /// When the item is due back here.
    @inlinable public var due: SimulationTime? {
        get { dueTime.value }
        set { dueTime.value = newValue }
    }

    /// When it came to an end.
    @inlinable public var ended: SimulationTime? {
        get { endedTime.value }
        set { endedTime.value = newValue }
    }

    /// Makes a request.
    public init(
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
        (home, number) = (request.home, request.number)
        self.conversation = conversation
        self.attempt = attempt
        self.title = title
        self.library = library
        itemHandle = OptionalHandle(item)
        self.received = received
        self.state = state
        dueTime = OptionalTime(due)
        renewalCount = min(UInt16(clamping: renewals), 0x7fff)
        self.reason = reason
        endedTime = OptionalTime(ended)
    }
}
