import Foundation
import FulfillmentNetwork
import LibraryModel
import RequestRouting
import Scenarios
import Testing

/// Decisions that a run kept are those that its rules make of the facts that it kept with them.
struct KeptDecisionTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    @Test(
        "Facts that were kept give the same decision and the same records again",
        arguments: ["alma-rota", "dcb", "reshare", "mod-tlr", "shelf-first", "crosslink"]
    )
    func decidesAgain(rules name: String) throws {
        let diagnostics = Diagnostics()
        var scenario = try #require(
            ScenarioReader(into: diagnostics)
                .read(path: "\(Self.root)/scenarios/third-lender.yaml")
        )
        scenario.routing.rules = try #require(
            RuleSetReader(into: diagnostics)
                .read(path: "\(Self.root)/network-configs/routing/\(name).yaml")?.rules
        )
        scenario.routing.keeping = .all
        let session = try #require(
            try RunSession(scenario, options: RunOptions(), into: diagnostics)
        )
        _ = try session.finish()
        let network = session.run.network
        var seen = 0
        for node in network.nodes {
            for position in node.decisions.indices {
                let decision = node.decisions[position]
                let sheet = try #require(decision.sheet(for: network.routing.rules))
                let again = network.routing.rules.decide(
                    sheet,
                    RoutingContext(round: Int64(decision.round), cursor: decision.cursor)
                )
                #expect(again.records == decision.outcome.records)
                #expect(again.nobody == decision.outcome.nobody)
                #expect(again.refusals == decision.outcome.refusals)
                seen += 1
            }
        }
        // Else the test has compared nothing with nothing.
        #expect(seen > 0)
    }

    @Test("Facts are no sheet of other rules")
    func refusesOtherRules() throws {
        let diagnostics = Diagnostics()
        let scenario = try #require(
            ScenarioReader(into: diagnostics)
                .read(path: "\(Self.root)/scenarios/choosing-lenders.yaml")
        )
        let session = try #require(
            try RunSession(scenario, options: RunOptions(), into: diagnostics)
        )
        _ = try session.finish()
        let node = try #require(session.run.network.nodes.first { $0.decisions.count > 0 })
        let others = RoutingRules.standard(scenario.plan.configuration.resourceSharing)
        #expect(node.decisions[0].sheet(for: others) == nil)
    }
}
