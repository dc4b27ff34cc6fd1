/// The events of one window in their order, to be taken out from the front.
///
/// They are sorted by spreading them over as many equal shares of the window as there are events,
/// and moving each past the few of its share that come after it: what a heap does for each event
/// takes several times as long.
struct EventRun: ~Copyable {
    private var keys: UnsafeMutablePointer<EventKey>
    private var capacity = 64
    /// For each share, how many events come before the end of it.
    private let ends: UnsafeMutablePointer<Int32>
    private var next = 0
    private var end = 0

    /// At most two to this power of shares.
    private static let mostShareBits = 10
    /// Where more events than these lie in one share, a heap is better.
    private static let mostInShare: Int32 = 32
    /// Stands for the end of such a share.
    private static let crowded: Int32 = -1

    init() {
        keys = .allocate(capacity: capacity)
        ends = .allocate(capacity: 1 << Self.mostShareBits)
    }

    deinit {
        keys.deallocate()
        ends.deallocate()
    }

    /// The number of events.
    var count: Int { end &- next }

    /// The earliest event.
    @inline(__always)
    var first: EventKey? { next < end ? keys[next] : nil }

    /// Removes the earliest event, which must be there.
    @inline(__always)
    mutating func removeFirst() { next &+= 1 }

    mutating func removeAll() { (next, end) = (0, 0) }

    /// Takes the events of a window over once all others are gone, no more than an `Int32` counts;
    /// those of which too many lie close together go into a heap.
    mutating func fill(
        with events: UnsafeBufferPointer<EventKey>,
        ofWindow shift: Int64,
        crowded heap: inout EventHeap
    ) {
        let bits = Self.shareBits(for: events.count)
        let scale = UInt64(shift - bits)
        let mask = UInt64(1) << UInt64(bits) &- 1
        func share(_ key: EventKey) -> Int {
            Int(truncatingIfNeeded: UInt64(bitPattern: key.microseconds) &>> scale & mask)
        }
        reserve(events.count)
        ends.initialize(repeating: 0, count: 1 << Int(bits))
        for key in events { ends[share(key)] &+= 1 }
        (next, end) = (0, sumUp(1 << Int(bits)))
        for key in events {
            let place = share(key)
            if ends[place] == Self.crowded {
                heap.insert(key)
            } else {
                ends[place] &-= 1
                keys[Int(ends[place])] = key
            }
        }
        sortNeighbours()
    }

    /// Makes of the number of events in each share that before its end, and returns the last.
    private func sumUp(_ shareCount: Int) -> Int {
        var sum: Int32 = 0
        for place in 0..<shareCount {
            if ends[place] > Self.mostInShare {
                ends[place] = Self.crowded
            } else {
                sum &+= ends[place]
                ends[place] = sum
            }
        }
        return Int(sum)
    }

    /// Moves each event past those before it that come later, all of which are close.
    private func sortNeighbours() {
        for position in 1..<max(1, end) {
            let key = keys[position]
            var hole = position
            while hole > 0, key < keys[hole &- 1] {
                keys[hole] = keys[hole &- 1]
                hole &-= 1
            }
            if hole != position { keys[hole] = key }
        }
    }

    private static func shareBits(for count: Int) -> Int64 {
        let bits = Int.bitWidth - max(1, count - 1).leadingZeroBitCount
        return Int64(min(bits, mostShareBits))
    }

    private mutating func reserve(_ count: Int) {
        guard count > capacity else { return }
        keys.deallocate()
        capacity = max(count, 2 * capacity)
        keys = .allocate(capacity: capacity)
    }
}
