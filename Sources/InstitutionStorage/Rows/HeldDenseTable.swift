import FulfillmentNetwork
import GRDB

/// One table of an open file whose rows are numbered from 0 and never go, with its statements.
///
/// So a row is new exactly when its number is the number of rows, and nothing has to be looked up
/// to know it.
final class HeldDenseTable<Record: StoredRecord> {
    private var adding: HeldStatement?
    private let updating = HeldUpdate<Record>()
    private var count: Int64?

    /// Adds rows, or changes what may change in them.
    func write(_ rows: [FulfillmentNetwork.Row<Record>], _ database: Database) throws {
        guard !rows.isEmpty else { return }
        var count = try countStored(database)
        let statement = try adding ?? HeldStatement(TableStatements(Record.self).add, database)
        adding = statement
        // By index, so that a row is copied once.
        for index in rows.indices {
            let id = rows[index].id
            guard id >= count else {
                try updating.run(rows[index], database)
                continue
            }
            try expect(id, after: count)
            var record = rows[index].record
            try statement.run(binding: .all) { binder throws(BrokenValue) in
                binder.bind(id)
                try record.visit(&binder)
            }
            count += 1
        }
        self.count = count
    }

    /// How many rows the file has.
    func countStored(_ database: Database) throws -> Int64 {
        if let count { return count }
        let stored = Int64(try countRows(of: Record.table, database))
        count = stored
        return stored
    }

    private func expect(_ id: Int64, after count: Int64) throws {
        guard id != count else { return }
        throw MisplacedValue(
            table: Record.table,
            row: "\(id)",
            value: BrokenValue("id", found: "new", expected: "\(count) to be the next new row")
        )
    }

    /// Reads and checks all rows, in order of number.
    func read(
        _ references: References,
        _ database: Database
    ) throws -> [FulfillmentNetwork.Row<Record>] {
        try readRows(references, database) { id, place in
            id == place ? nil : "\(place), since rows are numbered from 0 without gaps"
        }
    }
}

/// The statement that changes rows that are there.
final class HeldUpdate<Record: StoredRecord> {
    private var statement: HeldStatement?

    func run(_ row: FulfillmentNetwork.Row<Record>, _ database: Database) throws {
        let statement =
            try self.statement ?? HeldStatement(TableStatements(Record.self).update, database)
        self.statement = statement
        var record = row.record
        try statement.run(binding: .changing) { binder throws(BrokenValue) in
            try record.visit(&binder)
            binder.bind(row.id)
        }
    }
}
