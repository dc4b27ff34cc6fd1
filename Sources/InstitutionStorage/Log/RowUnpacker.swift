import Foundation

/// The visitor that fills records from the bytes of a `RowPacker`.
///
/// What an integer may be is checked where the row is read from its table.
struct RowUnpacker: RowVisitor {
    private let bytes: [UInt8]
    private var position = 0
    var references: References? { .all }

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    private mutating func byte(_ column: Column) throws(BrokenValue) -> UInt8 {
        guard position < bytes.count else { throw broken(column) }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func unpack(_ column: Column) throws(BrokenValue) -> Int64 {
        let first = try byte(column)
        var bits = UInt64(first)
        if first >= RowPacker.firstLong {
            bits = try unsigned(Int(first - RowPacker.firstLong) + 1, column)
        }
        return Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1)
    }

    /// An integer of so many bytes, lowest first.
    private mutating func unsigned(
        _ count: Int,
        _ column: Column
    ) throws(BrokenValue) -> UInt64 {
        var bits: UInt64 = 0
        for place in 0..<count { bits |= UInt64(try byte(column)) << UInt64(8 * place) }
        return bits
    }

    /// The place after the row that comes next, whose length comes first.
    mutating func endOfRow(_ column: Column) throws(BrokenValue) -> Int {
        let length = Int(try unsigned(RowPacker.lengthSize, column))
        guard length <= bytes.count - position else { throw broken(column) }
        return position + length
    }

    /// Goes to the end of a row without looking at it.
    mutating func skip(to end: Int) { position = end }

    /// Makes sure that a row was read to its end.
    func check(isAt end: Int, _ column: Column) throws(BrokenValue) {
        if position != end { throw broken(column) }
    }

    /// A number of things that take a byte each at least.
    mutating func count(_ column: Column) throws(BrokenValue) -> Int {
        let count = try unpack(column)
        guard count >= 0, count <= bytes.count - position else { throw broken(column) }
        return Int(count)
    }

    private func broken(_ column: Column) -> BrokenValue {
        BrokenValue(column, found: "broken at byte \(position)", expected: "packed rows")
    }

    private mutating func slice(_ column: Column) throws(BrokenValue) -> ArraySlice<UInt8> {
        let count = try count(column)
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func integer(
        _ column: Column,
        _ value: inout Int64,
        _: Domain
    ) throws(BrokenValue) {
        value = try unpack(column)
    }

    mutating func optionalInteger(
        _ column: Column,
        _ value: inout Int64?,
        _: Domain
    ) throws(BrokenValue) {
        value = try byte(column) == 0 ? nil : try unpack(column)
    }

    mutating func text(_ column: Column, _ value: inout String) throws(BrokenValue) {
        value = String(decoding: try slice(column), as: UTF8.self)
    }

    mutating func list<List: PackedList>(
        _ column: Column,
        _ value: inout List
    ) throws(BrokenValue) {
        var entries: [List.Entry] = []
        for _ in 0..<(try count(column)) {
            guard let entry = List.Entry(packed: try unpack(column)) else { throw broken(column) }
            entries.append(entry)
        }
        value = List(entries)
    }

    mutating func json<Value: Codable>(
        _ column: Column,
        _ value: inout Value
    ) throws(BrokenValue) {
        let json = Data(try slice(column))
        do {
            value = try JSONDecoder().decode(Value.self, from: json)
        } catch {
            throw broken(column)
        }
    }
}
