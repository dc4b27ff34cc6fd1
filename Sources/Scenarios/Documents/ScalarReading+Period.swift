import LibraryModel
import SimulationKernel

extension CalendarPeriod.Unit {
    /// The words that documents may use for the unit, the proper one first.
    var words: [String] {
        switch self {
        case .months: ["months", "month"]
        case .years: ["years", "year"]
        case .minutes, .hours, .days, .weeks: [rawValue]
        }
    }
}

extension ScalarReading {
    /// The longest period that is read.
    static let longestPeriod = SimulationDuration.days(3_650)

    /// A length of time of the calendar: `90 min`, `28 d`, `1 month`.
    static func period(
        _ text: String,
        units: [CalendarPeriod.Unit] = CalendarPeriod.Unit.allCases
    ) throws(ScalarProblem) -> CalendarPeriod {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let word = text.dropFirst(digits.count).drop { $0 == " " }
        guard !digits.isEmpty else { throw .otherForm }
        let names = units.map(\.rawValue).joined(separator: ", ")
        guard !word.isEmpty else {
            throw .refused("has no unit", hint: "add one of the units \(names)")
        }
        guard word.allSatisfy(\.isLetter) else { throw .otherForm }
        guard let unit = CalendarPeriod.Unit.allCases.first(where: { $0.words.contains("\(word)") })
        else {
            throw .refused(
                "has the unit '\(word)', which is not one",
                hint: "write one of the units \(names)"
            )
        }
        guard units.contains(unit) else {
            throw .refused("is in \(unit.rawValue)", hint: "write it in \(names)")
        }
        let length = FineRate.length(of: unit).microseconds
        guard let count = Int(digits), count <= Int(longestPeriod.microseconds / length) else {
            throw .refused("is too long: more than ten years")
        }
        return CalendarPeriod(count, unit)
    }
}
