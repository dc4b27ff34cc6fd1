import Foundation
import Testing

/// The same seed gives the same run, in another process, with any way of keeping stores, and after
/// a stop.
struct ReproductionTests {
    /// What a summary says of a run but for its times.
    private func digests(_ result: Tool.Result) throws -> [String] {
        let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        let summary = try #require(object as? [String: Any])
        return try ["runDigest", "stateDigest", "eventsHandled", "loans"].map { key in
            "\(key) \(try #require(summary[key]))"
        }
    }

    private func run(_ stage: Stage, _ arguments: String...) throws -> Tool.Result {
        let result = try Tool.run(["run", stage.scenario, "--format", "json"] + arguments)
        #expect(result.code < 2, "\(arguments): \(result.errors)")
        return result
    }

    @Test("Two processes, and every way of keeping stores")
    func sameSeed() throws {
        let stage = try Stage(rate: "0.2")
        let expected = try digests(try run(stage))
        #expect(try digests(try run(stage)) == expected)
        for policy in ["none", "checkpoint", "every-event"] {
            let path = stage.directory(policy)
            let result = try run(stage, "--output", path, "--stores", policy, "--journal")
            #expect(try digests(result) == expected, "\(policy)")
        }
        #expect(try digests(try run(stage, "--seed", "2")) != expected)
    }

    @Test(
        "A run that is stopped and resumed",
        arguments: ["checkpoint", "every-event"],
        [["2026-01-13"], ["2026-01-14"], ["2026-01-13", "2026-01-14", "2026-01-20"]]
    )
    func resumed(policy: String, stops: [String]) throws {
        let stage = try Stage(rate: "0.2")
        let whole = stage.directory("whole")
        let expected = try digests(
            try run(stage, "--output", whole, "--stores", policy, "--journal")
        )
        for (number, stop) in stops.enumerated() {
            let how = number == 0 ? ["--stores", policy, "--journal"] : ["--resume"]
            let path = ["run", stage.scenario, "--output", stage.output, "--until", stop]
            #expect(try Tool.run(path + how).code < 2)
            #expect(try stage.state() == "running")
        }
        let result = try run(stage, "--output", stage.output, "--resume")
        #expect(try digests(result) == expected)
        #expect(try stage.state() == "complete")
        let journal = "/journal.jsonl"
        #expect(Tool.text(of: stage.output + journal) == Tool.text(of: whole + journal))
    }

    @Test(
        "A story goes the same way with every way of keeping stores, and after a stop",
        arguments: [
            "lender-closes", "lost-and-found", "return-elsewhere", "semester-break",
            "staff-and-conditions", "third-lender",
        ]
    )
    func story(_ name: String) throws {
        let stage = try Stage()
        let scenario = Repository.path + "/scenarios/\(name).yaml"
        func digests(_ arguments: String...) throws -> [String] {
            try self.digests(
                try Tool.run(["run", scenario, "--format", "json"] + arguments)
            )
        }
        let expected = try digests()
        let each = stage.directory("each")
        #expect(
            try digests("--output", stage.output, "--check-invariants") == expected
        )
        #expect(try digests("--output", each, "--stores", "every-event") == expected)
        let parts = stage.directory("parts")
        let first = try Tool.run(["run", scenario, "--output", parts, "--until", "2026-03-04"])
        #expect(first.code < 2, "\(first.errors)")
        #expect(try digests("--output", parts, "--resume") == expected)
    }
}
