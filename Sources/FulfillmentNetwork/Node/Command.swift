package import LibraryModel
package import SimulationKernel

/// What somebody does at an institution.
package enum Command: Sendable {
    /// A desk lends a copy, or any copy of a record, to a patron whose record is here; the patron
    /// brings it back after `stay`, where that is known.
    case checkOut(patron: PatronID, wanted: WantedItem, stay: SimulationDuration?)
    /// A desk lends to a patron of another institution, found there by an identifier.
    case walkIn(
        home: InstitutionID,
        identifier: PatronIdentifier,
        wanted: WantedItem,
        stay: SimulationDuration?
    )
    /// A desk finds a patron of another institution and makes or refreshes the linked account.
    case findUser(home: InstitutionID, identifier: PatronIdentifier)
    case renew(LoanID)
    /// A desk takes an item back.
    case checkIn(ItemID)
    /// A patron wants a title: lent here if a copy is on the shelf, else requested from a partner.
    case wantTitle(patron: PatronID, title: TitleID, stay: SimulationDuration?)
    /// A patron or staff request a title from a partner.
    case request(patron: PatronID, title: TitleID, owner: LibraryID?)
    /// A patron or staff cancel a request.
    case cancelRequest(BorrowingRequestID)
    case placeHold(patron: PatronID, bib: BibID)
    case cancelHold(HoldID)
    case addBlock(patron: PatronID, definition: BlockDefinitionID)
    case removeBlock(patron: PatronID, definition: BlockDefinitionID)
    /// A desk posts a fee by hand.
    case charge(patron: PatronID, amount: Money)
    /// A patron pays towards the oldest fees owed here.
    case pay(patron: PatronID, amount: Money)
    /// Staff look at what a patron does at other institutions: at one of them, or at all where it
    /// is known.
    case networkActivity(staff: StaffID, patron: PatronID, at: InstitutionID?)
    /// Which library would own a request of the patron.
    case resolveResourceSharingLibrary(patron: PatronID, owner: LibraryID?)
    /// Staff set the list of resource sharing libraries by hand.
    case setResourceSharingLibraries(patron: PatronID, libraries: SmallSet)
    /// The job that assigns the resource sharing library.
    case assignResourceSharingLibrary(AssignmentOptions)
    /// The job that removes linked accounts whose purge date has passed.
    case purgeLinkedAccounts

    /// The command's number in digests.
    package var number: Int64 {
        switch self {
        case .checkOut: 1
        case .walkIn: 2
        case .findUser: 3
        case .renew: 4
        case .checkIn: 5
        case .placeHold: 6
        case .cancelHold: 7
        case .addBlock: 8
        case .removeBlock: 9
        case .charge: 10
        case .pay: 11
        case .networkActivity: 12
        case .resolveResourceSharingLibrary: 13
        case .setResourceSharingLibraries: 14
        case .assignResourceSharingLibrary: 15
        case .purgeLinkedAccounts: 16
        case .wantTitle: 17
        case .request: 18
        case .cancelRequest: 19
        }
    }
}
