import Foundation

/// The visitor that packs a record's columns into bytes.
///
/// Integers take seven bits a byte, small ones of either sign few bytes.
struct RowPacker: RowVisitor {
    /// What is packed, and room for more.
    private var room = [UInt8](repeating: 0, count: 1 << 14)
    private var count = 0
    var references: References? { nil }

    /// What is packed.
    var bytes: ArraySlice<UInt8> { room[..<count] }

    mutating func pack(_ value: Int64) {
        makeRoom(10)
        let start = count
        count = room.withUnsafeMutableBufferPointer { room in
            var rest = UInt64(bitPattern: value << 1 ^ value >> 63)
            var place = start
            while rest >= 0x80 {
                room[place] = UInt8(truncatingIfNeeded: rest) | 0x80
                place &+= 1
                rest >>= 7
            }
            room[place] = UInt8(truncatingIfNeeded: rest)
            return place &+ 1
        }
    }

    /// Begins a row, which is preceded by its length; returns where it begins.
    mutating func beginRow() -> Int {
        makeRoom(1)
        count += 1
        return count
    }

    /// Ends the row that began at a place.
    mutating func endRow(from start: Int) {
        let length = count - start
        guard length >= 0x80 else {
            room[start - 1] = UInt8(length)
            return
        }
        var bytes: [UInt8] = []
        var rest = length
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
        // One byte was left for the length of a row, which mostly is enough.
        makeRoom(bytes.count - 1)
        room.replaceSubrange(start - 1..<start, with: bytes)
        count += bytes.count - 1
    }

    private mutating func append(_ bytes: some Collection<UInt8>) {
        makeRoom(bytes.count)
        for byte in bytes {
            room[count] = byte
            count += 1
        }
    }

    private mutating func makeRoom(_ needed: Int) {
        guard room.count - count < needed else { return }
        room.append(contentsOf: repeatElement(0, count: max(needed, room.count)))
    }

    mutating func integer(_: Column, _ value: inout Int64, _: Domain) {
        pack(value)
    }

    mutating func optionalInteger(_: Column, _ value: inout Int64?, _: Domain) {
        guard let value else { return pack(0) }
        pack(1)
        pack(value)
    }

    mutating func text(_: Column, _ value: inout String) {
        let text = value.utf8
        pack(Int64(text.count))
        append(text)
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
            append(json)
        } catch {
            throw BrokenValue(column, found: "\(error)", expected: "what JSON can hold")
        }
    }
}
