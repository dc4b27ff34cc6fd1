package import LibraryModel

extension RoutingRules {
    /// Decides who is asked to lend, in which order, with a record per candidate.
    ///
    /// The order of the sheet's rows means nothing. All filters are looked at for all candidates.
    ///
    /// - Complexity: O(*n* (*f* + *k*) + *n* *k* log *n*) for *n* candidates, *f* conditions of
    ///   filters and *k* keys.
    package func decide(
        _ sheet: FactSheet,
        _ context: RoutingContext = RoutingContext()
    ) -> RoutingOutcome {
        precondition(
            sheet.layout.columns.count >= layout.columns.count,
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
        var outcome = run.rank().outcome(of: sheet, hasLastResort: true) { place, row in
            run.time(place, row)
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
    package func institutionsToAsk(
        _ sheet: FactSheet,
        _ context: RoutingContext = RoutingContext()
    ) -> [InstitutionID] {
        let limit = gather.askAtMost ?? .max
        let outcome = decide(sheet, context)
        var asked: [InstitutionID] = []
        // Whom a filter finds before it was asked may yet pass when it was.
        for record in outcome.records where !asked.contains(record.institution) {
            guard asked.count < limit else { break }
            asked.append(record.institution)
        }
        return asked
    }
}
