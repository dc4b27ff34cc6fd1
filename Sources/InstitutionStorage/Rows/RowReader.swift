import Foundation
import GRDBSQLite

/// The visitor that reads and checks the columns of a statement's present row.
struct RowReader: RowVisitor {
    private let statement: OpaquePointer
    private let known: References
    private var column: Int32 = 0

    var references: References? { known }

    init(_ statement: OpaquePointer, _ known: References) {
        self.statement = statement
        self.known = known
    }

    /// The number of the row, which is an integer since it is the table's primary key.
    mutating func id() -> Int64 {
        defer { column += 1 }
        return sqlite3_column_int64(statement, column)
    }

    mutating func integer(
        _ column: Column,
        _ value: inout Int64,
        _ domain: Domain
    ) throws(BrokenValue) {
        guard let found = try next(column, domain) else {
            throw BrokenValue(column, found: "NULL", expected: text(of: domain))
        }
        value = found
    }

    mutating func optionalInteger(
        _ column: Column,
        _ value: inout Int64?,
        _ domain: Domain
    ) throws(BrokenValue) {
        value = try next(column, domain)
    }

    private mutating func next(_ name: Column, _ domain: Domain) throws(BrokenValue) -> Int64? {
        defer { column += 1 }
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: break
        case SQLITE_NULL: return nil
        default:
            throw BrokenValue(name, found: "'\(anything())'", expected: text(of: domain))
        }
        let value = sqlite3_column_int64(statement, column)
        let isValid =
            switch domain {
            case .range(let range): range.contains(value)
            case .row(let referenced): known[referenced].contains(value)
            }
        guard isValid else {
            throw BrokenValue(name, found: "\(value)", expected: text(of: domain))
        }
        return value
    }

    mutating func text(_ column: Column, _ value: inout String) throws(BrokenValue) {
        value = try nextText(column)
    }

    private mutating func nextText(_ name: Column) throws(BrokenValue) -> String {
        defer { column += 1 }
        guard sqlite3_column_type(statement, column) == SQLITE_TEXT else {
            let isNull = sqlite3_column_type(statement, column) == SQLITE_NULL
            throw BrokenValue(
                name,
                found: isNull ? "NULL" : "'\(anything())'",
                expected: "a text"
            )
        }
        guard let start = sqlite3_column_text(statement, column) else {
            throw BrokenValue(name, found: "no memory for it", expected: "a text")
        }
        let count = Int(sqlite3_column_bytes(statement, column))
        let bytes = UnsafeBufferPointer(start: start, count: count)
        let text = String(decoding: bytes, as: UTF8.self)
        // Decoding mends what is broken, and what was mended is not what was written.
        guard text.utf8.elementsEqual(bytes) else {
            throw BrokenValue(name, found: "bytes that are no UTF-8", expected: "a text")
        }
        return text
    }

    mutating func list<List: PackedList>(
        _ column: Column,
        _ value: inout List
    ) throws(BrokenValue) {
        var entries: [List.Entry] = []
        try json(column, &entries)
        value = List(entries)
    }

    /// The bytes of a blob.
    mutating func bytes(_ name: Column) throws(BrokenValue) -> [UInt8] {
        defer { column += 1 }
        guard sqlite3_column_type(statement, column) == SQLITE_BLOB else {
            throw BrokenValue(name, found: "'\(anything())'", expected: "a blob")
        }
        let count = Int(sqlite3_column_bytes(statement, column))
        guard let start = sqlite3_column_blob(statement, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    mutating func json<Value: Codable>(
        _ column: Column,
        _ value: inout Value
    ) throws(BrokenValue) {
        let text = try nextText(column)
        do {
            value = try decoder.decode(Value.self, from: Data(text.utf8))
        } catch {
            throw BrokenValue(
                column,
                found: "'\(text.prefix(60))'",
                expected: "the JSON of a \(Value.self)"
            )
        }
    }

    /// A value of any type as people would see it, for messages.
    private func anything() -> String {
        guard let start = sqlite3_column_text(statement, column) else { return "" }
        let count = min(60, Int(sqlite3_column_bytes(statement, column)))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    private func text(of domain: Domain) -> String {
        switch domain {
        case .range(let range): return "an integer from \(range.lowerBound) to \(range.upperBound)"
        case .row(let referenced):
            let range = known[referenced]
            return range.isEmpty
                ? "no row of \(referenced.table), which is empty"
                : "a row of \(referenced.table), \(range.lowerBound) to \(range.upperBound - 1)"
        }
    }
}

/// Shared by all threads: a decoder is not changed by decoding.
private let decoder = JSONDecoder()
