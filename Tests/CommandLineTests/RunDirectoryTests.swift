import Foundation
import Testing

/// What is said of directories that cannot be made, replaced or gone on with.
struct RunDirectoryTests {
    private func expect(
        _ result: Tool.Result,
        code: Int32,
        _ errors: String,
        _ comment: Comment? = nil
    ) {
        #expect(!result.wasSignalled, comment)
        #expect(result.code == code, comment)
        #expect(result.errors == errors, comment)
    }

    @Test("An output that is there is refused, and is as it was")
    func existing() throws {
        let stage = try Stage(days: 1)
        let path = stage.directory.path
        let before = stage.directory.contents
        expect(
            try Tool.run("run", stage.scenario, "--output", path),
            code: 73,
            "error: \(path): there is something here already; give another --output, --replace it, "
                + "or --resume a run\n"
        )
        #expect(stage.directory.contents == before)
    }

    @Test(
        "Only a run is replaced, not whatever has a file run.json",
        arguments: [nil, "{}", "[1]"]
    )
    func replacing(record: String?) throws {
        let stage = try Stage(days: 1)
        if let record { try stage.directory.write(record, to: "run.json") }
        let path = stage.directory.path
        let before = stage.directory.contents
        expect(
            try Tool.run("run", stage.scenario, "--output", path, "--replace"),
            code: 73,
            "error: \(path): what is there is no run directory, and nothing else is replaced; give "
                + "another --output, or remove it yourself\n"
        )
        #expect(stage.directory.contents == before)
    }

    @Test(
        "What is left of a run that was killed before it began is in nobody's way",
        arguments: ["nothing", "draft", "record"]
    )
    func killedAtTheBeginning(left: String) throws {
        let stage = try Stage(days: 1)
        let run = ["run", stage.scenario, "--output", stage.output]
        #expect(try Tool.run(run).code == 0)
        let record = Tool.text(of: stage.output + "/run.json")
        try FileManager.default.removeItem(atPath: stage.output)
        try FileManager.default.createDirectory(
            atPath: stage.output,
            withIntermediateDirectories: false
        )
        let again = "run again with 'fulfillnet \(run.joined(separator: " ")) --replace'"
        var look = "error: \(stage.output): the run was killed before it had begun; \(again)\n"
        if left == "record" {
            try stage.directory.write(
                record.replacingOccurrences(of: "\"complete\"", with: "\"beginning\""),
                to: "out/run.json"
            )
        } else {
            if left == "draft" { try stage.directory.write("{\"", to: "out/run.json.part") }
            look =
                "error: \(stage.output): this is no run directory: nothing is in it, as of a run that "
                + "was killed before it had begun; run again\n"
        }
        expectRefusal(of: stage, look, resuming: look)
        let replace = left == "record" ? ["--replace"] : []
        expect(try Tool.run(run + replace + ["--quiet"]), code: 0, "")
        #expect(try stage.state() == "complete")
    }

    @Test("A run is replaced")
    func replaced() throws {
        let stage = try Stage(days: 1)
        #expect(try Tool.run("run", stage.scenario, "--output", stage.output).code == 0)
        try stage.directory.write("mine", to: "out/left-over")
        let again = try Tool.run("run", stage.scenario, "--output", stage.output, "--replace")
        #expect(again.code == 0)
        #expect(!FileManager.default.fileExists(atPath: stage.output + "/left-over"))
    }

    @Test("Nothing can be made below a file", arguments: ["run", "new"])
    func belowFile(command: String) throws {
        let stage = try Stage(days: 1)
        let path = stage.scenario + "/out"
        let result =
            command == "run"
            ? try Tool.run("run", stage.scenario, "--output", path) : try Tool.run("new", path)
        expect(
            result,
            code: 73,
            "error: \(path): cannot be created: \(stage.scenario) is a file, not a directory\n"
        )
    }

    /// The tests of others' directories need somebody else to be.
    static let mayChangeUser =
        geteuid() == 0 && FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")

    @Test(
        "Nothing can be made where the user may not write",
        .enabled(if: mayChangeUser, "needs root, who can be somebody else, and setpriv"),
        arguments: ["run", "new"]
    )
    func othersDirectory(command: String) throws {
        let stage = try Stage(days: 1)
        // Somebody else must be able to run the tool, wherever it was built.
        let tool = stage.directory("fulfillnet")
        try FileManager.default.copyItem(atPath: try Tool.path(), toPath: tool)
        let path = stage.output
        let arguments =
            command == "run" ? ["run", stage.scenario, "--output", path] : ["new", path]
        let result = try Tool.launch(
            "/usr/bin/setpriv",
            ["--reuid=65534", "--regid=65534", "--clear-groups", tool] + arguments
        )
        expect(
            result,
            code: 73,
            "error: \(path): cannot be created: \(stage.directory.path) may not be written to\n"
        )
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("'new' leaves what is there alone")
    func newExisting() throws {
        let stage = try Stage(days: 1)
        let path = stage.directory.path
        expect(
            try Tool.run("new", path),
            code: 73,
            "error: \(path): cannot be created: there is something here already; name another "
                + "directory\n"
        )
    }

    @Test("What 'new' writes runs, is met, and can be looked at")
    func firstSteps() throws {
        let directory = try TemporaryDirectory()
        let path = directory("first")
        #expect(try Tool.run("new", path).code == 0)
        #expect(try Tool.run("check", path).code == 0)
        #expect(try Tool.run("test", path + "/scenario.yaml").code == 0)
        let run = ["run", path + "/scenario.yaml", "--output", path + "/out", "--journal"]
        #expect(try Tool.run(run).code == 0)
        // What the run keeps of its scenario is no scenario of the directory.
        let check = try Tool.run("check", path)
        #expect(check.output == "2 files are well\n")
        let test = try Tool.run("test", path, "--quiet")
        #expect(test.output == "1 passed, 0 failed\n")
        for command in [
            ["activity", "--institution", "NORTH", "--patron", "ada"],
            ["card", "--institution", "NORTH", "--patron", "ada", "--at", "SOUTH"],
            ["job", "assign-resource-sharing-library"], ["trace"], ["trace", "SOUTH-C000001"],
        ] {
            let result = try Tool.run(command + ["--run", path + "/out"])
            #expect(result.code == 0, "\(command)")
            #expect(!result.output.isEmpty, "\(command)")
            #expect(result.errors.isEmpty, "\(command)")
        }
    }

    @Test(
        "A file that may not be read is named",
        .enabled(if: mayChangeUser, "needs root, who can be somebody else, and setpriv")
    )
    func unreadable() throws {
        let stage = try Stage(days: 1)
        let tool = stage.directory("fulfillnet")
        try FileManager.default.copyItem(atPath: try Tool.path(), toPath: tool)
        chmod(stage.scenario, 0)
        let result = try Tool.launch(
            "/usr/bin/setpriv",
            ["--reuid=65534", "--regid=65534", "--clear-groups", tool, "check", stage.scenario]
        )
        expect(
            result,
            code: 64,
            "\(stage.scenario): error: the file cannot be read: Permission denied; check its "
                + "permissions\n"
        )
    }

    @Test("A mistyped code gets a hint")
    func mistyped() throws {
        let stage = try Stage(days: 1)
        let run = try Tool.run("run", stage.scenario, "--output", stage.output, "--journal")
        #expect(run.code == 0)
        for (arguments, message) in [
            (
                ["activity", "--institution", "NROTH", "--patron", "ada"],
                "There is no institution 'NROTH'; did you mean 'NORTH'?"
            ),
            (
                ["activity", "--institution", "NORTH", "--patron", "aad"],
                "There is no patron of NORTH 'aad'; did you mean 'ada'?"
            ),
            (
                ["activity", "--institution", "NORTH", "--patron", "ada", "--as", "dsek"],
                "NORTH has no member of staff 'dsek'; did you mean 'desk'?"
            ),
            (
                ["activity", "--institution", "NORTH", "--patron", "ada", "--at", "EAST"],
                "There is no institution 'EAST'; did you mean 'WEST'?"
            ),
            (
                ["card", "--institution", "NORTH", "--patron", "zzzzzzzz"],
                "There is no patron of NORTH 'zzzzzzzz'; codes there look like 'ada'"
            ),
            (
                ["card", "--institution", "NORTH", "--patron", "ada", "--down", "SUOTH"],
                "There is no institution 'SUOTH'; did you mean 'SOUTH'?"
            ),
            (
                ["job", "assign-resource-sharing-library", "--institution", "north"],
                "There is no institution 'north'; did you mean 'NORTH'?"
            ),
            (
                ["trace", "NORTH-C999999"],
                "The journal has no conversation 'NORTH-C999999'; there are SOUTH-C000001"
            ),
        ] {
            let result = try Tool.run(arguments + ["--run", stage.output])
            #expect(result.code == 64, "\(arguments)")
            #expect(result.errors.contains(message), "\(arguments): \(result.errors)")
        }
    }

    @Test("A run without a journal has nothing to trace")
    func withoutJournal() throws {
        let stage = try Stage(days: 1)
        #expect(try Tool.run("run", stage.scenario, "--output", stage.output).code == 0)
        for conversation in [[], ["NORTH-C000001"]] {
            expect(
                try Tool.run(["trace", "--run", stage.output] + conversation),
                code: 64,
                "error: \(stage.output)/journal.jsonl: the run kept no journal; run again with "
                    + "--journal\n"
            )
        }
    }

    @Test("A broken line of a journal is named")
    func brokenJournal() throws {
        let stage = try Stage(days: 1)
        let run = try Tool.run("run", stage.scenario, "--output", stage.output, "--journal")
        #expect(run.code == 0)
        let path = stage.output + "/journal.jsonl"
        var lines = Tool.text(of: path).split(separator: "\n").map(String.init)
        let name = "SOUTH-C000001"
        let first = try #require(lines.firstIndex { $0.contains("\"\(name)\"") })
        lines[first] = "{\"conversation\":\"\(name)\"}"
        try stage.directory.write(lines.joined(separator: "\n"), to: "out/journal.jsonl")
        expect(
            try Tool.run("trace", "--run", stage.output, name),
            code: 64,
            "error: \(path):\(first + 1): the line cannot be understood; restore the journal, or run "
                + "again with --journal\n"
        )
    }

    @Test("A run without stores cannot be opened")
    func withoutStores() throws {
        let stage = try Stage(days: 1)
        let run = try Tool.run(
            "run",
            stage.scenario,
            "--output",
            stage.output,
            "--stores",
            "none"
        )
        #expect(run.code == 0)
        expectRefusal(
            of: stage,
            "error: \(stage.output): the run kept no stores; run again without '--stores none'\n",
            resuming: nil
        )
    }

    @Test("A run that is not complete is not opened, and says how to go on")
    func incomplete() throws {
        let stage = try Stage(days: 3)
        let run = ["run", stage.scenario, "--output", stage.output]
        #expect(try Tool.run(run + ["--until", "2026-01-13"]).code == 0)
        #expect(try stage.state() == "running")
        expectRefusal(
            of: stage,
            "error: \(stage.output): the run is running, not complete; go on with 'fulfillnet run "
                + "\(stage.scenario) --output \(stage.output) --resume'\n",
            resuming: ""
        )
        #expect(try stage.state() == "complete")
        expect(
            try Tool.run(run + ["--resume"]),
            code: 64,
            "error: \(stage.output): cannot be resumed: the run is complete\n"
        )
    }

    @Test("A run killed before it could say that it is complete is resumed")
    func lastWord() throws {
        let stage = try Stage(days: 2)
        let run = ["run", stage.scenario, "--output", stage.output, "--stores", "every-event"]
        let whole = try Tool.run(run + ["--format", "json"])
        #expect(whole.code == 0)
        // As it is when everything is written but the record.
        let text = Tool.text(of: stage.output + "/run.json")
        try stage.directory.write(
            text.replacingOccurrences(of: "\"complete\"", with: "\"running\""),
            to: "out/run.json"
        )
        expect(try Tool.run(run + ["--resume", "--quiet"]), code: 0, "")
        #expect(try stage.state() == "complete")
        let digest = try stage.record()?["runDigest"] as? String
        #expect(whole.output.contains("\"runDigest\" : \"\(digest ?? "none")\""))
    }

    @Test(
        "A run is not resumed with other demand, network or end",
        arguments: [
            ("scenario.yaml", "mean: 3 d", "mean: 4 d"),
            ("scenario.yaml", "item: S-1", "item: S-2"),
            ("scenario.yaml", "demand:", "population: {patrons: 2}\ndemand:"),
            ("scenario.yaml", "end: 2026-01-15", "end: 2026-01-16"),
            ("network.yaml", "period: 7 d", "period: 8 d"),
        ]
    )
    func otherScenario(file: String, old: String, new: String) throws {
        let stage = try Stage(days: 3)
        let run = ["run", stage.scenario, "--output", stage.output]
        #expect(try Tool.run(run + ["--until", "2026-01-13"]).code == 0)
        let text = Tool.text(of: stage.directory(file))
        #expect(text.contains(old))
        try stage.directory.write(text.replacingOccurrences(of: old, with: new), to: file)
        expect(
            try Tool.run(run + ["--resume"]),
            code: 64,
            "error: \(stage.output): cannot be resumed: it was begun with another network, seed, "
                + "start, end, population, demand or timeline; restore them, or run again with "
                + "'fulfillnet run \(stage.scenario) --output \(stage.output) --replace'\n"
        )
    }

    @Test(
        "A damaged record is no record",
        arguments: [
            ("", "run.json cannot be understood"), ("{}", "run.json cannot be understood"),
            ("{\"format\": ", "run.json cannot be understood"),
        ]
    )
    func damagedRecord(text: String, reason: String) throws {
        let stage = try Stage(days: 1)
        #expect(try Tool.run("run", stage.scenario, "--output", stage.output).code == 0)
        try stage.directory.write(text, to: "out/run.json")
        let message = "error: \(stage.output): this is no run directory: \(reason)\n"
        expectRefusal(of: stage, message, resuming: message)
    }

    @Test("A record of another format names both")
    func otherFormat() throws {
        let stage = try Stage(days: 1)
        #expect(try Tool.run("run", stage.scenario, "--output", stage.output).code == 0)
        let text = Tool.text(of: stage.output + "/run.json")
        try stage.directory.write(
            text.replacingOccurrences(of: "\"format\" : 1", with: "\"format\" : 2"),
            to: "out/run.json"
        )
        let message =
            "error: \(stage.output): this is no run directory: its format is 2, not 1\n"
        expectRefusal(of: stage, message, resuming: message)
    }

    @Test("What is no directory is no run")
    func absent() throws {
        let stage = try Stage(days: 1)
        let message = "error: \(stage.output): this is no run directory: there is no run.json\n"
        expectRefusal(of: stage, message, resuming: message)
    }

    @Test(
        "A kept configuration that was changed is noticed",
        arguments: [
            ("network.yaml", "period: 7 d", "period: 8 d"), ("scenario.yaml", "S-1", "S-2"),
        ]
    )
    func changedConfiguration(file: String, old: String, new: String) throws {
        let stage = try Stage(days: 1)
        #expect(try Tool.run("run", stage.scenario, "--output", stage.output).code == 0)
        let text = Tool.text(of: "\(stage.output)/config/\(file)")
        #expect(text.contains(old))
        try stage.directory.write(
            text.replacingOccurrences(of: old, with: new),
            to: "out/config/\(file)"
        )
        expectRefusal(
            of: stage,
            "error: \(stage.output): this is no run directory: the files in config/ are not those of "
                + "the run; restore them, or run again with 'fulfillnet run \(stage.scenario) "
                + "--output \(stage.output) --replace'\n",
            resuming: nil
        )
    }

    @Test("A kept configuration that cannot be read gets its diagnostics")
    func damagedConfiguration() throws {
        let stage = try Stage(days: 1)
        #expect(try Tool.run("run", stage.scenario, "--output", stage.output).code == 0)
        try stage.directory.write("network: [", to: "out/config/network.yaml")
        let result = try Tool.run(
            "activity",
            "--run",
            stage.output,
            "--institution",
            "NORTH",
            "--patron",
            "ada"
        )
        #expect(result.code == 64)
        #expect(result.errors.hasPrefix("\(stage.output)/config/network.yaml:2:1: error: "))
    }

    @Test("A seed of one's own is the run's when it is opened")
    func ownSeed() throws {
        let stage = try Stage(days: 1)
        let run = ["run", stage.scenario, "--output", stage.output, "--seed", "77"]
        #expect(try Tool.run(run).code == 0)
        let look = try Tool.run(
            "card",
            "--run",
            stage.output,
            "--institution",
            "NORTH",
            "--patron",
            "ada"
        )
        #expect(look.code == 0)
        #expect(look.errors.isEmpty)
    }

    /// Expects that nothing opens a run, and, unless nil, what resuming it says (nothing: that it
    /// ends well).
    private func expectRefusal(of stage: Stage, _ errors: String, resuming: String?) {
        for command in [
            ["activity", "--institution", "NORTH", "--patron", "ada"],
            ["card", "--institution", "NORTH", "--patron", "ada"],
            ["job", "assign-resource-sharing-library"],
        ] {
            guard let result = try? Tool.run(command + ["--run", stage.output]) else {
                Issue.record("\(command) cannot be started")
                continue
            }
            expect(result, code: 64, errors, "\(command)")
        }
        guard let resuming else { return }
        let run = ["run", stage.scenario, "--output", stage.output, "--resume", "--quiet"]
        guard let result = try? Tool.run(run) else {
            Issue.record("the run cannot be started")
            return
        }
        expect(result, code: resuming.isEmpty ? 0 : 64, resuming, "resuming")
    }
}
