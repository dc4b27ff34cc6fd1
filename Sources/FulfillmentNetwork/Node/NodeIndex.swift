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
        for _ in node.bibs.indices { addBib() }
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
        for position in node.holds.indices where node.holds[position].status.isOpen {
            let hold = node.holds[position]
            openHoldsOfBib[hold.bib, default: []].append(HoldID(position))
            openHoldsOfPatron[hold.patron, default: []].append(HoldID(position))
            if let item = hold.item { holdOfItem[item] = HoldID(position) }
        }
        for position in node.linkedAccounts.indices
        where node.linkedAccounts[position].purged == nil {
            linkedAccountBySource[node.linkedAccounts[position].source] =
                LinkedAccountID(position)
        }
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

    mutating func addBib() {
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
