package import SimulationKernel

/// When a library is open: standard hours by weekday, and exceptions for ranges of days.
package struct LibraryCalendar: Sendable, Hashable {
    /// A span of one day during which the library is open, in time since midnight.
    package struct Hours: Sendable, Hashable {
        package var opens: SimulationDuration
        package var closes: SimulationDuration

        /// All of a day.
        package static let aroundTheClock = Hours(opens: .zero, closes: .hours(24))

        package init(opens: SimulationDuration, closes: SimulationDuration) {
            self.opens = opens
            self.closes = closes
        }
    }

    /// Days on which something other than the standard hours holds; without hours the library is
    /// closed.
    package struct Exception: Sendable, Hashable {
        package var first: CivilDate
        package var last: CivilDate
        package var hours: [Hours]

        package init(first: CivilDate, last: CivilDate, hours: [Hours]) {
            self.first = first
            self.last = last
            self.hours = hours
        }
    }

    private let standard: [[Hours]]
    private let exceptions: [Exception]
    /// Whether there is no time to look for at which the library is closed.
    let neverCloses: Bool

    /// Creates a calendar; weekdays without hours are closed, and of two exceptions the later
    /// listed holds.
    package init(standard: [Weekday: [Hours]], exceptions: [Exception] = []) {
        self.standard = Weekday.allCases.map { standard[$0] ?? [] }
        self.exceptions = exceptions
        neverCloses =
            exceptions.isEmpty && self.standard.allSatisfy { $0 == [.aroundTheClock] }
    }

    /// Open around the clock, every day.
    package static let alwaysOpen = LibraryCalendar(
        standard: Dictionary(
            uniqueKeysWithValues: Weekday.allCases.map {
                ($0, [.aroundTheClock])
            }
        )
    )

    /// The hours of a day, in order; none when the library is closed all day.
    package func hours(on date: CivilDate) -> [Hours] {
        for exception in exceptions.reversed()
        where exception.first <= date && date <= exception.last {
            return exception.hours
        }
        return standard[Int(date.weekday.rawValue)]
    }

    /// Whether the library opens at all on a day.
    package func isOpen(on date: CivilDate) -> Bool {
        neverCloses || !hours(on: date).isEmpty
    }

    /// The nearest open day from a day on, itself included, going forward or back; nil within a
    /// year of closed days.
    package func nearestOpenDay(from date: CivilDate, step: Int) -> CivilDate? {
        for distance in 0...366 {
            let candidate = date + distance * step
            if isOpen(on: candidate) { return candidate }
        }
        return nil
    }
}

extension LibraryCalendar {
    /// The same calendar with further exceptions, which hold against those before.
    package func adding(_ more: [Exception]) -> LibraryCalendar {
        var standard: [Weekday: [Hours]] = [:]
        for day in Weekday.allCases { standard[day] = self.standard[Int(day.rawValue)] }
        return LibraryCalendar(standard: standard, exceptions: exceptions + more)
    }
}
