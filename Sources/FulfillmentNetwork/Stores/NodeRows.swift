package import LibraryModel

/// The rows of a node: all of them when it is read, or those that changed when it is written.
package struct NodeRows: Sendable {
    package var patrons: [Row<Patron>] = []
    package var patronLabels: [Row<Label>] = []
    package var identifiers: [Row<IdentifierRecord>] = []
    package var contacts: [Row<Contact>] = []
    package var externalAccounts: [Row<ExternalAccount>] = []
    package var linkedAccounts: [Row<LinkedAccount>] = []
    package var blocks: [Row<Block>] = []
    package var bibs: [Row<Bib>] = []
    package var bibLabels: [Row<Label>] = []
    package var items: [Row<Item>] = []
    package var itemLabels: [Row<Label>] = []
    package var loans: [Row<Loan>] = []
    package var fees: [Row<Fee>] = []
    package var holds: [Row<Hold>] = []
    package var borrowing: [Row<BorrowingRequest>] = []
    package var lending: [Row<LendingRequest>] = []
    package var citations: [Row<Citation>] = []
    package var networkHolds: [Row<NetworkHold>] = []
    package var transits: [Row<Transit>] = []
    package var guestItems: [Row<GuestItem>] = []
    package var closures: [Row<LibraryClosure>] = []
    package var closedDays: [Row<ClosedDays>] = []
    package var finesElsewhere: [Row<FineElsewhere>] = []
    package var notedLookUps: [Row<NotedLookUp>] = []
    package var looks: [Row<LookRecord>] = []
    package var jobs: [Row<JobRecord>] = []
    package var turns: [Row<RoutingTurn>] = []
    package var lendersAsked: [Row<LenderAsked>] = []
    package var decisions: [Row<RoutingDecisionRecord>] = []
    package var lenderFacts: [Row<LenderFact>] = []
    package var particulars: [Row<RequestParticulars>] = []
    package var conversations: [Row<Conversation>] = []
    package var deletedConversations: [Int64] = []
    package var endpoint: EndpointRows
    package var counters: Counters
    /// How far each command stream has been applied.
    package var appliedCommands: [CommandStream: Int64]

    package init(
        endpoint: EndpointRows,
        counters: Counters,
        appliedCommands: [CommandStream: Int64]
    ) {
        self.endpoint = endpoint
        self.counters = counters
        self.appliedCommands = appliedCommands
    }
}

/// The rows of the network zone.
package struct ZoneRows: Sendable {
    package var conversations: [Row<Conversation>]
    package var deletedConversations: [Int64]
    package var endpoint: EndpointRows
    package var counters: Counters
    package var titles: [Row<Label>] = []
    package var catalogue: [Row<CatalogueEntry>] = []
    package var loads: [Row<Fact<PublishedLoad>>] = []
    package var closures: [Row<PublishedClosure>] = []

    package init(
        conversations: [Row<Conversation>],
        deletedConversations: [Int64],
        endpoint: EndpointRows,
        counters: Counters
    ) {
        self.conversations = conversations
        self.deletedConversations = deletedConversations
        self.endpoint = endpoint
        self.counters = counters
    }
}

extension InstitutionNode {
    /// Takes what has changed since the last time, for the store.
    package func drain() -> NodeRows {
        var rows = NodeRows(
            endpoint: endpoint.drain(),
            counters: counters,
            appliedCommands: appliedCommands
        )
        rows.patrons = patrons.drain()
        rows.patronLabels = patronLabels.drain()
        rows.identifiers = identifiers.drain()
        rows.contacts = contacts.drain()
        rows.externalAccounts = externalAccounts.drain()
        rows.linkedAccounts = linkedAccounts.drain()
        rows.blocks = blocks.drain()
        rows.bibs = bibs.drain()
        rows.bibLabels = bibLabels.drain()
        let known = items.known
        rows.items = items.drain()
        rows.itemLabels = itemLabels.drain()
        rows.itemLabels += rows.items.filter { $0.id >= known && $0.record.borrowedFor != nil }
            .map { Row(id: $0.id, record: Label(code: code(of: ItemID(Int($0.id))), text: "")) }
        rows.loans = loans.drain()
        rows.fees = fees.drain()
        rows.holds = holds.drain()
        rows.borrowing = borrowing.drain()
        rows.lending = lending.drain()
        rows.citations = citations.drain()
        rows.networkHolds = networkHolds.drain()
        rows.transits = transits.drain()
        rows.guestItems = guestItems.drain()
        rows.closures = closures.drain()
        rows.closedDays = closedDays.drain()
        rows.finesElsewhere = finesElsewhere.drain()
        rows.notedLookUps = notedLookUps.drain()
        rows.looks = looks.drain()
        rows.jobs = jobs.drain()
        rows.turns = turns.drain()
        rows.lendersAsked = lendersAsked.drain()
        rows.decisions = decisions.drain()
        rows.lenderFacts = lenderFacts.drain()
        rows.particulars = particulars.drain()
        (rows.conversations, rows.deletedConversations) = conversations.drain()
        return rows
    }

    /// Everything that a store would hold of this node.
    package var allRows: NodeRows {
        var rows = NodeRows(
            endpoint: endpoint.all,
            counters: counters,
            appliedCommands: appliedCommands
        )
        rows.patrons = patrons.all
        rows.patronLabels = patronLabels.all
        rows.identifiers = identifiers.all
        rows.contacts = contacts.all
        rows.externalAccounts = externalAccounts.all
        rows.linkedAccounts = linkedAccounts.all
        rows.blocks = blocks.all
        rows.bibs = bibs.all
        rows.bibLabels = bibLabels.all
        rows.items = items.all
        rows.itemLabels = items.indices.map {
            Row(id: Int64($0), record: Label(code: code(of: ItemID($0)), text: ""))
        }
        rows.loans = loans.all
        rows.fees = fees.all
        rows.holds = holds.all
        rows.borrowing = borrowing.all
        rows.lending = lending.all
        rows.citations = citations.all
        rows.networkHolds = networkHolds.all
        rows.transits = transits.all
        rows.guestItems = guestItems.all
        rows.closures = closures.all
        rows.closedDays = closedDays.all
        rows.finesElsewhere = finesElsewhere.all
        rows.notedLookUps = notedLookUps.all
        rows.looks = looks.all
        rows.jobs = jobs.all
        rows.turns = turns.all
        rows.lendersAsked = lendersAsked.all
        rows.decisions = decisions.all
        rows.lenderFacts = lenderFacts.all
        rows.particulars = particulars.all
        rows.conversations = conversations.all
        return rows
    }
}

extension NetworkZone {
    /// Takes what has changed since the last time, for the store.
    package func drain() -> ZoneRows {
        let (changed, deleted) = conversations.drain()
        var rows = ZoneRows(
            conversations: changed,
            deletedConversations: deleted,
            endpoint: endpoint.drain(),
            counters: counters
        )
        rows.titles = titles.drain()
        rows.catalogue = catalogue.drain()
        rows.loads = changedLoads.sorted().compactMap { institution in
            loads[institution.position].map { Row(id: Int64(institution.index), record: $0) }
        }
        changedLoads = []
        rows.closures = changedClosures.sorted().compactMap { institution in
            closures[institution.position].map {
                Row(id: Int64(institution.index), record: $0)
            }
        }
        changedClosures = []
        return rows
    }
}
