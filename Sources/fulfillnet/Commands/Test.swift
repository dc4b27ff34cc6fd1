import ArgumentParser
import Foundation
import Scenarios

struct Test: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run scenarios and case files as tests.",
        discussion: """
            Every expectation must be met, every invariant must hold, and a summary kept under \
            'expected' beside the scenario must be the same. In a case file, which has a key 'kind', \
            each row of inputs must give what the row expects. A file that is wrong is no test that \
            fails: the command then ends as 'check' does.
            """
    )

    @Argument(
        help: "Scenarios and case files, or directories of them.",
        completion: .file(extensions: ["yaml"])
    )
    var paths: [String]

    @Flag(help: "Keep what the scenarios come to now as what is expected of them.")
    var update = false

    @Option(help: "Write the results as JUnit XML to this file.", completion: .file())
    var junit: String?

    @Flag(help: "Print failures only.")
    var quiet = false

    func run() throws {
        let diagnostics = Diagnostics()
        let files = InputFiles.find(paths, .scenarios, into: diagnostics)
        try Ending.report(diagnostics)
        var tests: [ScenarioTest] = []
        for file in files {
            let test = ScenarioTest.run(path: file, updatesGolden: update)
            tests.append(test)
            if test.passed {
                if !quiet {
                    print("pass  \(file): \(test.name), \(test.cases.count) checks")
                }
            } else {
                print("FAIL  \(file): \(test.name)")
                for result in test.cases {
                    if let failure = result.failure { print(failure) }
                }
            }
        }
        if let junit {
            do {
                try JUnitReport(tests).xml.write(
                    to: URL(fileURLWithPath: junit),
                    options: .atomic
                )
            } catch {
                Ending.say("error: \(junit): cannot be written")
                throw Ending.cannotWrite
            }
        }
        let failed = tests.count { !$0.passed }
        print("\(tests.count - failed) passed, \(failed) failed")
        // What is wrong with the input or the program says more than that an expectation was not met.
        if let error = tests.lazy.compactMap(\.error).first { throw Ending.code(of: error) }
        if tests.contains(where: \.hasBadInput) { throw Ending.badInput }
        if failed > 0 { throw Ending.notMet }
    }
}
