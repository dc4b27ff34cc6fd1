import Scenarios
import Testing

/// Inputs that cannot be used.
struct IPEDSImportInputTests {
    private static let system = IPEDSImportTests.system

    /// A text, what is asked of it, and what is said about that.
    struct Case: Sendable {
        var text = SurveyExcerpt.systems
        var selection = SurveySelection(systems: [IPEDSImportTests.system])
        var change: @Sendable (inout IPEDSImport.Options) -> Void = { _ in }
        let expected: String
    }

    static let cases = [
        Case(
            text: SurveyExcerpt.systems.replacing("LPBOOKS", with: "LPBOOK"),
            expected: "a.csv:1: error: the column 'LPBOOKS' is missing; is it 'LPBOOK'?"
        ),
        Case(
            text: SurveyExcerpt.systems.replacing("Bemidji State", with: "\"Bemidji\" State"),
            expected: """
                a.csv:3: error: a quotation mark is not where CSV allows one; put the whole cell \
                in quotes, and double the quotes inside it
                """
        ),
        Case(
            text: SurveyExcerpt.systems + "175272,Winona State\n",
            expected: """
                a.csv:10: error: the row has 2 cells, the header 22; put cells that contain \
                commas in quotes
                """
        ),
        Case(
            text: SurveyExcerpt.systems.replacing("\n175272,", with: "\n173124,"),
            expected: """
                a.csv:8: error: the UNITID 173124 is there twice, first in line 3; remove one of \
                the two rows
                """
        ),
        Case(
            text: SurveyExcerpt.systems.replacing("\n175272,", with: "\n17527x,"),
            expected: """
                a.csv:8: error: '17527x' is not a UNITID; write the six digits of the survey, \
                such as 174817
                """
        ),
        Case(
            selection: SurveySelection(),
            expected: """
                a.csv: error: nothing says which institutions to take; give --system, --state or \
                --unitid
                """
        ),
        Case(
            selection: SurveySelection(systems: ["Minnesota State Colleges & Universities"]),
            expected: """
                a.csv: error: no row is of the system 'Minnesota State Colleges & Universities' \
                (F1SYSNAM); did you mean 'Minnesota State Colleges and Universities'?
                """
        ),
        Case(
            text: SurveyExcerpt.libraries,
            expected: """
                a.csv: error: no file tells the systems that institutions belong to; add a file \
                with the column F1SYSNAM, or select by --state or --unitid
                """
        ),
        Case(
            selection: SurveySelection(states: ["Minnesota"]),
            expected: """
                a.csv: error: no row has the state 'Minnesota' (STABBR); write the postal code, \
                such as MN
                """
        ),
        Case(
            text: SurveyExcerpt.systems.replacing(
                "Century College,White Bear Lake,MN",
                with: "C,W,WI"
            ),
            selection: SurveySelection(systems: [system], states: ["WI"], unitIDs: [999_999]),
            expected: """
                a.csv: error: no row has the UNITID 999999; look the institution up in the column \
                INSTNM
                """
        ),
        Case(
            selection: SurveySelection(unitIDs: [173_124, 173_124]),
            expected: "a.csv: error: --unitid 173124 is given twice; remove one of them"
        ),
        Case(
            change: { $0.codes = [174_817: "SMU"] },
            expected: """
                a.csv: error: --code 174817=SMU is for an institution that is not selected; \
                select it with --unitid 174817, or leave the code out
                """
        ),
        Case(
            change: { $0.codes = [173_124: "MSU", 173_920: "msu"] },
            expected: """
                a.csv: error: --code gives 173124 and 173920 the same code 'msu'; choose another \
                for one of them
                """
        ),
        Case(
            change: { $0.codes = [173_124: "B/SU"] },
            expected: """
                --code: error: 'B/SU' is not a code; write up to 40 letters, digits, '-', '_' \
                and '.', a letter or digit first
                """
        ),
        Case(
            change: {
                $0.activeShare = 0
                $0.inNetworkShare = 1.5
            },
            expected: """
                --active-share: error: 0.0 is not a share; write a number above 0 and at most 1
                --in-network-share: error: 1.5 is not a share; write a number from 0 to 1
                """
        ),
    ]

    @Test("Bad input is said to be that, with its place and its cure", arguments: cases.indices)
    func badInput(index: Int) throws {
        let given = Self.cases[index]
        let folder = try TextFolder(["a.csv": given.text])
        var options = IPEDSImport.Options()
        options.selection = given.selection
        given.change(&options)
        let diagnostics = Diagnostics()
        let result = IPEDSImport(options, into: diagnostics).run(paths: [folder.path("a.csv")])
        #expect(result?.summary == nil)
        let errors = folder.findings(diagnostics).split(separator: "\n")
            .filter { !$0.contains(" warning: ") }
            .joined(separator: "\n")
        #expect(errors == given.expected)
    }

    @Test("A system and a state that no row has at once are nothing")
    func nothingInCommon() throws {
        let folder = try TextFolder([
            "a.csv": SurveyExcerpt.systems, "b.csv": SurveyExcerpt.libraries,
        ])
        var options = IPEDSImport.Options()
        options.selection = SurveySelection(systems: [Self.system], states: ["NY"])
        let diagnostics = Diagnostics()
        let paths = ["a.csv", "b.csv"].map(folder.path)
        #expect(IPEDSImport(options, into: diagnostics).run(paths: paths)?.summary == nil)
        #expect(
            folder.findings(diagnostics) == """
                a.csv: error: no row is of such a system and such a state at once; leave out \
                --system or --state
                """
        )
    }

    @Test("A network has at most 500 members")
    func tooMany() throws {
        var text = SurveyExcerpt.row()
        for id in 200_000..<200_499 {
            text += "\(id),College \(id),Town,MN,-93,45,1,2,10000,100,1,10,20\n"
        }
        let folder = try TextFolder(["a.csv": text])
        var options = IPEDSImport.Options()
        options.selection = SurveySelection(states: ["MN"])
        let diagnostics = Diagnostics()
        _ = IPEDSImport(options, into: diagnostics).run(paths: [folder.path("a.csv")])
        #expect(
            folder.findings(diagnostics) == """
                a.csv: error: 501 institutions are selected, of at most 500; select fewer by \
                --system, --state and --unitid
                """
        )
    }
}
