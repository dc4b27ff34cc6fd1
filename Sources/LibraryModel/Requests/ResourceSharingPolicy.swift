package import SimulationKernel

/// How an institution borrows from partners.
package struct BorrowingPolicy: Hashable, Sendable {
    /// Whether requests are sent as soon as the rota is known, or wait for staff.
    package var sendsAutomatically = true
    /// Whether a request that no partner holds ends, or waits for staff.
    package var cancelsOnLocateFailure = true
    /// Whether a request that no lender filled waits for staff, rather than end.
    package var keepsRejectedActive = false
    /// How long a request waits to be sent; nil is without limit.
    package var expiry: CalendarPeriod?
    /// How long after an item's arrival its patron fetches it, in days.
    package var pickup: Distribution = .constant(0)
    /// How long the hold shelf keeps what came from partners; nil is as long as they allow.
    package var holdShelf: HoldShelfPolicy = HoldShelfPolicy()
    /// Whether requests that are not sent end when their library closes for borrowing.
    package var cancelsOpenWhenClosed = false
    /// What its requests ask for that do not say it themselves.
    package var service = RequestedService()
    /// The groups whose members it would rather borrow from, where routing rules look at it.
    package var preferredGroups: [String] = []

    package init() {}
}

/// How an institution lends to partners.
package struct LendingPolicy: Hashable, Sendable {
    /// Whether requests are answered at once from what is on the shelf, or wait for staff.
    package var answersAutomatically = true
    /// How long a request may wait before the nightly job passes it on; nil is without limit.
    package var expiry: CalendarPeriod? = .days(4)
    /// Whether only days count on which the library is open.
    package var countsOpenDays = true
    /// How often a partner may renew.
    package var renewals = 1
    /// Whether new requests are refused while the library is closed for lending, or wait.
    package var refusesWhenClosed = true
    /// Whether requests that are not sent are refused when the library closes for lending.
    package var refusesOpenWhenClosed = false
    /// Whether the closure holds for the fulfillment network too.
    package var closesFulfillmentNetwork = false
    /// How long after its due date an item is given up as lost; nil is never.
    package var lostAfter: CalendarPeriod?
    /// How much it has agreed to lend for what it borrows, where routing rules look at it.
    package var ratio: LendingRatio?
    /// How often it is chosen beside others, where routing rules draw by weight.
    package var weight: Int?
    /// What it offers and for how much, where routing rules look at it; nil where nothing is said.
    package var tiers: [ServiceTier]?

    package init() {}
}

/// So many loans for so many items borrowed: 1 to 3 lends one for every three.
package struct LendingRatio: Hashable, Sendable {
    package var loans: Int
    package var borrows: Int

    package init(loans: Int, borrows: Int) {
        self.loans = loans
        self.borrows = borrows
    }
}

/// How two institutions deal with requests between them.
package enum PartnerKind: String, CaseIterable, Sendable {
    /// The lender has a lending request, the borrower lends to its patron.
    case peerToPeer = "peer-to-peer"
    /// The lender has a hold for the patron's linked account, and lends to it.
    case fulfillmentNetwork = "fulfillment-network"
}

/// A side of resource sharing that a library may be closed for.
package enum ClosableSide: UInt8, CaseIterable, Sendable, Codable {
    case borrowing, lending

    package var code: String { String(describing: self) }
}

/// That a library takes no part in borrowing, or in lending.
package struct LibraryClosure: Sendable {
    package var library: LibraryID
    package var side: ClosableSide
    /// The first day; nil is from the start.
    package var first: CivilDate?
    /// The last day; nil is until it is opened again.
    package var last: CivilDate?
    package var made: SimulationTime
    /// When it was taken back; that it was made, and its days, stay on record.
    package var ended: SimulationTime?

    package init(
        library: LibraryID,
        side: ClosableSide,
        first: CivilDate?,
        last: CivilDate?,
        made: SimulationTime,
        ended: SimulationTime? = nil
    ) {
        self.library = library
        self.side = side
        self.first = first
        self.last = last
        self.made = made
        self.ended = ended
    }

    /// Whether the library is closed on a day.
    package func holds(on day: CivilDate) -> Bool {
        ended == nil && (first.map { $0 <= day } ?? true) && (last.map { day <= $0 } ?? true)
    }
}

/// Days on which a library is closed, said after its calendar was made.
package struct ClosedDays: Sendable {
    package var library: LibraryID
    package var first: CivilDate
    package var last: CivilDate
    package var made: SimulationTime
    /// Whether due dates have been moved for it.
    package var isApplied: Bool

    package init(
        library: LibraryID,
        first: CivilDate,
        last: CivilDate,
        made: SimulationTime,
        isApplied: Bool = false
    ) {
        self.library = library
        self.first = first
        self.last = last
        self.made = made
        self.isApplied = isApplied
    }
}
