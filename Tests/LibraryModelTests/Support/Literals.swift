import LibraryModel
import SimulationKernel

/// A day from a literal such as `2026-03-08`.
func day(_ literal: String) -> CivilDate {
    guard let date = CivilDate(literal) else { preconditionFailure("no such day: \(literal)") }
    return date
}

/// An instant from a literal such as `2026-03-08T07:00:00Z`.
func utc(_ literal: String) -> SimulationTime {
    let halves = literal.dropLast().split(separator: "T").map(String.init)
    let clock = halves[1].split(separator: ":").compactMap { Int64($0) }
    return CivilDateTime(
        date: day(halves[0]),
        timeOfDay: .hours(clock[0]) + .minutes(clock[1]) + .seconds(clock[2])
    ).instant(offset: .zero)
}

/// A currency that the test names.
func currency(_ code: String) -> Currency {
    guard let currency = Currency(code: code) else { preconditionFailure("no currency: \(code)") }
    return currency
}

/// New York with the changes of its clocks in 2026.
let newYork = ZoneTable(
    name: "America/New_York",
    initialOffset: .hours(-5),
    transitions: [
        (utc("2026-03-08T07:00:00Z"), .hours(-4)),
        (utc("2026-11-01T06:00:00Z"), .hours(-5)),
    ]
)

/// Santiago, where the day begins an hour late in September.
let santiago = ZoneTable(
    name: "America/Santiago",
    initialOffset: .hours(-3),
    transitions: [
        (utc("2026-04-05T03:00:00Z"), .hours(-4)),
        (utc("2026-09-06T04:00:00Z"), .hours(-3)),
    ]
)
