package import Foundation

/// The results of scenario tests in the XML that build servers read as JUnit's.
package struct JUnitReport {
    private let tests: [ScenarioTest]

    package init(_ tests: [ScenarioTest]) {
        self.tests = tests
    }

    /// The report: a suite a scenario, a case an expectation.
    package var xml: Data {
        let all = tests.flatMap(\.cases)
        var lines = [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            "<testsuites name=\"fulfillnet\" tests=\"\(all.count)\" "
                + "failures=\"\(all.count { $0.failure != nil })\" "
                + "time=\"\(RunSummary.seconds(tests.reduce(0) { $0 + $1.seconds }))\">",
        ]
        for test in tests {
            lines.append(
                "  <testsuite name=\"\(Self.escape(test.path))\" tests=\"\(test.cases.count)\" "
                    + "failures=\"\(test.cases.count { $0.failure != nil })\" "
                    + "time=\"\(RunSummary.seconds(test.seconds))\">"
            )
            for result in test.cases {
                let head =
                    "    <testcase classname=\"\(Self.escape(test.path))\" "
                    + "name=\"\(Self.escape(result.name))\" time=\"0.00\""
                guard let failure = result.failure else {
                    lines.append(head + "/>")
                    continue
                }
                let first = failure.split(separator: "\n").first.map(String.init) ?? failure
                lines.append(head + ">")
                lines.append(
                    "      <failure message=\"\(Self.escape(first))\">\(Self.escape(failure))"
                        + "</failure>"
                )
                lines.append("    </testcase>")
            }
            lines.append("  </testsuite>")
        }
        lines.append("</testsuites>")
        return Data((lines.joined(separator: "\n") + "\n").utf8)
    }

    /// Text that XML 1.0 allows in an attribute: its special characters named, those it forbids
    /// replaced.
    private static func escape(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\n": result += "&#10;"
            case "\t": result += "&#9;"
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
