package import LibraryModel

/// The rows of a node: all of them when it is read, or those that a part of its store lacks.
package struct NodeRows: Sendable {
    /// Where the rows belong.
    package var part: StorePart
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
    package var conversations = TransientRows<Conversation>()
    package var endpoint: EndpointRows
    package var counters: Counters
    /// How far each command stream has been applied.
    package var appliedCommands: [CommandStream: Int64]

    package init(
        part: StorePart = .tables,
        endpoint: EndpointRows,
        counters: Counters,
        appliedCommands: [CommandStream: Int64]
    ) {
        self.part = part
        self.endpoint = endpoint
        self.counters = counters
        self.appliedCommands = appliedCommands
    }
}

/// The rows of the network zone, likewise.
package struct ZoneRows: Sendable {
    /// Where the rows belong.
    package var part: StorePart
    package var conversations = TransientRows<Conversation>()
    package var endpoint: EndpointRows
    package var counters: Counters
    package var titles: [Row<Label>] = []
    package var catalogue: [Row<CatalogueEntry>] = []
    package var loads: [Row<Fact<PublishedLoad>>] = []
    package var closures: [Row<PublishedClosure>] = []

    package init(part: StorePart = .tables, endpoint: EndpointRows, counters: Counters) {
        self.part = part
        self.endpoint = endpoint
        self.counters = counters
    }
}

extension InstitutionNode {
    /// Takes what a part of the store lacks.
    package func drain(to part: StorePart) -> NodeRows {
        var rows = NodeRows(
            part: part,
            endpoint: endpoint.drain(to: part),
            counters: counters.all,
            appliedCommands: appliedCommands.all
        )
        rows.patrons = patrons.drain(to: part)
        rows.patronLabels = patronLabels.drain(to: part)
        rows.identifiers = identifiers.drain(to: part)
        rows.contacts = contacts.drain(to: part)
        rows.externalAccounts = externalAccounts.drain(to: part)
        rows.linkedAccounts = linkedAccounts.drain(to: part)
        rows.blocks = blocks.drain(to: part)
        rows.bibs = bibs.drain(to: part)
        rows.bibLabels = bibLabels.drain(to: part)
        let firstNew = items.firstNew(to: part)
        rows.items = items.drain(to: part)
        rows.itemLabels = itemLabels.drain(to: part)
        rows.itemLabels += rows.items.filter { $0.id >= firstNew && $0.record.borrowedFor != nil }
            .map { Row(id: $0.id, record: Label(code: code(of: ItemID(Int($0.id))), text: "")) }
        rows.loans = loans.drain(to: part)
        rows.fees = fees.drain(to: part)
        rows.holds = holds.drain(to: part)
        rows.borrowing = borrowing.drain(to: part)
        rows.lending = lending.drain(to: part)
        rows.citations = citations.drain(to: part)
        rows.networkHolds = networkHolds.drain(to: part)
        rows.transits = transits.drain(to: part)
        rows.guestItems = guestItems.drain(to: part)
        rows.closures = closures.drain(to: part)
        rows.closedDays = closedDays.drain(to: part)
        rows.finesElsewhere = finesElsewhere.drain(to: part)
        rows.notedLookUps = notedLookUps.drain(to: part)
        rows.looks = looks.drain(to: part)
        rows.jobs = jobs.drain(to: part)
        rows.turns = turns.drain(to: part)
        rows.lendersAsked = lendersAsked.drain(to: part)
        rows.decisions = decisions.drain(to: part)
        rows.lenderFacts = lenderFacts.drain(to: part)
        rows.particulars = particulars.drain(to: part)
        rows.conversations = conversations.drain(to: part)
        return rows
    }

    /// Everything that a store would hold of this node.
    package var allRows: NodeRows {
        var rows = NodeRows(
            endpoint: endpoint.all,
            counters: counters.all,
            appliedCommands: appliedCommands.all
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
        rows.itemLabels = items.kept.map {
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
        rows.conversations = TransientRows(all: conversations.all)
        return rows
    }
}

extension NetworkZone {
    /// Takes what a part of the store lacks.
    package func drain(to part: StorePart) -> ZoneRows {
        var rows = ZoneRows(part: part, endpoint: endpoint.drain(to: part), counters: counters.all)
        rows.conversations = conversations.drain(to: part)
        rows.titles = titles.drain(to: part)
        rows.catalogue = catalogue.drain(to: part)
        rows.loads = changedLoads.drain(to: part).compactMap { institution in
            loads[institution.position].map { Row(id: Int64(institution.index), record: $0) }
        }
        rows.closures = changedClosures.drain(to: part).compactMap { institution in
            closures[institution.position].map {
                Row(id: Int64(institution.index), record: $0)
            }
        }
        return rows
    }
}
