package import SimulationKernel

/// A length of time as policies state it: minutes and hours by the clock, longer units by the
/// calendar.
package struct CalendarPeriod: Hashable, Sendable {
    /// A unit of such lengths; the raw value is how documents write it.
    package enum Unit: String, CaseIterable, Hashable, Sendable {
        case minutes = "min"
        case hours = "h"
        case days = "d"
        case weeks = "w"
        case months = "months"
        case years = "years"

        /// Whether the unit is the same length on every day, whatever clocks do.
        package var isClockTime: Bool { self == .minutes || self == .hours }
    }

    package var count: Int
    package var unit: Unit

    package init(_ count: Int, _ unit: Unit) {
        self.count = count
        self.unit = unit
    }

    package static func days(_ count: Int) -> Self { Self(count, .days) }

    /// The day that lies the period after a day; the day itself for minutes and hours.
    ///
    /// A month later is the same day of the month, or that month's last where it is shorter.
    package func day(after date: CivilDate) -> CivilDate {
        switch unit {
        case .minutes, .hours: date
        case .days: date + count
        case .weeks: date + 7 * count
        case .months: date.adding(months: count)
        case .years: date.adding(months: 12 * count)
        }
    }

    /// The instant that lies the period after another, at the same local time of day for days and
    /// longer.
    package func end(from start: SimulationTime, in zone: ZoneTable) -> SimulationTime {
        switch unit {
        case .minutes: return start + .minutes(Int64(count))
        case .hours: return start + .hours(Int64(count))
        case .days, .weeks, .months, .years:
            var civil = zone.civil(at: start)
            civil.date = day(after: civil.date)
            return zone.instant(of: civil)
        }
    }
}

extension CalendarPeriod: CustomStringConvertible {
    /// The period as documents write it: `28 d`, `2 months`.
    package var description: String { "\(count) \(unit.rawValue)" }
}
