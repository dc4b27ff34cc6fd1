// Handles local to one institution. None of them travels on the bus bare.

/// A patron's record, own or linked, by its number at its institution.
package struct PatronID: RecordHandle {
    package let index: Int32
    package init(_ index: Int32) { self.index = index }
}

/// A physical copy, by its number at its institution.
package struct ItemID: RecordHandle {
    package let index: Int32
    package init(_ index: Int32) { self.index = index }
}

/// A bibliographic record with its copies, by its number at its institution.
package struct BibID: RecordHandle {
    package let index: Int32
    package init(_ index: Int32) { self.index = index }
}

/// A loan, open or closed, by its number at its institution.
package struct LoanID: RecordHandle {
    package let index: Int32
    package init(_ index: Int32) { self.index = index }
}

/// A fee, by its number at its institution.
package struct FeeID: RecordHandle {
    package let index: Int32
    package init(_ index: Int32) { self.index = index }
}

/// A block on a patron, by its number at its institution.
package struct BlockID: RecordHandle {
    package let index: Int32
    package init(_ index: Int32) { self.index = index }
}

/// A hold request, by its number at its institution.
package struct HoldID: RecordHandle {
    package let index: Int32
    package init(_ index: Int32) { self.index = index }
}

/// What ties a visiting patron's copy to its source, by its number at its institution.
package struct LinkedAccountID: RecordHandle {
    package let index: Int32
    package init(_ index: Int32) { self.index = index }
}

/// A library of an institution, by its number at its institution.
package struct LibraryID: RecordHandle {
    package let index: Int32
    package init(_ index: Int32) { self.index = index }
}

/// A shelving location, by its number at its institution.
package struct LocationID: RecordHandle {
    package let index: Int32
    package init(_ index: Int32) { self.index = index }
}

/// A circulation desk, by its number at its institution.
package struct DeskID: RecordHandle {
    package let index: Int32
    package init(_ index: Int32) { self.index = index }
}

/// A campus, by its number at its institution.
package struct CampusID: RecordHandle {
    package let index: Int32
    package init(_ index: Int32) { self.index = index }
}

/// A user group, by its number at its institution.
package struct UserGroupID: RecordHandle {
    package let index: Int32
    package init(_ index: Int32) { self.index = index }
}

/// An item policy, by its number at its institution.
package struct ItemPolicyID: RecordHandle {
    package let index: Int32
    package init(_ index: Int32) { self.index = index }
}

/// A physical material type, by its number at its institution.
package struct MaterialTypeID: RecordHandle {
    package let index: Int32
    package init(_ index: Int32) { self.index = index }
}

/// A fulfillment unit, by its number at its institution.
package struct FulfillmentUnitID: RecordHandle {
    package let index: Int32
    package init(_ index: Int32) { self.index = index }
}

/// A set of loan terms, by its number at its institution.
package struct LoanTermsID: RecordHandle {
    package let index: Int32
    package init(_ index: Int32) { self.index = index }
}

/// A member of staff, by its number at its institution.
package struct StaffID: RecordHandle {
    package let index: Int32
    package init(_ index: Int32) { self.index = index }
}

/// A kind of block, by its number at its institution.
package struct BlockDefinitionID: RecordHandle {
    package let index: Int32
    package init(_ index: Int32) { self.index = index }
}

/// A statistical category, by its number at its institution.
package struct StatisticalCategoryID: RecordHandle {
    package let index: Int32
    package init(_ index: Int32) { self.index = index }
}

/// A job category, by its number at its institution.
package struct JobCategoryID: RecordHandle {
    package let index: Int32
    package init(_ index: Int32) { self.index = index }
}

/// A borrowing request, by its number at its institution.
package struct BorrowingRequestID: RecordHandle {
    package let index: Int32
    package init(_ index: Int32) { self.index = index }
}

/// A lending request, by its number at its institution.
package struct LendingRequestID: RecordHandle {
    package let index: Int32
    package init(_ index: Int32) { self.index = index }
}

/// What ties a hold to a partner's request, by its number at its institution.
package struct NetworkHoldID: RecordHandle {
    package let index: Int32
    package init(_ index: Int32) { self.index = index }
}

/// An item's journey, by its number at its institution.
package struct TransitID: RecordHandle {
    package let index: Int32
    package init(_ index: Int32) { self.index = index }
}

/// Another institution's item, by its number at the institution where it is fetched.
package struct GuestItemID: RecordHandle {
    package let index: Int32
    package init(_ index: Int32) { self.index = index }
}

/// A citation of a request, by its number at its institution.
package struct CitationID: RecordHandle {
    package let index: Int32
    package init(_ index: Int32) { self.index = index }
}
