import Foundation
import GRDBSQLite

/// The visitor that binds a record's columns to the parameters of a statement.
///
/// Short texts are put into memory that lasts until the statement has run; others SQLite copies.
struct RowBinder: RowVisitor {
    /// Which columns a statement has parameters for.
    enum Columns {
        case all, changing
    }

    private let statement: OpaquePointer
    private let columns: Columns
    private var parameter: Int32 = 0
    /// What is left of the memory for texts.
    private var room: UnsafeMutablePointer<UInt8>
    private let end: UnsafeMutablePointer<UInt8>
    /// What SQLite said first that was not OK.
    private(set) var resultCode = SQLITE_OK
    var references: References? { nil }

    init(
        _ statement: OpaquePointer,
        _ columns: Columns,
        room: UnsafeMutableBufferPointer<UInt8>
    ) {
        self.statement = statement
        self.columns = columns
        guard let start = room.baseAddress else { preconditionFailure("no room for texts") }
        self.room = start
        end = start + room.count
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

    @inline(__always)
    mutating func integer(_ column: Column, _ value: inout Int64, _: Domain) {
        if !skips(column) { bind(value) }
    }

    @inline(__always)
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
        var text = text
        text.withUTF8 { bytes in
            guard bytes.count <= end - room else {
                return bind(bytes.baseAddress, bytes.count, lasting: false)
            }
            if let start = bytes.baseAddress { room.update(from: start, count: bytes.count) }
            bindRoom(to: room + bytes.count)
        }
    }

    /// A list is an array of JSON, written by hand since requests are many.
    mutating func list(_ column: Column, _ value: inout some PackedList) {
        guard !skips(column) else { return }
        guard 2 + value.count * Decimal.longest <= end - room else {
            let entries = (0..<value.count).map { "\(value[$0].packed)" }
            return bind("[" + entries.joined(separator: ",") + "]")
        }
        var place = room
        Decimal.write(UInt8(ascii: "["), to: &place)
        for position in 0..<value.count {
            if position > 0 { Decimal.write(UInt8(ascii: ","), to: &place) }
            Decimal.write(value[position].packed, to: &place)
        }
        Decimal.write(UInt8(ascii: "]"), to: &place)
        bindRoom(to: place)
    }

    /// Binds the text that was put into the room up to a place.
    private mutating func bindRoom(to place: UnsafeMutablePointer<UInt8>) {
        bind(room, place - room, lasting: true)
        room = place
    }

    private mutating func bind(_ start: UnsafePointer<UInt8>?, _ count: Int, lasting: Bool) {
        parameter += 1
        note(
            sqlite3_bind_text64(
                statement,
                parameter,
                UnsafeRawPointer(start)?.assumingMemoryBound(to: CChar.self),
                UInt64(count),
                lasting ? nil : copied,
                UInt8(SQLITE_UTF8)
            )
        )
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

/// Writes text byte by byte.
private enum Decimal {
    /// The most bytes that an integer takes, and what parts it from the next.
    static let longest = 21

    static func write(_ byte: UInt8, to place: inout UnsafeMutablePointer<UInt8>) {
        place.pointee = byte
        place += 1
    }

    /// Writes the digits of an integer.
    static func write(_ value: Int64, to place: inout UnsafeMutablePointer<UInt8>) {
        if value < 0 { write(UInt8(ascii: "-"), to: &place) }
        var rest = value.magnitude
        var count = 1
        while rest >= 10 {
            rest /= 10
            count += 1
        }
        rest = value.magnitude
        for position in (0..<count).reversed() {
            place[position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        place += count
    }
}

/// Shared by all threads: an encoder is not changed by encoding.
private let encoder: JSONEncoder = {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
}()
