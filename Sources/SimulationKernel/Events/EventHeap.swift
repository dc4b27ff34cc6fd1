/// Events of which the earliest is found at once.
///
/// A heap with four children to a node (Johnson, "Priority queues with update and finding minimum
/// spanning trees", 1975): half as deep as a binary one, so that a removal waits half as often for
/// memory. The heap owns its memory alone and puts four siblings into two whole cache lines.
struct EventHeap: ~Copyable {
    private var slots: UnsafeMutablePointer<EventKey>
    private var capacity: Int
    /// The number of events.
    private(set) var count = 0

    init() {
        capacity = 64
        slots = Self.allocate(capacity)
    }

    deinit {
        Self.deallocate(slots)
    }

    /// The earliest event.
    var first: EventKey? { count == 0 ? nil : slots[0] }

    /// Makes room for a number of events.
    mutating func reserveCapacity(_ count: Int) {
        guard count > capacity else { return }
        let larger = Self.allocate(count)
        larger.initialize(from: slots, count: self.count)
        Self.deallocate(slots)
        slots = larger
        capacity = count
    }

    /// Adds an event.
    mutating func insert(_ key: EventKey) {
        if count == capacity { reserveCapacity(2 * capacity) }
        count &+= 1
        siftUp(key)
    }

    /// Removes and returns the earliest event.
    mutating func removeFirst() -> EventKey? {
        guard count > 0 else { return nil }
        let first = slots[0]
        count &-= 1
        if count > 0 { siftDown(slots[count]) }
        return first
    }

    mutating func removeAll() { count = 0 }
}

extension EventHeap {
    /// Puts a key where it belongs on the way down from the first slot, which is open.
    @inline(__always)
    private func siftDown(_ key: EventKey) {
        let (slots, end) = (slots, slots + count)
        var hole = slots
        while let child = Self.earliest(of: Self.children(of: hole, in: slots), before: end),
            child.pointee < key
        {
            hole.pointee = child.pointee
            hole = child
        }
        hole.pointee = key
    }

    /// Puts a key where it belongs on the way up from the last slot, which is open.
    @inline(__always)
    private func siftUp(_ key: EventKey) {
        let slots = slots
        var hole = count - 1
        while hole > 0 {
            let parent = (hole &- 1) >> 2
            guard key < slots[parent] else { break }
            slots[hole] = slots[parent]
            hole = parent
        }
        slots[hole] = key
    }

    /// The first of the up to four slots below a slot.
    @inline(__always)
    private static func children(
        of slot: UnsafeMutablePointer<EventKey>,
        in slots: UnsafeMutablePointer<EventKey>
    ) -> UnsafeMutablePointer<EventKey> {
        // Four times as far from the beginning; in bytes, as counting slots takes a division.
        let distance = UnsafeMutableRawPointer(slot) - UnsafeMutableRawPointer(slots)
        return (UnsafeMutableRawPointer(slots) + 4 &* distance)
            .assumingMemoryBound(to: EventKey.self) + 1
    }

    /// The earliest of up to four siblings, of which the first is given.
    @inline(__always)
    private static func earliest(
        of siblings: UnsafeMutablePointer<EventKey>,
        before end: UnsafeMutablePointer<EventKey>
    ) -> UnsafeMutablePointer<EventKey>? {
        if siblings + 4 <= end {
            // Two matches and a final: conditional moves, where a loop would guess at branches.
            let left = siblings[1] < siblings[0] ? siblings + 1 : siblings
            let right = siblings[3] < siblings[2] ? siblings + 3 : siblings + 2
            return right.pointee < left.pointee ? right : left
        }
        guard siblings < end else { return nil }
        var earliest = siblings
        var other = siblings + 1
        while other < end {
            if other.pointee < earliest.pointee { earliest = other }
            other += 1
        }
        return earliest
    }

    /// Three keys of padding before the first slot put every group of siblings, 1–4, 5–8 and so
    /// on, at the start of a cache line.
    private static let padding = 3 * MemoryLayout<EventKey>.stride
    private static let cacheLine = 64

    private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<EventKey> {
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: padding + capacity * MemoryLayout<EventKey>.stride,
            alignment: cacheLine
        )
        return (memory + padding).bindMemory(to: EventKey.self, capacity: capacity)
    }

    private static func deallocate(_ slots: UnsafeMutablePointer<EventKey>) {
        (UnsafeMutableRawPointer(slots) - padding).deallocate()
    }
}
