import LibraryModel
import RequestRouting
import SimulationKernel
import Testing

struct LoadFunctionTests {
    private func values(
        _ function: LoadFunction,
        _ count: Int,
        _ facts: [FactColumn: [Int64?]] = [:],
        _ change: (inout FactSheet) -> Void = { _ in }
    ) -> [String?] {
        let rules = RoutingRules("r", keys: [RankKey("key", .load(function), unknown: .first)])
        var sheet = rules.sheet(count, facts)
        change(&sheet)
        let outcome = rules.decide(sheet)
        let explanation = rules.explain(outcome, of: sheet) { "\($0.index)" }
        return (0..<count).map { row in
            explanation.candidates.first { $0.institution == "\(row)" }?.keys.first?.value
        }
    }

    @Test(
        "Target minus actual by the agreed ratio, rounded as the system does",
        arguments: [
            (LoadFunction.Rounding.truncated, ["4", "-12", "2", "10000", "0"]),
            (.nearest, ["4", "-12", "3", "10000", "0"]),
            (.exact, ["4", "-12", "2.5", "10000", "0"]),
        ]
    )
    func target(rounding: LoadFunction.Rounding, expected: [String]) {
        let found = values(
            .targetMinusActual(
                rounding: rounding,
                own: 10_000_000_000,
                withoutStatistics: 0
            ),
            5,
            [
                .borrows: [10, 8, 5, 1, nil], .loans: [6, 20, 0, 99, nil],
                .ratioLoans: [1, 1, 1, 1, nil], .ratioBorrows: [1, 1, 2, 1, nil],
                .isBorrower: [0, 0, 0, 1, 0],
            ]
        )
        #expect(found == expected)
    }

    @Test("Loans per borrow, of which an institution that borrows nothing has the most")
    func loansPerBorrow() {
        let found = values(.loansPerBorrow, 4, [.loans: [3, 2, 1, nil], .borrows: [4, 4, 0, 1]])
        #expect(found == ["0.75", "0.5", "without limit", "unknown"])
    }

    @Test("Earlier requests are counted in a window, in a period and in a row")
    func history() {
        func note(_ sheet: inout FactSheet) {
            for (days, institution) in [(40, 0), (20, 0), (9, 1), (3, 0), (2, 0)] {
                sheet.history.note(.init(monday - .days(Int64(days)), InstitutionID(institution)))
            }
            // What lies ahead does not count.
            sheet.history.note(.init(monday + .days(1), InstitutionID(1)))
        }
        #expect(values(.requestsInWindow(.days(30)), 3, [:], note) == ["3", "1", "0"])
        #expect(values(.requestsInPeriod(.month), 3, [:], note) == ["2", "1", "0"])
        #expect(values(.requestsInPeriod(.week), 3, [:], note) == ["0", "0", "0"])
        #expect(values(.consecutiveRequests, 3, [:], note) == ["2", "0", "0"])
    }

    @Test("Open requests over a threshold, distance, and sums of facts")
    func others() {
        #expect(
            values(.openRequestsOver(.number(5)), 3, [.openRequests: [7, 5, 0]]) == ["2", "0", "0"]
        )
        let found = values(
            .distance(missing: 10_000_000),
            2,
            [
                .latitude: [51_513_222, nil], .longitude: [-159_015, nil],
                .pickupLatitude: [53_399_433], .pickupLongitude: [-2_992_117],
            ]
        )
        #expect(found == ["284.3 km", "10000.0 km"])
        let facts = [
            WeightedFact(.loans, weight: 500_000), WeightedFact(.holds, weight: -1_000_000),
        ]
        #expect(
            values(.weightedSum(facts), 2, [.loans: [3, 1], .holds: [1, nil]])
                == ["0.5", "unknown"]
        )
    }

    @Test("Lending hours are by the lender's own clock")
    func lendingHours() {
        let hours = LendingHours([
            .init(opens: .hours(9), closes: .hours(12)),
            .init(opens: .hours(24 + 13), closes: .hours(24 + 17)),
        ])
        // 10:00 UTC: within the hours, before them in Chicago, and after them in Karachi.
        let found = values(
            .untilLendingHours(hours),
            4,
            [.clockOffset: [0, -6 * 3_600_000_000, 5 * 3_600_000_000, nil]]
        )
        #expect(found == ["0 s", "5 h", "22 h", "unknown"])
    }

    @Test("A black-out holds for its classes on its days")
    func blackout() {
        let day = CivilDate(daysSinceEpoch: 20_465)
        let now = [Blackout(classes: [1], first: day + -1, last: day)]
        #expect("\(day)" == "2026-01-12")
        #expect(
            values(.blackout(now), 3, [.itemClass: [0, 1, nil]]) == ["no", "yes", "unknown"]
        )
        let later = [Blackout(classes: [], first: day + 1, last: day + 9)]
        #expect(values(.blackout(later), 1, [.itemClass: [1]]) == ["no"])
    }
}
