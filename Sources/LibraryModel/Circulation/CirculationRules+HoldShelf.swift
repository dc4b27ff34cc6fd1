package import SimulationKernel

extension CirculationRules {
    /// How long an item that reaches the hold shelf now waits: until the earlier of what the terms
    /// and the desk allow, and no longer than the patron wants it; nil where nothing limits it.
    package static func heldUntil(
        _ policy: HoldShelfPolicy,
        from now: SimulationTime,
        deskMaximum: CalendarPeriod? = nil,
        lastInterest: CivilDate? = nil,
        calendar: LibraryCalendar,
        zone: ZoneTable
    ) -> DueDate? {
        var earliest = lastInterest.map { zone.endOfDay($0) }
        for limit in [policy.period, deskMaximum] {
            guard let limit else { continue }
            let answer = end(of: limit, counting: policy.count, from: now, calendar, zone)
            guard let time = answer.due else { return answer }
            earliest = earliest.map { min($0, time) } ?? time
        }
        return earliest.map { .due($0) }
    }

    private static func end(
        of period: CalendarPeriod,
        counting count: HoldShelfCount,
        from now: SimulationTime,
        _ calendar: LibraryCalendar,
        _ zone: ZoneTable
    ) -> DueDate {
        switch count {
        case .allDays(let strategy):
            return ClosingTime(strategy: strategy, now: now, latest: nil)
                .due(at: period.end(from: now, in: zone), calendar, zone)
        case .openDays:
            guard !period.unit.isClockTime else { return .due(period.end(from: now, in: zone)) }
            let today = zone.date(at: now)
            var day = today
            for _ in 0..<(period.day(after: today) - today) {
                guard let next = calendar.nearestOpenDay(from: day + 1, step: 1) else {
                    return .refused(.noOpeningHours)
                }
                day = next
            }
            return .due(zone.endOfDay(day))
        }
    }
}
