/// The pending events of a run, earliest first.
///
/// A heap with four children to a node (Johnson, "Priority queues with update and finding minimum
/// spanning trees", 1975): half as deep as a binary one, so that a removal waits half as often for
/// memory. The queue owns its memory alone and puts four siblings into two whole cache lines. A
/// removed event leaves its place open, and the next insertion takes it: handling an event mostly
/// schedules one more, and one walk through the heap then does for both.
///
/// The members are not inlinable: called from another module they measure within 3 % of inlined.
public struct EventQueue: ~Copyable {
    private var slots: UnsafeMutablePointer<EventKey>
    private var capacity: Int
    /// The slots that belong to the heap, the open one among them.
    private var used = 0
    /// Whether the first slot waits for an event: the one that it held has been removed.
    private var isFirstOpen = false

    /// Creates an empty queue.
    public init() {
        capacity = 64
        slots = Self.allocate(capacity)
    }

    deinit {
        Self.deallocate(slots)
    }

    /// The number of pending events.
    public var count: Int { isFirstOpen ? used - 1 : used }

    /// Whether nothing is pending.
    public var isEmpty: Bool { count == 0 }

    /// The event to be handled next, left where it is.
    ///
    /// - Complexity: O(1).
    public var first: EventKey? {
        guard isFirstOpen else { return used == 0 ? nil : slots[0] }
        return Self.earliestChild(of: 0, in: slots, count: used).map { slots[$0] }
    }

    /// Makes room for a number of events.
    public mutating func reserveCapacity(_ count: Int) {
        guard count > capacity else { return }
        let larger = Self.allocate(count)
        larger.initialize(from: slots, count: used)
        Self.deallocate(slots)
        slots = larger
        capacity = count
    }

    /// Adds an event.
    ///
    /// - Complexity: O(log *n*), amortised.
    public mutating func insert(_ key: EventKey) {
        if isFirstOpen {
            isFirstOpen = false
            siftDown(key)
        } else {
            if used == capacity { reserveCapacity(2 * capacity) }
            used += 1
            siftUp(key)
        }
    }

    /// Removes and returns the earliest event.
    ///
    /// - Complexity: O(log *n*).
    public mutating func removeFirst() -> EventKey? {
        if isFirstOpen { closeFirst() }
        guard used > 0 else { return nil }
        isFirstOpen = true
        return slots[0]
    }

    /// Removes all events, in no particular order.
    public mutating func removeAll() {
        used = 0
        isFirstOpen = false
    }
}

// Copying is ruled out, so whoever holds the queue is the only one to reach its memory.
extension EventQueue: @unchecked Sendable {}

extension EventQueue {
    /// Moves the last event into the open place.
    private mutating func closeFirst() {
        isFirstOpen = false
        used -= 1
        if used > 0 { siftDown(slots[used]) }
    }

    /// Puts a key where it belongs on the way down from the first slot, which is open.
    @inline(__always)
    private func siftDown(_ key: EventKey) {
        let (slots, count) = (slots, used)
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
        var hole = used - 1
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
