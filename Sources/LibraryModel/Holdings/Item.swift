/// Where a copy is in its life.
public enum ItemStatus: UInt8, CaseIterable, Sendable, Codable {
    case onShelf, onLoan, onHoldShelf, inTransit, lost
    /// A temporary item that went back to its lender.
    case sentBack
    /// Taken off the shelf for a partner.
    case inProcess
    /// With a partner, on a lending request.
    case outToPartner
    /// Given up after it was lost.
    case missing
    /// Waiting for its patron at another institution.
    case onHoldShelfElsewhere

    /// The status as people read it.
    public var name: String {
        switch self {
        case .onShelf: "on shelf"
        case .onLoan: "on loan"
        case .onHoldShelf: "on hold shelf"
        case .inTransit: "in transit"
        case .lost: "lost"
        case .sentBack: "sent back to its lender"
        case .inProcess: "in process"
        case .outToPartner: "out to a partner"
        case .missing: "missing"
        case .onHoldShelfElsewhere: "on another institution's hold shelf"
        }
    }
}

/// A physical copy.
///
/// A network has millions of them, so each is kept small.
public struct Item: Sendable {
    /// The record that it is a copy of.
    public var bib: BibID
    @usableFromInline var borrowedForHandle: OptionalHandle<BorrowingRequestID>
    @usableFromInline var locationHandle: ShortHandle<LocationID>
    @usableFromInline var policyHandle: ShortHandle<ItemPolicyID>
    @usableFromInline var materialTypeHandle: OptionalShortHandle<MaterialTypeID>
    /// Where it is in its life.
    public var status: ItemStatus

    /// Where it belongs.
    @inlinable public var location: LocationID {
        get { locationHandle.value }
        set { locationHandle = ShortHandle(newValue) }
    }

    /// What rules go by that speak of items.
    @inlinable public var policy: ItemPolicyID {
        get { policyHandle.value }
        set { policyHandle = ShortHandle(newValue) }
    }

    /// What it is made of, where that is told.
    @inlinable public var materialType: MaterialTypeID? {
        get { materialTypeHandle.value }
        set { materialTypeHandle.value = newValue }
    }

    /// The borrowing request that a temporary item came for; nil for the institution's own.
    @inlinable public var borrowedFor: BorrowingRequestID? {
        get { borrowedForHandle.value }
        set { borrowedForHandle.value = newValue }
    }

    /// Makes a copy.
    public init(
        bib: BibID,
        location: LocationID,
        policy: ItemPolicyID,
        materialType: MaterialTypeID? = nil,
        status: ItemStatus = .onShelf,
        borrowedFor: BorrowingRequestID? = nil
    ) {
        self.bib = bib
        borrowedForHandle = OptionalHandle(borrowedFor)
        locationHandle = ShortHandle(location)
        policyHandle = ShortHandle(policy)
        materialTypeHandle = OptionalShortHandle(materialType)
        self.status = status
    }
}

/// A bibliographic record of one institution.
public struct Bib: Sendable {
    @usableFromInline var titleHandle: OptionalHandle<TitleID>

    /// The title in the union catalogue; nil where the record is not findable elsewhere.
    @inlinable public var title: TitleID? {
        get { titleHandle.value }
        set { titleHandle.value = newValue }
    }

    /// Makes a record.
    public init(title: TitleID?) {
        titleHandle = OptionalHandle(title)
    }
}
