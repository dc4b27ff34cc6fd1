package import LibraryModel

extension RoutingRules {
    /// Decides who is asked to lend, in which order, with a record per candidate.
    ///
    /// Who decides often keeps a ``RoutingDesk``.
    package func decide(
        _ sheet: FactSheet,
        _ context: RoutingContext = RoutingContext(),
        isRead: Bool = true
    ) -> RoutingOutcome {
        let desk = RoutingDesk(self, sheet)
        desk.decide(context, isRead: isRead)
        return desk.outcome
    }

    /// Whom to ask for the facts that must be asked for: the first candidates by what is published,
    /// as many as the rules allow.
    ///
    /// Filters that look at what is yet to be asked find nobody here; those that look only at what is
    /// known do, and who is excluded by them is not asked.
    package func institutionsToAsk(
        _ sheet: FactSheet,
        _ context: RoutingContext = RoutingContext()
    ) -> [InstitutionID] {
        let asked = gather.askedColumns
        var open: UInt64 = 0
        for (place, filter) in filters.enumerated()
        where filter.columns.contains(where: asked.contains) {
            open |= 1 << UInt64(place)
        }
        let outcome = RoutingDesk(self, sheet).order(ignoring: open, context)
        var institutions: [InstitutionID] = []
        for record in outcome.records
        where record.standing.isAsked || record.standing == .beyondCap {
            guard institutions.count < gather.askAtMost ?? .max else { break }
            if !institutions.contains(record.institution) {
                institutions.append(record.institution)
            }
        }
        return institutions
    }
}
