import LibraryModel

/// An institution as the import understands its row: every number known, and what had to be
/// assumed.
struct SurveyInstitution {
    let unitID: Int
    let name: String
    let place: SourcePlace
    let city: String
    let state: String
    /// Where it is; nil until the others are known, where the survey does not say.
    var coordinates: Coordinates?
    /// Why the survey does not say where it is.
    private let coordinatesProblem: String?
    let hasFourYearProgramme: Bool
    let patrons: Int
    let volumes: Int
    /// Loans of physical volumes in a year.
    let circulation: Int
    /// Loans to other libraries in a year; nil where the library does not say.
    let provided: Int?
    /// Loans from other libraries in a year.
    let received: Int
    /// Whether the number received is the library's own.
    let reportsReceived: Bool
    let branches: Int
    /// What was taken for cells that say nothing, in words.
    var substitutions: [String]

    /// Reads a row; each cell that says nothing, or nothing that can be, is a warning.
    init(_ row: Survey.Row, into diagnostics: Diagnostics) {
        var reading = SurveyReading(row, into: diagnostics)
        unitID = row.unitID
        name = row.name
        place = row.place
        city = row.text("CITY") ?? ""
        state = row.text("STABBR") ?? ""
        branches = row.text("LBRANCH").flatMap(Double.init).flatMap(Int.init(exactly:)) ?? 0
        let sector = reading.code(
            "SECTOR",
            among: SurveyDefaults.sectors.fourYear + SurveyDefaults.sectors.twoYear,
            or: SurveyDefaults.usualSector
        )
        hasFourYearProgramme = SurveyDefaults.sectors.fourYear.contains(sector)
        let bands = SurveyDefaults.patronsBySizeBand
        let band = reading.code(
            "INSTSIZE",
            among: bands.keys.sorted(),
            or: SurveyDefaults.usualSizeBand
        )
        patrons = bands[band] ?? 0
        let medians =
            hasFourYearProgramme
            ? SurveyDefaults.medianVolumes.fourYear : SurveyDefaults.medianVolumes.twoYear
        volumes = reading.count(
            "LPBOOKS",
            within: SurveyDefaults.fewestVolumes...SurveyDefaults.mostVolumes,
            or: .init(
                name: "medianVolumes",
                value: medians[band] ?? 0,
                meaning: "the median of \(hasFourYearProgramme ? "four" : "two")-year "
                    + "institutions of this size"
            )
        )
        circulation = reading.count(
            "LPCRCLT",
            within: 0...Int(Double(volumes) * SurveyDefaults.highestTurnover),
            or: .init(
                name: "medianTurnover",
                value: Int((Double(volumes) * SurveyDefaults.medianTurnover).rounded()),
                meaning: "\(SurveyDefaults.medianTurnover) of its volumes"
            )
        )
        let hasNone = row.text("LILLDYN") == "2"
        provided = reading.count(
            "LILLDPR",
            within: 0...SurveyDefaults.mostProvided,
            or: hasNone ? SurveyDefaults.noInterlibraryLoan : nil,
            otherwise: "the institution is left out of the in-network share"
        )
        let count = reading.substitutions.count
        received = reading.count(
            "LILLDRC",
            within: 0...patrons * SurveyDefaults.mostReceivedPerPatron,
            or: hasNone
                ? SurveyDefaults.noInterlibraryLoan
                : .init(
                    name: "medianReceivedPerPatron",
                    value: Int(
                        (Double(patrons) * SurveyDefaults.medianReceivedPerPatron).rounded()
                    ),
                    meaning: "\(SurveyDefaults.medianReceivedPerPatron) a patron"
                )
        )
        reportsReceived = reading.substitutions.count == count
        let point = reading.coordinates()
        coordinates = point.coordinates
        coordinatesProblem = point.problem
        substitutions = reading.substitutions
    }

    /// Puts an institution whose place the survey does not tell to the centre of the others.
    mutating func settle(centre: Coordinates?, into diagnostics: Diagnostics) {
        guard let problem = coordinatesProblem else { return }
        coordinates = centre
        let taken =
            centre.map {
                "\(DecimalText($0.latitude, digits: 6)), \(DecimalText($0.longitude, digits: 6)) "
                    + "(centreOfMembers, the mean of the other members)"
            } ?? "no place (centreOfMembers: no member has one)"
        diagnostics.warning("\(name): \(problem)", at: place, hint: "taken instead: \(taken)")
        substitutions.append("\(problem); taken instead: \(taken)")
    }

    /// The mean place of those whose place is known.
    static func centre(of members: [SurveyInstitution]) -> Coordinates? {
        let known = members.compactMap(\.coordinates)
        guard !known.isEmpty else { return nil }
        let count = Double(known.count)
        return Coordinates(
            latitude: known.reduce(0) { $0 + $1.latitude } / count,
            longitude: known.reduce(0) { $0 + $1.longitude } / count
        )
    }

    /// Circulating titles: the share of the volumes that moves at all.
    func titles(activeShare: Double) -> Int {
        max(1, Int((Double(volumes) * activeShare).rounded()))
    }
}
