import SimulationKernel

/// How the end of a period is moved out of closed time and cut short.
struct ClosingTime {
    let strategy: ClosedLibraryStrategy
    /// When the question is asked; no end lies before it unless the latest day does.
    let now: SimulationTime
    /// The last day on which anything may end.
    let latest: CivilDate?

    /// The end of a period whose last day is given.
    func due(on last: CivilDate, _ calendar: LibraryCalendar, _ zone: ZoneTable) -> DueDate {
        guard let moved = moved(last, calendar, zone) else { return .refused(.noOpeningHours) }
        guard let latest, moved > latest else { return .due(zone.endOfDay(moved)) }
        if strategy.moves, let open = calendar.nearestOpenDay(from: latest, step: -1),
            open >= zone.date(at: now)
        {
            return .due(zone.endOfDay(open))
        }
        return .due(zone.endOfDay(latest))
    }

    /// The end of a period that ends at an instant.
    func due(
        at instant: SimulationTime,
        _ calendar: LibraryCalendar,
        _ zone: ZoneTable
    ) -> DueDate {
        if strategy.endsWithDay { return due(on: zone.date(at: instant), calendar, zone) }
        guard let moved = moved(instant, calendar, zone) else {
            return .refused(.noOpeningHours)
        }
        guard let latest else { return .due(moved) }
        let limit = zone.endOfDay(latest)
        guard moved > limit else { return .due(moved) }
        if strategy.moves, let open = calendar.lastOpenTime(upTo: limit, in: zone), open > now {
            return .due(open)
        }
        return .due(limit)
    }

    private func moved(
        _ last: CivilDate,
        _ calendar: LibraryCalendar,
        _ zone: ZoneTable
    ) -> CivilDate? {
        switch strategy {
        case .previousOpenDay:
            let open = calendar.nearestOpenDay(from: last, step: -1)
            // A loan made on a closed day may have no open day before its end.
            if let open, open >= last || open >= zone.date(at: now) { return open }
            return calendar.nearestOpenDay(from: last, step: 1)
        case .nextOpenDay: return calendar.nearestOpenDay(from: last, step: 1)
        case .keep, .keepTime, .endOfHours, .nextOpening: return last
        }
    }

    private func moved(
        _ instant: SimulationTime,
        _ calendar: LibraryCalendar,
        _ zone: ZoneTable
    ) -> SimulationTime? {
        guard strategy.moves, !calendar.isOpen(at: instant, in: zone) else { return instant }
        return strategy == .endOfHours
            ? calendar.openSpan(closingFrom: now + .tick, in: zone)?.closes
            : calendar.openSpan(closingFrom: instant + .tick, in: zone)?.opens
    }
}
