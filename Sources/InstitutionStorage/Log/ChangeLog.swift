import FulfillmentNetwork
import GRDB

/// What checkpoints changed and the tables of a file do not show yet: one packed row a checkpoint.
///
/// Most rows change at many checkpoints. So a checkpoint adds its changes to the log, and the tables
/// get each row once, from memory, when the log is long and at the end. The log itself is read only
/// where a run was stopped.
final class ChangeLog<Logged: Changes> {
    static var table: String { "changes" }
    static var create: String {
        "CREATE TABLE \(table)(checkpoint INTEGER PRIMARY KEY, rows BLOB NOT NULL)"
    }
    private var adding: HeldStatement?
    /// The bytes of the log; nil where it is not known what the file has.
    private var length: Int?

    /// The bytes of the log, as far as this process has written it.
    var knownLength: Int { length ?? 0 }

    /// Adds the changes of a checkpoint.
    func add(_ changes: Logged, at checkpoint: Int64, _ database: Database) throws {
        let packed: RowPacker
        do throws(BrokenValue) {
            packed = try ChangePacker.pack(changes)
        } catch {
            throw MisplacedValue(table: Self.table, row: "\(checkpoint)", value: error)
        }
        let statement =
            try adding
            ?? HeldStatement("INSERT INTO \(Self.table)(checkpoint, rows) VALUES (?, ?)", database)
        adding = statement
        try packed.withBytes { bytes in
            try statement.run(binding: .all) { binder in
                binder.bind(checkpoint)
                binder.bind(bytes)
            }
            length = try (length ?? measure(database)) + bytes.count
        }
    }

    /// The checkpoint that was added last, if the log has any.
    func lastCheckpoint(_ database: Database) throws -> Int64? {
        guard try !isEmpty(database) else { return nil }
        return try Int64.fetchOne(database, sql: "SELECT max(checkpoint) FROM \(Self.table)")
    }

    /// Empties the log: the tables show everything.
    func clear(_ database: Database) throws {
        guard try !isEmpty(database) else { return }
        try database.execute(sql: "DELETE FROM \(Self.table)")
        length = 0
    }

    private func measure(_ database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT total(length(rows)) FROM \(Self.table)") ?? 0
    }

    /// Whether the tables show everything.
    func isEmpty(_ database: Database) throws -> Bool {
        let known = try length ?? measure(database)
        length = known
        return known == 0
    }

    /// Takes everything out of the log, or nil where there is nothing.
    func take(_ database: Database) throws -> Logged? {
        guard try !isEmpty(database) else { return nil }
        var changes = Logged()
        var merger = ChangeMerger()
        let reading = try HeldStatement(
            "SELECT checkpoint, rows FROM \(Self.table) ORDER BY checkpoint",
            database
        )
        var packed: [(checkpoint: Int64, bytes: [UInt8])] = []
        func visit(
            _ checkpoint: Int64,
            _ step: () throws(BrokenValue) -> Void
        ) throws(MisplacedValue) {
            do throws(BrokenValue) {
                try step()
            } catch {
                throw MisplacedValue(table: Self.table, row: "\(checkpoint)", value: error)
            }
        }
        try reading.forEachRow { handle in
            var reader = RowReader(handle, .none)
            let checkpoint = reader.id()
            try visit(checkpoint) { () throws(BrokenValue) in
                packed.append((checkpoint, try reader.bytes("rows")))
                try merger.find(packed[packed.count - 1].bytes, in: &changes)
            }
        }
        merger.startOver()
        for (checkpoint, bytes) in packed {
            try visit(checkpoint) { () throws(BrokenValue) in
                try merger.fill(bytes, into: &changes)
            }
        }
        try clear(database)
        return changes
    }
}
