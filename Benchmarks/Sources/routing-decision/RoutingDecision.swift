import LibraryModel
import RequestRouting
import SimulationKernel

/// Measures a decision over candidates, by their number, and the text that is made on demand.
@main
struct RoutingDecision {
    static func main() {
        let rules = rules()
        var sheets: [Int: FactSheet] = [:]
        print("10 keys, 10 filters of 15 conditions, a record per candidate; the best of 20 rounds")
        print("candidates  microseconds  nanoseconds a candidate")
        var times: [Int: Double] = [:]
        for count in [1, 10, 100, 200, 1_000] {
            let sheet = sheet(rules, count)
            sheets[count] = sheet
            let time = best(of: 20, times: max(20, 200_000 / count / 10)) {
                rules.decide(sheet).records.count
            }
            times[count] = time
            print(
                "\(padded("\(count)", 10))  \(padded(text(time / 1_000), 12))  \(padded(text(time / Double(count)), 23))"
            )
        }
        if let hundred = times[100], let twice = times[200] {
            print("an added candidate beyond 100: \(text((twice - hundred) / 100)) ns")
        }
        guard let sheet = sheets[100] else { return }
        let ties = self.rules(isTied: true)
        let tied = self.sheet(ties, 100)
        let worst = best(of: 20, times: 2_000) { ties.decide(tied).records.count }
        print("100 candidates that only the last key tells apart: \(text(worst / 1_000)) µs")
        let outcome = rules.decide(sheet)
        let description = rules.description(file: "rules.yaml")
        let short = best(of: 20, times: 50) {
            description.explain(outcome, decidedAt: sheet.now) { "L\($0.index)" }.text().utf8.count
        }
        let full = best(of: 20, times: 20) {
            rules.explain(outcome, of: sheet) { "L\($0.index)" }.text().utf8.count
        }
        print("text of 100 candidates from records alone: \(text(short / 1_000)) µs")
        print("text of 100 candidates with all facts: \(text(full / 1_000)) µs")
        print("a record: \(MemoryLayout<CandidateRecord>.stride) bytes")
        let hundred = times[100] ?? .infinity
        print(hundred <= 20_000 ? "within 20 µs for 100 candidates" : "NOT within 20 µs")
    }

    /// Ten keys and ten filters, with a load function and conditions of every kind among them.
    private static func rules(isTied: Bool = false) -> RoutingRules {
        func condition(
            _ column: FactColumn,
            _ comparison: RuleComparison,
            _ number: Int64
        ) -> RuleCondition {
            RuleCondition(.fact(column), comparison, .number(number))
        }
        let effects: [FilterEffect] = [.exclude, .exclude, .defer, .demote, .exclude]
        let columns: [FactColumn] = [
            .closed, .lendable, .delivers, .holds, .transferDisabled, .ageProtected, .inUse,
            .requestable, .sharesNetwork, .openRequests,
        ]
        let filters = columns.enumerated().map { place, column in
            let first = condition(column, column.unit == .flag ? .isEqual : .above, 7)
            return RuleFilter(
                "F\(place)",
                "reason \(place)",
                effect: effects[place % 5],
                place % 2 == 0 ? [first] : [first, condition(.isBorrower, .isEqual, 0)]
            )
        }
        let keys: [FactColumn] = [
            .isBorrower, .cost, .networkPriority, .locationPreference, .shelvingPreference,
            .proximity, .transportCost, .failures, .attempts,
        ]
        let ranked = keys.enumerated().map { place, column in
            RankKey(
                "k\(place)",
                .fact(column),
                place % 2 == 0 ? .ascending : .descending,
                bucketing: isTied ? .width(1_000_000) : .none
            )
        }
        return RoutingRules(
            "benchmark",
            filters: filters,
            keys: ranked + [RankKey("ratio", .load(.loansPerBorrow))]
        )
    }

    private static func sheet(_ rules: RoutingRules, _ count: Int) -> FactSheet {
        let rows = (0..<count).map { FactSheet.Row(InstitutionID($0)) }
        let now = SimulationTime(microseconds: 1_768_212_000_000_000)
        var sheet = FactSheet(rules.layout, at: now, of: rows)
        let draws = DrawSource(seed: 1)
        for column in rules.layout.columns where column != .lastResortPlace {
            for row in rows.indices {
                let draw = draws.draw(
                    EntityKey(path: column.code),
                    DrawPurpose(rawValue: 999),
                    Int64(row)
                )
                sheet.set(column, of: row, to: Int64(draw.below(4)))
            }
        }
        return sheet
    }

    /// The least time of one call in nanoseconds, over rounds of calls.
    private static func best(of rounds: Int, times: Int, _ body: () -> Int) -> Double {
        var least = Double.infinity
        var sum = 0
        let clock = ContinuousClock()
        for _ in 0..<rounds {
            let start = clock.now
            for _ in 0..<times { sum &+= body() }
            least = min(least, (clock.now - start) / .nanoseconds(1) / Double(times))
        }
        precondition(sum != 0, "nothing was measured")
        return least
    }

    private static func text(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
