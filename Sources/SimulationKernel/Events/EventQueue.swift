/// The pending events of a run, earliest first.
///
/// A heap with four children to a node (Johnson, "Priority queues with update and finding minimum
/// spanning trees", 1975): half as deep as a binary one, so that a removal waits half as often for
/// memory. The queue owns its memory alone and puts four siblings into two whole cache lines.
///
/// Before the heap lie the next few events in their order. What is scheduled for the very next
/// moment, as answers mostly are, finds its place among them and never sees the heap; and whoever
/// handles events can see what comes after the next one.
///
/// The members are not inlinable: called from another module they measure within 3 % of inlined.
public struct EventQueue: ~Copyable {
    private var slots: UnsafeMutablePointer<EventKey>
    private var capacity: Int
    /// The number of events in the heap; none of them comes before one in front of it.
    private var used = 0
    private let front: UnsafeMutablePointer<EventKey>
    /// Where the first event lies in front of the heap, and where the places after the last begin.
    private var head = 0
    private var tail = 0

    /// How many places there are in front of the heap, and how many are filled at once.
    private static let frontCapacity = 64
    private static let refill = 16

    /// Creates an empty queue.
    public init() {
        capacity = 64
        slots = Self.allocate(capacity)
        front = .allocate(capacity: Self.frontCapacity)
    }

    deinit {
        Self.deallocate(slots)
        front.deallocate()
    }

    /// The number of pending events.
    public var count: Int { used + tail - head }

    /// Whether nothing is pending.
    public var isEmpty: Bool { count == 0 }

    /// The event to be handled next, left where it is.
    ///
    /// - Complexity: O(1).
    public var first: EventKey? {
        if head < tail { return front[head] }
        return used == 0 ? nil : slots[0]
    }

    /// The event that comes so many after the next one, where that is known already.
    ///
    /// - Complexity: O(1).
    public func upcoming(_ distance: Int) -> EventKey? {
        head &+ distance < tail ? front[head &+ distance] : nil
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
        if head < tail, key < front[tail &- 1] {
            insertInFront(key)
        } else {
            insertIntoHeap(key)
        }
    }

    /// Removes and returns the earliest event.
    ///
    /// - Complexity: O(log *n*).
    public mutating func removeFirst() -> EventKey? {
        if head == tail {
            guard used > 0 else { return nil }
            fillFront()
        }
        head &+= 1
        return front[head &- 1]
    }

    /// Removes all events, in no particular order.
    public mutating func removeAll() {
        used = 0
        head = 0
        tail = 0
    }
}

// Copying is ruled out, so whoever holds the queue is the only one to reach its memory.
extension EventQueue: @unchecked Sendable {}

extension EventQueue {
    /// Takes the next few events out of the heap; what is scheduled meanwhile mostly comes before
    /// them, so that room is left there.
    private mutating func fillFront() {
        let count = min(Self.refill, used)
        head = Self.frontCapacity / 2
        tail = head
        for _ in 0..<count {
            front[tail] = slots[0]
            tail += 1
            used -= 1
            if used > 0 { siftDown(slots[used]) }
        }
    }

    /// Puts a key that comes before the last of those in front among them.
    private mutating func insertInFront(_ key: EventKey) {
        var place = head
        while front[place] < key { place &+= 1 }
        if head > 0 {
            // Those before it make room: it is mostly among the first.
            for other in head..<place { front[other &- 1] = front[other] }
            head &-= 1
            front[place &- 1] = key
            return
        }
        if tail == Self.frontCapacity {
            tail &-= 1
            insertIntoHeap(front[tail])
        }
        var other = tail
        while other > place {
            front[other] = front[other &- 1]
            other &-= 1
        }
        front[place] = key
        tail &+= 1
    }

    private mutating func insertIntoHeap(_ key: EventKey) {
        if used == capacity { reserveCapacity(2 * capacity) }
        used += 1
        siftUp(key)
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
