import SimulationKernel

/// A day from a literal such as `2026-03-08`.
func day(_ literal: String) -> CivilDate {
    guard let date = CivilDate(literal) else { preconditionFailure("no such day: \(literal)") }
    return date
}

/// A civil time from a literal such as `2026-03-08T02:30` or `2026-03-08T23:59:59`.
func local(_ literal: String) -> CivilDateTime {
    let halves = literal.split(separator: "T").map(String.init)
    let clock = halves[1].split(separator: ":").compactMap { Int64($0) }
    let seconds = clock.count > 2 ? clock[2] : 0
    return CivilDateTime(
        date: day(halves[0]),
        timeOfDay: .hours(clock[0]) + .minutes(clock[1]) + .seconds(seconds)
    )
}

/// An instant from a literal such as `2026-03-08T07:00Z`.
func utc(_ literal: String) -> SimulationTime {
    precondition(literal.hasSuffix("Z"), "an instant ends in Z: \(literal)")
    return local(String(literal.dropLast())).instant(offset: .zero)
}
