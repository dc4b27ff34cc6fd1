import SimulationKernel
import Testing

struct SimulationTimeTests {
    @Test(
        "An instant is shown in ISO 8601, in UTC, with a fraction only if there is one",
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59.999999Z"),
            (1_000, "1970-01-01T00:00:00.001000Z"), (1_768_210_200_000_000, "2026-01-12T09:30:00Z"),
            (951_782_400_000_000, "2000-02-29T00:00:00Z"),
        ] as [(Int64, String)]
    )
    func descriptions(microseconds: Int64, text: String) {
        #expect(SimulationTime(microseconds: microseconds).description == text)
    }

    @Test("Instants move by durations and lie a duration apart")
    func arithmetic() {
        let start = utc("2026-02-28T23:00Z")
        #expect(start + .hours(2) == utc("2026-03-01T01:00Z"))
        #expect(start - .hours(23) == utc("2026-02-28T00:00Z"))
        #expect(utc("2026-03-01T01:00Z") - start == .hours(2))
        #expect(start - utc("2026-03-01T01:00Z") == .hours(-2))
    }

    @Test("Every instant lies between the distant past and the distant future")
    func order() {
        let times = [.distantFuture, utc("2026-01-12T09:30Z"), .distantPast]
        #expect(times.sorted() == [.distantPast, utc("2026-01-12T09:30Z"), .distantFuture])
    }
}
