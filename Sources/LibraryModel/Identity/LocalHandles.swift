// Conformances need no documentation of their own.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

// Handles local to one institution. None of them travels on the bus bare.

/// A patron's record, own or linked, by its number at its institution.
public struct PatronID: RecordHandle {
    public let index: Int32
    @inlinable public init(_ index: Int32) { self.index = index }
}

/// A physical copy, by its number at its institution.
public struct ItemID: RecordHandle {
    public let index: Int32
    @inlinable public init(_ index: Int32) { self.index = index }
}

/// A bibliographic record with its copies, by its number at its institution.
public struct BibID: RecordHandle {
    public let index: Int32
    @inlinable public init(_ index: Int32) { self.index = index }
}

/// A loan, open or closed, by its number at its institution.
public struct LoanID: RecordHandle {
    public let index: Int32
    @inlinable public init(_ index: Int32) { self.index = index }
}

/// A fee, by its number at its institution.
public struct FeeID: RecordHandle {
    public let index: Int32
    @inlinable public init(_ index: Int32) { self.index = index }
}

/// A block on a patron, by its number at its institution.
public struct BlockID: RecordHandle {
    public let index: Int32
    @inlinable public init(_ index: Int32) { self.index = index }
}

/// A hold request, by its number at its institution.
public struct HoldID: RecordHandle {
    public let index: Int32
    @inlinable public init(_ index: Int32) { self.index = index }
}

/// What ties a visiting patron's copy to its source, by its number at its institution.
public struct LinkedAccountID: RecordHandle {
    public let index: Int32
    @inlinable public init(_ index: Int32) { self.index = index }
}

/// A library of an institution, by its number at its institution.
public struct LibraryID: RecordHandle {
    public let index: Int32
    @inlinable public init(_ index: Int32) { self.index = index }
}

/// A shelving location, by its number at its institution.
public struct LocationID: RecordHandle {
    public let index: Int32
    @inlinable public init(_ index: Int32) { self.index = index }
}

/// A circulation desk, by its number at its institution.
public struct DeskID: RecordHandle {
    public let index: Int32
    @inlinable public init(_ index: Int32) { self.index = index }
}

/// A campus, by its number at its institution.
public struct CampusID: RecordHandle {
    public let index: Int32
    @inlinable public init(_ index: Int32) { self.index = index }
}

/// A user group, by its number at its institution.
public struct UserGroupID: RecordHandle {
    public let index: Int32
    @inlinable public init(_ index: Int32) { self.index = index }
}

/// An item policy, by its number at its institution.
public struct ItemPolicyID: RecordHandle {
    public let index: Int32
    @inlinable public init(_ index: Int32) { self.index = index }
}

/// A physical material type, by its number at its institution.
public struct MaterialTypeID: RecordHandle {
    public let index: Int32
    @inlinable public init(_ index: Int32) { self.index = index }
}

/// A fulfillment unit, by its number at its institution.
public struct FulfillmentUnitID: RecordHandle {
    public let index: Int32
    @inlinable public init(_ index: Int32) { self.index = index }
}

/// A set of loan terms, by its number at its institution.
public struct LoanTermsID: RecordHandle {
    public let index: Int32
    @inlinable public init(_ index: Int32) { self.index = index }
}

/// A member of staff, by its number at its institution.
public struct StaffID: RecordHandle {
    public let index: Int32
    @inlinable public init(_ index: Int32) { self.index = index }
}

/// A kind of block, by its number at its institution.
public struct BlockDefinitionID: RecordHandle {
    public let index: Int32
    @inlinable public init(_ index: Int32) { self.index = index }
}

/// A statistical category, by its number at its institution.
public struct StatisticalCategoryID: RecordHandle {
    public let index: Int32
    @inlinable public init(_ index: Int32) { self.index = index }
}

/// A job category, by its number at its institution.
public struct JobCategoryID: RecordHandle {
    public let index: Int32
    @inlinable public init(_ index: Int32) { self.index = index }
}

/// A borrowing request, by its number at its institution.
public struct BorrowingRequestID: RecordHandle {
    public let index: Int32
    @inlinable public init(_ index: Int32) { self.index = index }
}

/// A lending request, by its number at its institution.
public struct LendingRequestID: RecordHandle {
    public let index: Int32
    @inlinable public init(_ index: Int32) { self.index = index }
}

/// What ties a hold to a partner's request, by its number at its institution.
public struct NetworkHoldID: RecordHandle {
    public let index: Int32
    @inlinable public init(_ index: Int32) { self.index = index }
}

/// An item's journey, by its number at its institution.
public struct TransitID: RecordHandle {
    public let index: Int32
    @inlinable public init(_ index: Int32) { self.index = index }
}

/// Another institution's item, by its number at the institution where it is fetched.
public struct GuestItemID: RecordHandle {
    public let index: Int32
    @inlinable public init(_ index: Int32) { self.index = index }
}

/// A citation of a request, by its number at its institution.
public struct CitationID: RecordHandle {
    public let index: Int32
    @inlinable public init(_ index: Int32) { self.index = index }
}
