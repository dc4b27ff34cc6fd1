/// Rows that come and go and are asked for by number, which is never reused: conversations.
///
/// A row that is added and removed between two writes never reaches the store. Rows lie in slots
/// that are used again, so that a table takes the memory of its fullest moment and the next row
/// that is added the slot that was touched last.
package struct TransientTable<Record: Sendable>: Sendable {
    private struct Slot {
        var id: Int64
        var isStored: Bool
        var isDirty: Bool
        var isFree = false
        /// What was there last, in a slot that is free.
        var record: Record
    }

    private var slots: ContiguousArray<Slot> = []
    private var free: ContiguousArray<Int32> = []
    /// The slot of each number, found by hashing and looking on from there; -1 where there is none.
    private var buckets: ContiguousArray<Int32> = []
    private var dirty: [Int64] = []
    private var deleted: [Int64] = []
    /// Whether the store's log has what its tables do not show.
    private var isLogged = false
    /// The number of rows.
    package private(set) var count = 0

    package init() {}

    /// Takes over rows that came from a store, and are as they are there.
    package init(clean rows: [Row<Record>]) {
        for row in rows {
            insert(Slot(id: row.id, isStored: true, isDirty: false, record: row.record))
        }
    }

    /// Whether there are no rows.
    package var isEmpty: Bool { count == 0 }

    /// The row with a number, or nil where there is none any more.
    package subscript(id: Int64) -> Record? {
        guard let slot = slot(of: id) else { return nil }
        return slots[slot].record
    }

    /// The slot of a row, good until the next row is added or removed.
    private func slot(of id: Int64) -> Int? { find(id)?.slot }

    /// The row in a slot; writing to it marks it for the store.
    private subscript(slot slot: Int) -> Record {
        _read { yield slots[slot].record }
        _modify {
            if !slots[slot].isDirty {
                slots[slot].isDirty = true
                dirty.append(slots[slot].id)
            }
            yield &slots[slot].record
        }
    }

    /// Adds a row with a number that has none.
    private mutating func add(_ id: Int64, _ record: Record) {
        dirty.append(id)
        insert(Slot(id: id, isStored: false, isDirty: true, record: record))
    }

    /// Adds a row, or replaces the one with that number.
    package mutating func set(_ id: Int64, _ record: Record) {
        if let slot = slot(of: id) { self[slot: slot] = record } else { add(id, record) }
    }

    /// Removes a row and returns it, or nil where there is none.
    @discardableResult
    package mutating func remove(_ id: Int64) -> Record? {
        guard let (bucket, slot) = find(id) else { return nil }
        remove(id, bucket, slot)
        return slots[slot].record
    }

    private mutating func remove(_ id: Int64, _ bucket: Int, _ slot: Int) {
        slots[slot].isFree = true
        if slots[slot].isStored { deleted.append(id) }
        close(bucket)
        free.append(Int32(slot))
        count -= 1
        // The list of the changed shrinks again, or a run without stores would collect all there
        // ever were.
        if dirty.count > 2 * count + 64 { dirty = dirty.filter { find($0) != nil } }
    }

    /// Takes what a part of the store lacks.
    package mutating func drain(to part: StorePart) -> TransientRows<Record> {
        let changes = drain()
        switch part {
        case .log:
            isLogged = true
            return changes
        case .tables:
            defer { isLogged = false }
            return isLogged ? TransientRows(all: all) : changes
        }
    }

    private mutating func drain() -> TransientRows<Record> {
        var changed: [Row<Record>] = []
        for id in dirty {
            guard let slot = slot(of: id), slots[slot].isDirty else { continue }
            slots[slot].isStored = true
            slots[slot].isDirty = false
            changed.append(Row(id: id, record: slots[slot].record))
        }
        let gone = deleted
        dirty.removeAll(keepingCapacity: true)
        deleted.removeAll(keepingCapacity: true)
        return TransientRows(changed: changed, gone: gone)
    }

    /// All rows in order of number.
    package var all: [Row<Record>] {
        slots.filter { !$0.isFree }.map { Row(id: $0.id, record: $0.record) }
            .sorted { $0.id < $1.id }
    }

    // MARK: Slots

    private func find(_ id: Int64) -> (bucket: Int, slot: Int)? {
        guard count > 0 else { return nil }
        var bucket = home(of: id)
        while true {
            let slot = Int(buckets[bucket])
            guard slot >= 0 else { return nil }
            if slots[slot].id == id { return (bucket, slot) }
            bucket = (bucket &+ 1) & (buckets.count &- 1)
        }
    }

    /// The bucket in which the search for a number begins: numbers that follow each other lie far
    /// apart (Knuth, The Art of Computer Programming, volume 3, section 6.4).
    private func home(of id: Int64) -> Int {
        let product = UInt64(bitPattern: id) &* 0x9e37_79b9_7f4a_7c15
        return Int(truncatingIfNeeded: product >> UInt64(64 - buckets.count.trailingZeroBitCount))
    }

    private mutating func insert(_ slot: Slot) {
        if 2 * (count + 1) > buckets.count { spread(over: max(8, 2 * buckets.count)) }
        let position: Int
        if let last = free.popLast() {
            position = Int(last)
            slots[position] = slot
        } else {
            position = slots.count
            slots.append(slot)
        }
        enter(position)
        count += 1
    }

    private mutating func enter(_ slot: Int) {
        var bucket = home(of: slots[slot].id)
        while buckets[bucket] >= 0 { bucket = (bucket &+ 1) & (buckets.count &- 1) }
        buckets[bucket] = Int32(slot)
    }

    private mutating func spread(over size: Int) {
        buckets = ContiguousArray(repeating: -1, count: size)
        for slot in slots.indices where !slots[slot].isFree { enter(slot) }
    }

    /// Empties a bucket, and moves those after it that were kept from their place by it.
    private mutating func close(_ emptied: Int) {
        let mask = buckets.count &- 1
        var hole = emptied
        var bucket = (hole &+ 1) & mask
        while buckets[bucket] >= 0 {
            let home = home(of: slots[Int(buckets[bucket])].id)
            if (bucket &- home) & mask >= (bucket &- hole) & mask {
                buckets[hole] = buckets[bucket]
                hole = bucket
            }
            bucket = (bucket &+ 1) & mask
        }
        buckets[hole] = -1
    }
}
