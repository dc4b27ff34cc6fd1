import FulfillmentNetwork
import GRDB

/// One table of an open file whose rows come and go, with its statements.
///
/// A statement is made when it is first needed, since many tables of many stores are seldom
/// written.
final class HeldTable<Record: StoredRecord> {
    private var writing: HeldStatement?
    private var deleting: HeldStatement?

    /// Removes rows and adds others, or brings them up to date.
    func write(_ rows: TransientRows<Record>, _ database: Database) throws {
        if rows.isWhole { try database.execute(sql: "DELETE FROM \(Record.table)") }
        try delete(rows.gone, database)
        try write(rows.rows, database)
    }

    /// Adds rows, or brings them up to date.
    func write(_ rows: [FulfillmentNetwork.Row<Record>], _ database: Database) throws {
        guard !rows.isEmpty else { return }
        let statement = try writing ?? HeldStatement(TableStatements(Record.self).write, database)
        writing = statement
        for row in rows {
            var record = row.record
            try statement.run(binding: .all) { binder throws(BrokenValue) in
                binder.bind(row.id)
                try record.visit(&binder)
            }
        }
    }

    private func delete(_ ids: [Int64], _ database: Database) throws {
        guard !ids.isEmpty else { return }
        let statement =
            try deleting ?? HeldStatement(TableStatements(Record.self).delete, database)
        deleting = statement
        // Of many at once most have come and gone since the file was written last, and numbers
        // are not used again.
        let last =
            ids.count < 64
            ? Int64.max
            : try Int64.fetchOne(database, sql: "SELECT max(id) FROM \(Record.table)") ?? -1
        for id in ids where id <= last { try statement.run(binding: .all) { $0.bind(id) } }
    }

    /// Reads and checks all rows, in order of number.
    func read(
        _ ids: Range<Int64>,
        or others: Range<Int64> = 0..<0,
        _ references: References,
        _ database: Database
    ) throws -> [FulfillmentNetwork.Row<Record>] {
        try readRows(references, database) { id, _ in
            ids.contains(id) || others.contains(id)
                ? nil : "from \(ids.lowerBound) to \(ids.upperBound - 1)"
        }
    }
}

/// Reads and checks all rows of a table; `check` says what a row's id should be, if it is wrong at
/// its place.
func readRows<Record: StoredRecord>(
    _ references: References,
    _ database: Database,
    check: (_ id: Int64, _ place: Int) -> String?
) throws -> [FulfillmentNetwork.Row<Record>] {
    let statement = try HeldStatement(TableStatements(Record.self).read, database)
    var rows: [FulfillmentNetwork.Row<Record>] = []
    rows.reserveCapacity(try countRows(of: Record.table, database))
    try statement.forEachRow { handle in
        var reader = RowReader(handle, references)
        let id = reader.id()
        if let expected = check(id, rows.count) {
            throw MisplacedValue(
                table: Record.table,
                row: "\(id)",
                value: BrokenValue("id", found: "\(id)", expected: expected)
            )
        }
        var record = Record.blank
        do throws(BrokenValue) {
            try record.visit(&reader)
        } catch {
            throw MisplacedValue(table: Record.table, row: "\(id)", value: error)
        }
        rows.append(FulfillmentNetwork.Row(id: id, record: record))
    }
    return rows
}

/// How many rows a table has.
func countRows(of table: String, _ database: Database) throws -> Int {
    try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)") ?? 0
}
