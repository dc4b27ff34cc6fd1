import SimulationKernel

extension ScalarReading {
    /// A day: `2026-02-28`.
    static func date(_ text: String) throws(ScalarProblem) -> CivilDate {
        let fields = text.split(separator: "-", omittingEmptySubsequences: false)
        guard fields.map(\.utf8.count) == [4, 2, 2],
            fields.allSatisfy({ $0.utf8.allSatisfy(isDigit) }),
            let year = Int(fields[0]), let month = Int(fields[1]), let day = Int(fields[2])
        else { throw .otherForm }
        if let date = CivilDate(year: year, month: month, day: day) { return date }
        guard year > 0 else { throw .refused("is an impossible date: years begin at 0001") }
        guard (1...12).contains(month) else {
            throw .refused("is an impossible date: there is no month \(fields[1])")
        }
        let length = CivilDate.length(ofMonth: month, year: year)
        throw .refused("is an impossible date: \(fields[0])-\(fields[1]) has \(length) days")
    }

    /// A time of day from `00:00` up to and with `24:00`, the end of the day.
    static func timeOfDay(_ text: String) throws(ScalarProblem) -> SimulationDuration {
        let fields = text.split(separator: ":", omittingEmptySubsequences: false)
        guard fields.count == 2, fields.allSatisfy({ $0.utf8.allSatisfy(isDigit) }) else {
            throw .otherForm
        }
        if fields.map(\.utf8.count) == [1, 2] { throw .otherForm(hint: "write '0\(text)'") }
        guard fields.map(\.utf8.count) == [2, 2], let hours = Int64(fields[0]),
            let minutes = Int64(fields[1])
        else { throw .otherForm }
        guard minutes < 60, hours < 24 || hours == 24 && minutes == 0 else {
            throw .refused("is an impossible time of day: times run from 00:00 to 24:00")
        }
        return .minutes(hours * 60 + minutes)
    }

    /// A day and a time of day on the wall: `2026-02-02 10:00` or `2026-02-02T10:00:30`.
    static func dateTime(_ text: String) throws(ScalarProblem) -> CivilDateTime {
        let fields = text.split(
            maxSplits: 1,
            omittingEmptySubsequences: false,
            whereSeparator: { $0 == " " || $0 == "T" }
        )
        guard fields.count == 2 else {
            if (try? date(text)) != nil {
                throw .otherForm(hint: "add the time of day: '\(text) 00:00'")
            }
            throw .otherForm
        }
        let day = try date(String(fields[0]))
        let clock = fields[1]
        if clock.hasSuffix("Z") || clock.contains("+") {
            throw .refused("names a time zone", hint: "write local time, without a zone")
        }
        let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count),
            parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy(isDigit) })
        else { throw .otherForm }
        let numbers = parts.compactMap { Int64($0) }
        let second = numbers.count == 3 ? numbers[2] : 0
        guard numbers[0] < 24, numbers[1] < 60, second < 60 else {
            throw .refused("is an impossible time: clocks run from 00:00:00 to 23:59:59")
        }
        return CivilDateTime(
            date: day,
            timeOfDay: .seconds((numbers[0] * 60 + numbers[1]) * 60 + second)
        )
    }

    /// The longest duration that is read, so that no sum with an instant overflows.
    static let longestDuration = SimulationDuration.days(366_000)

    /// A length of time with its unit: `2 d`, `36 h`, `90 min`, `1.5 s`, `500 ms`, `1 w`.
    static func duration(
        _ text: String,
        units: [DurationUnit] = DurationUnit.allCases
    ) throws(ScalarProblem) -> SimulationDuration {
        let count = text.prefix { $0.isASCII && $0.isNumber || ".-".contains($0) }
        guard let amount = DecimalAmount(count) else { throw .otherForm }
        let word = text.dropFirst(count.count).drop { $0 == " " }
        guard !word.isEmpty else {
            let example = (units.contains(.days) ? .days : units.first ?? .days).rawValue
            throw .refused(
                "has no unit",
                hint: "add one of the units \(listed(units)), as in '\(text) \(example)'"
            )
        }
        guard let unit = DurationUnit(rawValue: String(word)) else {
            guard let meant = DurationUnit(word: String(word)) else { throw .otherForm }
            throw .refused(
                "has the unit '\(word)', which is not one",
                hint: "write '\(count) \(meant.rawValue)'"
            )
        }
        guard units.contains(unit) else {
            throw .refused("is in \(unit.rawValue)", hint: "write it in \(listed(units))")
        }
        guard amount.units >= 0 else { throw .refused("is negative") }
        let limit = Self.longestDuration
        let approximate = amount.approximation * Double(unit.duration.microseconds)
        guard approximate <= Double(limit.microseconds) else {
            throw .refused("is too long: more than a thousand years")
        }
        // Exact for what people write; a fraction of a microsecond is rounded.
        if let milli = amount.scaled(toFractionDigits: 3) {
            let (product, overflow) = milli.multipliedReportingOverflow(
                by: unit.duration.microseconds
            )
            if !overflow, product % 1_000 == 0 {
                return SimulationDuration(microseconds: product / 1_000)
            }
        }
        return SimulationDuration(microseconds: Int64(approximate.rounded()))
    }

    private static func listed(_ units: [DurationUnit]) -> String {
        units.map(\.rawValue).joined(separator: ", ")
    }
}
