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

    /// Takes the events of a window over, of which there are no more than an `Int32` counts, once
    /// all others are gone; false where too many of them lie close together.
    mutating func fill(
        with events: UnsafeBufferPointer<EventKey>,
        ofWindow shift: Int64
    ) -> Bool {
        let bits = Self.shareBits(for: events.count)
        let scale = UInt64(shift - bits)
        let mask = UInt64(1) << UInt64(bits) &- 1
        func share(_ key: EventKey) -> Int {
            Int(truncatingIfNeeded: UInt64(bitPattern: key.microseconds) &>> scale & mask)
        }
        let shareCount = 1 << Int(bits)
        ends.initialize(repeating: 0, count: shareCount)
        for key in events { ends[share(key)] &+= 1 }
        var sum: Int32 = 0
        for place in 0..<shareCount {
            guard ends[place] <= Self.mostInShare else { return false }
            sum &+= ends[place]
            ends[place] = sum
        }
        reserve(events.count)
        (next, end) = (0, events.count)
        for key in events {
            ends[share(key)] &-= 1
            keys[Int(ends[share(key)])] = key
        }
        sortNeighbours()
        return true
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
