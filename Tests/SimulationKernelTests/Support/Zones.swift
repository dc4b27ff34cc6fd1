import SimulationKernel

/// Zones with the transitions that the IANA database lists for them, as literals.
enum Zones {
    static let newYork = ZoneTable(
        name: "America/New_York",
        initialOffset: .hours(-5),
        transitions: [
            (utc("2026-03-08T07:00Z"), .hours(-4)),
            (utc("2026-11-01T06:00Z"), .hours(-5)),
        ]
    )
    static let zurich = ZoneTable(
        name: "Europe/Zurich",
        initialOffset: .hours(1),
        transitions: [
            (utc("2026-03-29T01:00Z"), .hours(2)),
            (utc("2026-10-25T01:00Z"), .hours(1)),
        ]
    )
    static let sydney = ZoneTable(
        name: "Australia/Sydney",
        initialOffset: .hours(11),
        transitions: [
            (utc("2026-04-04T16:00Z"), .hours(10)),
            (utc("2026-10-03T16:00Z"), .hours(11)),
        ]
    )
    /// Clocks change by half an hour.
    static let lordHowe = ZoneTable(
        name: "Australia/Lord_Howe",
        initialOffset: .hours(11),
        transitions: [
            (utc("2026-04-04T15:00Z"), .minutes(630)),
            (utc("2026-10-03T15:30Z"), .hours(11)),
        ]
    )
    /// Clocks change at midnight, both ways.
    static let santiago = ZoneTable(
        name: "America/Santiago",
        initialOffset: .hours(-3),
        transitions: [
            (utc("2026-04-05T03:00Z"), .hours(-4)),
            (utc("2026-09-06T04:00Z"), .hours(-3)),
        ]
    )
    /// The hour from midnight is shown twice.
    static let havana = ZoneTable(
        name: "America/Havana",
        initialOffset: .hours(-5),
        transitions: [
            (utc("2026-03-08T05:00Z"), .hours(-4)),
            (utc("2026-11-01T05:00Z"), .hours(-5)),
        ]
    )
    /// 30 December 2011 did not happen.
    static let apia = ZoneTable(
        name: "Pacific/Apia",
        initialOffset: .hours(-10),
        transitions: [(utc("2011-12-30T10:00Z"), .hours(14))]
    )
    /// Clocks went from 23:30 to 00:30 of the next day.
    static let toronto1919 = ZoneTable(
        name: "America/Toronto",
        initialOffset: .hours(-5),
        transitions: [
            (utc("1919-03-31T04:30Z"), .hours(-4)),
            (utc("1919-10-26T04:00Z"), .hours(-5)),
        ]
    )

    static let all = [
        .utc, newYork, zurich, sydney, lordHowe, santiago, havana, apia, toronto1919,
    ]
}
