import SimulationKernel
import Testing

struct SimulationDurationTests {
    @Test(
        "A duration is shown in the largest unit that divides it",
        arguments: [
            (.zero, "0 s"), (.tick, "1 µs"), (.milliseconds(1), "1 ms"),
            (.milliseconds(1_500), "1500 ms"), (.seconds(59), "59 s"), (.seconds(60), "1 min"),
            (.minutes(90), "90 min"), (.hours(1), "1 h"), (.hours(36), "36 h"), (.days(2), "2 d"),
            (.days(365), "365 d"), (.days(-1), "-1 d"), (.seconds(-90), "-90 s"),
            (SimulationDuration(microseconds: 86_400_000_001), "86400000001 µs"),
        ] as [(SimulationDuration, String)]
    )
    func descriptions(duration: SimulationDuration, text: String) {
        #expect(duration.description == text)
    }

    @Test(
        "A real number of seconds is rounded to the nearest microsecond, half away from zero",
        arguments: [
            (1.5, 1_500_000), (0.000_000_4, 0), (0.000_000_6, 1), (-0.000_000_6, -1),
            (0.1, 100_000),
            (0.000_002_5, 3), (-0.000_002_5, -3),
            // A half added to this is 1 after rounding.
            (0.000_000_499_999_999_999_999_9, 0),
        ] as [(Double, Int64)]
    )
    func rounding(seconds: Double, microseconds: Int64) {
        #expect(SimulationDuration(seconds: seconds).microseconds == microseconds)
    }

    @Test(
        "A real number of days beyond a thousand years is held at a thousand years",
        arguments: [
            (0.5, 43_200_000_000), (1, 86_400_000_000), (1e300, 31_556_952_000_000_000),
            (.infinity, 31_556_952_000_000_000), (-.infinity, -31_556_952_000_000_000), (.nan, 0),
            (-1e300, -31_556_952_000_000_000),
        ] as [(Double, Int64)]
    )
    func clamping(days: Double, microseconds: Int64) {
        #expect(SimulationDuration(days: days).microseconds == microseconds)
    }

    @Test("Units are multiples of each other")
    func units() {
        #expect(SimulationDuration.days(1) == .hours(24))
        #expect(SimulationDuration.hours(1) == .minutes(60))
        #expect(SimulationDuration.minutes(1) == .seconds(60))
        #expect(SimulationDuration.seconds(1) == .milliseconds(1_000))
        #expect(SimulationDuration.milliseconds(1) == .tick * 1_000)
    }

    @Test("Durations are added, subtracted, multiplied, compared and converted")
    func arithmetic() {
        #expect(SimulationDuration.hours(1) + .minutes(30) == .minutes(90))
        #expect(SimulationDuration.hours(1) - .minutes(90) == .minutes(-30))
        #expect(SimulationDuration.hours(8) * 3 == .days(1))
        #expect([.days(1), .hours(23), .hours(25)].max() == SimulationDuration.hours(25))
        #expect(SimulationDuration.minutes(90).inSeconds == 5_400)
        #expect(SimulationDuration.hours(36).inDays == 1.5)
    }
}
