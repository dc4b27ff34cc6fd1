/// Rows that come and go, each by a number that is never used again, in slots that are: timers, and
/// envelopes under way.
///
/// Whoever waits for a row keeps its slot with its number, so that nothing is searched for. A row
/// that is added and removed between two writes never reaches the store.
package struct SlotTable<Record: Sendable>: ~Copyable, Sendable {
    private struct Slot: Sendable {
        /// The row's number, or -1 in a slot that is free.
        var id: Int64
        var isStored = false
        var isDirty = false
        /// Whether the slot is among those to be looked at for the store.
        var isListed = false
        /// The slot that was free when this one became so, or -1.
        var nextFree: Int32 = -1
    }

    private var slots = Pages<Slot>()
    /// The row in each slot; in one that is free there is none.
    private var records = PageMemory<Record>()
    private var firstFree: Int32 = -1
    private var listed: [Int32] = []
    private var deleted: [Int64] = []
    /// Whether the store's log has what its tables do not show.
    private var isLogged = false
    /// The number of rows.
    package private(set) var count = 0

    package init() {}

    /// Takes over rows that came from a store, and are as they are there.
    package init(clean rows: [Row<Record>]) {
        for row in rows { insert(Slot(id: row.id, isStored: true), row.record) }
    }

    deinit {
        for slot in 0..<slots.count where slots[slot].id >= 0 {
            records.address(of: slot).deinitialize(count: 1)
        }
    }

    /// Whether there are no rows.
    package var isEmpty: Bool { count == 0 }

    /// Whether a slot holds the row with a number.
    package func isPresent(_ id: Int64, in slot: Int) -> Bool {
        slot < slots.count && slots[slot].id == id
    }

    /// The number of the row in a slot.
    package func id(in slot: Int) -> Int64 { slots[slot].id }

    /// The row in a slot; writing to it marks it for the store.
    package subscript(slot slot: Int) -> Record {
        @inline(__always) unsafeAddress { UnsafePointer(place(slot: slot)) }
        @inline(__always) unsafeMutableAddress {
            let place = slots.address(of: slot)
            precondition(place.pointee.id >= 0, "no row in the slot")
            place.pointee.isDirty = true
            if !place.pointee.isListed { list(slot) }
            return records.address(of: slot)
        }
    }

    /// Where the row in a slot lies; it stays there until it is removed.
    @inline(__always)
    func place(slot: Int) -> UnsafePointer<Record> {
        precondition(slots[slot].id >= 0, "no row in the slot")
        return UnsafePointer(records.address(of: slot))
    }

    /// Lets the row in a slot be fetched into the cache.
    @inline(__always)
    func fetch(slot: Int) {
        guard slot < slots.count else { return }
        slots.fetch(slot)
        records.fetch(slot)
    }

    /// Adds a row with a number that has none, and returns its slot.
    @inline(__always)
    package mutating func add(_ id: Int64, _ record: consuming Record) -> Int {
        let slot = insert(Slot(id: id, isDirty: true), record)
        if !slots[slot].isListed { list(slot) }
        return slot
    }

    /// Where the row with a number lies, if the slot holds it.
    @inline(__always)
    func find(_ id: Int64, in slot: Int) -> UnsafePointer<Record>? {
        isPresent(id, in: slot) ? UnsafePointer(records.address(of: slot)) : nil
    }

    /// Removes the row in a slot.
    @inline(__always)
    package mutating func remove(slot: Int) {
        vacate(slot)
        records.address(of: slot).deinitialize(count: 1)
    }

    /// Removes the row in a slot, and returns it.
    @inline(__always)
    mutating func take(slot: Int) -> Record {
        vacate(slot)
        return records.address(of: slot).move()
    }

    @inline(__always)
    private mutating func vacate(_ slot: Int) {
        let place = slots.address(of: slot)
        precondition(place.pointee.id >= 0, "no row in the slot")
        if place.pointee.isStored { deleted.append(place.pointee.id) }
        place.pointee.id = -1
        place.pointee.nextFree = firstFree
        firstFree = Int32(truncatingIfNeeded: slot)
        count &-= 1
    }

    @discardableResult
    @inline(__always)
    private mutating func insert(_ slot: Slot, _ record: consuming Record) -> Int {
        let position: Int
        if firstFree >= 0 {
            position = Int(firstFree)
            let place = slots.address(of: position)
            firstFree = place.pointee.nextFree
            place.pointee.id = slot.id
            place.pointee.isStored = slot.isStored
            place.pointee.isDirty = slot.isDirty
        } else {
            position = slots.count
            slots.append(slot)
            if position == records.capacity { records.addPage() }
        }
        records.address(of: position).initialize(to: record)
        count &+= 1
        return position
    }

    @inline(never)
    private mutating func list(_ slot: Int) {
        slots[slot].isListed = true
        listed.append(Int32(slot))
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
        for slot in listed.map({ Int($0) }) {
            slots[slot].isListed = false
            guard slots[slot].id >= 0, slots[slot].isDirty else { continue }
            slots[slot].isStored = true
            slots[slot].isDirty = false
            changed.append(Row(id: slots[slot].id, record: self[slot: slot]))
        }
        let gone = deleted
        listed.removeAll(keepingCapacity: true)
        deleted.removeAll(keepingCapacity: true)
        return TransientRows(changed: changed, gone: gone)
    }

    /// The slots of all rows, in order of number.
    package var occupied: [Int] {
        (0..<slots.count).filter { slots[$0].id >= 0 }.sorted { slots[$0].id < slots[$1].id }
    }

    /// All rows in order of number.
    package var all: [Row<Record>] {
        occupied.map { Row(id: slots[$0].id, record: self[slot: $0]) }
    }
}
