import LibraryModel
import SimulationKernel

/// A library with every kind of day, and numbers that are the same in each run.
enum CirculationSamples {
    /// New York, whose clocks went forward on 2026-03-08 and go back on 2026-11-01, each at 2:00.
    static let zone = ZoneTable(
        name: "America/New_York",
        initialOffset: .hours(-5),
        transitions: [
            (at: utc(2026, 3, 8, hour: 7), offset: .hours(-4)),
            (at: utc(2026, 11, 1, hour: 6), offset: .hours(-5)),
        ]
    )

    /// Two spans on most days, round the clock at midweek, a closed Sunday and a closed fortnight.
    static let calendar = LibraryCalendar(
        standard: [
            .monday: [hours(8, 12), hours(14, 20)],
            .tuesday: [hours(8, 24)],
            .wednesday: [hours(0, 24)],
            .thursday: [hours(0, 17)],
            .friday: [hours(9, 18)],
            .saturday: [hours(10, 14)],
        ],
        exceptions: [
            LibraryCalendar.Exception(first: day(2026, 3, 7), last: day(2026, 3, 20), hours: []),
            LibraryCalendar.Exception(
                first: day(2026, 11, 1),
                last: day(2026, 11, 1),
                hours: [hours(0, 24)]
            ),
        ]
    )

    /// Closed on one day long ago, and so asked day by day.
    static let almostAlwaysOpen = LibraryCalendar.alwaysOpen.adding([
        LibraryCalendar.Exception(first: day(1970, 1, 1), last: day(1970, 1, 1), hours: [])
    ])

    static func hours(_ opens: Int64, _ closes: Int64) -> LibraryCalendar.Hours {
        LibraryCalendar.Hours(opens: .hours(opens), closes: .hours(closes))
    }

    static func day(_ year: Int, _ month: Int, _ day: Int) -> CivilDate {
        CivilDate(year: year, month: month, day: day) ?? CivilDate(daysSinceEpoch: 0)
    }

    static func utc(_ year: Int, _ month: Int, _ day: Int, hour: Int64) -> SimulationTime {
        CivilDateTime(date: self.day(year, month, day), timeOfDay: .hours(hour))
            .instant(offset: .zero)
    }

    static func local(
        _ year: Int,
        _ month: Int,
        _ day: Int,
        _ timeOfDay: SimulationDuration = .zero
    ) -> SimulationTime {
        zone.instant(of: CivilDateTime(date: self.day(year, month, day), timeOfDay: timeOfDay))
    }

    /// A number below a bound, by the published mixing function of SplitMix64.
    static func number(_ seed: UInt64, below bound: Int) -> Int {
        var mixed = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }

    /// An instant of 2026, the same for the same number.
    static func instant(_ seed: UInt64) -> SimulationTime {
        local(2026, 1, 1) + .seconds(Int64(number(seed, below: 365 * 86_400)))
    }

    /// A period of up to some weeks, in one of the units.
    static func period(_ seed: UInt64) -> CalendarPeriod {
        let units: [(CalendarPeriod.Unit, Int)] = [
            (.minutes, 20_000), (.hours, 600), (.days, 40), (.weeks, 6), (.months, 2),
        ]
        let (unit, bound) = units[number(seed, below: units.count)]
        return CalendarPeriod(number(seed &+ 1_000_003, below: bound), unit)
    }
}
