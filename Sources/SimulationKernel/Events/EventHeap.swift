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
        let (slots, count) = (slots, count)
        var hole = 0
        while let child = Self.earliestChild(of: hole, in: slots, count: count),
            slots[child] < key
        {
            slots[hole] = slots[child]
            hole = child
        }
        slots[hole] = key
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

    /// The slot of the earliest of up to four children.
    @inline(__always)
    private static func earliestChild(
        of parent: Int,
        in slots: UnsafeMutablePointer<EventKey>,
        count: Int
    ) -> Int? {
        let child = 4 &* parent &+ 1
        if child &+ 4 <= count {
            // Two matches and a final: conditional moves, where a loop would guess at branches.
            let left = slots[child &+ 1] < slots[child] ? child &+ 1 : child
            let right = slots[child &+ 3] < slots[child &+ 2] ? child &+ 3 : child &+ 2
            return slots[right] < slots[left] ? right : left
        }
        guard child < count else { return nil }
        var earliest = child
        for other in child &+ 1..<count where slots[other] < slots[earliest] {
            earliest = other
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
