import LibraryModel
import SimulationKernel
import Testing

struct CirculationFineTests {
    private let due = CirculationSamples.local(2026, 2, 27, .hours(18))

    private func fine(_ fines: FinePolicy, after lateness: SimulationDuration) -> Money {
        CirculationRules.fine(
            TermsOfUse(code: "T", period: .rolling(.days(28)), fines: fines),
            due: due,
            returned: due + lateness,
            calendar: CirculationSamples.calendar,
            zone: CirculationSamples.zone
        )
    }

    private func policy(_ seed: UInt64) -> FinePolicy {
        func number(_ purpose: UInt64, _ bound: Int) -> Int {
            CirculationSamples.number(seed &* 31 &+ purpose, below: bound)
        }
        return FinePolicy(
            overdue: FineRate(
                Money(minorUnits: Int64(number(1, 500))),
                every: .minutes(Int64(1 + number(2, 3_000)))
            ),
            grace: CalendarPeriod(number(3, 5_000), .minutes),
            maximum: number(4, 3) == 0 ? nil : Money(minorUnits: Int64(number(5, 5_000))),
            countsClosedTime: number(6, 2) == 0
        )
    }

    @Test("A fine never falls as lateness grows, and never exceeds its maximum")
    func monotonic() {
        for seed in UInt64(0)..<300 {
            let policy = policy(seed)
            var last = Money.zero
            for step in Int64(0)..<80 {
                let fine = fine(policy, after: .minutes(step * 547))
                #expect(fine >= last, "seed \(seed), step \(step)")
                #expect(fine <= policy.maximum ?? fine, "seed \(seed), step \(step)")
                last = fine
            }
        }
    }

    @Test(
        "A grace period costs nothing until it has passed, and then all of the lateness is charged",
        arguments: [(0, 0), (60, 0), (61, 61), (90, 90)]
    )
    func grace(minutes: Int64, charged: Int64) {
        let policy = FinePolicy(
            overdue: FineRate(Money(minorUnits: 1), every: .minutes(1)),
            grace: CalendarPeriod(1, .hours)
        )
        #expect(fine(policy, after: .minutes(minutes)) == Money(minorUnits: charged))
    }

    @Test(
        "A part of an interval counts whole",
        arguments: [(0, 0), (1, 1), (3_600, 1), (3_601, 2), (7_200, 2)]
    )
    func parts(seconds: Int64, intervals: Int64) {
        #expect(CirculationRules.intervals(.seconds(seconds), of: .hours(1)) == intervals)
    }

    @Test(
        "Open time is counted as clocks count it on days of 23 and 25 hours",
        arguments: [(2026, 3, 8, 23), (2026, 11, 1, 25), (2026, 5, 6, 24)]
    )
    func clockChange(year: Int, month: Int, day: Int, hours: Int64) {
        let date = CirculationSamples.day(year, month, day)
        let zone = CirculationSamples.zone
        let open = CirculationSamples.almostAlwaysOpen.openTime(
            from: zone.startOfDay(date),
            to: zone.startOfDay(date + 1),
            in: zone
        )
        #expect(open == .hours(hours))
    }

    @Test(
        "A refund is rounded half away from zero",
        arguments: [(1_235, 5_000, 618), (1_234, 5_000, 617), (75, 10_000, 75), (75, 0, 0)]
    )
    func refund(fee: Int64, share: Int, refund: Int64) {
        #expect(
            CirculationRules.refund(
                FinePolicy(refundBasisPoints: share),
                ofReplacementFee: Money(minorUnits: fee)
            ) == Money(minorUnits: refund)
        )
    }
}
