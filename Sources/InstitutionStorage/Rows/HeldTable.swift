import FulfillmentNetwork
import GRDB
import GRDBSQLite

/// The numbers that a table's rows may have.
enum RowNumbers {
    /// From 0 without gaps.
    case dense
    /// From 1 to a sequence's last number, with gaps where rows have gone.
    case upTo(Int64)
    /// Any of a range.
    case within(Range<Int64>)
}

/// One table of an open file, with its statements.
///
/// A statement is made when it is first needed, since many tables of many stores are seldom written.
final class HeldTable<Record: StoredRecord> {
    private var writing: HeldStatement?
    private var deleting: HeldStatement?

    /// Adds rows, or brings them up to date.
    func write(_ rows: [FulfillmentNetwork.Row<Record>], _ database: Database) throws {
        guard !rows.isEmpty else { return }
        let statement = try writing ?? HeldStatement(TableStatements(Record.self).write, database)
        writing = statement
        for row in rows {
            var record = row.record
            try statement.run { binder throws(BrokenValue) in
                binder.bind(row.id)
                try record.visit(&binder)
            }
        }
    }

    /// Removes rows.
    func delete(_ ids: [Int64], _ database: Database) throws {
        guard !ids.isEmpty else { return }
        let statement =
            try deleting ?? HeldStatement(TableStatements(Record.self).delete, database)
        deleting = statement
        for id in ids { try statement.run { $0.bind(id) } }
    }

    /// Reads and checks all rows, in order of number.
    func read(
        _ numbers: RowNumbers,
        _ references: References,
        _ database: Database
    ) throws -> [FulfillmentNetwork.Row<Record>] {
        let statement = try HeldStatement(TableStatements(Record.self).read, database)
        var rows: [FulfillmentNetwork.Row<Record>] = []
        rows.reserveCapacity(try countRows(of: Record.table, database))
        try statement.forEachRow { handle in
            let id = sqlite3_column_int64(handle, 0)
            try check(id, numbers, rows.count)
            var record = Record.blank
            var reader = RowReader(handle, references, from: 1)
            do throws(BrokenValue) {
                try record.visit(&reader)
            } catch {
                throw MisplacedValue(table: Record.table, row: "\(id)", value: error)
            }
            rows.append(FulfillmentNetwork.Row(id: id, record: record))
        }
        return rows
    }

    private func check(_ id: Int64, _ numbers: RowNumbers, _ count: Int) throws {
        let expected: String
        switch numbers {
        case .dense:
            guard id != count else { return }
            expected = "\(count), since rows are numbered from 0 without gaps"
        case .upTo(let last):
            guard id < 1 || id > last else { return }
            expected = "from 1 to \(last), the last number given"
        case .within(let range):
            guard !range.contains(id) else { return }
            expected = "from \(range.lowerBound) to \(range.upperBound - 1)"
        }
        throw MisplacedValue(
            table: Record.table,
            row: "\(id)",
            value: BrokenValue("id", found: "\(id)", expected: expected)
        )
    }
}

/// How many rows a table has.
func countRows(of table: String, _ database: Database) throws -> Int {
    try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)") ?? 0
}
