import Foundation
import InstitutionStorage
import LibraryModel
import Scenarios
import SimulationKernel
import Testing

/// Whole runs: with stores and without, stopped and resumed, and in another process.
@Suite struct RunSessionTests {
    /// Demand at both institutions, and faults that overlap, so that a run is cut in the middle of
    /// each.
    private static let scenario = """
        name: Two institutions in a bad month
        network: network.yaml
        seed: 7
        start: 2026-01-12
        end: 2026-03-01
        checkpoint: 5 d
        demand:
          own-loans: {per-patron-day: 0.02}
          visits: {per-patron-day: 0.02}
        timeline:
          - time: 2026-01-20 10:00
            outage: {of: SOUTH, for: 6 d}
          - time: 2026-01-22 10:00
            outage: {of: SOUTH, for: 1 d}
          - time: 2026-02-01 08:00
            impair: {loss: 0.3, duplication: 0.3, slowdown: 20, for: 10 d}
          - time: 2026-02-03 08:00
            impair: {loss: 0.1, for: 2 d}
          - time: 2026-02-06 12:00
            crash: {of: NORTH, for: 2 h}
          - time: 2026-02-07 12:00
            crash: {of: SOUTH}
          - time: 2026-02-08 00:00
            partition: {from: [NORTH], to: [SOUTH], one-way: true, for: 2 d}
          - time: 2026-02-20 09:00
            id: look
            network-activity: {at: NORTH, as: desk, patron: NORTH/ada}
        """

    private struct Files {
        let directory: TemporaryDirectory
        var path: String { directory.path + "/scenario.yaml" }

        init(_ scenario: String = RunSessionTests.scenario) throws {
            directory = try TemporaryDirectory()
            // The first steps' network with enough on its shelves for hundreds of loans.
            let network = FirstSteps.network
                .replacingOccurrences(
                    of: "  time-zone: America/Chicago\n",
                    with: "  time-zone: America/Chicago\n  universe: {titles: 500}\n"
                )
                .replacingOccurrences(
                    of: "    items:\n",
                    with: """
                            items:
                              synthetic:
                                titles: 300
                                copies: 2
                                locations: {STACKS: 1}
                                policies: {book: 1}

                        """
                )
            try network.write(
                toFile: directory.path + "/network.yaml",
                atomically: true,
                encoding: .utf8
            )
            try scenario.write(toFile: path, atomically: true, encoding: .utf8)
        }

        func scenario() throws -> Scenario {
            let diagnostics = Diagnostics()
            let scenario = ScenarioReader(into: diagnostics).read(path: path)
            return try #require(scenario, "\(diagnostics)")
        }

        func session(_ options: RunOptions) throws -> RunSession {
            let diagnostics = Diagnostics()
            let session = try RunSession(try scenario(), options: options, into: diagnostics)
            return try #require(session, "\(diagnostics)")
        }

        func options(_ stores: RunRecord.StorePolicy, _ name: String) -> RunOptions {
            var options = RunOptions()
            options.output = directory.path + "/" + name
            options.stores = stores
            return options
        }
    }

    @Test("A run comes to the same with stores at checkpoints, at every event, and without")
    func ignoresStorePolicy() throws {
        let files = try Files()
        defer { files.directory.remove() }
        let without = try files.session(RunOptions()).finish().withoutTimes
        #expect(without.loans > 500)
        #expect(without.bus["deadLetters", default: 0] > 0)
        for policy in [RunRecord.StorePolicy.checkpoint, .everyEvent] {
            let with = try files.session(files.options(policy, "\(policy)")).finish()
            #expect(with.withoutTimes == without, "\(policy)")
        }
    }

    static let cuts: [(RunRecord.StorePolicy, [String])] = [
        (.checkpoint, ["2026-01-13"]),
        (.checkpoint, ["2026-01-23"]),
        (.checkpoint, ["2026-01-22", "2026-02-04", "2026-02-05"]),
        (.checkpoint, ["2026-02-06", "2026-02-07", "2026-02-09"]),
        (.checkpoint, ["2026-02-10", "2026-02-28"]),
        (.everyEvent, ["2026-01-22", "2026-02-04", "2026-02-09"]),
    ]

    @Test("A run that is stopped and resumed comes to the same", arguments: cuts)
    func resumes(_ policy: RunRecord.StorePolicy, _ days: [String]) throws {
        let files = try Files()
        defer { files.directory.remove() }
        let whole = try files.session(RunOptions()).finish()
        var options = files.options(policy, "out")
        for cut in days {
            let day = try #require(CivilDate(cut))
            // In the middle of the day, so that a fault of two hours is cut too.
            options.until =
                try files.scenario().plan.configuration.zone.startOfDay(day) + .hours(13)
            _ = try files.session(options).finish()
            options.resumes = true
        }
        options.until = nil
        let resumed = try files.session(options).finish()
        #expect(resumed.runDigest == whole.runDigest)
        #expect(resumed.stateDigest == whole.stateDigest)
        #expect(resumed.refusals == whole.refusals)
    }

    @Test("A run that is killed between checkpoints goes on from the last, or is refused")
    func resumesAfterDeath() throws {
        let files = try Files()
        defer { files.directory.remove() }
        let whole = try files.session(RunOptions()).finish()
        // Without finishing: nothing is written after what the loop itself has written.
        let table: [(String, isRefused: Bool)] = [("2026-02-03", false), ("2026-02-08", true)]
        for (day, isRefused) in table {
            var options = files.options(.checkpoint, "killed-\(day)")
            options.until = try time("2026-01-30", files)
            _ = try files.session(options).finish()
            options.resumes = true
            options.until = nil
            try run(options, to: day, files)
            if isRefused {
                // A node crashed after the checkpoint, and its store went ahead of it.
                #expect(throws: RunDirectoryError.self) { try files.session(options) }
            } else {
                let resumed = try files.session(options).finish()
                #expect(resumed.runDigest == whole.runDigest)
                #expect(resumed.stateDigest == whole.stateDigest)
            }
        }
    }

    /// Runs up to a day and lets go of the stores as they are.
    private func run(_ options: RunOptions, to day: String, _ files: Files) throws {
        let session = try files.session(options)
        try session.run.run(to: try time(day, files))
    }

    @Test("A step at an institution that is down is unreachable, whatever it is about")
    func stepsAreUnreachable() throws {
        let files = try Files(
            """
            name: A desk that is down
            network: network.yaml
            start: 2026-01-12
            end: 2026-02-01
            timeline:
              - time: 2026-01-20 10:00
                outage: {of: SOUTH}
              - id: lend
                check-out: {at: SOUTH, patron: NORTH/ada, item: S-1}
              - id: renew
                renew: {at: SOUTH, item: S-1}
              - expect:
                  - outcome: {of: lend, is: unreachable}
                  - outcome: {of: renew, is: unreachable}
            """
        )
        defer { files.directory.remove() }
        let session = try files.session(RunOptions())
        _ = try session.finish()
        #expect(session.run.expectationResults.flatMap(\.mismatches) == [])
        #expect(session.run.expectationResults.count == 2)
    }

    @Test("Two processes of the tool come to the same as this one", .enabled(if: isToolBuilt))
    func repeatsInOtherProcesses() throws {
        let files = try Files()
        defer { files.directory.remove() }
        let here = try files.session(RunOptions()).finish()
        for _ in 0..<2 {
            let process = Process()
            process.executableURL = Self.tool
            process.arguments = ["run", files.path, "--format", "json"]
            let output = Pipe()
            process.standardOutput = output
            process.standardError = FileHandle.nullDevice
            try process.run()
            let data = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            let there = try JSONDecoder().decode(RunSummary.self, from: data)
            #expect(there.runDigest == here.runDigest)
            #expect(there.stateDigest == here.stateDigest)
        }
    }

    /// The tool, where this build has put it.
    private static let tool = URL(fileURLWithPath: CommandLine.arguments[0])
        .deletingLastPathComponent().appending(path: "fulfillnet")
    private static let isToolBuilt = FileManager.default.isExecutableFile(atPath: tool.path)

    private func time(_ day: String, _ files: Files) throws -> SimulationTime {
        let date = try #require(CivilDate(day))
        return try files.scenario().plan.configuration.zone.startOfDay(date)
    }
}
