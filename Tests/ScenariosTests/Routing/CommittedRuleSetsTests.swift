import Foundation
import RequestRouting
import Scenarios
import SimulationKernel
import Testing

struct CommittedRuleSetsTests {
    static let names = [
        "alma-rota", "crosslink", "dcb", "evergreen", "koha-cost", "koha-static", "mod-tlr",
        "reshare",
    ]

    private func path(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../network-configs/routing/\(name).yaml").standardized.path
    }

    @Test(
        "A committed rule set has no faults, and says on purpose what it leaves open",
        arguments: names
    )
    func check(name: String) throws {
        let diagnostics = Diagnostics()
        let document = try #require(SourceDocument(path: path(name), into: diagnostics))
        RuleSetCheck(into: diagnostics).check(document)
        #expect(diagnostics.count(of: .error) == 0, "\(diagnostics)")
        #expect(diagnostics.count(of: .warning) == 0, "\(diagnostics)")
        let rules = try #require(RuleSetReader(into: diagnostics).read(document)).rules
        #expect(rules.name == name)
        #expect(rules.isTotalOrder)
    }

    @Test("Every filter, key and rule of admission knows its line")
    func lines() throws {
        let rules = try #require(RuleSetReader(into: Diagnostics()).read(path: path("dcb"))).rules
        let text = try String(contentsOfFile: path("dcb"), encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for filter in rules.filters + rules.admission {
            #expect(lines[Int(filter.line.line) - 1].contains("code: \(filter.code)"))
        }
        for key in rules.keys {
            #expect(lines[Int(key.line.line) - 1].contains("key: \(key.code)"))
        }
    }

    @Test("Settings of the committed rule sets have the values of their systems")
    func settings() throws {
        let rules = try #require(RuleSetReader(into: Diagnostics()).read(path: path("dcb"))).rules
        let day: Int64 = 86_400_000_000
        #expect(rules.value(ofSetting: "loan-period") == 28 * day)
        #expect(rules.value(ofSetting: "active-request-limit") == 25)
        #expect(rules.value(ofSetting: "duplicate-window") == 900_000_000)
        #expect(rules.value(ofSetting: "nothing") == nil)
        let reshare = try #require(
            RuleSetReader(into: Diagnostics()).read(path: path("reshare"))
        ).rules
        #expect(reshare.walk.sending.wait(after: 1)?.microseconds == 600_000_000)
        #expect(reshare.walk.sending.wait(after: 3) == nil)
    }
}

/// The YAML that docs/routing.md shows.
struct RoutingPageTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../..").standardized.path

    private func blocks() throws -> [String] {
        let page = try String(contentsOfFile: "\(Self.root)/docs/routing.md", encoding: .utf8)
        return page.components(separatedBy: "```yaml\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
    }

    @Test("The rule set of the page has no faults in the network that it names")
    func ruleSet() throws {
        let diagnostics = Diagnostics()
        let document = try #require(
            SourceDocument(
                text: blocks()[0],
                name: "\(Self.root)/network-configs/routing/mine.yaml",
                into: diagnostics
            )
        )
        RuleSetCheck(into: diagnostics).check(document)
        #expect(diagnostics.description == "")
    }

    @Test("The case file of the page is met")
    func caseFile() throws {
        let diagnostics = Diagnostics()
        let document = try #require(
            SourceDocument(
                text: blocks()[1],
                name: "\(Self.root)/cases/routing/mine.yaml",
                into: diagnostics
            )
        )
        let file = try #require(CaseFileReader(into: diagnostics).read(document))
        #expect(diagnostics.description == "")
        #expect(file.rows.compactMap(\.failure) == [])
    }
}
