/// The pending events of a run, earliest first.
///
/// They lie in three parts. In front are the next few in their order, and the earliest always is:
/// what is scheduled for the very next moment, as answers mostly are, finds its place among them,
/// and whoever handles events can see what comes after the next one. Behind them is what belongs to
/// the present window of time: a run of what was known when it began, sorted at once, and a heap of
/// what was scheduled since. What comes in later windows lies in their buckets unsorted, until its
/// window begins; so the heap stays small, and scheduling something for next month touches no more
/// than the end of its bucket. What lies beyond all buckets waits in a heap of its own.
///
/// Events that all fall into one window are sorted by the heap alone, whatever the scale of time.
public struct EventQueue: ~Copyable {
    @usableFromInline let front: UnsafeMutablePointer<EventKey>
    /// Where the first event lies in front, and where the places after the last begin.
    @usableFromInline var head = 0
    @usableFromInline var tail = 0
    /// The number of events that are not in front; none where there are fewer than the fewest in front.
    @usableFromInline var behind = 0
    /// What else comes before the present window ends, as far as it was known when it began, and as
    /// it was scheduled since or crowds; none of it comes before one in front.
    private var run = EventRun()
    private var near = EventHeap()
    /// The number of the present window.
    private var window: Int64 = 0
    private let buckets: UnsafeMutablePointer<EventBucket>
    /// The number of events in buckets.
    private var bucketed = 0
    /// What comes after the last bucket's window.
    private var beyond = EventHeap()

    /// How many places there are in front, and where the first event lies when it has been filled.
    private static let frontCapacity = 96
    private static let start = 48
    /// How many events are in front at least, if there are so many, and how many when it has been filled.
    @usableFromInline static var fewest: Int { 16 }
    private static let most = 32
    /// A window is two to this power of microseconds long: about two hours.
    private static let windowShift: Int64 = 33
    /// How many windows have buckets: about a hundred days.
    private static let bucketCount: Int64 = 1024

    /// Creates an empty queue.
    public init() {
        front = .allocate(capacity: Self.frontCapacity)
        buckets = .allocate(capacity: Int(Self.bucketCount))
        buckets.initialize(repeating: EventBucket(), count: Int(Self.bucketCount))
    }

    deinit {
        for place in 0..<Int(Self.bucketCount) { buckets[place].deallocate() }
        buckets.deallocate()
        front.deallocate()
    }

    /// The number of pending events.
    public var count: Int { tail - head + behind }

    /// Whether nothing is pending.
    @inlinable public var isEmpty: Bool { head == tail }

    /// The event to be handled next, left where it is.
    ///
    /// - Complexity: O(1).
    @inlinable public var first: EventKey? { upcoming(0) }

    /// The event that comes so many after the next one, where that is known already.
    ///
    /// - Complexity: O(1).
    @inlinable
    public func upcoming(_ distance: Int) -> EventKey? {
        head &+ distance < tail ? front[head &+ distance] : nil
    }

    /// Makes room for a number of events.
    public mutating func reserveCapacity(_ count: Int) {
        near.reserveCapacity(count)
    }

    /// Adds an event.
    ///
    /// - Complexity: O(log *n*), amortised.
    @inlinable
    public mutating func insert(_ key: EventKey) {
        // Mostly an answer, due before everything else.
        if head > 0, head < tail, key < front[head] {
            head &-= 1
            front[head] = key
        } else {
            insertElsewhere(key)
        }
    }

    /// Removes and returns the earliest event.
    ///
    /// - Complexity: O(log *n*), amortised.
    @inlinable
    public mutating func removeFirst() -> EventKey? {
        guard !isEmpty else { return nil }
        let first = front[head]
        head &+= 1
        if tail &- head < Self.fewest, behind > 0 { fillFront() }
        return first
    }

    /// Removes all events, in no particular order.
    public mutating func removeAll() {
        (head, tail, behind) = (0, 0, 0)
        run.removeAll()
        near.removeAll()
        beyond.removeAll()
        for place in 0..<Int(Self.bucketCount) { buckets[place].deallocate() }
        bucketed = 0
    }
}

// Copying is ruled out, so whoever holds the queue is the only one to reach its memory.
extension EventQueue: @unchecked Sendable {}

extension EventQueue {
    /// Puts the next few events in front behind those that are there; what is scheduled meanwhile
    /// mostly comes before them, so that room is left there.
    @usableFromInline @inline(never)
    mutating func fillFront() {
        let count = tail - head
        (front + Self.start).update(from: front + head, count: count)
        (head, tail) = (Self.start, Self.start + count)
        while tail < Self.start + Self.most, let key = removeFirstBehind() {
            front[tail] = key
            tail &+= 1
            behind &-= 1
        }
    }

    /// Removes and returns the earliest of the events that are not in front.
    @inline(__always)
    private mutating func removeFirstBehind() -> EventKey? {
        if near.count == 0, run.count == 0, behind > 0 { beginNextWindow() }
        guard let key = run.first else { return near.removeFirst() }
        if let other = near.first, other < key { return near.removeFirst() }
        run.removeFirst()
        return key
    }

    @usableFromInline @inline(never)
    mutating func insertElsewhere(_ key: EventKey) {
        if isEmpty {
            window = key.microseconds >> Self.windowShift
            (head, tail) = (Self.start, Self.start + 1)
            front[head] = key
        } else if key < front[tail &- 1] {
            insertInFront(key)
        } else {
            insertBehind(key)
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
            near.insert(front[tail])
            behind += 1
        }
        var other = tail
        while other > place {
            front[other] = front[other &- 1]
            other &-= 1
        }
        front[place] = key
        tail &+= 1
    }

    /// Puts a key that comes after all those in front where its time lies.
    @inline(never)
    private mutating func insertBehind(_ key: EventKey) {
        behind += 1
        let place = key.microseconds >> Self.windowShift
        if place <= window {
            near.insert(key)
        } else if place < window + Self.bucketCount {
            buckets[Self.bucket(of: place)].append(key)
            bucketed += 1
        } else {
            beyond.insert(key)
        }
    }

    /// Goes on to the next window that has events.
    private mutating func beginNextWindow() {
        if bucketed == 0, let first = beyond.first {
            window = first.microseconds >> Self.windowShift
        } else {
            repeat { window += 1 } while buckets[Self.bucket(of: window)].isEmpty
        }
        while let key = beyond.first,
            key.microseconds >> Self.windowShift < window + Self.bucketCount
        {
            _ = beyond.removeFirst()
            buckets[Self.bucket(of: key.microseconds >> Self.windowShift)].append(key)
            bucketed += 1
        }
        let bucket = Self.bucket(of: window)
        bucketed -= buckets[bucket].count
        run.fill(with: buckets[bucket].events, ofWindow: Self.windowShift, crowded: &near)
        buckets[bucket].deallocate()
    }

    private static func bucket(of window: Int64) -> Int { Int(window & (bucketCount - 1)) }
}

/// The events of one window, in no order.
private struct EventBucket {
    private var keys: UnsafeMutablePointer<EventKey>?
    private(set) var count = 0
    private var capacity = 0

    var isEmpty: Bool { count == 0 }

    mutating func append(_ key: EventKey) {
        if count == capacity { grow() }
        if let keys { (keys + count).initialize(to: key) }
        count &+= 1
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<EventKey>.allocate(capacity: max(8, 2 * capacity))
        if let keys {
            larger.moveInitialize(from: keys, count: count)
            keys.deallocate()
        }
        keys = larger
        capacity = max(8, 2 * capacity)
    }

    /// All of them.
    var events: UnsafeBufferPointer<EventKey> { UnsafeBufferPointer(start: keys, count: count) }

    /// Gives the memory back, and forgets the events.
    mutating func deallocate() {
        keys?.deallocate()
        self = EventBucket()
    }
}
