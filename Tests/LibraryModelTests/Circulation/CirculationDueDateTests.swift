import LibraryModel
import SimulationKernel
import Testing

struct CirculationDueDateTests {
    private let zone = CirculationSamples.zone
    private let calendar = CirculationSamples.calendar

    private func terms(
        _ period: CalendarPeriod,
        _ strategy: ClosedLibraryStrategy
    ) -> TermsOfUse {
        TermsOfUse(code: "T", period: .rolling(period), closedLibrary: strategy)
    }

    @Test(
        "A due date never lies in closed time under a strategy that moves it, nor before the loan",
        arguments: ClosedLibraryStrategy.allCases.filter(\.moves)
    )
    func open(strategy: ClosedLibraryStrategy) throws {
        for seed in UInt64(0)..<4_000 {
            let loaned = CirculationSamples.instant(seed)
            let terms = terms(CirculationSamples.period(seed), strategy)
            let due = try #require(
                CirculationRules.due(
                    terms,
                    from: loaned,
                    calendar: calendar,
                    zone: zone,
                    patronExpiry: nil
                ).due
            )
            let isOpen =
                strategy.endsWithDay
                ? calendar.isOpen(on: zone.date(at: due)) : calendar.isOpen(at: due, in: zone)
            #expect(isOpen, "seed \(seed): \(terms.period) from \(loaned) is due \(due)")
            #expect(due >= loaned, "seed \(seed): \(terms.period)")
        }
    }

    @Test(
        "No due date lies after the patron's last day",
        arguments: ClosedLibraryStrategy.allCases
    )
    func expiry(strategy: ClosedLibraryStrategy) throws {
        for seed in UInt64(0)..<2_000 {
            let loaned = CirculationSamples.instant(seed)
            let expiry =
                zone.date(at: loaned) + CirculationSamples.number(seed &+ 99, below: 30)
            let due = try #require(
                CirculationRules.due(
                    terms(CirculationSamples.period(seed), strategy),
                    from: loaned,
                    calendar: calendar,
                    zone: zone,
                    patronExpiry: expiry
                ).due
            )
            #expect(due <= zone.endOfDay(expiry), "seed \(seed)")
            #expect(due >= loaned, "seed \(seed)")
        }
    }

    @Test(
        "A day strategy ends with the last second of a day, on days of 23 and 25 hours too",
        arguments: [(2026, 3, 7, 23), (2026, 3, 8, 22), (2026, 10, 31, 25), (2026, 11, 1, 24)]
    )
    func clockChange(year: Int, month: Int, day: Int, hours: Int64) throws {
        let noon = CirculationSamples.local(year, month, day, .hours(12))
        let end = try #require(
            CirculationRules.due(
                terms(.days(1), .keep),
                from: noon,
                calendar: .alwaysOpen,
                zone: zone,
                patronExpiry: nil
            ).due
        )
        // Of noon to midnight after next, 36 hours, an hour is missing or doubled.
        let usual = SimulationDuration.hours(36) - .seconds(1)
        let change: [Int64: SimulationDuration] = [23: .hours(-1), 25: .hours(1)]
        #expect(end - noon == usual + (change[hours] ?? .zero))
    }

    @Test("A recall never makes a loan longer, and leaves the guaranteed period")
    func recall() throws {
        for seed in UInt64(0)..<2_000 {
            let loaned = CirculationSamples.instant(seed)
            var terms = terms(.days(28), .keepTime)
            terms.recall = RecallPolicy(
                isRecallable: true,
                period: CirculationSamples.period(seed),
                minimumGuaranteed: .days(10)
            )
            let due = CalendarPeriod.days(28).end(from: loaned, in: zone)
            let now =
                loaned + .seconds(Int64(CirculationSamples.number(seed, below: 28 * 86_400)))
            let recalled = try #require(
                CirculationRules.recalledDue(
                    terms,
                    loaned: loaned,
                    due: due,
                    at: now,
                    calendar: calendar,
                    zone: zone
                ).due
            )
            #expect(recalled <= due, "seed \(seed)")
            let guaranteed = CalendarPeriod.days(10).end(from: loaned, in: zone)
            #expect(recalled >= guaranteed, "seed \(seed)")
        }
    }

    @Test("Renewals reach the maximum renewal period and no further")
    func renewals() throws {
        var terms = terms(.days(28), .keep)
        terms.maximumRenewal = .days(70)
        let loaned = CirculationSamples.local(2026, 4, 1, .hours(10))
        var due = CirculationRules.due(
            terms,
            from: loaned,
            calendar: calendar,
            zone: zone,
            patronExpiry: nil
        )
        var days: [String] = []
        for _ in 0..<4 {
            guard let present = due.due else { break }
            days.append("\(zone.date(at: present))")
            due = CirculationRules.renewedDue(
                terms,
                loaned: loaned,
                due: present,
                at: present,
                calendar: calendar,
                zone: zone,
                patronExpiry: nil
            )
        }
        #expect(days == ["2026-04-29", "2026-05-27", "2026-06-10"])
        #expect(due == .refused(.renewalLimit(days: 70)))
    }
}
