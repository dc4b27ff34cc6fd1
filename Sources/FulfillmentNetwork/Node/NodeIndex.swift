import LibraryModel

/// What a node looks things up by; derived from its tables, never stored, never in a digest.
struct NodeIndex {
    /// The open loan of each item, or -1.
    var openLoanOfItem: ContiguousArray<Int32> = []
    /// The open loans of each patron, in no order that behaviour may depend on.
    var openLoansOfPatron: ContiguousArray<[LoanID]> = []
    /// The fees of each patron that are not paid, oldest first.
    var openFeesOfPatron: ContiguousArray<[FeeID]> = []
    /// What each patron owes.
    var owedByPatron: ContiguousArray<Money> = []
    /// The blocks of each patron that are in force.
    var blocksOfPatron: [PatronID: [BlockID]] = [:]
    /// The first item of each record, and the next one of the same record, or -1.
    var firstItemOfBib: ContiguousArray<Int32> = []
    var nextItemOfBib: ContiguousArray<Int32> = []
    private var lastItemOfBib: ContiguousArray<Int32> = []
    /// The open holds of each record, first come first.
    var openHoldsOfBib: [BibID: [HoldID]] = [:]
    /// The hold that a copy on the hold shelf is kept for.
    var holdOfItem: [ItemID: HoldID] = [:]
    var openHoldsOfPatron: [PatronID: [HoldID]] = [:]
    /// The record of each title of the union catalogue that is held.
    var bibOfTitle: [TitleID: BibID] = [:]
    /// The open borrowing requests of each patron.
    var openRequestsOfPatron: [PatronID: [BorrowingRequestID]] = [:]
    /// How many requests are open with each lender, by rank.
    var openRequestsAt: [Int32] = []
    /// The lending request of each request of a partner, while it is open.
    var lendingOfRequest: [RequestID: LendingRequestID] = [:]
    /// The open lending request that has an item.
    var lendingOfItem: [ItemID: LendingRequestID] = [:]
    /// What ties a partner's request to a hold here, while it is open, and while its item is out.
    var networkHoldOfRequest: [RequestID: NetworkHoldID] = [:]
    var networkHoldOfItem: [ItemID: NetworkHoldID] = [:]
    /// The journey that an item is on.
    var transitOfItem: [ItemID: TransitID] = [:]
    /// Other institutions' items here, in the order in which they were announced.
    var openGuestItems: [GuestItemID] = []
    /// How many items are out to partners.
    var load: Int64 = 0
    var patronByIdentifier: [PatronIdentifier: PatronID] = [:]
    var linkedAccountBySource: [PatronReference: LinkedAccountID] = [:]
    var lookUpsOfPatron: [PatronID: [Int32]] = [:]
    /// Codes are looked up only at the edges, so these are made when first asked for.
    var patronByCode: [String: PatronID]?
    var itemByCode: [String: ItemID]?
    var bibByCode: [String: BibID]?

    init() {}

    init(of node: InstitutionNode) {
        for _ in node.patrons.indices { addPatron() }
        for position in node.identifiers.indices {
            let record = node.identifiers[position]
            patronByIdentifier[record.identifier] = record.patron
        }
        for position in node.bibs.indices { addBib(node.bibs[position].title) }
        for position in node.items.indices {
            addItem(ItemID(position), of: node.items[position].bib)
        }
        for position in node.loans.indices where node.loans[position].isOpen {
            let loan = node.loans[position]
            openLoanOfItem[loan.item.position] = Int32(position)
            openLoansOfPatron[loan.patron.position].append(LoanID(position))
        }
        for position in node.fees.indices where node.fees[position].owed != .zero {
            let fee = node.fees[position]
            openFeesOfPatron[fee.patron.position].append(FeeID(position))
            owedByPatron[fee.patron.position] += fee.owed
        }
        for position in node.blocks.indices where node.blocks[position].ended == nil {
            blocksOfPatron[node.blocks[position].patron, default: []].append(BlockID(position))
        }
        for position in node.holds.indices where !node.holds[position].state.isFinal {
            let hold = node.holds[position]
            openHoldsOfBib[hold.bib, default: []].append(HoldID(position))
            openHoldsOfPatron[hold.patron, default: []].append(HoldID(position))
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
        for position in node.borrowing.indices where !node.borrowing[position].state.isFinal {
            let request = node.borrowing[position]
            openRequestsOfPatron[request.patron, default: []].append(BorrowingRequestID(position))
            if request.state.isWithLender, let lender = request.lender {
                openRequestsAt[lender.position] += 1
            }
        }
        for position in node.lending.indices where !node.lending[position].state.isFinal {
            lendingOfRequest[node.lending[position].request] = LendingRequestID(position)
            if let item = node.lending[position].item {
                lendingOfItem[item] = LendingRequestID(position)
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
        openGuestItems = node.guestItems.indices
            .filter { !node.guestItems[$0].state.isFinal }.map { GuestItemID($0) }
        for position in node.notedLookUps.indices {
            lookUpsOfPatron[node.notedLookUps[position].patron, default: []]
                .append(Int32(position))
        }
    }

    mutating func addPatron() {
        openLoansOfPatron.append([])
        openFeesOfPatron.append([])
        owedByPatron.append(.zero)
        patronByCode = nil
    }

    mutating func addBib(_ title: TitleID?) {
        if let title, bibOfTitle[title] == nil { bibOfTitle[title] = BibID(firstItemOfBib.count) }
        firstItemOfBib.append(-1)
        lastItemOfBib.append(-1)
        bibByCode = nil
    }

    mutating func addItem(_ item: ItemID, of bib: BibID) {
        openLoanOfItem.append(-1)
        nextItemOfBib.append(-1)
        let last = lastItemOfBib[bib.position]
        if last < 0 {
            firstItemOfBib[bib.position] = item.index
        } else {
            nextItemOfBib[Int(last)] = item.index
        }
        lastItemOfBib[bib.position] = item.index
        itemByCode = nil
    }
}
