import LibraryModel

/// Reads the cells of a row, and takes something else where they say nothing that can be.
struct SurveyReading {
    private let row: Survey.Row
    private let diagnostics: Diagnostics
    /// What was taken for cells that say nothing, in words.
    private(set) var substitutions: [String] = []

    init(_ row: Survey.Row, into diagnostics: Diagnostics) {
        self.row = row
        self.diagnostics = diagnostics
    }

    /// A number of things, or else a substitute.
    mutating func count(
        _ column: String,
        within range: ClosedRange<Int>,
        or substitute: SurveyDefaults.Substitute
    ) -> Int {
        let cell = Self.count(row.text(column), within: range)
        if let value = cell.value { return value }
        take(substitute, for: column, cell.problem)
        return substitute.value
    }

    /// A number of things, or else a substitute, or else nothing with what follows from that.
    mutating func count(
        _ column: String,
        within range: ClosedRange<Int>,
        or substitute: SurveyDefaults.Substitute?,
        otherwise consequence: String
    ) -> Int? {
        if let substitute { return count(column, within: range, or: substitute) }
        let cell = Self.count(row.text(column), within: range)
        if cell.value == nil { report("\(column) \(cell.problem)", consequence) }
        return cell.value
    }

    /// One of the codes of a column, or else a substitute.
    mutating func code(
        _ column: String,
        among codes: [Int],
        or substitute: SurveyDefaults.Substitute
    ) -> Int {
        let text = row.text(column)
        if let code = Self.wholeNumber(text), codes.contains(code) { return code }
        let problem = Self.absence(text) ?? "is \(text ?? ""), which is not one of its codes"
        take(substitute, for: column, problem)
        return substitute.value
    }

    /// The place on the globe, or why there is none; nothing is reported yet.
    func coordinates() -> (coordinates: Coordinates?, problem: String?) {
        let latitude = Self.degrees(row.text("LATITUDE"), atMost: 90)
        let longitude = Self.degrees(row.text("LONGITUD"), atMost: 180)
        if let latitude = latitude.value, let longitude = longitude.value {
            return (Coordinates(latitude: latitude, longitude: longitude), nil)
        }
        let problems = [("LATITUDE", latitude), ("LONGITUD", longitude)]
            .filter { $0.1.value == nil }
            .map { "\($0.0) \($0.1.problem)" }
        return (nil, problems.joined(separator: " and "))
    }

    private mutating func take(
        _ substitute: SurveyDefaults.Substitute,
        for column: String,
        _ problem: String
    ) {
        report(
            "\(column) \(problem)",
            "taken instead: \(grouped(substitute.value)) "
                + "(\(substitute.name), \(substitute.meaning))"
        )
    }

    private mutating func report(_ finding: String, _ consequence: String) {
        diagnostics.warning("\(row.name): \(finding)", at: row.place, hint: consequence)
        substitutions.append("\(finding); \(consequence)")
    }

    private static func count(
        _ text: String?,
        within range: ClosedRange<Int>
    ) -> (value: Int?, problem: String) {
        if let absence = absence(text) { return (nil, absence) }
        guard let text, let value = wholeNumber(text) else {
            return (nil, "is '\(text ?? "")', which is not a whole number")
        }
        if value < range.lowerBound {
            return (nil, "is \(grouped(value)), less than \(grouped(range.lowerBound))")
        }
        if value > range.upperBound {
            return (nil, "is \(grouped(value)), more than \(grouped(range.upperBound))")
        }
        return (value, "")
    }

    private static func degrees(
        _ text: String?,
        atMost limit: Double
    ) -> (value: Double?, problem: String) {
        guard let text else { return (nil, "is blank") }
        guard let value = try? ScalarReading.number(text) else {
            return (nil, "is '\(text)', which is not a number")
        }
        guard abs(value) <= limit else { return (nil, "is \(text), which is not on the globe") }
        return (value, "")
    }

    /// Whether a cell says that there is no figure.
    ///
    /// The survey's codes for that are negative.
    private static func absence(_ text: String?) -> String? {
        guard let text else { return "is blank" }
        switch wholeNumber(text) {
        case -1: return "is -1 (not reported)"
        case -2: return "is -2 (not applicable)"
        default: return nil
        }
    }

    /// A whole number, also with a decimal point as in `26.0`.
    private static func wholeNumber(_ text: String?) -> Int? {
        guard let text, let number = try? ScalarReading.number(text) else { return nil }
        return Int(exactly: number)
    }
}
