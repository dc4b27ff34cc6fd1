import Foundation
import Testing

/// A disk that is full, at the first write and later: the error is named, and no run is called
/// complete.
struct FullDiskTests {
    @Test("A full disk while the stores are made")
    func firstWrite() throws {
        let stage = try Stage(days: 2)
        let result = try Tool.run(
            "run",
            stage.scenario,
            "--output",
            stage.output,
            "--maximum-page-count",
            "20"
        )
        let message =
            "\(stage.output)/institutions/NORTH.sqlite: the store cannot be written: the disk is "
            + "full; free space and run again"
        #expect(!result.wasSignalled)
        #expect(result.code == 74)
        #expect(result.errors == "error: \(message)\n")
        try expectFailed(stage, because: message)
    }

    @Test("A full disk at a checkpoint", arguments: ["checkpoint", "every-event"])
    func checkpoint(policy: String) throws {
        let pages = try pagesBetween(policy)
        let stage = try Stage(rate: "0.4")
        let run = ["run", stage.scenario, "--output", stage.output, "--stores", policy]
        let result = try Tool.run(run + ["--maximum-page-count", "\(pages)"])
        #expect(!result.wasSignalled)
        #expect(result.code == 74)
        let first = try #require(result.errors.split(separator: "\n").first)
        #expect(
            first.wholeMatch(
                of: /error: .*sqlite: the store cannot be written: the disk is full; free space .*/
            ) != nil,
            "\(first)"
        )
        try expectFailed(stage, because: String(first.dropFirst(7)))
    }

    /// A number of pages at which every store can be made, and one cannot hold the whole run.
    private func pagesBetween(_ policy: String) throws -> Int {
        func pages(_ options: [String]) throws -> Int {
            let stage = try Stage(rate: "0.4")
            let run = ["run", stage.scenario, "--output", stage.output, "--stores", policy]
            #expect(try Tool.run(run + options).code < 2)
            return try self.pages(stage)
        }
        let early = try pages(["--until", "2026-01-13"])
        let late = try pages([])
        #expect(late > early + 2)
        return (early + late) / 2
    }

    /// The pages of the largest store.
    private func pages(_ stage: Stage) throws -> Int {
        let files = Repository.files(in: stage.output, suffix: ".sqlite")
        let sizes = try files.map { file in
            try FileManager.default.attributesOfItem(atPath: "\(stage.output)/\(file)")[.size]
                as? Int ?? 0
        }
        return (sizes.max() ?? 0) / 4_096
    }

    @Test(
        "Files that may not grow, at every size",
        arguments: ["checkpoint", "every-event", "none"]
    )
    func fileSizeLimit(policy: String) throws {
        var states: Set<String> = []
        var codes: Set<Int32> = []
        for limit in [0, 1, 2, 8, 64, 256, 400, 500, 600, 800, 1_000, 1_200, 1_600, 6_000] {
            let stage = try Stage(rate: "0.4")
            let result = try Tool.shell(
                "ulimit -f \(limit); exec \"$@\" > /dev/null",
                "run",
                stage.scenario,
                "--output",
                stage.output,
                "--stores",
                policy,
                "--journal"
            )
            #expect(!result.wasSignalled, "limit \(limit)")
            codes.insert(result.code)
            let state = try stage.state()
            if result.code < 2 {
                #expect(state == "complete", "limit \(limit)")
                continue
            }
            #expect(result.code == 74, "limit \(limit)")
            // With no room for even one block, not even the message can be written to a file.
            if limit > 2 { #expect(result.errors.hasPrefix("error: \(stage.output)")) }
            if let state {
                states.insert(state)
                #expect(state != "complete", "limit \(limit)")
                if let message = try stage.record()?["failure"] as? String {
                    #expect(result.errors == "error: \(message)\n")
                }
                try expectNotOpened(stage)
            } else {
                #expect(!FileManager.default.fileExists(atPath: stage.output), "limit \(limit)")
            }
            let left = stage.directory.contents.filter {
                $0.contains(".tmp") || $0.contains(".sb-")
            }
            #expect(left.isEmpty)
        }
        #expect(states.contains("failed"))
        #expect(codes.isSubset(of: [0, 1, 74]))
    }

    @Test("Output that cannot be written", .enabled(if: access("/dev/full", W_OK) == 0))
    func fullOutput() throws {
        let stage = try Stage(days: 1)
        for arguments in [["schema", "network"], ["run", stage.scenario], ["--help"]] {
            let result = try Tool.launch(
                "/bin/sh",
                ["-c", "exec \"$@\" > /dev/full", "sh", try Tool.path()] + arguments
            )
            #expect(!result.wasSignalled)
            guard arguments != ["--help"] else { continue }
            #expect(result.code == 74)
            #expect(
                result.errors
                    == "error: the output cannot be written: No space left on device\n"
            )
        }
    }

    @Test("A reader that has seen enough ends nothing badly")
    func closedPipe() throws {
        let result = try Tool.shell("\"$@\" | true; exec \"$@\" | head -n 1", "schema", "network")
        #expect(result.code == 0)
        #expect(result.errors.isEmpty)
        #expect(result.output == "{\n")
    }

    @Test("A report that cannot be written")
    func report() throws {
        let stage = try Stage(days: 1)
        let path = stage.scenario + "/report.xml"
        let result = try Tool.run("test", stage.scenario, "--junit", path)
        #expect(result.code == 74)
        #expect(result.errors == "error: \(path): cannot be written\n")
    }

    private func expectFailed(_ stage: Stage, because message: String) throws {
        let record = try stage.record()
        #expect(record?["state"] as? String == "failed")
        #expect(record?["failure"] as? String == message)
        try expectNotOpened(stage)
    }

    /// Nothing opens the run, and nothing goes on with it.
    private func expectNotOpened(_ stage: Stage) throws {
        for arguments in [
            ["activity", "--run", stage.output, "--institution", "NORTH", "--patron", "ada"],
            ["card", "--run", stage.output, "--institution", "NORTH", "--patron", "ada"],
            ["job", "assign-resource-sharing-library", "--run", stage.output],
            ["run", stage.scenario, "--output", stage.output, "--resume"],
        ] {
            let result = try Tool.run(arguments)
            #expect(!result.wasSignalled)
            #expect(result.code == 64)
            #expect(result.errors.hasPrefix("error: \(stage.output): the run "))
        }
    }
}
