import Foundation
import Testing

/// How commands end whose input is wrong, and what they say of paths.
struct InputTests {
    private static let good = """
        name: Nothing happens
        network: network.yaml
        start: 2026-01-12
        end: 2026-01-13

        """
    private static let failing =
        good + """
            timeline:
              - expect:
                  count: {of: openLoans, is: 1}

            """
    private static let cases = """
        kind: shelf
        name: A shelf
        policy: {hold-shelf-period: 3 d}
        rows: [{id: A, shelved: 2026-01-12 10:00, expect: {until: DAY}}]

        """

    private static let endings: [(files: [String], code: Int32)] = [
        (["good"], 0), (["good", "failing"], 1), (["failing-cases"], 1), (["wrong"], 64),
        (["failing", "wrong"], 64), (["wrong-network"], 64), (["wrong-code"], 64),
        (["wrong-cases"], 64), (["absent"], 64),
    ]

    @Test("A test that fails ends with 1, and a file that is wrong with 64", arguments: endings)
    func codes(files: [String], code: Int32) throws {
        let directory = try TemporaryDirectory()
        try directory.write(Stage.network, to: "network.yaml")
        try directory.write("institutions: {}\nnetwork: {}\n", to: "bad-network.yaml")
        let good = Self.good
        for (name, text) in [
            ("good", good), ("failing", Self.failing), ("wrong", "name: ["),
            ("wrong-network", good.replacingOccurrences(of: "network.y", with: "bad-network.y")),
            ("wrong-code", good + "timeline: [{outage: {of: EAST}}]\n"),
            ("failing-cases", Self.cases.replacingOccurrences(of: "DAY", with: "2026-01-31")),
            ("wrong-cases", Self.cases.replacingOccurrences(of: "DAY", with: "tomorrow")),
        ] {
            try directory.write(text, to: name + ".yaml")
        }
        let result = try Tool.run(["test"] + files.map { $0 + ".yaml" }, in: directory.path)
        #expect(result.code == code, "\(result.output)\(result.errors)")
        #expect(result.output.hasSuffix(code == 0 ? "1 passed, 0 failed\n" : " failed\n"))
    }

    @Test("A path that leads nowhere is named as what it is")
    func paths() throws {
        let directory = try TemporaryDirectory()
        for (link, target) in [("loop", "loop"), ("lost", "gone.yaml")] {
            try FileManager.default.createSymbolicLink(
                atPath: directory(link),
                withDestinationPath: target
            )
        }
        for (path, message) in [
            ("", "'': error: an empty path names no file; give the path of a file\n"),
            (
                "loop",
                "loop: error: this is a link to 'loop', at whose end there is no file; mend the link, "
                    + "or name the file itself\n"
            ),
            (
                "lost",
                "lost: error: this is a link to 'gone.yaml', at whose end there is no file; mend the "
                    + "link, or name the file itself\n"
            ),
        ] {
            for command in ["check", "run"] {
                let result = try Tool.run(command, path, in: directory.path)
                #expect(result.code == 64)
                #expect(result.errors == message)
            }
        }
    }

    @Test("Help names the fields that can be overridden, and no others")
    func overrides() throws {
        let help = try Tool.run("job", "sync-accounts", "--help")
        let words = help.output.split { $0.isWhitespace }.joined(separator: " ")
        #expect(
            words.contains("(values: group, campus, job-category, resource-sharing-libraries)")
        )
        let other = try Tool.run(
            ["job", "sync-accounts", "--run", "x", "--institution", "N", "--file", "x"]
                + ["--override", "name"]
        )
        #expect(other.code == 64)
        #expect(other.errors.contains("The value 'name' is invalid for '--override <override>'"))
    }
}
