/// An instant of virtual time: microseconds since 1970-01-01T00:00:00Z.
public struct SimulationTime: Hashable, Comparable, Sendable {
    /// The distance from the epoch.
    public var microseconds: Int64

    /// Creates the instant a number of microseconds after the epoch.
    @inlinable
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Later than any instant a run can reach.
    public static let distantFuture = Self(microseconds: .max)

    /// Earlier than any instant a run can reach.
    public static let distantPast = Self(microseconds: .min)

    /// Whether the left one comes first.
    @inlinable
    public static func < (left: Self, right: Self) -> Bool {
        left.microseconds < right.microseconds
    }

    /// The sum.
    @inlinable
    public static func + (time: Self, duration: SimulationDuration) -> Self {
        Self(microseconds: time.microseconds + duration.microseconds)
    }

    /// The difference.
    @inlinable
    public static func - (time: Self, duration: SimulationDuration) -> Self {
        Self(microseconds: time.microseconds - duration.microseconds)
    }

    /// The difference.
    @inlinable
    public static func - (left: Self, right: Self) -> SimulationDuration {
        SimulationDuration(microseconds: left.microseconds - right.microseconds)
    }
}

extension SimulationTime: CustomStringConvertible {
    /// The instant in ISO 8601, in UTC: `2026-01-12T09:30:00Z`, with a fraction if there is one.
    public var description: String {
        CivilDateTime(self, offset: .zero).iso8601 + "Z"
    }
}
