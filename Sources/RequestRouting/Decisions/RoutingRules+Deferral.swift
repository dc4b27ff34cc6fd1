package import SimulationKernel

extension RoutingRules {
    /// When a decision that deferred candidates is worth making again: as soon as the first of them
    /// may be asked; nil where nobody was deferred, or nobody knows.
    ///
    /// A candidate may be asked when it lends again (``FactColumn/opensAt``) and its hours for lending
    /// have begun, as far as the filters that deferred it look at these.
    package func nextAttempt(after outcome: RoutingOutcome, of sheet: FactSheet) -> SimulationTime?
    {
        let desk = RoutingDesk(self, sheet)
        desk.evaluateLoads()
        var earliest: Int64?
        for record in outcome.records where record.standing == .deferred {
            let row = sheet.rows.firstIndex {
                $0.institution == record.institution && $0.item == record.item
            }
            guard let row else { continue }
            var instants: [Int64] = []
            let opens = sheet.value(.opensAt, of: row)
            if FactValue.isValue(opens) { instants.append(opens) }
            for (place, filter) in filters.enumerated()
            where filter.effect == .defer && record.failedFilters & 1 << UInt64(place) != 0 {
                for (condition, compiled) in zip(filter.conditions, program.filters[place]) {
                    guard case .load(.untilLendingHours) = condition.term else { continue }
                    let wait = desk.value(of: compiled.left, row)
                    if FactValue.isValue(wait) {
                        instants.append(FactValue.sum(sheet.now.microseconds, wait))
                    }
                }
            }
            guard let instant = instants.max(), instant > sheet.now.microseconds else { continue }
            earliest = min(earliest ?? instant, instant)
        }
        return earliest.map(SimulationTime.init(microseconds:))
    }
}
