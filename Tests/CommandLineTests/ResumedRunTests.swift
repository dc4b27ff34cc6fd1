import Foundation
import Testing

/// A run that is cut and goes on says the same as one that was never cut.
struct ResumedRunTests {
    /// A scenario with expectations on both sides of the first midnight, and a look that goes on over it.
    private static let scenario = """
        name: Cut at midnight
        network: slow.yaml
        start: 2026-01-12
        end: 2026-01-16
        checkpoint: 1 d
        timeline:
          - time: 2026-01-12 10:00
            id: visit
            walk-in: {at: SOUTH, patron: NORTH/ada, item: S-1}
          - expect:
              loan: {at: SOUTH, patron: NORTH/ada, item: S-1, due: 2026-01-20}
          - id: named
            check-in: {at: SOUTH, item: S-2}
          - id: unnamed
            check-in: {at: SOUTH, item: S-3}
          - time: 2026-01-12 23:00
            id: early
            network-activity: {at: NORTH, as: desk, patron: NORTH/ada}
          - time: 2026-01-12 23:59:59
            id: late
            network-activity: {at: NORTH, as: desk, patron: NORTH/ada}
          - expect:
              view: {of: late, loans: 1}
          - time: 2026-01-13 12:00
            expect:
              - view: {of: early, loans: 1, parts: {SOUTH: {loans: 2}}}
              - outcome: {of: visit, is: accepted}
              - outcome: {of: named, is: not-on-loan}
              - outcome: {of: early, is: accepted}

        """

    private static let missed = """
        cut.yaml:11:7: error: due date of loan of S-1 to NORTH/ada at SOUTH: expected 2026-01-20, \
        found 2026-01-19
        cut.yaml:15:5: error: outcome of check-in: expected accepted, found not-on-loan: the item \
        is not on loan, but on shelf

        """
    private static let missedLater = """
        cut.yaml:26:9: error: SOUTH's loans in 'early': expected 2, found 1

        """

    private func directory() throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        let network = Stage.network.replacingOccurrences(
            of: "latency: {exponential: {mean: 300 ms}}",
            with: "latency: 2 s"
        )
        try directory.write(network, to: "slow.yaml")
        try directory.write(Self.scenario, to: "cut.yaml")
        return directory
    }

    private func run(_ directory: TemporaryDirectory, _ arguments: String...) throws -> Tool.Result
    {
        try Tool.run(["run", "cut.yaml", "--output", "out"] + arguments, in: directory.path)
    }

    @Test(
        "What was expected before the cut is in the last word",
        arguments: ["checkpoint", "every-event"]
    )
    func expectations(stores: String) throws {
        let directory = try directory()
        let whole = try Tool.run("run", "cut.yaml", in: directory.path)
        #expect(whole.code == 1)
        #expect(whole.errors == Self.missed + Self.missedLater)
        let first = try run(directory, "--until", "2026-01-13", "--stores", stores)
        #expect(first.code == 1)
        #expect(first.errors == Self.missed)
        let rest = try run(directory, "--resume")
        #expect(rest.code == 1)
        #expect(rest.errors == whole.errors)
    }

    @Test("An expectation that is mended before the run goes on is not held against it")
    func mended() throws {
        let directory = try directory()
        #expect(try run(directory, "--until", "2026-01-14").code == 1)
        let text = Self.scenario.replacingOccurrences(
            of: "due: 2026-01-20",
            with: "due: 2026-01-19"
        )
        try directory.write(text, to: "cut.yaml")
        let rest = try run(directory, "--resume")
        #expect(rest.code == 1)
        #expect(
            rest.errors
                == "note: 1 expectation that lies before the point from which the run was resumed "
                + "changed since, and was not looked at\n"
                + Self.missed.split(separator: "\n").suffix(1).joined() + "\n" + Self.missedLater
        )
    }

    @Test("A stopped run says where it stands and how it goes on")
    func stopped() throws {
        let stage = try Stage(days: 3)
        let run = ["run", stage.scenario, "--output", stage.output]
        let stopped = try Tool.run(run + ["--until", "2026-01-13"])
        #expect(stopped.code == 0)
        #expect(
            stopped.output.contains(
                "From 2026-01-12T00:00:00 to 2026-01-13T00:00:00, of a scenario to "
                    + "2026-01-15T00:00:00, 3\n"
            )
        )
        #expect(
            stopped.output.hasSuffix(
                "Next: fulfillnet run \(stage.scenario) --output \(stage.output) --resume\n"
            )
        )
        let summary = Tool.text(of: stage.output + "/summary.json")
        #expect(summary.contains("\"end\" : \"2026-01-13T00:00:00\""))
        #expect(summary.contains("\"scenarioEnd\" : \"2026-01-15T00:00:00\""))
        let rest = try Tool.run(run + ["--resume"])
        #expect(rest.output.contains("From 2026-01-12T00:00:00 to 2026-01-15T00:00:00, 3 "))
        #expect(!Tool.text(of: stage.output + "/summary.json").contains("scenarioEnd"))
    }

    @Test(
        "A run does not go back, nor on in another way",
        arguments: [
            (
                ["--until", "2026-01-13"],
                "it stands at 2026-01-14T00:00:00 already, and would stop at 2026-01-13T00:00:00; "
                    + "give --until a later day, or leave it out"
            ),
            (
                ["--until", "2026-01-14"],
                "it stands at 2026-01-14T00:00:00 already, and would stop at 2026-01-14T00:00:00; "
                    + "give --until a later day, or leave it out"
            ),
            (
                ["--stores", "none"],
                "it was begun with '--stores checkpoint', and goes on so; leave --stores out"
            ),
            (
                ["--stores", "every-event"],
                "it was begun with '--stores checkpoint', and goes on so; leave --stores out"
            ),
        ]
    )
    func refusals(arguments: [String], reason: String) throws {
        let stage = try Stage(days: 3)
        let run = ["run", stage.scenario, "--output", stage.output]
        #expect(try Tool.run(run + ["--until", "2026-01-14"]).code == 0)
        let refused = try Tool.run(run + ["--resume"] + arguments)
        #expect(refused.code == 64)
        #expect(refused.errors == "error: \(stage.output): cannot be resumed: \(reason)\n")
        #expect(try Tool.run(run + ["--resume", "--stores", "checkpoint"]).code == 0)
    }

    @Test(
        "What is not known of the timeline because its row is damaged ends no process",
        arguments: [
            ("nonsense", Int32(64)), ("{}", 64),
            (
                #"{"findings":{},"looks":[],"pending":{"0":{"number":1,"ordinal":1,"participant":99}},"refusals":{}}"#,
                0
            ),
        ]
    )
    func damaged(row: String, code: Int32) throws {
        let stage = try Stage(days: 3)
        let run = ["run", stage.scenario, "--output", stage.output]
        #expect(try Tool.run(run + ["--until", "2026-01-13"]).code == 0)
        try stage.change(
            "network.sqlite",
            "UPDATE cursors SET value = '\(row)' WHERE name = 'timeline'"
        )
        let rest = try Tool.run(run + ["--resume", "--quiet"])
        #expect(!rest.wasSignalled)
        #expect(rest.code == code)
        #expect(
            rest.errors
                == (code == 0
                    ? ""
                    : "error: \(stage.output): cannot be resumed: network.sqlite does not say where the "
                        + "run is; run again with 'fulfillnet \(run.joined(separator: " ")) "
                        + "--replace'\n")
        )
    }
}
