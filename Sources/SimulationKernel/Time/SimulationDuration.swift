/// A length of virtual time in whole microseconds.
public struct SimulationDuration: Hashable, Comparable, Sendable {
    /// The length; negative lengths arise only from subtracting instants.
    public var microseconds: Int64

    /// Creates a duration of a number of microseconds.
    @inlinable
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// No time at all.
    @inlinable public static var zero: Self { Self(microseconds: 0) }

    /// The least distance at which a handler may schedule (Law 3 of ARCHITECTURE.md).
    @inlinable public static var tick: Self { Self(microseconds: 1) }

    /// Whole milliseconds.
    public static func milliseconds(_ count: Int64) -> Self { Self(microseconds: count * 1_000) }

    /// Whole seconds.
    public static func seconds(_ count: Int64) -> Self { Self(microseconds: count * 1_000_000) }

    /// Whole minutes.
    public static func minutes(_ count: Int64) -> Self { .seconds(count * 60) }

    /// Whole hours.
    public static func hours(_ count: Int64) -> Self { .seconds(count * 3_600) }

    /// Periods of exactly 24 hours, which a calendar day is not when clocks change.
    public static func days(_ count: Int64) -> Self { .seconds(count * 86_400) }

    /// A real number of seconds, rounded to the nearest microsecond and held within the range.
    public init(seconds: Double) {
        self.init(roundingMicroseconds: seconds * 1_000_000)
    }

    /// A real number of 24-hour days, rounded to the nearest microsecond and held within the range.
    public init(days: Double) {
        self.init(roundingMicroseconds: days * 86_400_000_000)
    }

    init(roundingMicroseconds real: Double) {
        // A thousand years, so that no sum of an instant and a duration overflows.
        let limit = 31_556_952_000_000_000.0
        guard abs(real) < limit else {
            self.init(microseconds: real.isNaN ? 0 : Int64(real < 0 ? -limit : limit))
            return
        }
        // What `rounded()` gives, which is a call on x86-64. The rest is exact.
        let whole = Int64(real)
        let rest = real - Double(whole)
        self.init(microseconds: whole + (rest >= 0.5 ? 1 : 0) - (rest <= -0.5 ? 1 : 0))
    }

    /// The length in seconds, for statistics and text.
    public var inSeconds: Double { Double(microseconds) / 1_000_000 }

    /// The length in 24-hour days, for statistics and text.
    public var inDays: Double { Double(microseconds) / 86_400_000_000 }

    /// Whether the left one comes first.
    @inlinable
    public static func < (left: Self, right: Self) -> Bool {
        left.microseconds < right.microseconds
    }

    /// The sum.
    @inlinable
    public static func + (left: Self, right: Self) -> Self {
        Self(microseconds: left.microseconds + right.microseconds)
    }

    /// The difference.
    @inlinable
    public static func - (left: Self, right: Self) -> Self {
        Self(microseconds: left.microseconds - right.microseconds)
    }

    /// The multiple.
    @inlinable
    public static func * (left: Self, right: Int64) -> Self {
        Self(microseconds: left.microseconds * right)
    }
}

extension SimulationDuration: CustomStringConvertible {
    /// The length in the largest unit that divides it: `2 d`, `90 min`, `1.5 s` as `1500 ms`.
    public var description: String {
        let units: [(Int64, String)] = [
            (86_400_000_000, "d"), (3_600_000_000, "h"), (60_000_000, "min"), (1_000_000, "s"),
            (1_000, "ms"),
        ]
        for (size, name) in units where microseconds != 0 && microseconds % size == 0 {
            return "\(microseconds / size) \(name)"
        }
        return microseconds == 0 ? "0 s" : "\(microseconds) µs"
    }
}
