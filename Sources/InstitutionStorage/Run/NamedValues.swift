import FulfillmentNetwork
import GRDB
import LibraryModel

/// A small table of values by name.
struct NamedTable {
    let name: String
    let key: Column
    let value: Column

    /// What the store is of, and where it stands; texts and integers.
    static let meta = NamedTable(name: "meta", key: "key", value: "value")
    /// What the participant counts.
    static let counters = NamedTable(name: "counters", key: "name", value: "value")
    /// How far each stream of commands has been applied.
    static let commandMarks = NamedTable(name: "command_marks", key: "stream", value: "number")

    var create: String {
        "CREATE TABLE \(name)(\(key.name) TEXT PRIMARY KEY, \(value.name) NOT NULL) WITHOUT ROWID"
    }

    var write: String {
        "INSERT INTO \(name) VALUES (?, ?) "
            + "ON CONFLICT(\(key.name)) DO UPDATE SET \(value.name) = excluded.\(value.name)"
    }

    /// A place in the table where something is wrong.
    func broken(
        _ row: String,
        _ column: Column,
        found: String,
        expected: String
    ) -> MisplacedValue {
        MisplacedValue(
            table: name,
            row: "'\(row)'",
            value: BrokenValue(column, found: found, expected: expected)
        )
    }
}

/// The integers of a named table of an open file, of which only those that changed are written.
final class NamedValues {
    let table: NamedTable
    private var statement: HeldStatement?
    /// What the file is known to hold.
    private var known: [String: Int64] = [:]
    private var knownCounters = Counters()

    init(_ table: NamedTable) {
        self.table = table
    }

    func write(_ name: String, _ value: Int64, _ database: Database) throws {
        guard known[name] != value else { return }
        let statement = try self.statement ?? HeldStatement(table.write, database)
        self.statement = statement
        try statement.run(binding: .all) { binder in
            binder.bind(name)
            binder.bind(value)
        }
        known[name] = value
    }

    func write(_ counters: Counters, _ database: Database) throws {
        // After most events only a few counters differ, and their names are long to make.
        if counters.values != knownCounters.values {
            for counter in Counter.allCases where counters[counter] != knownCounters[counter] {
                try write(counter.name, counters[counter], database)
            }
        }
        if counters.refusals != knownCounters.refusals {
            for code in RefusalCode.allCases where counters[code] != knownCounters[code] {
                try write(Counters.name(of: code), counters[code], database)
            }
        }
        knownCounters = counters
    }

    /// Reads an integer that must be there.
    func read(_ name: String, _ domain: Domain, _ database: Database) throws -> Int64 {
        let statement = try HeldStatement(
            "SELECT \(table.key.name), \(table.value.name) FROM \(table.name) "
                + "WHERE \(table.key.name) = '\(name)'",
            database
        )
        guard let value = try values(of: statement, domain)[name] else {
            throw table.broken(name, table.value, found: "missing", expected: "an integer")
        }
        return value
    }

    /// Reads all integers.
    func readAll(_ domain: Domain, _ database: Database) throws -> [String: Int64] {
        let statement = try HeldStatement(
            "SELECT \(table.key.name), \(table.value.name) FROM \(table.name)",
            database
        )
        return try values(of: statement, domain)
    }

    /// Reads all counters.
    func readCounters(_ database: Database) throws -> Counters {
        var counters = Counters()
        for (name, value) in try readAll(.count, database).sorted(by: { $0.key < $1.key }) {
            guard counters.set(name, to: value) else {
                throw table.broken(
                    name,
                    table.key,
                    found: "'\(name)'",
                    expected: "the name of a counter"
                )
            }
        }
        return counters
    }

    private func values(
        of statement: HeldStatement,
        _ domain: Domain
    ) throws -> [String: Int64] {
        var values: [String: Int64] = [:]
        try statement.forEachRow { handle in
            var reader = RowReader(handle, .none)
            var name = ""
            var value: Int64 = 0
            do throws(BrokenValue) {
                try reader.text(table.key, &name)
                try reader.integer(table.value, &value, domain)
            } catch {
                throw MisplacedValue(table: table.name, row: "'\(name)'", value: error)
            }
            values[name] = value
        }
        return values
    }
}
