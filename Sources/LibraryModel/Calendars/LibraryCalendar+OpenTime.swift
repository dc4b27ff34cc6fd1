package import SimulationKernel

extension LibraryCalendar {
    /// A time during which a library is open without a break.
    package struct OpenSpan: Hashable, Sendable {
        package var opens: SimulationTime
        package var closes: SimulationTime
    }

    /// How many days a search for opening hours looks at before it gives up.
    private static let horizonDays = 367

    /// Whether the library is open at an instant, or just closes.
    package func isOpen(at instant: SimulationTime, in zone: ZoneTable) -> Bool {
        guard !neverCloses else { return true }
        let day = zone.date(at: instant)
        // The day before may close at this day's first instant.
        return [day, day + -1].contains { day in
            hours(on: day).contains { hours in
                span(hours, on: day, in: zone).map { $0.opens <= instant && instant <= $0.closes }
                    ?? false
            }
        }
    }

    /// The first open span that closes at an instant or later; spans that meet are one.
    ///
    /// nil within a year of closed days. A span that lasts longer than a year is cut there.
    package func openSpan(closingFrom instant: SimulationTime, in zone: ZoneTable) -> OpenSpan? {
        // The day before may close at this day's first instant.
        let first = zone.date(at: instant) + -1
        var found: OpenSpan?
        for distance in 0..<Self.horizonDays {
            let day = first + distance
            for hours in hours(on: day) {
                guard let span = span(hours, on: day, in: zone) else { continue }
                if let earlier = found {
                    guard span.opens == earlier.closes else {
                        // Found, unless the one before is over.
                        if earlier.closes >= instant { return earlier }
                        found = span
                        continue
                    }
                    found = OpenSpan(opens: earlier.opens, closes: span.closes)
                } else {
                    found = span
                }
            }
            // Nothing follows at once unless the last span ended with its day.
            if let span = found, span.closes >= instant, span.closes < zone.startOfDay(day + 1) {
                return span
            }
        }
        return found.flatMap { $0.closes >= instant ? $0 : nil }
    }

    /// The last instant up to a limit at which the library is open or just closes; nil within a
    /// year of closed days.
    package func lastOpenTime(upTo limit: SimulationTime, in zone: ZoneTable) -> SimulationTime? {
        let last = zone.date(at: limit)
        for distance in 0..<Self.horizonDays {
            let day = last + -distance
            for hours in hours(on: day).reversed() {
                guard let span = span(hours, on: day, in: zone), span.opens <= limit else {
                    continue
                }
                return min(span.closes, limit)
            }
        }
        return nil
    }

    /// How long the library is open between two instants.
    ///
    /// - Complexity: O(*d*) for the *d* days between them, unless the library never closes.
    package func openTime(
        from start: SimulationTime,
        to end: SimulationTime,
        in zone: ZoneTable
    ) -> SimulationDuration {
        guard start < end else { return .zero }
        guard !neverCloses else { return end - start }
        var total = SimulationDuration.zero
        var day = zone.date(at: start)
        let last = zone.date(at: end)
        while day <= last {
            for hours in hours(on: day) {
                guard let span = span(hours, on: day, in: zone) else { continue }
                let part = min(span.closes, end) - max(span.opens, start)
                if part > .zero { total = total + part }
            }
            day = day + 1
        }
        return total
    }

    /// Hours of a day as instants; nil where clocks skip all of them.
    private func span(_ hours: Hours, on day: CivilDate, in zone: ZoneTable) -> OpenSpan? {
        let opens = instant(hours.opens, on: day, in: zone)
        let closes = instant(hours.closes, on: day, in: zone)
        return opens < closes ? OpenSpan(opens: opens, closes: closes) : nil
    }

    private func instant(
        _ timeOfDay: SimulationDuration,
        on day: CivilDate,
        in zone: ZoneTable
    ) -> SimulationTime {
        // Midnight may be skipped, and the end of a day is the start of the next.
        if timeOfDay == .zero { return zone.startOfDay(day) }
        if timeOfDay >= .hours(24) { return zone.startOfDay(day + 1) }
        return zone.instant(of: CivilDateTime(date: day, timeOfDay: timeOfDay))
    }
}
