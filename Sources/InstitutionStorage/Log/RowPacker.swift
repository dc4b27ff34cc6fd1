import Foundation

/// The visitor that packs a record's columns into bytes.
///
/// Integers take seven bits a byte, small ones of either sign few bytes.
struct RowPacker: RowVisitor {
    private let room = Room()
    /// Where the next byte goes.
    private var place: UnsafeMutablePointer<UInt8>
    private var end: UnsafeMutablePointer<UInt8>
    var references: References? { nil }

    /// Memory for what is packed; it grows, and goes with the packer.
    private final class Room {
        var start: UnsafeMutablePointer<UInt8>
        var capacity = 1 << 14

        init() {
            start = .allocate(capacity: capacity)
        }

        deinit { start.deallocate() }

        func grow(by needed: Int, keeping count: Int) {
            capacity += max(needed, capacity)
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
            larger.update(from: start, count: count)
            start.deallocate()
            start = larger
        }
    }

    init() {
        place = room.start
        end = place + room.capacity
    }

    /// What is packed.
    func withBytes<Result>(
        _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        try withExtendedLifetime(room) {
            try body(UnsafeRawBufferPointer(start: room.start, count: place - room.start))
        }
    }

    mutating func pack(_ value: Int64) {
        makeRoom(10)
        pack(bits: UInt64(bitPattern: value << 1 ^ value >> 63))
    }

    @inline(__always)
    private mutating func pack(bits: UInt64) {
        var rest = bits
        while rest >= 0x80 {
            place.pointee = UInt8(truncatingIfNeeded: rest) | 0x80
            place += 1
            rest >>= 7
        }
        place.pointee = UInt8(truncatingIfNeeded: rest)
        place += 1
    }

    /// Begins a row, which is preceded by its length; returns where it begins.
    mutating func beginRow() -> Int {
        makeRoom(1)
        place += 1
        return place - room.start
    }

    /// Ends the row that began at a place.
    mutating func endRow(from start: Int) {
        let length = place - room.start - start
        if length >= 0x80 {
            // One byte was left for the length of a row, which mostly is enough.
            let more = (length.bitWidth - length.leadingZeroBitCount - 1) / 7
            makeRoom(more)
            let row = room.start + start
            UnsafeMutableRawPointer(row + more).copyMemory(from: row, byteCount: length)
        }
        place = room.start + start - 1
        pack(bits: UInt64(length))
        place += length
    }

    private mutating func append(_ bytes: some Collection<UInt8>) {
        makeRoom(bytes.count)
        for byte in bytes {
            place.pointee = byte
            place += 1
        }
    }

    @inline(__always)
    private mutating func makeRoom(_ needed: Int) {
        if end - place < needed { grow(by: needed) }
    }

    @inline(never)
    private mutating func grow(by needed: Int) {
        let count = place - room.start
        room.grow(by: needed, keeping: count)
        place = room.start + count
        end = room.start + room.capacity
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

    mutating func list(_: Column, _ value: inout some PackedList) {
        pack(Int64(value.count))
        for place in 0..<value.count { pack(value[place].packed) }
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
