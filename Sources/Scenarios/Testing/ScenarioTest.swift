import Foundation
import FulfillmentNetwork

/// A file as a test: a scenario with its expectations, its invariants and its golden summary, or
/// the rows of a case file.
package struct ScenarioTest: Sendable {
    /// One thing that was looked at.
    package struct Case: Sendable {
        package var name: String
        /// Why it failed, with its place; nil where it passed.
        package var failure: String?
    }

    package var path: String
    package var name: String
    package var cases: [Case]
    package var seconds = 0.0
    /// Whether the file, or one that it names, is wrong, so that nothing was tested.
    package var hasBadInput = false
    /// What ended the test before its time: a broken invariant, or a file that cannot be written.
    package var error: (any Error)?

    /// Whether everything was as expected.
    package var passed: Bool { cases.allSatisfy { $0.failure == nil } }

    init(path: String, name: String, cases: [Case]) {
        self.path = path
        self.name = name
        self.cases = cases
    }

    /// Runs a scenario, or looks at the rows of a case file; with `updatesGolden`, what a scenario
    /// came to becomes what is expected of it.
    package static func run(path: String, updatesGolden: Bool) -> ScenarioTest {
        // What is wrong with the document is reported by the one who reads it for good.
        if let document = SourceDocument(path: path, into: Diagnostics()),
            CaseFileReader.isCaseFile(document)
        {
            return ScenarioTest(casesAt: path)
        }
        return ScenarioTest(path: path, updatesGolden: updatesGolden)
    }

    /// Runs a scenario; with `updatesGolden`, what it came to becomes what is expected of it.
    package init(path: String, updatesGolden: Bool) {
        let began = ContinuousClock.now
        self.path = path
        name = path
        cases = []
        let diagnostics = Diagnostics()
        do {
            if let scenario = ScenarioReader(into: diagnostics).read(path: path) {
                name = scenario.name
                if let session = try RunSession(
                    scenario,
                    options: RunOptions(),
                    into: diagnostics
                ) {
                    let summary = try session.finish()
                    cases += session.run.expectationResults.map { result in
                        Case(
                            name: "line \(result.line): \(result.title)",
                            failure: result.isMet ? nil : result.text
                        )
                    }
                    cases.append(Case(name: "all invariants hold", failure: nil))
                    try compare(summary.withoutTimes, updates: updatesGolden)
                }
            }
        } catch {
            self.error = error
            cases.append(Case(name: "the scenario runs", failure: "\(path): \(error)"))
        }
        if diagnostics.hasErrors {
            hasBadInput = true
            cases.append(Case(name: "the scenario can be read", failure: "\(diagnostics)"))
        }
        let elapsed = (ContinuousClock.now - began).components
        seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    }

    /// Where the golden summary of a scenario is kept: `expected/NAME.json` beside it.
    package static func goldenPath(of scenario: String) -> String {
        let url = URL(fileURLWithPath: scenario)
        let name = url.deletingPathExtension().lastPathComponent
        return url.deletingLastPathComponent().appending(path: "expected/\(name).json").path
    }

    private mutating func compare(_ summary: RunSummary, updates: Bool) throws {
        let golden = Self.goldenPath(of: path)
        if updates {
            let directory = URL(fileURLWithPath: golden).deletingLastPathComponent()
            try FileManager.default.createDirectory(
                at: directory,
                withIntermediateDirectories: true
            )
            try summary.json().write(to: URL(fileURLWithPath: golden), options: .atomic)
            return
        }
        guard let data = FileManager.default.contents(atPath: golden) else { return }
        let differences: [String]
        if let expected = try? JSONDecoder().decode(RunSummary.self, from: data) {
            differences = summary.differences(from: expected)
        } else {
            differences = ["the golden file cannot be understood"]
        }
        cases.append(
            Case(
                name: "the summary is the golden one",
                failure: differences.isEmpty
                    ? nil
                    : "\(golden): \(differences.joined(separator: "; ")); if the change is meant, "
                        + "run with --update"
            )
        )
    }
}

extension ExpectationResult {
    /// The expectation as lines for a terminal: its place, and each value expected and found.
    package var text: String {
        mismatches.map { mismatch in
            "\(file):\(line):\(column): error: \(mismatch.subject): expected \(mismatch.expected), "
                + "found \(mismatch.found)"
        }.joined(separator: "\n")
    }
}

extension RunSummary {
    /// What differs from another summary, in words.
    func differences(from expected: RunSummary) -> [String] {
        guard self != expected else { return [] }
        guard let mine = try? Self.fields(self), let theirs = try? Self.fields(expected) else {
            return ["the summaries cannot be compared"]
        }
        return Set(mine.keys).union(theirs.keys).sorted().compactMap { key in
            let (found, wanted) = (mine[key] ?? "nothing", theirs[key] ?? "nothing")
            return found == wanted ? nil : "\(key) expected \(wanted), found \(found)"
        }
    }

    private static func fields(_ summary: RunSummary) throws -> [String: String] {
        let object = try JSONSerialization.jsonObject(with: try summary.json())
        var fields: [String: String] = [:]
        flatten(object, "", into: &fields)
        return fields
    }

    private static func flatten(_ value: Any, _ path: String, into fields: inout [String: String]) {
        switch value {
        case let object as [String: Any]:
            for (key, value) in object {
                flatten(value, path.isEmpty ? key : "\(path).\(key)", into: &fields)
            }
        case let list as [Any]:
            for (index, value) in list.enumerated() {
                flatten(value, "\(path)[\(index)]", into: &fields)
            }
        default: fields[path] = "\(value)"
        }
    }
}
