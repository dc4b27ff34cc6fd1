import Foundation
import LibraryModel
import RequestRouting
import SimulationKernel
import Testing

// begin of the worked example in docs/routing.md
/// Neighbours within 50 km first, of those the one that lends least for what it borrows.
struct NeighboursFirst: RoutingRule {
    let name = "neighbours-first"
    let facts: [FactColumn] = [.closed, .proximity, .loans, .borrows]
    let filters = [
        RuleDescription.Filter("CLOSED", "it does not lend now", .defer),
        RuleDescription.Filter("BUSY", "it lends more than twice what it borrows", .demote),
    ]
    let keys = [
        RuleDescription.Key("tier", .count),
        RuleDescription.Key("surplus", .count),
    ]

    func filters(finding candidate: CandidateFacts) -> [Int] {
        var found: [Int] = []
        if candidate.holds(.closed) == true { found.append(0) }
        if let loans = candidate[.loans], let borrows = candidate[.borrows], loans > 2 * borrows {
            found.append(1)
        }
        return found
    }

    func keyValues(of candidate: CandidateFacts) -> [Int64] {
        let tier = candidate[.proximity].map { $0 <= 50 ? Int64(0) : 1 }
        guard let loans = candidate[.loans], let borrows = candidate[.borrows] else {
            return [tier ?? FactValue.unknown, FactValue.unknown]
        }
        return [tier ?? FactValue.unknown, loans - borrows]
    }
}
// end of the worked example

struct WorkedExampleTests {
    private let rule = NeighboursFirst()

    private func sheet() -> FactSheet {
        var sheet = rule.sheet(at: monday, of: (0..<4).map { FactSheet.Row(InstitutionID($0)) })
        let facts: [(Int64, Int64, Int64)] = [(20, 5, 9), (300, 0, 9), (40, 30, 9), (10, 2, 9)]
        for (row, (proximity, loans, borrows)) in facts.enumerated() {
            sheet.set(.proximity, of: row, to: proximity)
            sheet.set(.loans, of: row, to: loans, asOf: monday - .hours(6))
            sheet.set(.borrows, of: row, to: borrows)
        }
        sheet.set(.closed, of: 3, to: true)
        return sheet
    }

    @Test("A rule in Swift decides like one from a file, and explains itself in the same form")
    func decides() throws {
        let outcome = rule.decide(sheet())
        #expect(outcome.rota.map(\.index) == [0, 1, 2])
        #expect(outcome.records.map(\.standing) == [.asked, .asked, .demoted, .deferred])
        let codes = ["ALPHA", "BETA", "GAMMA", "DELTA"]
        let explanation = rule.explain(outcome, decidedAt: monday) { codes[$0.position] }
        #expect(
            explanation.text() == """
                neighbours-first, at 2026-01-12T10:00:00
                1. ALPHA: asked
                2. BETA: asked
                   behind ALPHA by tier: 1 (6 h old) against 0 (6 h old)
                3. GAMMA: asked after all others
                   BUSY (demote): it lends more than twice what it borrows
                   behind BETA by standing
                -  DELTA: not asked now, perhaps later
                   CLOSED (defer): it does not lend now
                """
        )
        #expect(explanation.text(of: "DELTA").hasSuffix("CLOSED (defer): it does not lend now"))
        let decoded = try JSONDecoder().decode(
            Explanation.self,
            from: Data(try explanation.json().utf8)
        )
        #expect(decoded == explanation)
    }

    @Test("The documentation shows this very code")
    func documentation() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let source = try String(contentsOf: URL(fileURLWithPath: #filePath), encoding: .utf8)
        let page = try String(
            contentsOf: folder.appending(path: "../../docs/routing.md").standardized,
            encoding: .utf8
        )
        let example = try #require(
            source.split(separator: "// begin of the worked example in docs/routing.md\n").last?
                .split(separator: "// end of the worked example").first
        )
        #expect(page.contains(example))
    }
}
