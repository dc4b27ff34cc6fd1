/// What an event is, in the order in which events of one instant are handled.
public enum EventClass: UInt8, CaseIterable, Sendable {
    /// A fault begins or ends.
    case fault
    /// An envelope arrives.
    case delivery
    /// A participant's own timer is due.
    case timer
    /// A job on the network's clock runs.
    case job
    /// Demand or the timeline of a scenario acts.
    case command
    /// An expectation or a metric looks.
    case probe
}

/// The total order of a run's events: time, class, source, source's own sequence.
///
/// The key is 32 bytes with the event it carries, so that two fit a cache line. The source is 0 for
/// the network and an institution's rank by code, from 1, otherwise.
public struct EventKey: Hashable, Comparable, Sendable {
    /// When the event happens, in microseconds since 1970 UTC.
    public var microseconds: Int64
    /// What kind of event it is, above who scheduled it.
    public var classAndSource: UInt64
    /// The count of the source's events, which makes the order total.
    public var sequence: UInt64
    /// What happens, as its owner encodes it; no part of the order.
    public var payload: UInt64

    /// Creates the key of an event.
    @inlinable
    public init(
        time: SimulationTime,
        class eventClass: EventClass,
        source: UInt32,
        sequence: UInt64,
        payload: UInt64
    ) {
        self.microseconds = time.microseconds
        self.classAndSource = UInt64(eventClass.rawValue) << 32 | UInt64(source)
        self.sequence = sequence
        self.payload = payload
    }

    /// When the event happens.
    @inlinable public var time: SimulationTime { SimulationTime(microseconds: microseconds) }

    /// What kind of event it is.
    @inlinable public var eventClass: EventClass {
        EventClass(rawValue: UInt8(truncatingIfNeeded: classAndSource >> 32)) ?? .probe
    }

    /// Whether it is an event of a kind.
    @inlinable public func isOf(_ eventClass: EventClass) -> Bool {
        classAndSource >> 32 == UInt64(eventClass.rawValue)
    }

    /// Who scheduled it.
    @inlinable public var source: UInt32 { UInt32(truncatingIfNeeded: classAndSource) }

    /// Whether the left one comes first.
    @inlinable
    public static func < (left: Self, right: Self) -> Bool {
        if left.microseconds != right.microseconds { return left.microseconds < right.microseconds }
        if left.classAndSource != right.classAndSource {
            return left.classAndSource < right.classAndSource
        }
        return left.sequence < right.sequence
    }
}
