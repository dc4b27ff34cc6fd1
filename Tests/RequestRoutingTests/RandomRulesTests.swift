import LibraryModel
import RequestRouting
import SimulationKernel
import Testing

/// Random rules on random facts; a failure names the seed that makes it again.
struct RandomRulesTests {
    private static let count: UInt64 = 100_000

    @Test("Whatever the rules and the facts, decisions are sound", arguments: 0..<8)
    func sound(part: Int) {
        let size = Self.count / 8
        var ranked = 0
        for seed in UInt64(part) * size..<UInt64(part + 1) * size {
            let problem = problem(seed: seed)
            guard problem.isEmpty else {
                Issue.record("seed \(seed): \(problem)")
                return
            }
            if Self.orders(seed: seed) { ranked += 1 }
        }
        // Else the rules of chance would test little.
        #expect(ranked > Int(size / 3), "\(ranked) of \(size) decisions order two candidates")
    }

    /// Whether a decision of a seed has two candidates in order.
    private static func orders(seed: UInt64) -> Bool {
        var maker = RandomRules(seed: seed)
        let rules = maker.rules()
        return rules.decide(maker.sheet(rules)).records.contains { $0.position == 1 }
    }

    /// What is wrong with the decision of a seed.
    private func problem(seed: UInt64) -> String {
        var maker = RandomRules(seed: seed)
        let rules = maker.rules()
        let sheet = maker.sheet(rules)
        let context = RoutingContext(
            draws: DrawSource(seed: seed),
            request: EntityKey(hash: seed),
            cursor: seed % 3 == 0 ? nil : InstitutionID(Int(seed % 7))
        )
        let outcome = rules.decide(sheet, context)
        if rules.decide(maker.permuted(sheet), context) != outcome {
            return "another order of candidates gives another decision"
        }
        let atDesk = deskProblem(outcome, rules, sheet, context, other: maker.sheet(rules))
        guard atDesk.isEmpty else { return atDesk }
        let refused = outcome.nobody == .notAdmitted
        guard refused || outcome.records.count == sheet.rows.count else {
            return "\(sheet.rows.count) candidates have \(outcome.records.count) records"
        }
        if outcome.rota.isEmpty != (outcome.nobody != nil) {
            return "nobody is asked without a reason, or somebody with one"
        }
        if rules.isTotalOrder,
            rules.lint().contains(where: { $0.message.hasPrefix("nothing decides") })
        {
            return "lint contradicts itself"
        }
        for (place, record) in outcome.records.enumerated() {
            switch record.standing {
            case .excluded, .deferred:
                if record.failedFilters == 0 { return "a lender is left out without a reason" }
            case .surplus:
                if record.decidedBy == .nothing { return "a copy is passed over without a reason" }
            case .asked, .demoted, .lastResort, .beyondCap:
                if record.position != place { return "positions have gaps" }
                let isFirst = record.position == 0
                if isFirst != (record.decidedBy == .nothing) {
                    return "a lender comes after another without a reason"
                }
                // Lenders of last resort go by their places, which are the caller's.
                if rules.isTotalOrder, record.decidedBy == .identity,
                    record.standing != .lastResort, !isLastResort(record, sheet)
                {
                    return "lint calls the order total, and it was left to chance"
                }
            }
        }
        return explanationProblem(outcome, rules, sheet)
    }

    /// What is wrong with the same decision at a desk where another was made before, and with one
    /// whose records nobody will read.
    private func deskProblem(
        _ outcome: RoutingOutcome,
        _ rules: RoutingRules,
        _ sheet: FactSheet,
        _ context: RoutingContext,
        other: FactSheet
    ) -> String {
        let desk = RoutingDesk(rules, other)
        desk.decide(RoutingContext(), isRead: context.request.hash.isMultiple(of: 2))
        desk.write { $0 = sheet }
        desk.decide(context, isRead: true)
        if desk.outcome != outcome { return "something of the decision before is left at the desk" }
        desk.decide(context, isRead: false)
        let unread = desk.outcome
        func leftOut(_ outcome: RoutingOutcome) -> [UInt64] {
            outcome.records.filter { $0.standing >= .deferred }
                .flatMap { [UInt64($0.institution.index), $0.failedFilters] }
        }
        return unread.rota == outcome.rota && unread.items == outcome.items
            && unread.nobody == outcome.nobody && unread.cursor == outcome.cursor
            && leftOut(unread) == leftOut(outcome)
            ? "" : "a decision that nobody reads is another one"
    }

    private func isLastResort(_ record: CandidateRecord, _ sheet: FactSheet) -> Bool {
        sheet.rows.indices.contains {
            sheet.rows[$0].institution == record.institution
                && sheet.rows[$0].item == record.item
                && FactValue.isValue(sheet.value(.lastResortPlace, of: $0))
        }
    }

    private func explanationProblem(
        _ outcome: RoutingOutcome,
        _ rules: RoutingRules,
        _ sheet: FactSheet
    ) -> String {
        let explanation = rules.explain(outcome, of: sheet) { "L\($0.index)" }
        for (candidate, record) in zip(explanation.candidates, outcome.records)
        where candidate.reasons.count != record.failedFilters.nonzeroBitCount {
            return "an explanation has other reasons than its record"
        }
        return explanation.text().isEmpty ? "there is no text" : ""
    }
}
