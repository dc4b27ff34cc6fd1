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

    /// The memory of a slot and of its row; in a slot that is free there is no row.
    private struct Place {
        var slot: Slot
        var record: Record
    }

    private var places = GrowingMemory<Place>()
    /// The number of slots.
    private var slotCount = 0
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
        for row in rows { insert(row.id, isStored: true, row.record) }
    }

    deinit {
        for slot in 0..<slotCount where self.slot(slot).pointee.id >= 0 {
            record(slot).deinitialize(count: 1)
        }
    }

    @inline(__always)
    private func slot(_ slot: Int) -> UnsafeMutablePointer<Slot> {
        precondition(UInt(bitPattern: slot) < UInt(bitPattern: slotCount), "no such slot")
        return UnsafeMutableRawPointer(places.address(of: slot)).assumingMemoryBound(to: Slot.self)
    }

    /// The slot of a row that is there.
    @inline(__always)
    private func taken(_ slot: Int) -> UnsafeMutablePointer<Slot> {
        let place = self.slot(slot)
        precondition(place.pointee.id >= 0, "no row in the slot")
        return place
    }

    /// Where the row in a slot lies: behind it, as no row is aligned to more than a slot takes.
    @inline(__always)
    private func record(_ slot: Int) -> UnsafeMutablePointer<Record> {
        (UnsafeMutableRawPointer(places.address(of: slot)) + MemoryLayout<Slot>.stride)
            .assumingMemoryBound(to: Record.self)
    }

    /// Whether there are no rows.
    package var isEmpty: Bool { count == 0 }

    /// Whether a slot holds the row with a number.
    @inline(__always)
    package func isPresent(_ id: Int64, in slot: Int) -> Bool {
        slot < slotCount && self.slot(slot).pointee.id == id
    }

    /// The number of the row in a slot, or -1 where there is none any more.
    @inline(__always)
    package func id(in slot: Int) -> Int64 { self.slot(slot).pointee.id }

    /// The row in a slot; writing to it marks it for the store.
    package subscript(slot slot: Int) -> Record {
        @inline(__always) unsafeAddress { place(slot: slot) }
        @inline(__always) unsafeMutableAddress {
            let place = taken(slot)
            place.pointee.isDirty = true
            if !place.pointee.isListed { list(slot) }
            return record(slot)
        }
    }

    /// Where the row in a slot lies, until one is added or it is removed.
    @inline(__always)
    func place(slot: Int) -> UnsafePointer<Record> {
        _ = taken(slot)
        return UnsafePointer(record(slot))
    }

    /// Where the row with a number lies, if the slot holds it; until one is added or it is removed.
    @inline(__always)
    func find(_ id: Int64, in slot: Int) -> UnsafePointer<Record>? {
        isPresent(id, in: slot) ? UnsafePointer(record(slot)) : nil
    }

    /// Lets the row in a slot be fetched into the cache.
    @inline(__always)
    func fetch(slot: Int) {
        if slot < slotCount { places.fetch(slot) }
    }

    /// Lets the slot be fetched that the next row will lie in, if there is one.
    @inline(__always)
    func fetchNext() {
        if firstFree >= 0 { places.fetch(Int(firstFree)) }
    }

    /// Adds a row with a number that has none, and returns its slot.
    @inline(__always)
    package mutating func add(_ id: Int64, _ record: consuming Record) -> Int {
        let slot = insert(id, isStored: false, record)
        if !self.slot(slot).pointee.isListed { list(slot) }
        return slot
    }

    /// Removes the row in a slot.
    @inline(__always)
    package mutating func remove(slot: Int) {
        vacate(slot)
        record(slot).deinitialize(count: 1)
    }

    /// Removes the row in a slot, and returns it.
    @inline(__always)
    mutating func take(slot: Int) -> Record {
        vacate(slot)
        return record(slot).move()
    }

    @inline(__always)
    private mutating func vacate(_ slot: Int) {
        let place = taken(slot)
        if place.pointee.isStored { noteDeleted(place.pointee.id) }
        place.pointee.id = -1
        place.pointee.nextFree = firstFree
        firstFree = Int32(truncatingIfNeeded: slot)
        count &-= 1
    }

    @inline(never)
    private mutating func noteDeleted(_ id: Int64) { deleted.append(id) }

    @discardableResult
    @inline(__always)
    private mutating func insert(
        _ id: Int64,
        isStored: Bool,
        _ record: consuming Record
    ) -> Int {
        if firstFree < 0 { addSlot() }
        let position = Int(firstFree)
        let place = slot(position)
        firstFree = place.pointee.nextFree
        place.pointee.id = id
        place.pointee.isStored = isStored
        place.pointee.isDirty = !isStored
        self.record(position).initialize(to: record)
        count &+= 1
        return position
    }

    /// Adds a slot that is free; there is no other.
    @inline(never)
    private mutating func addSlot() {
        if slotCount == places.capacity { places.grow() }
        firstFree = Int32(slotCount)
        slotCount += 1
        slot(Int(firstFree)).initialize(to: Slot(id: -1))
    }

    @inline(never)
    private mutating func list(_ position: Int) {
        slot(position).pointee.isListed = true
        listed.append(Int32(position))
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
        for position in listed.map({ Int($0) }) {
            let place = slot(position)
            place.pointee.isListed = false
            guard place.pointee.id >= 0, place.pointee.isDirty else { continue }
            place.pointee.isStored = true
            place.pointee.isDirty = false
            changed.append(Row(id: place.pointee.id, record: record(position).pointee))
        }
        let gone = deleted
        listed.removeAll(keepingCapacity: true)
        deleted.removeAll(keepingCapacity: true)
        return TransientRows(changed: changed, gone: gone)
    }

    /// The slots of all rows, in order of number.
    package var occupied: [Int] {
        (0..<slotCount).filter { id(in: $0) >= 0 }.sorted { id(in: $0) < id(in: $1) }
    }

    /// All rows in order of number.
    package var all: [Row<Record>] {
        occupied.map { Row(id: id(in: $0), record: self[slot: $0]) }
    }
}
