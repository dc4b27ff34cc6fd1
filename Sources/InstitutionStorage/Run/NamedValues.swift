import FulfillmentNetwork
import GRDB
import LibraryModel

/// A small table of integers by name, of which only what changed is written.
final class NamedValues {
    private let table: String
    private let key: String
    private var statement: HeldStatement?
    /// What the file is known to hold.
    private var known: [String: Int64] = [:]
    private var knownCounters: Counters?

    init(table: String, key: String) {
        self.table = table
        self.key = key
    }

    /// Forgets what the file was known to hold.
    func forget() {
        known = [:]
        knownCounters = nil
    }

    func write(_ name: String, _ value: Int64, _ database: Database) throws {
        guard known[name] != value else { return }
        try put(name, value, database)
        known[name] = value
    }

    private func put(_ name: String, _ value: Int64, _ database: Database) throws {
        let statement =
            try self.statement
            ?? HeldStatement(
                "INSERT INTO \(table)(\(key), value) VALUES (?, ?) "
                    + "ON CONFLICT(\(key)) DO UPDATE SET value = excluded.value",
                database
            )
        self.statement = statement
        try statement.run { binder in
            binder.bind(name)
            binder.bind(value)
        }
    }

    func write(_ counters: Counters, _ database: Database) throws {
        guard counters != knownCounters else { return }
        let old = knownCounters ?? Counters()
        for counter in Counter.allCases where counters[counter] != old[counter] {
            try put(counter.name, counters[counter], database)
        }
        if counters.refusals != old.refusals {
            for code in RefusalCode.allCases where counters[code] != old[code] {
                try put("refused " + code.rawValue, counters[code], database)
            }
        }
        knownCounters = counters
    }

    func readCounters(_ database: Database) throws -> Counters {
        var counters = Counters()
        for (name, value) in try readAll(.count, database) {
            guard counters.set(name, to: value) else {
                throw broken(name, "name", found: "'\(name)'", expected: "the name of a counter")
            }
        }
        return counters
    }

    func read(_ name: String, _ database: Database) throws -> Int64 {
        guard
            let value = try readAll(
                .count,
                database,
                condition: "\(key) = '\(name)'"
            )[name]
        else { throw broken(name, "value", found: "missing", expected: "an integer") }
        return value
    }

    func readAll(
        _ domain: Domain,
        _ database: Database,
        condition: String = "TRUE"
    ) throws -> [String: Int64] {
        var values: [String: Int64] = [:]
        let statement = try HeldStatement(
            "SELECT \(key), value FROM \(table) WHERE \(condition)",
            database
        )
        try statement.forEachRow { handle in
            var reader = RowReader(handle, References.none)
            var name = ""
            var value: Int64 = 0
            do throws(BrokenValue) {
                try reader.text("name", &name)
                try reader.integer("value", &value, domain)
            } catch {
                throw MisplacedValue(table: table, row: "'\(name)'", value: error)
            }
            values[name] = value
        }
        return values
    }

    private func broken(
        _ name: String,
        _ column: Column,
        found: String,
        expected: String
    ) -> MisplacedValue {
        MisplacedValue(
            table: table,
            row: "'\(name)'",
            value: BrokenValue(column, found: found, expected: expected)
        )
    }
}
