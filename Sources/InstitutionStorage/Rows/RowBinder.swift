import Foundation
import GRDBSQLite

/// The visitor that binds a record's columns to the parameters of a statement.
struct RowBinder: RowVisitor {
    /// Which columns a statement has parameters for.
    enum Columns {
        case all, changing
    }

    private let statement: OpaquePointer
    private let columns: Columns
    private var parameter: Int32 = 0
    /// What SQLite said first that was not OK.
    private(set) var resultCode = SQLITE_OK
    var references: References? { nil }

    init(_ statement: OpaquePointer, _ columns: Columns) {
        self.statement = statement
        self.columns = columns
    }

    mutating func bind(_ value: Int64) {
        parameter += 1
        note(sqlite3_bind_int64(statement, parameter, value))
    }

    mutating func bind(_ value: Double) {
        parameter += 1
        note(sqlite3_bind_double(statement, parameter, value))
    }

    private func skips(_ column: Column) -> Bool {
        column.isFixed && columns == .changing
    }

    mutating func integer(_ column: Column, _ value: inout Int64, _: Domain) {
        if !skips(column) { bind(value) }
    }

    mutating func optionalInteger(_ column: Column, _ value: inout Int64?, _: Domain) {
        guard !skips(column) else { return }
        guard let value else {
            parameter += 1
            return note(sqlite3_bind_null(statement, parameter))
        }
        bind(value)
    }

    mutating func text(_ column: Column, _ value: inout String) {
        if !skips(column) { bind(value) }
    }

    mutating func bind(_ text: String) {
        parameter += 1
        var text = text
        let code = text.withUTF8 { bytes in
            // An empty text may have no address, and an address of NULL would bind NULL.
            bytes.withMemoryRebound(to: CChar.self) { characters in
                sqlite3_bind_text64(
                    statement,
                    parameter,
                    characters.baseAddress ?? emptyText,
                    UInt64(characters.count),
                    copied,
                    UInt8(SQLITE_UTF8)
                )
            }
        }
        note(code)
    }

    /// A list is an array of JSON, written by hand since requests are many.
    mutating func list(_ column: Column, _ value: inout some PackedList) {
        guard !skips(column) else { return }
        var text = "["
        for place in 0..<value.count {
            if place > 0 { text += "," }
            text += "\(value[place].packed)"
        }
        text += "]"
        bind(text)
    }

    mutating func bind(_ blob: UnsafeRawBufferPointer) {
        parameter += 1
        let count = UInt64(blob.count)
        note(sqlite3_bind_blob64(statement, parameter, blob.baseAddress, count, copied))
    }

    mutating func json<Value: Codable>(
        _ column: Column,
        _ value: inout Value
    ) throws(BrokenValue) {
        guard !skips(column) else { return }
        do {
            bind(String(decoding: try encoder.encode(value), as: UTF8.self))
        } catch {
            throw BrokenValue(column, found: "\(error)", expected: "what JSON can hold")
        }
    }

    private mutating func note(_ code: Int32) {
        if code != SQLITE_OK, resultCode == SQLITE_OK { resultCode = code }
    }
}

/// `SQLITE_TRANSIENT`, which Swift does not import: SQLite copies the text before the call returns.
private var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

/// An address for a text of no bytes.
nonisolated(unsafe) private let emptyText: UnsafePointer<CChar> = {
    // Read only, and never freed: one byte for the life of the process.
    let byte = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
    byte.initialize(to: 0)
    return UnsafePointer(byte)
}()

/// Shared by all threads: an encoder is not changed by encoding.
private let encoder: JSONEncoder = {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
}()
