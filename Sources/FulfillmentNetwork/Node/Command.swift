package import LibraryModel
package import SimulationKernel

/// What somebody does at an institution.
package enum Command: Sendable {
    /// A desk lends a copy, or any copy of a record, to a patron whose record is here; the patron
    /// brings it back after `stay`, where that is known.
    case checkOut(patron: PatronID, wanted: WantedItem, stay: SimulationDuration?)
    /// A desk lends to a patron of another institution, found there by an identifier.
    indirect case walkIn(
        home: InstitutionID,
        identifier: PatronIdentifier,
        wanted: WantedItem,
        stay: SimulationDuration?
    )
    /// A desk finds a patron of another institution and makes or refreshes the linked account.
    indirect case findUser(home: InstitutionID, identifier: PatronIdentifier)
    case renew(LoanID)
    /// A desk takes an item back.
    case checkIn(ItemID)
    /// A patron wants a title: lent here if a copy is on the shelf, else requested from a partner.
    case wantTitle(patron: PatronID, title: TitleID, stay: SimulationDuration?)
    /// A patron wants a title, and says how fast and for how much.
    indirect case wantService(
        RequestedService,
        patron: PatronID,
        title: TitleID,
        stay: SimulationDuration?
    )
    /// A patron or staff request something from a partner, to be fetched here or elsewhere.
    indirect case request(
        patron: PatronID,
        wanted: RequestedTitle,
        owner: LibraryID?,
        pickup: InstitutionID?,
        service: RequestedService = RequestedService()
    )
    /// A patron or staff cancel a request.
    case cancelRequest(BorrowingRequestID)
    /// Staff send an item back to its lender that nobody has borrowed.
    case sendBack(BorrowingRequestID)
    /// A desk at home takes back what a request brought.
    case bringBack(BorrowingRequestID)
    /// Staff send a request that waits for them, along its rota or to a lender of their choice.
    case sendRequest(BorrowingRequestID, to: InstitutionID?)
    /// Staff have a request located again.
    case locateAgain(BorrowingRequestID)
    /// Staff accept or decline a lender's condition.
    case answerCondition(BorrowingRequestID, accepts: Bool)
    /// A lender's staff promise an item for a partner's request.
    case promise(LendingRequestID)
    /// A lender's staff will lend on a condition, which may be a price.
    case setCondition(LendingRequestID, price: Money? = nil)
    /// A lender's staff do not lend.
    case refuse(LendingRequestID, UnfilledReason)
    /// A lender's staff ship the item of a partner's request.
    case ship(LendingRequestID)
    /// A lender's staff want an item back from a partner.
    case recallFromPartner(LendingRequestID)
    /// A lender's staff give up an item that a partner has.
    case declareLostByPartner(LendingRequestID)
    /// A lender's staff end a request whose item is lost.
    case closeWithoutReturn(LendingRequestID)
    /// A loan is shortened, since somebody else wants the item.
    case recall(LoanID)
    case declareLost(LoanID)
    /// A lost item turned up with its patron: the loan goes on.
    case findItem(LoanID)
    /// Nobody looks for a lost item any more.
    case closeAsLost(LoanID)
    /// A closed lost loan is put on its patron's record again.
    case relink(LoanID)
    /// A desk takes an item of another institution.
    indirect case takeBack(owner: InstitutionID, barcode: String)
    /// A patron gets in line for a title, wanting it until a day.
    case placeHold(patron: PatronID, bib: BibID, lastInterest: CivilDate? = nil)
    case cancelHold(HoldID)
    case addBlock(patron: PatronID, definition: BlockDefinitionID)
    case removeBlock(patron: PatronID, definition: BlockDefinitionID)
    /// A desk posts a fee by hand.
    case charge(patron: PatronID, amount: Money)
    /// A patron pays towards the oldest fees owed here; what is owed to another institution is
    /// paid there.
    indirect case pay(patron: PatronID, amount: Money, owedTo: InstitutionID?)
    /// Staff let a patron off a fee, or a part of it.
    indirect case waive(patron: PatronID, kind: FeeKind, amount: Money?)
    /// A patron disputes a fee, or the dispute is over.
    case dispute(patron: PatronID, kind: FeeKind, isDisputed: Bool)
    /// A desk pays a patron's credit out.
    case refund(patron: PatronID)
    /// Staff close a library for borrowing, lending or both; without a last day until it is opened.
    indirect case closeLibrary(LibraryID, [ClosableSide], first: CivilDate?, last: CivilDate?)
    /// Staff open a library again.
    indirect case openLibrary(LibraryID, [ClosableSide])
    /// Staff close a library, or all, for days that its calendar has open.
    indirect case closeDays(LibraryID?, first: CivilDate, last: CivilDate)
    /// Staff look at what a patron does at other institutions: at one of them, or at all where it
    /// is known.
    case networkActivity(staff: StaffID, patron: PatronID, at: InstitutionID?)
    /// Which library would own a request of the patron.
    case resolveResourceSharingLibrary(patron: PatronID, owner: LibraryID?)
    /// Staff set the list of resource sharing libraries by hand.
    case setResourceSharingLibraries(patron: PatronID, libraries: SmallSet)
    /// The job that assigns the resource sharing library.
    indirect case assignResourceSharingLibrary(AssignmentOptions)
    /// A job that also runs at night.
    case runJob(JobKind)
    /// The job that takes over what another system says of the accounts that it manages.
    indirect case syncAccounts(AccountLoad)
    /// Staff change an account by hand.
    indirect case editAccount(patron: PatronID, AccountEdit)
    /// Staff say that another system manages an internal account from now on.
    case convertAccount(patron: PatronID)

    /// The greatest of the numbers.
    package static let lastNumber: Int64 = 47

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
        case .runJob: 16
        case .wantTitle: 17
        case .request: 18
        case .cancelRequest: 19
        case .sendRequest: 20
        case .locateAgain: 21
        case .answerCondition: 22
        case .promise: 23
        case .setCondition: 24
        case .refuse: 25
        case .ship: 26
        case .recallFromPartner: 27
        case .declareLostByPartner: 28
        case .closeWithoutReturn: 29
        case .recall: 30
        case .declareLost: 31
        case .findItem: 32
        case .closeAsLost: 33
        case .relink: 34
        case .takeBack: 35
        case .waive: 36
        case .dispute: 37
        case .refund: 38
        case .closeLibrary: 39
        case .openLibrary: 40
        case .closeDays: 41
        case .syncAccounts: 42
        case .editAccount: 43
        case .convertAccount: 44
        case .wantService: 45
        case .sendBack: 46
        case .bringBack: 47
        }
    }
}

/// What somebody requests: a record of the union catalogue, or what a blank form says.
package enum RequestedTitle: Sendable {
    case title(TitleID)
    case citation(Citation)
}

/// Who does something: a member of staff whose roles are checked, or nobody in particular.
package struct Actor: Sendable, Codable {
    package var staff: StaffID?
    /// Whether blocks are overridden that the institution's preferences let the staff override.
    package var overrides: Bool

    package init(staff: StaffID? = nil, overrides: Bool = false) {
        self.staff = staff
        self.overrides = overrides
    }

    package static let anyone = Actor()
}
