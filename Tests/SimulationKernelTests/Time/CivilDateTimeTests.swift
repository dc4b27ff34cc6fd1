import SimulationKernel
import Testing

struct CivilDateTimeTests {
    @Test(
        "A clock ahead of UTC shows the instant plus its offset",
        arguments: [
            ("2026-01-12T09:30Z", 0, "2026-01-12T09:30:00"),
            ("2026-01-12T09:30Z", 60, "2026-01-12T10:30:00"),
            ("2026-01-12T23:30Z", 60, "2026-01-13T00:30:00"),
            ("2026-01-01T00:30Z", -300, "2025-12-31T19:30:00"),
            ("1970-01-01T00:00Z", -1, "1969-12-31T23:59:00"),
            ("1969-12-31T23:59Z", 330, "1970-01-01T05:29:00"),
        ] as [(String, Int64, String)]
    )
    func offsets(instant: String, minutesAhead: Int64, shown: String) {
        let civil = CivilDateTime(utc(instant), offset: .minutes(minutesAhead))
        #expect(civil.iso8601 == shown)
        #expect(civil.instant(offset: .minutes(minutesAhead)) == utc(instant))
    }

    @Test(
        "Microseconds before the epoch belong to the day before it",
        arguments: [
            (-1, "1969-12-31T23:59:59.999999"), (0, "1970-01-01T00:00:00"),
            (1, "1970-01-01T00:00:00.000001"), (1_500_000, "1970-01-01T00:00:01.500000"),
            (-86_400_000_000, "1969-12-31T00:00:00"),
            (-86_400_000_001, "1969-12-30T23:59:59.999999"),
        ] as [(Int64, String)]
    )
    func microseconds(count: Int64, shown: String) {
        let time = SimulationTime(microseconds: count)
        #expect(CivilDateTime(time, offset: .zero).iso8601 == shown)
        #expect(CivilDateTime(time, offset: .zero).instant(offset: .zero) == time)
    }

    @Test("The distant past and future are shown by every clock")
    func bounds() {
        for hours in Int64(-12)...14 {
            let future = CivilDateTime(.distantFuture, offset: .hours(hours))
            let past = CivilDateTime(.distantPast, offset: .hours(hours))
            #expect(future.date.parts.year == 294_247)
            #expect(past.date.parts.year == -290_308)
        }
    }

    @Test("Civil times are in order of the day, then of the clock")
    func order() {
        let times = ["2026-01-12T23:00", "2026-01-13T01:00", "2026-01-13T01:01"].map(local)
        #expect(times.reversed().sorted() == times)
        #expect(CivilDateTime(date: day("2026-01-13")) == local("2026-01-13T00:00"))
    }
}
