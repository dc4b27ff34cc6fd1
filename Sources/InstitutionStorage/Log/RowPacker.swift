import Foundation

/// The visitor that packs a record's columns into bytes.
///
/// A small integer of either sign takes one byte. A larger one is preceded by a byte that says how
/// many bytes it takes, lowest first.
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

    /// The first of the bytes that precede an integer; with it one byte follows, with the next two.
    static let firstLong: UInt8 = 248

    @inline(__always)
    mutating func pack(_ value: Int64) {
        let bits = UInt64(bitPattern: value << 1 ^ value >> 63)
        makeRoom(9)
        guard bits >= Self.firstLong else {
            place.pointee = UInt8(truncatingIfNeeded: bits)
            place += 1
            return
        }
        packLong(bits)
    }

    private mutating func packLong(_ bits: UInt64) {
        let count = (71 - bits.leadingZeroBitCount) / 8
        place.pointee = Self.firstLong - 1 + UInt8(count)
        UnsafeMutableRawPointer(place + 1).storeBytes(of: bits.littleEndian, as: UInt64.self)
        place += 1 + count
    }

    /// Begins a row, which is preceded by its length; returns where it begins.
    mutating func beginRow() -> Int {
        makeRoom(Self.lengthSize)
        place += Self.lengthSize
        return place - room.start
    }

    /// Ends the row that began at a place.
    mutating func endRow(from start: Int) {
        let length = UInt32(place - room.start - start)
        UnsafeMutableRawPointer(room.start + start - Self.lengthSize)
            .storeBytes(of: length.littleEndian, as: UInt32.self)
    }

    /// The bytes of a row's length.
    static let lengthSize = 4

    private mutating func append(_ bytes: UnsafeRawBufferPointer) {
        pack(Int64(bytes.count))
        makeRoom(bytes.count)
        UnsafeMutableRawBufferPointer(start: place, count: bytes.count).copyMemory(from: bytes)
        place += bytes.count
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

    @inline(__always)
    mutating func integer(_: Column, _ value: inout Int64, _: Domain) {
        pack(value)
    }

    @inline(__always)
    mutating func optionalInteger(_: Column, _ value: inout Int64?, _: Domain) {
        guard let value else { return pack(0) }
        pack(1)
        pack(value)
    }

    mutating func text(_: Column, _ value: inout String) {
        value.withUTF8 { append(UnsafeRawBufferPointer($0)) }
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
            try JSONEncoder().encode(value).withUnsafeBytes { append($0) }
        } catch {
            throw BrokenValue(column, found: "\(error)", expected: "what JSON can hold")
        }
    }
}
