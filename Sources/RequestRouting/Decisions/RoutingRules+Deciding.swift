package import LibraryModel

extension RoutingRules {
    /// Decides who is asked to lend, in which order, with a record per candidate.
    ///
    /// The order of the sheet's rows means nothing. All filters are looked at for all candidates.
    /// Records that nobody will read do without what decided between neighbours.
    ///
    /// - Complexity: O(*n* (*f* + *k*) + *n* *k* log *n*) for *n* candidates, *f* conditions of
    ///   filters and *k* keys.
    package func decide(
        _ sheet: FactSheet,
        _ context: RoutingContext = RoutingContext(),
        isRead: Bool = true
    ) -> RoutingOutcome {
        precondition(
            sheet.layout.columns == layout.columns,
            "the sheet was not made for these rules"
        )
        let run = RuleRun(self, sheet, context)
        let refusals = run.refusals()
        if refusals != 0 {
            var outcome = RoutingOutcome()
            outcome.refusals = refusals
            outcome.nobody = .notAdmitted
            outcome.cursor = context.cursor
            return outcome
        }
        var outcome = run.rank().outcome(of: sheet, hasLastResort: true, isRead: isRead) {
            run.time($0, $1)
        }
        let isAsked = outcome.records.first?.standing.isAsked ?? false
        outcome.cursor = context.cursor
        if isAsked {
            if program.hasRoundRobin { outcome.cursor = outcome.records[0].institution }
        } else if sheet.rows.isEmpty {
            outcome.nobody =
                sheet.value(.holdingsLocated, of: 0) > 0 ? .noKnownLender : .noHoldings
        } else {
            outcome.nobody =
                outcome.records.contains { $0.standing == .deferred } ? .allDeferred : .noneFits
        }
        return outcome
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
        let run = RuleRun(self, sheet, context)
        let outcome = run.rank(ignoring: open).outcome(of: sheet, hasLastResort: true) { _, _ in 0 }
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
