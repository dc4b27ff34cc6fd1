/// What the import takes where the survey says nothing, or nothing that can be.
///
/// The medians are those of the 3,764 libraries of the 2021 survey, rounded.
enum SurveyDefaults {
    /// A value that stands in for a cell.
    struct Substitute {
        /// The name under which this file explains it.
        let name: String
        let value: Int
        /// What it is, in a few words for the warning.
        let meaning: String
    }

    /// Patrons by the survey's size band (INSTSIZE): under 1,000 students, 1,000 to 4,999, 5,000 to
    /// 9,999, 10,000 to 19,999, 20,000 and more.
    ///
    /// The midpoint of each; the last has no upper end and takes 25,000.
    static let patronsBySizeBand = [1: 500, 2: 3_000, 3: 7_500, 4: 15_000, 5: 25_000]

    /// The size band of an institution with an unknown one: the most frequent (1,453 of 3,764).
    static let usualSizeBand = Substitute(
        name: "usualSizeBand",
        value: 2,
        meaning: "the most frequent size band"
    )

    /// A library of an institution that grants degrees has at least this many volumes.
    ///
    /// Fewer are a typing error (26 for 26,000), or a reading room that lends next to nothing.
    static let fewestVolumes = 1_000

    /// More than three times the largest collection of the survey (14.4 million).
    static let mostVolumes = 50_000_000

    /// The median collection by size band, of institutions with a two-year programme and with a
    /// four-year one: among the libraries with at least `fewestVolumes`.
    static let medianVolumes = (
        twoYear: [1: 4_000, 2: 24_400, 3: 45_500, 4: 73_600, 5: 91_600],
        fourYear: [1: 23_800, 2: 89_600, 3: 202_600, 4: 438_800, 5: 1_219_700]
    )

    /// A collection is not lent more often than this in a year: of the 3,302 libraries with at
    /// least `fewestVolumes`, three report more.
    static let highestTurnover = 2.0

    /// The share of a collection that is lent in a year, in the median.
    static let medianTurnover = 0.02

    /// A patron does not receive more loans from elsewhere in a year: of 2,978 libraries, one
    /// reports more.
    static let mostReceivedPerPatron = 10

    /// The loans from elsewhere that a patron receives in a year, in the median.
    static let medianReceivedPerPatron = 0.08

    /// No library provides more in a year; the largest lender of the survey provided 74,537.
    static let mostProvided = 1_000_000

    /// A library that answers that it has no interlibrary loan (LILLDYN is 2) is not asked for the
    /// numbers, so they are blank because they are nought, not because they are unknown.
    static let noInterlibraryLoan = Substitute(
        name: "noInterlibraryLoan",
        value: 0,
        meaning: "LILLDYN says that it has no interlibrary loan"
    )

    /// The sectors (SECTOR) with a programme of four years or more, and the others.
    static let sectors = (fourYear: [1, 2, 3], twoYear: [4, 5, 6])

    /// The sector of an institution with an unknown one: two thirds of the survey have a programme
    /// of four years.
    static let usualSector = Substitute(
        name: "usualSector",
        value: 1,
        meaning: "public, four years or more"
    )

    /// The share of a collection that moves at all within a semester, and so is worth simulating
    /// copy by copy.
    static let activeShare = 0.1

    /// The distinct titles among the copies of all members.
    ///
    /// Half of them are held elsewhere, too: an assumption, since the survey knows volumes only.
    static let distinctShare = 0.5

    /// The share of each collection that consists of the most popular titles, which everybody has.
    static let overlap = 0.3

    /// Zipf's exponent over the titles of a collection.
    ///
    /// The active share of a collection is its popular part already, which is why it is flatter
    /// than the 0.8 of whole collections.
    static let popularity = 0.5

    /// The share of what patrons get from other members that they fetch themselves, as walk-in
    /// loans; the rest is requested.
    ///
    /// An assumption: the survey counts what is received, however it came.
    static let visitShare = 0.1

    /// Over how many kilometres the attraction of another institution falls to a third (1/e).
    static let distanceDecayKilometres = 50

    /// Time zones by state: the one that most of the state is in.
    static let zones: [String: String] = {
        let states = [
            "America/New_York":
                "CT DC DE FL GA IN MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV KY",
            "America/Chicago": "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI",
            "America/Denver": "CO ID MT NM UT WY",
            "America/Phoenix": "AZ",
            "America/Los_Angeles": "CA NV OR WA",
            "America/Anchorage": "AK",
            "Pacific/Honolulu": "HI",
            "America/Puerto_Rico": "PR",
            "America/St_Thomas": "VI",
            "Pacific/Guam": "GU MP",
            "Pacific/Pago_Pago": "AS",
            "Pacific/Pohnpei": "FM",
            "Pacific/Majuro": "MH",
            "Pacific/Palau": "PW",
        ]
        var zones: [String: String] = [:]
        for (zone, codes) in states {
            for code in codes.split(separator: " ") { zones[String(code)] = zone }
        }
        return zones
    }()

    /// The zone of a member whose state is not known: that of the largest part of the survey.
    static let usualZone = "America/New_York"
}
