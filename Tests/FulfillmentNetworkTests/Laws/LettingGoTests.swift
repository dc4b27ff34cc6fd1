import Foundation
import FulfillmentNetwork
import LibraryModel
import Scenarios
import SimulationKernel
import Testing

/// A run that lets go of what is over comes to the same as one that keeps all of it.
struct LettingGoTests {
    private static let root = URL(filePath: #filePath).appending(path: "../../../..").standardized
        .path

    /// Eleven weeks of fifty institutions, in which some thousand rows come to an end at each.
    private static func scenario(keepFinished: String? = nil) -> String {
        """
        name: Eleven weeks
        network: \(root)/network-configs/lending-year.yaml
        start: 2026-01-01
        end: 2026-03-19
        checkpoint: 2 d
        population: {patrons: 0.2}
        routing: {decisions: none}
        \(keepFinished.map { "keep-finished: \($0)" } ?? "")
        demand:
          requests: {per-patron-day: 0.1, popularity: {power: 2}}
          stay:
            mixture:
              - {share: 85, law: {uniform: {from: 3 d, to: 21 d}}}
              - {share: 15, law: {exponential: {mean: 3 d, beyond: 21 d}}}
        """
    }

    private func session(
        _ text: String,
        in directory: TemporaryDirectory,
        _ options: RunOptions = RunOptions()
    ) throws -> RunSession {
        let path = directory.path + "/scenario.yaml"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let diagnostics = Diagnostics()
        let scenario = try #require(
            ScenarioReader(into: diagnostics).read(path: path),
            "\(diagnostics)"
        )
        let session = try RunSession(scenario, options: options, into: diagnostics)
        return try #require(session, "\(diagnostics)")
    }

    private func rowsLetGo(by session: RunSession) -> Int {
        session.run.network.nodes.reduce(0) { sum, node in
            sum + node.loans.count - node.loans.kept.count
                + node.borrowing.count - node.borrowing.kept.count
                + node.lending.count - node.lending.kept.count
                + node.items.count - node.items.kept.count
        }
    }

    @Test("Without stores, at checkpoints, and stopped and resumed")
    func comesToTheSame() throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let whole = try session(Self.scenario(), in: directory)
        var expected = try whole.finish().withoutTimes
        #expect(rowsLetGo(by: whole) == 0)
        #expect(expected.filledRemotely > 40_000)

        let text = Self.scenario(keepFinished: "1 d")
        let without = try session(text, in: directory)
        let found = try without.finish().withoutTimes
        #expect(rowsLetGo(by: without) > 100_000)
        // Only what is not over is in the digest of a state from which some may have gone.
        expected.stateDigest = found.stateDigest
        #expect(found == expected)

        var options = RunOptions()
        options.output = directory.path + "/whole"
        options.stores = .checkpoint
        let with = try session(text, in: directory, options)
        #expect(try with.finish().withoutTimes == expected)
        #expect(rowsLetGo(by: with) > 30_000)

        options.output = directory.path + "/resumed"
        options.until = SimulationTime(microseconds: 1_772_323_200_000_000)  // 1 March 2026
        _ = try session(text, in: directory, options).finish()
        options.until = nil
        options.resumes = true
        let resumed = try session(text, in: directory, options)
        #expect(try resumed.finish().withoutTimes == expected)
        #expect(rowsLetGo(by: resumed) > 0)
    }

    @Test("The store of a run that let go has every request that there was")
    func storesKeepAll() throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        var options = RunOptions()
        options.output = directory.path + "/out"
        options.stores = .checkpoint
        let session = try session(Self.scenario(keepFinished: "1 d"), in: directory, options)
        _ = try session.finish()
        let diagnostics = Diagnostics()
        let opened = try #require(
            try FinishedRun(directory.path + "/out", access: .readOnly, into: diagnostics),
            "\(diagnostics)"
        )
        #expect(rowsLetGo(by: session) > 30_000)
        for node in session.run.network.nodes {
            let read = opened.network.node(node.id)
            #expect(read.borrowing.count == node.borrowing.count)
            #expect(read.loans.count == node.loans.count)
            let start = session.run.scenario.start
            #expect(read.borrowing.kept.allSatisfy { read.borrowing[$0].created >= start })
            #expect(read.loans.kept.allSatisfy { read.loans[$0].loaned >= start })
        }
    }
}
