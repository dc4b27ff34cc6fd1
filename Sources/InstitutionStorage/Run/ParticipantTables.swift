import FulfillmentNetwork
import GRDB
import GRDBSQLite
import LibraryModel

/// What every participant has, whether institution or network zone: its end of the bus,
/// conversations and counts.
final class ParticipantTables {
    private let participant: ParticipantID
    private let conversations = HeldTable<Conversation>()
    private let timers = HeldTable<NodeTimer>()
    private let outbox = HeldTable<Envelope>()
    private let peers = HeldTable<Endpoint.Peer>()
    private let meta = NamedValues(.meta)
    private let counters = NamedValues(.counters)

    init(of participant: ParticipantID) {
        self.participant = participant
    }

    /// What of a participant is written together.
    struct Change {
        var conversations: TransientRows<Conversation>
        var endpoint: EndpointRows
        var counters: Counters
    }

    func write(_ change: Change, _ database: Database) throws {
        try conversations.write(change.conversations, database)
        try timers.write(change.endpoint.timers, database)
        try outbox.write(change.endpoint.outbox, database)
        try peers.write(change.endpoint.peers, database)
        try meta.write("sequence", change.endpoint.sequence, database)
        try meta.write("conversations", change.endpoint.conversations, database)
        try counters.write(change.counters, database)
    }

    /// Notes at which checkpoint the store stands, where its log does not say so.
    func write(checkpoint: Int64?, _ database: Database) throws {
        if let checkpoint { try meta.write("checkpoint", checkpoint, database) }
    }

    /// The checkpoint at which the store stands.
    func readCheckpoint(_ log: ChangeLog<some Changes>, _ database: Database) throws -> Int64 {
        let shown = try meta.read("checkpoint", .count, database)
        return try log.lastCheckpoint(database) ?? shown
    }

    /// Notes in the network's store whether stores are written after its checkpoint, or may be.
    func write(isBeyond: Bool, _ database: Database) throws {
        try meta.write(Self.isBeyond, isBeyond ? 1 : 0, database)
    }

    /// Whether stores were written after the checkpoint at which the network's stands.
    func readIsBeyond(_ database: Database) throws -> Bool {
        try meta.read(Self.isBeyond, .range(0...1), database) == 1
    }

    private static let isBeyond = "is_beyond_checkpoint"

    func read(_ references: References, _ database: Database) throws -> Change {
        let sequence = try meta.read("sequence", .count, database)
        let begun = try meta.read("conversations", .count, database)
        let envelopes = try outbox.read(1..<sequence + 1, references, database)
        for row in envelopes where row.record.source != participant {
            throw MisplacedValue(
                table: Envelope.table,
                row: "\(row.id)",
                value: BrokenValue(
                    "source",
                    found: "\(row.record.source.rank)",
                    expected: "\(participant.rank), whose outbox it is"
                )
            )
        }
        return Change(
            conversations: TransientRows(
                all: try conversations.read(
                    1..<begun + 1,
                    or: ConversationID.firstLook..<2 * ConversationID.firstLook,
                    references,
                    database
                )
            ),
            endpoint: EndpointRows(
                sequence: sequence,
                conversations: begun,
                outbox: TransientRows(all: envelopes),
                timers: TransientRows(
                    all: try timers.read(1..<sequence + 1, references, database)
                ),
                peers: try peers.read(
                    references[.participants],
                    references,
                    database
                )
            ),
            counters: try counters.readCounters(database)
        )
    }
}
