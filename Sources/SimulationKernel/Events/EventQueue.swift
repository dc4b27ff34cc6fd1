/// The pending events of a run, earliest first.
///
/// A binary heap in one array. Removing the first event sifts the hole down to a leaf and the last event up
/// from there, which on the *hold* model (each event schedules one more) compares about half as often as the textbook
/// way (Wegener, "Bottom-up heapsort", 1993).
public struct EventQueue: Sendable {
    private var heap: [EventKey] = []

    /// Creates an empty queue.
    public init() {}

    /// The number of pending events.
    public var count: Int { heap.count }

    /// Whether nothing is pending.
    public var isEmpty: Bool { heap.isEmpty }

    /// The event to be handled next, left where it is.
    ///
    /// - Complexity: O(1).
    public var first: EventKey? { heap.first }

    /// Makes room for a number of events.
    public mutating func reserveCapacity(_ count: Int) {
        heap.reserveCapacity(count)
    }

    /// Adds an event.
    ///
    /// - Complexity: O(log *n*), amortised.
    public mutating func insert(_ key: EventKey) {
        heap.append(key)
        heap.withUnsafeMutableBufferPointer { Self.siftUp($0, from: $0.count - 1, key) }
    }

    /// Removes and returns the earliest event.
    ///
    /// - Complexity: O(log *n*).
    public mutating func removeFirst() -> EventKey? {
        guard let last = heap.popLast() else { return nil }
        guard let first = heap.first else { return last }
        heap.withUnsafeMutableBufferPointer { buffer in
            let count = buffer.count
            var hole = 0
            var child = 1
            while child + 1 < count {
                child += buffer[child + 1] < buffer[child] ? 1 : 0
                buffer[hole] = buffer[child]
                hole = child
                child = 2 * hole + 1
            }
            if child < count {
                buffer[hole] = buffer[child]
                hole = child
            }
            Self.siftUp(buffer, from: hole, last)
        }
        return first
    }

    /// Removes all events, in no particular order.
    public mutating func removeAll() {
        heap.removeAll(keepingCapacity: true)
    }

    private static func siftUp(
        _ buffer: UnsafeMutableBufferPointer<EventKey>,
        from start: Int,
        _ key: EventKey
    ) {
        var hole = start
        while hole > 0 {
            let parent = (hole - 1) / 2
            guard key < buffer[parent] else { break }
            buffer[hole] = buffer[parent]
            hole = parent
        }
        buffer[hole] = key
    }
}
