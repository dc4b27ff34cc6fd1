import FulfillmentNetwork
import GRDB
import LibraryModel
import SimulationKernel

/// The tables of an institution's store.
final class InstitutionTables {
    let participant: ParticipantTables
    private let patrons = HeldLabelledTable<Patron>()
    private let identifiers = HeldDenseTable<IdentifierRecord>()
    private let contacts = HeldDenseTable<Contact>()
    private let externalAccounts = HeldDenseTable<ExternalAccount>()
    private let linkedAccounts = HeldDenseTable<LinkedAccount>()
    private let blocks = HeldDenseTable<Block>()
    private let bibs = HeldLabelledTable<Bib>()
    private let items = HeldLabelledTable<Item>()
    private let loans = HeldDenseTable<Loan>()
    private let fees = HeldDenseTable<Fee>()
    private let holds = HeldDenseTable<Hold>()
    private let borrowing = HeldDenseTable<BorrowingRequest>()
    private let lending = HeldDenseTable<LendingRequest>()
    private let citations = HeldDenseTable<Citation>()
    private let networkHolds = HeldDenseTable<NetworkHold>()
    private let transits = HeldDenseTable<Transit>()
    private let guestItems = HeldDenseTable<GuestItem>()
    private let closures = HeldDenseTable<LibraryClosure>()
    private let closedDays = HeldDenseTable<ClosedDays>()
    private let finesElsewhere = HeldDenseTable<FineElsewhere>()
    private let notedLookUps = HeldDenseTable<NotedLookUp>()
    private let looks = HeldDenseTable<LookRecord>()
    private let jobs = HeldDenseTable<JobRecord>()
    private let turns = HeldDenseTable<RoutingTurn>()
    private let lendersAsked = HeldDenseTable<LenderAsked>()
    private let decisions = HeldDenseTable<RoutingDecisionRecord>()
    private let lenderFacts = HeldDenseTable<LenderFact>()
    private let particulars = HeldDenseTable<RequestParticulars>()
    private let commandMarks = NamedValues(.commandMarks)

    init(of institution: InstitutionID) {
        participant = ParticipantTables(of: ParticipantID(institution))
    }

    func write(_ rows: NodeRows, _ database: Database) throws {
        try patrons.write(rows.patrons, rows.patronLabels, database)
        try identifiers.write(rows.identifiers, database)
        try contacts.write(rows.contacts, database)
        try externalAccounts.write(rows.externalAccounts, database)
        try linkedAccounts.write(rows.linkedAccounts, database)
        try blocks.write(rows.blocks, database)
        try bibs.write(rows.bibs, rows.bibLabels, database)
        try items.write(rows.items, rows.itemLabels, database)
        try loans.write(rows.loans, database)
        try fees.write(rows.fees, database)
        try holds.write(rows.holds, database)
        try borrowing.write(rows.borrowing, database)
        try lending.write(rows.lending, database)
        try citations.write(rows.citations, database)
        try networkHolds.write(rows.networkHolds, database)
        try transits.write(rows.transits, database)
        try guestItems.write(rows.guestItems, database)
        try closures.write(rows.closures, database)
        try closedDays.write(rows.closedDays, database)
        try finesElsewhere.write(rows.finesElsewhere, database)
        try notedLookUps.write(rows.notedLookUps, database)
        try looks.write(rows.looks, database)
        try jobs.write(rows.jobs, database)
        try turns.write(rows.turns, database)
        try lendersAsked.write(rows.lendersAsked, database)
        try decisions.write(rows.decisions, database)
        try lenderFacts.write(rows.lenderFacts, database)
        try particulars.write(rows.particulars, database)
        for (stream, number) in rows.appliedCommands {
            try commandMarks.write("\(stream.number)", number, database)
        }
        try participant.write(
            ParticipantTables.Change(
                conversations: rows.conversations,
                endpoint: rows.endpoint,
                counters: rows.counters
            ),
            database
        )
    }

    func read(_ configured: References, _ database: Database) throws -> NodeRows {
        var references = configured
        for referenced in [
            Referenced.patrons, .linkedAccounts, .bibs, .items, .loans, .borrowingRequests,
            .lendingRequests, .holds, .citations, .networkHolds, .transits, .guestItems,
        ] {
            let count = try countRows(of: referenced.table, database)
            references[referenced] = 0..<Int64(count)
        }
        let bus = try participant.read(references, database)
        var rows = NodeRows(
            endpoint: bus.endpoint,
            counters: bus.counters,
            appliedCommands: try readCommandMarks(database)
        )
        rows.conversations = bus.conversations
        (rows.patrons, rows.patronLabels) = try patrons.read(references, database)
        rows.identifiers = try identifiers.read(references, database)
        rows.contacts = try contacts.read(references, database)
        rows.externalAccounts = try externalAccounts.read(references, database)
        rows.linkedAccounts = try linkedAccounts.read(references, database)
        rows.blocks = try blocks.read(references, database)
        (rows.bibs, rows.bibLabels) = try bibs.read(references, database)
        (rows.items, rows.itemLabels) = try items.read(references, database)
        rows.loans = try loans.read(references, database)
        rows.fees = try fees.read(references, database)
        try checkSum(of: rows.fees)
        rows.holds = try holds.read(references, database)
        rows.borrowing = try borrowing.read(references, database)
        rows.lending = try lending.read(references, database)
        rows.citations = try citations.read(references, database)
        rows.networkHolds = try networkHolds.read(references, database)
        rows.transits = try transits.read(references, database)
        rows.guestItems = try guestItems.read(references, database)
        rows.closures = try closures.read(references, database)
        rows.closedDays = try closedDays.read(references, database)
        rows.finesElsewhere = try finesElsewhere.read(references, database)
        rows.notedLookUps = try notedLookUps.read(references, database)
        rows.looks = try looks.read(references, database)
        rows.jobs = try jobs.read(references, database)
        rows.turns = try turns.read(references, database)
        rows.lendersAsked = try lendersAsked.read(references, database)
        rows.decisions = try decisions.read(references, database)
        rows.lenderFacts = try lenderFacts.read(references, database)
        rows.particulars = try particulars.read(references, database)
        return rows
    }

    private func readCommandMarks(_ database: Database) throws -> [CommandStream: Int64] {
        var marks: [CommandStream: Int64] = [:]
        for (name, number) in try commandMarks.readAll(.range(-1...1 << 53), database) {
            guard let stream = Int64(name) else {
                throw commandMarks.table.broken(
                    name,
                    commandMarks.table.key,
                    found: "'\(name)'",
                    expected: "the number of a stream"
                )
            }
            marks[CommandStream(number: stream)] = number
        }
        return marks
    }

    /// Balances are sums of fees, and a sum beyond the range would stop the program.
    private func checkSum(of fees: [FulfillmentNetwork.Row<Fee>]) throws {
        var sum: Int64 = 0
        for row in fees {
            let fee = row.record
            let (next, overflow) = sum.addingReportingOverflow(
                max(abs(fee.amount.minorUnits), abs(fee.paid.minorUnits)) * 2
            )
            guard !overflow else {
                throw MisplacedValue(
                    table: Fee.table,
                    row: "\(row.id)",
                    value: BrokenValue(
                        "amount_minor",
                        found: "\(fee.amount.minorUnits)",
                        expected: "an amount with which all fees have a sum"
                    )
                )
            }
            sum = next
        }
    }
}
