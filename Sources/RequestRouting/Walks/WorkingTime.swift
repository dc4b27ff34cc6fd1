package import SimulationKernel

/// Counts time with weekends or without.
package struct WorkingTime: Sendable, Hashable {
    /// Whether Saturdays and Sundays do not count.
    package var excludesWeekends: Bool

    package init(excludesWeekends: Bool) {
        self.excludesWeekends = excludesWeekends
    }

    /// The instant that lies a length of counted time before another; weekends are those of a zone.
    package func instant(
        _ length: SimulationDuration,
        before end: SimulationTime,
        in zone: ZoneTable
    ) -> SimulationTime {
        guard excludesWeekends else { return end - length }
        var rest = length
        var instant = end
        // The last moment of the day before, where an instant is a day's first.
        while true {
            let day = zone.date(at: instant - .tick)
            let start = zone.startOfDay(day)
            if !Self.isWeekend(day) {
                let part = instant - start
                if rest <= part { return instant - rest }
                rest = SimulationDuration(microseconds: rest.microseconds - part.microseconds)
            }
            instant = start
        }
    }

    /// The instant that lies a length of counted time after another.
    package func instant(
        _ length: SimulationDuration,
        after start: SimulationTime,
        in zone: ZoneTable
    ) -> SimulationTime {
        guard excludesWeekends else { return start + length }
        var rest = length
        var instant = start
        while true {
            let day = zone.date(at: instant)
            let end = zone.startOfDay(day + 1)
            if !Self.isWeekend(day) {
                let part = end - instant
                if rest <= part { return instant + rest }
                rest = SimulationDuration(microseconds: rest.microseconds - part.microseconds)
            }
            instant = end
        }
    }

    private static func isWeekend(_ day: CivilDate) -> Bool {
        day.weekday == .saturday || day.weekday == .sunday
    }
}
