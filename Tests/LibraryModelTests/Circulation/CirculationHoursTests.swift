import LibraryModel
import SimulationKernel
import Testing

struct CirculationHoursTests {
    private let zone = CirculationSamples.zone
    private let calendar = CirculationSamples.calendar

    @Test("Hours that meet at midnight are one span")
    func midnight() throws {
        // Tuesday from 8 to Thursday at 17.
        let tuesday = CirculationSamples.local(2026, 6, 2, .hours(9))
        let span = try #require(calendar.openSpan(closingFrom: tuesday, in: zone))
        #expect(span.opens == CirculationSamples.local(2026, 6, 2, .hours(8)))
        #expect(span.closes == CirculationSamples.local(2026, 6, 4, .hours(17)))
    }

    @Test("Every instant is open exactly where a span holds it")
    func spans() throws {
        for seed in UInt64(0)..<4_000 {
            let instant = CirculationSamples.instant(seed)
            let span = try #require(calendar.openSpan(closingFrom: instant, in: zone))
            #expect(span.closes >= instant, "seed \(seed)")
            let isOpen = calendar.isOpen(at: instant, in: zone)
            #expect(isOpen == (span.opens <= instant), "seed \(seed): \(instant)")
            let last = try #require(calendar.lastOpenTime(upTo: instant, in: zone))
            #expect(isOpen == (last == instant), "seed \(seed): \(instant)")
        }
    }

    @Test("A library that never closes is open whenever one is that is asked day by day")
    func always() {
        for seed in UInt64(0)..<400 {
            let instant = CirculationSamples.instant(seed)
            let end = CirculationSamples.instant(seed + 1)
            for calendar in [LibraryCalendar.alwaysOpen, CirculationSamples.almostAlwaysOpen] {
                #expect(calendar.isOpen(at: instant, in: zone), "seed \(seed): \(instant)")
                #expect(calendar.isOpen(on: zone.date(at: instant)), "seed \(seed): \(instant)")
                let open = calendar.openTime(from: instant, to: end, in: zone)
                #expect(open == max(.zero, end - instant), "seed \(seed): \(instant)")
            }
        }
    }

    @Test("A library that never opens has no span, no last open time and no open time")
    func never() {
        let never = LibraryCalendar(standard: [:])
        let now = CirculationSamples.local(2026, 6, 2)
        #expect(never.openSpan(closingFrom: now, in: zone) == nil)
        #expect(never.lastOpenTime(upTo: now, in: zone) == nil)
        #expect(never.openTime(from: now, to: now + .days(9), in: zone) == .zero)
    }

    @Test("A hold is kept for open days only, until the earliest of all limits")
    func shelf() {
        // Friday 2026-03-06 is the last day before the closed fortnight.
        let friday = CirculationSamples.local(2026, 3, 6, .hours(12))
        func until(_ days: Int, desk: Int?, interest: CivilDate? = nil) -> DueDate? {
            CirculationRules.heldUntil(
                HoldShelfPolicy(period: .days(days)),
                from: friday,
                deskMaximum: desk.map { .days($0) },
                lastInterest: interest,
                calendar: calendar,
                zone: zone
            )
        }
        func end(_ month: Int, _ day: Int) -> DueDate {
            .due(zone.endOfDay(CirculationSamples.day(2026, month, day)))
        }
        #expect(until(1, desk: nil) == end(3, 21))
        #expect(until(2, desk: nil) == end(3, 23))
        #expect(until(5, desk: 2) == end(3, 23))
        let interest = CirculationSamples.day(2026, 3, 10)
        #expect(until(5, desk: 2, interest: interest) == end(3, 10))
    }
}
