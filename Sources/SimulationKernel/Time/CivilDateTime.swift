/// A day and a time of day as a clock on the wall shows them, without a time zone.
public struct CivilDateTime: Hashable, Comparable, Sendable {
    /// The day.
    public var date: CivilDate
    /// The time since midnight, from zero to less than 24 hours.
    public var timeOfDay: SimulationDuration

    /// Creates a civil time from a day and the time since its midnight.
    public init(date: CivilDate, timeOfDay: SimulationDuration = .zero) {
        self.date = date
        self.timeOfDay = timeOfDay
    }

    /// What a clock that is ahead of UTC by `offset` shows at an instant.
    public init(_ time: SimulationTime, offset: SimulationDuration) {
        // The distant past and future are shown in any zone, so the sum stops at their bounds.
        let (sum, overflow) = time.microseconds.addingReportingOverflow(offset.microseconds)
        let local = overflow ? time.microseconds : sum
        let day = SimulationDuration.days(1).microseconds
        var days = local / day
        var rest = local % day
        if rest < 0 {
            days -= 1
            rest += day
        }
        // 64 bits of microseconds are less than 2²⁸ days.
        self.init(
            date: CivilDate(daysSinceEpoch: Int32(days)),
            timeOfDay: SimulationDuration(microseconds: rest)
        )
    }

    /// The instant at which a clock that is ahead of UTC by `offset` shows this.
    public func instant(offset: SimulationDuration) -> SimulationTime {
        SimulationTime(
            microseconds: Int64(date.daysSinceEpoch) * SimulationDuration.days(1).microseconds
                + timeOfDay.microseconds - offset.microseconds
        )
    }

    /// The civil time in ISO 8601 without a zone: `2026-01-12T09:30:00`, with a fraction only if
    /// there is one.
    public var iso8601: String {
        let seconds = Int(timeOfDay.microseconds / 1_000_000)
        let fraction = Int(timeOfDay.microseconds % 1_000_000)
        let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
            .joined(separator: ":")
        return "\(date)T\(clock)" + (fraction == 0 ? "" : ".\(padded(fraction, 6))")
    }

    /// Whether the left one comes first.
    public static func < (left: Self, right: Self) -> Bool {
        left.date == right.date ? left.timeOfDay < right.timeOfDay : left.date < right.date
    }
}
