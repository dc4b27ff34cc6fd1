import Foundation

/// The visitor that packs a record's columns into bytes.
///
/// Integers take seven bits a byte, small ones of either sign few bytes.
struct RowPacker: RowVisitor {
    private(set) var bytes: [UInt8] = []
    var references: References? { nil }

    mutating func pack(_ value: Int64) {
        var rest = UInt64(bitPattern: value << 1 ^ value >> 63)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func integer(_: Column, _ value: inout Int64, _: Domain) {
        pack(value)
    }

    mutating func optionalInteger(_: Column, _ value: inout Int64?, _: Domain) {
        guard let value else { return bytes.append(0) }
        bytes.append(1)
        pack(value)
    }

    mutating func text(_: Column, _ value: inout String) {
        let text = value.utf8
        pack(Int64(text.count))
        bytes.append(contentsOf: text)
    }

    mutating func list<Entry: PackedEntry>(_: Column, _ value: inout [Entry]) {
        pack(Int64(value.count))
        for entry in value { pack(entry.packed) }
    }

    mutating func json<Value: Codable>(
        _ column: Column,
        _ value: inout Value
    ) throws(BrokenValue) {
        do {
            let json = try JSONEncoder().encode(value)
            pack(Int64(json.count))
            bytes.append(contentsOf: json)
        } catch {
            throw BrokenValue(column, found: "\(error)", expected: "what JSON can hold")
        }
    }
}
