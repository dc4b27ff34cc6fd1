import LibraryModel
import Scenarios
import Testing

struct IPEDSImportTests {
    static let system = "Minnesota State Colleges and Universities"

    private static func options(
        _ selection: SurveySelection,
        codes: [Int: String] = [:]
    ) -> IPEDSImport.Options {
        var options = IPEDSImport.Options()
        options.selection = selection
        options.codes = codes
        return options
    }

    private static func imported(
        _ folder: TextFolder,
        _ files: [String],
        _ options: IPEDSImport.Options
    ) -> (result: IPEDSImport.Result?, findings: String) {
        let diagnostics = Diagnostics()
        let result = IPEDSImport(options, into: diagnostics).run(paths: files.map(folder.path))
        return (result, folder.findings(diagnostics))
    }

    @Test("A system and a university beside it become a network that is read without a finding")
    func network() throws {
        let folder = try TextFolder([
            "libraries.csv": SurveyExcerpt.libraries, "systems.csv": SurveyExcerpt.systems,
        ])
        var options = Self.options(
            SurveySelection(systems: [Self.system], unitIDs: [174_817]),
            codes: [174_817: "SMU"]
        )
        options.networkReference = "../network-configs/a.yaml"
        let (made, findings) = Self.imported(folder, ["libraries.csv", "systems.csv"], options)
        let result = try #require(made)
        #expect(
            findings == """
                libraries.csv:2: warning: Alexandria Technical & Community College: LPBOOKS is \
                blank; taken instead: 24,400 (medianVolumes, the median of two-year institutions \
                of this size)
                libraries.csv:2: warning: Alexandria Technical & Community College: LPCRCLT is \
                blank; taken instead: 488 (medianTurnover, 0.02 of its volumes)
                libraries.csv:5: warning: Minnesota State College Southeast: LPBOOKS is 26, less \
                than 1,000; taken instead: 24,400 (medianVolumes, the median of two-year \
                institutions of this size)
                libraries.csv:5: warning: Minnesota State College Southeast: LILLDPR is blank; \
                taken instead: 0 (noInterlibraryLoan, LILLDYN says that it has no interlibrary loan)
                libraries.csv:5: warning: Minnesota State College Southeast: LILLDRC is blank; \
                taken instead: 0 (noInterlibraryLoan, LILLDYN says that it has no interlibrary loan)
                """
        )
        // 0 + 1,180 + 4,367 + 2,073 + 13 + 0 + 1,955 + 509 + 1,230 provided and
        // 71 + 1,825 + 2,901 + 2,386 + 32 + 0 + 8,136 + 699 + 2,497 received.
        #expect(
            result.summary == """
                9 institutions, 50,000 patrons, 177,800 copies of 88,900 titles
                in-network share 0.611 = 11,327 loans provided (LILLDPR) / 18,547 received \
                (LILLDRC), of 8 of 9 institutions
                """
        )
        try folder.write(result.network, to: "network-configs/a.yaml")
        try folder.write(result.scenario, to: "scenarios/a.yaml")
        let diagnostics = Diagnostics()
        let scenario = ScenarioReader(into: diagnostics).read(path: folder.path("scenarios/a.yaml"))
        #expect(folder.findings(diagnostics) == "")
        let plan = try #require(scenario?.plan)
        #expect(
            plan.configuration.institutions.map(\.code) == [
                "ATCC", "BSU", "CENTURY", "MSCS", "MSUM-MANKATO", "MSUM-MOORHEAD", "RRCC", "SMU",
                "WSU",
            ]
        )
    }

    @Test("The scenario gives each institution its loans a patron and day")
    func demand() throws {
        let folder = try TextFolder(["libraries.csv": SurveyExcerpt.libraries])
        let options = Self.options(SurveySelection(unitIDs: [173_124, 174_817]))
        let result = try #require(Self.imported(folder, ["libraries.csv"], options).result)
        // 1,528 / (3,000 × 365), and 1,825 × (1,180 + 1,230) / (1,825 + 2,497) / (3,000 × 365),
        // nine parts of it requested and one fetched.
        #expect(
            result.scenario.contains(
                """
                    # 1,528 loans at home and 1,825 from elsewhere a year, 3,000 patrons
                    BSU:
                      own-loans: {per-patron-day: 0.00139543, popularity: 0.5}
                      requests: {per-patron-day: 0.00083642, popularity: 0.5}
                      visits:
                        per-patron-day: 0.00009294
                        popularity: 0.5
                        distance-decay: 50

                """
            )
        )
    }

    @Test("A declared share takes the place of the members' own")
    func declaredShare() throws {
        let folder = try TextFolder(["libraries.csv": SurveyExcerpt.libraries])
        var options = Self.options(SurveySelection(unitIDs: [173_124]))
        options.inNetworkShare = 0.25
        let result = try #require(Self.imported(folder, ["libraries.csv"], options).result)
        #expect(result.summary.hasSuffix("\nin-network share 0.25, as declared"))
        // 1,825 × 0.25 / (3,000 × 365), nine tenths and one.
        #expect(result.scenario.contains("requests: {per-patron-day: 0.000375, "))
        #expect(result.scenario.contains("per-patron-day: 0.00004167\n"))
    }

    @Test("The same rows give the same bytes, in whatever order they come")
    func reproducible() throws {
        let lines = SurveyExcerpt.systems.split(separator: "\n")
        let turned = ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n")
        let folder = try TextFolder(["a.csv": SurveyExcerpt.systems, "b.csv": turned])
        let options = Self.options(SurveySelection(systems: [Self.system]))
        let first = try #require(Self.imported(folder, ["a.csv"], options).result)
        let again = try #require(Self.imported(folder, ["a.csv"], options).result)
        let other = try #require(Self.imported(folder, ["b.csv"], options).result)
        #expect(first.network == again.network)
        #expect(first.network == other.network)
        #expect(first.scenario == other.scenario)
    }

    static let cellRows: [(row: String, expected: String)] = [
        (SurveyExcerpt.row(), ""),
        (
            SurveyExcerpt.row(size: "-2"),
            """
            INSTSIZE is -2 (not applicable); taken instead: 2 (usualSizeBand, the most frequent \
            size band)
            """
        ),
        (
            SurveyExcerpt.row(size: "9"),
            """
            INSTSIZE is 9, which is not one of its codes; taken instead: 2 (usualSizeBand, the \
            most frequent size band)
            """
        ),
        (
            SurveyExcerpt.row(sector: ""),
            "SECTOR is blank; taken instead: 1 (usualSector, public, four years or more)"
        ),
        (
            SurveyExcerpt.row(books: "-1"),
            """
            LPBOOKS is -1 (not reported); taken instead: 89,600 (medianVolumes, the median of \
            four-year institutions of this size)
            """
        ),
        (
            SurveyExcerpt.row(books: "many"),
            """
            LPBOOKS is 'many', which is not a whole number; taken instead: 89,600 \
            (medianVolumes, the median of four-year institutions of this size)
            """
        ),
        (
            SurveyExcerpt.row(books: "999999999"),
            """
            LPBOOKS is 999,999,999, more than 50,000,000; taken instead: 89,600 \
            (medianVolumes, the median of four-year institutions of this size)
            """
        ),
        (
            SurveyExcerpt.row(circulation: "20001"),
            """
            LPCRCLT is 20,001, more than 20,000; taken instead: 200 (medianTurnover, 0.02 of its \
            volumes)
            """
        ),
        (
            SurveyExcerpt.row(provided: ""),
            "LILLDPR is blank; the institution is left out of the in-network share"
        ),
        (
            SurveyExcerpt.row(received: "30001"),
            """
            LILLDRC is 30,001, more than 30,000; taken instead: 240 (medianReceivedPerPatron, \
            0.08 a patron)
            """
        ),
        (
            SurveyExcerpt.row(place: "-194.9,47.5"),
            """
            LONGITUD is -194.9, which is not on the globe; taken instead: 45.5, -93.5 \
            (centreOfMembers, the mean of the other members)
            """
        ),
        (
            SurveyExcerpt.row(place: ",x"),
            """
            LATITUDE is 'x', which is not a number and LONGITUD is blank; taken instead: \
            45.5, -93.5 (centreOfMembers, the mean of the other members)
            """
        ),
    ]

    @Test(
        "A cell that says nothing is a warning, and the file says what was taken",
        arguments: cellRows
    )
    func cells(row: String, expected: String) throws {
        let folder = try TextFolder(["a.csv": row])
        let options = Self.options(SurveySelection(states: ["MN"]))
        let (made, findings) = Self.imported(folder, ["a.csv"], options)
        let result = try #require(made)
        #expect(
            findings
                == (expected.isEmpty ? "" : "a.csv:2: warning: North Lake College: \(expected)")
        )
        // The comment is wrapped; its words are the same.
        let words = result.network.replacing("\n  #  ", with: "")
        #expect(words.contains("  # Northfield, MN, UNITID 100001.\n"))
        #expect(expected.isEmpty || words.contains("  # \(expected).\n"))
    }

    @Test("What libraries of the survey reported by mistake takes a default as well")
    func reportedMistakes() throws {
        let folder = try TextFolder(["libraries.csv": SurveyExcerpt.libraries])
        let options = Self.options(SurveySelection(unitIDs: [193_052, 455_813, 496_803]))
        let (made, findings) = Self.imported(folder, ["libraries.csv"], options)
        let lines = findings.split(separator: "\n")
        #expect(lines.count == 10)
        // The only member with figures has none that can be: there is no share.
        #expect(made?.summary == nil)
        #expect(
            lines[0] == """
                libraries.csv: error: no member reports loans received from others, so that a \
                share in the network cannot be found; give --in-network-share
                """
        )
        #expect(
            lines[1] == """
                libraries.csv:7: warning: Mesivta Torah Vodaath Rabbinical Seminary: LPCRCLT is \
                42,500, more than 30,000; taken instead: 300 (medianTurnover, 0.02 of its volumes)
                """
        )
        #expect(
            lines[4] == """
                libraries.csv:8: warning: Pontifical John Paul II Institute for Studies on \
                Marriage and Family: LILLDRC is 15,414, more than 5,000; taken instead: 40 \
                (medianReceivedPerPatron, 0.08 a patron)
                """
        )
        #expect(
            lines[5] == """
                libraries.csv:9: warning: NewU University: INSTSIZE is -2 (not applicable); taken \
                instead: 2 (usualSizeBand, the most frequent size band)
                """
        )
    }

    @Test("Members of several states are in the zones of their states")
    func zones() throws {
        let folder = try TextFolder(["libraries.csv": SurveyExcerpt.libraries])
        let options = Self.options(SurveySelection(unitIDs: [173_124, 174_817, 496_803]))
        let result = try #require(Self.imported(folder, ["libraries.csv"], options).result)
        #expect(result.network.contains("\n  time-zone: America/Chicago\n"))
        #expect(result.network.contains("\n    time-zone: America/New_York\n"))
        #expect(result.network.split(separator: "time-zone:").count == 3)
    }

    @Test("Codes are made of names, and those that would be shared get the city or the UNITID")
    func codes() throws {
        let names = [
            (100_001, "Bemidji State University", "Bemidji", "BSU"),
            (100_002, "The College of Westchester", "White Plains", "WESTCHESTER"),
            (100_003, "St. John's & Mary's University-Bayamón", "Bayamón", "SJMUB"),
            (100_004, "Lake State University", "Duluth", "LSU-DULUTH"),
            (100_005, "Land State University", "Saint Paul", "LSU-SAINTPAUL"),
            (100_006, "River County College", "Austin", "RCC-100006"),
            (100_007, "Ridge County College", "Austin", "RCC-100007"),
            (100_008, "Central Community College", "Ely", "CCC-ELY"),
            (100_009, "Some Other College", "Ely", "CCC"),
            (100_010, "—", "Ely", "I100010"),
        ]
        var text = "\(SurveyExcerpt.header)\n"
        for (id, name, city, _) in names {
            text += "\(id),\(name),\(city),MN,-93,45,1,2,21,10000,0,100,0,1,10,20,1,1,0,0\n"
        }
        let folder = try TextFolder(["a.csv": text])
        let options = Self.options(SurveySelection(states: ["MN"]), codes: [100_009: "CCC"])
        let result = try #require(Self.imported(folder, ["a.csv"], options).result)
        let document = SourceDocument(text: result.network, name: "a", into: Diagnostics())
        #expect(
            document?.root["institutions"]?.entries.map(\.key) == names.map(\.3).sorted()
        )
    }

    @Test("An overlay adds, replaces and removes; a fault of it is found in it")
    func overlay() throws {
        let folder = try TextFolder([
            "libraries.csv": SurveyExcerpt.libraries,
            "good.yaml": """
            institutions:
              SMU:
                name: "Saint Mary's: both campuses"
                libraries:
                  MAIN:
                  WINONA: {name: Winona, resource-sharing: true}
                  CITIES: {name: Twin Cities, resource-sharing: true}
                locations: {STACKS: {library: WINONA}}
                desks:
                resource-sharing: {otherwise: WINONA}
            """,
            "bad.yaml": """
            institutions:
              SMO: {name: x}
              SMU: {libraries: {MAIN: {nam: Library}}}
              BSU: {locations: {STACKS: {library: MAINE}}}
            other: 1
            """,
            "worse.yaml": """
            institutions:
              BSU: {locations: {STACKS: {library: MAINE}}}
            """,
        ])
        var options = Self.options(
            SurveySelection(unitIDs: [173_124, 174_817]),
            codes: [174_817: "SMU"]
        )
        options.overlayPath = folder.path("good.yaml")
        let (made, findings) = Self.imported(folder, ["libraries.csv"], options)
        #expect(findings == "")
        let result = try #require(made)
        #expect(
            result.network.contains(
                """
                  SMU:
                    name: "Saint Mary's: both campuses"
                    libraries:
                      WINONA: {name: Winona, resource-sharing: true}
                      CITIES: {name: Twin Cities, resource-sharing: true}
                    locations:
                      STACKS: {name: Stacks, library: WINONA}
                    resource-sharing: {otherwise: WINONA}
                    patrons:

                """
            )
        )
        options.overlayPath = folder.path("bad.yaml")
        #expect(
            Self.imported(folder, ["libraries.csv"], options).findings == """
                bad.yaml:2:3: error: institution 'SMO' is not imported; did you mean 'SMU'?
                bad.yaml:5:1: error: an overlay has no key 'other'; it holds 'network' and \
                'institutions', and what differs of each by code
                """
        )
        options.overlayPath = folder.path("worse.yaml")
        #expect(
            Self.imported(folder, ["libraries.csv"], options).findings == """
                worse.yaml:2:39: error: library of BSU 'MAINE' is not declared; did you mean \
                'MAIN'?
                """
        )
    }
}
