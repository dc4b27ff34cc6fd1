import LibraryModel
import RequestRouting

/// What a node looks things up by; derived from its tables, never stored, never in a digest.
struct NodeIndex: ~Copyable {
    // What most events look up comes first, and so lies together.

    /// What is open of each item.
    var openOfItem = Elements<OpenOfItem>()
    /// The record of each title of the union catalogue that is held.
    var bibOfTitle = BibsOfTitles()
    /// The items of each record, and none that stand for a borrowed one.
    var itemsOfBib = HandleLists<BibID, ItemID>()
    /// The lending request of each request of a partner, while it is open.
    var lendingOfRequest = HandleMap<RequestID, LendingRequestID>()
    /// The open borrowing requests of each patron.
    var openRequestsOfPatron = HandleLists<PatronID, BorrowingRequestID>()
    /// The open loans of each patron, in no order that behaviour may depend on.
    var openLoansOfPatron = HandleLists<PatronID, LoanID>()
    /// How many items are out to partners.
    var load: Int64 = 0
    /// How many items of partners are here or on their way.
    var borrowed: Int64 = 0
    /// How many requests are open with each lender, by rank.
    var openRequestsAt: [Int32] = []
    /// The terms of each kind of loan, as far as one was asked for.
    var termsOfKind = HandleMap<LoanKind, LoanTermsID>()
    /// What each patron owes.
    var owedByPatron = Elements<Money>()
    /// The blocks of each patron that are in force.
    var blocksOfPatron = HandleLists<PatronID, BlockID>()
    /// The fees of each patron that are not paid, oldest first.
    var openFeesOfPatron = HandleLists<PatronID, FeeID>()
    /// Whether each record has items at all.
    var isHeld: ContiguousArray<Bool> = []
    /// The open holds of each record, first come first.
    var openHoldsOfBib = HandleLists<BibID, HoldID>()
    var networkHoldOfItem = HandleMap<ItemID, NetworkHoldID>()
    /// What ties a partner's request to a hold here, while it is open, and while its item is out.
    var networkHoldOfRequest = HandleMap<RequestID, NetworkHoldID>()
    /// The hold that a copy on the hold shelf is kept for.
    var holdOfItem = HandleMap<ItemID, HoldID>()

    // The rest.

    var openHoldsOfPatron = HandleLists<PatronID, HoldID>()
    /// The journey that an item is on.
    var transitOfItem = HandleMap<ItemID, TransitID>()
    /// Other institutions' items here, in the order in which they were announced.
    var openGuestItems: [GuestItemID] = []
    /// Where what lenders' replies told lies, lender by lender; -1 where nothing is known.
    var lenderFactRows: ContiguousArray<Int32> = []
    /// What few requests have.
    var particularsOfRequest = HandleMap<BorrowingRequestID, RequestParticularsID>()
    /// Whom this institution asked, as its rules count it.
    var lendersAsked = RoutingHistory()
    /// The last row of each open request among those whom this institution asked, while the lender has
    /// not answered.
    var openAsks = HandleMap<BorrowingRequestID, LenderAskedID>()
    /// How each lender has answered, by rank, as far as one has.
    var experience: [LenderExperience] = []
    /// What stands for the whole run of what rules look at, by slot; worked out when first needed.
    var standing: ContiguousArray<StandingFact> = []
    /// Slot by slot what stands of each lender, by rank.
    var standingFacts: ContiguousArray<Int64> = []
    var linkedAccountBySource = HandleMap<PatronReference, LinkedAccountID>()
    var lookUpsOfPatron = HandleLists<PatronID, NotedLookUpID>()
    /// The rows of each patron's contact information that are in force, in order.
    var contactsOfPatron: [PatronID: [Int32]] = [:]
    var externalAccountOfPatron: [PatronID: Int32] = [:]
    /// What is not looked up in every run is made when first asked for.
    var cardOfPatron: ContiguousArray<PatronIdentifier>?
    var patronByIdentifier: [PatronIdentifier: PatronID]?
    var patronByCode: [String: PatronID]?
    var itemByCode: [String: ItemID]?
    var bibByCode: [String: BibID]?

    init() {}

    init(of node: InstitutionNode) {
        for _ in node.patrons.indices { addPatron() }
        for position in node.contacts.indices where node.contacts[position].ended == nil {
            contactsOfPatron[node.contacts[position].patron, default: []].append(Int32(position))
        }
        for position in node.externalAccounts.indices {
            externalAccountOfPatron[node.externalAccounts[position].patron] = Int32(position)
        }
        for position in node.bibs.indices { addBib(node.bibs[position].title) }
        for position in node.items.indices {
            addItem(ItemID(position), node.items[position])
        }
        for position in node.loans.kept where node.loans[position].isOpen {
            let loan = node.loans[position]
            openOfItem[loan.item.position].loan = LoanID(position)
            openLoansOfPatron.append(LoanID(position), to: loan.patron)
        }
        for position in node.fees.indices where node.fees[position].owed != .zero {
            let fee = node.fees[position]
            openFeesOfPatron.append(FeeID(position), to: fee.patron)
            owedByPatron[fee.patron.position] += fee.owed
        }
        for position in node.blocks.indices where node.blocks[position].ended == nil {
            blocksOfPatron.append(BlockID(position), to: node.blocks[position].patron)
        }
        for position in node.holds.indices where !node.holds[position].state.isFinal {
            let hold = node.holds[position]
            openHoldsOfBib.append(HoldID(position), to: hold.bib)
            openHoldsOfPatron.append(HoldID(position), to: hold.patron)
            if let item = hold.item, hold.state == .onHoldShelf || hold.state == .inProcess {
                holdOfItem[item] = HoldID(position)
            }
        }
        for position in node.linkedAccounts.indices
        where node.linkedAccounts[position].purged == nil {
            linkedAccountBySource[node.linkedAccounts[position].source] =
                LinkedAccountID(position)
        }
        openRequestsAt = Array(repeating: 0, count: node.network.institutions.count)
        for position in node.borrowing.kept where !node.borrowing[position].state.isFinal {
            let request = node.borrowing[position]
            openRequestsOfPatron.append(BorrowingRequestID(position), to: request.patron)
            if request.state.hasItem { borrowed += 1 }
            if request.state.isWithLender, let lender = request.lender {
                openRequestsAt[lender.position] += 1
            }
        }
        for position in node.lending.kept where !node.lending[position].state.isFinal {
            lendingOfRequest[node.lending[position].request] = LendingRequestID(position)
            if let item = node.lending[position].item {
                openOfItem[item.position].lending = LendingRequestID(position)
            }
            if node.lending[position].state.isOut { load += 1 }
        }
        for position in node.networkHolds.indices
        where node.networkHolds[position].ended == nil {
            let record = node.networkHolds[position]
            networkHoldOfItem[record.item] = NetworkHoldID(position)
            let hold = node.holds[record.hold.position].state
            if record.loan != nil || !hold.isFinal {
                networkHoldOfRequest[record.request] = NetworkHoldID(position)
            }
        }
        for position in node.transits.indices where node.transits[position].state == .inTransit {
            transitOfItem[node.transits[position].item] = TransitID(position)
        }
        for position in node.lenderFacts.indices { note(node.lenderFacts[position], at: position) }
        for position in node.particulars.indices {
            particularsOfRequest[node.particulars[position].request] =
                RequestParticularsID(position)
        }
        for position in node.lendersAsked.indices {
            let asked = node.lendersAsked[position]
            lendersAsked.note(RoutingHistory.Entry(asked.time, asked.institution))
            openAsks[asked.request] = asked.ended == nil ? LenderAskedID(position) : nil
            note(asked)
        }
        openGuestItems = node.guestItems.indices
            .filter { !node.guestItems[$0].state.isFinal }.map { GuestItemID($0) }
        for position in node.notedLookUps.indices {
            lookUpsOfPatron.append(
                NotedLookUpID(position),
                to: node.notedLookUps[position].patron
            )
        }
    }

    /// Notes how a request to a lender ended.
    mutating func note(_ asked: LenderAsked) {
        while experience.count <= asked.institution.position {
            experience.append(LenderExperience())
        }
        experience[asked.institution.position].note(asked)
    }

    mutating func addPatron() {
        owedByPatron.append(.zero)
        patronByCode = nil
    }

    mutating func addBib(_ title: TitleID?) {
        if let title, bibOfTitle[title] == nil { bibOfTitle.add(BibID(isHeld.count), of: title) }
        isHeld.append(false)
        bibByCode = nil
    }

    mutating func addItem(_ id: ItemID, _ item: Item) {
        openOfItem.append(OpenOfItem())
        isHeld[item.bib.position] = true
        if item.borrowedFor == nil { itemsOfBib.append(id, to: item.bib) }
        itemByCode = nil
    }
}

/// What is open of an item.
struct OpenOfItem: Sendable {
    private var loanNumber: Int32 = -1
    private var lendingNumber: Int32 = -1

    /// Its loan.
    var loan: LoanID? {
        get { loanNumber < 0 ? nil : LoanID(loanNumber) }
        set { loanNumber = newValue?.index ?? -1 }
    }

    /// The lending request that has it.
    var lending: LendingRequestID? {
        get { lendingNumber < 0 ? nil : LendingRequestID(lendingNumber) }
        set { lendingNumber = newValue?.index ?? -1 }
    }
}

/// A noted look-up, by its number at its institution.
struct NotedLookUpID: RecordHandle {
    let index: Int32
    init(_ index: Int32) { self.index = index }
}

/// What a request has that few have, by its number at its institution.
struct RequestParticularsID: RecordHandle {
    let index: Int32
    init(_ index: Int32) { self.index = index }
}

/// That a lender was asked, by its number at the asking institution.
struct LenderAskedID: RecordHandle {
    let index: Int32
    init(_ index: Int32) { self.index = index }
}
