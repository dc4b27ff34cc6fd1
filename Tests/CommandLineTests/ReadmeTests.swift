import Foundation
import Testing

/// The README's examples, run as a reader would, one after the other in one copy of the
/// repository's files.
///
/// A block of `sh` is run if `<!-- run -->` stands before it. A block of `text` that follows it
/// directly is what it prints, but for seconds and rates; a line `…` in it stands for any lines.
struct ReadmeTests {
    /// A block that is run.
    private struct Example {
        var line: Int
        var commands: String
        var output: String?
    }

    @Test("Every example that is marked runs, and prints what is shown")
    func examples() throws {
        let readme = Repository.path + "/README.md"
        let text = Tool.text(of: readme)
        try #require(!text.isEmpty, "there is no README.md")
        let examples = Self.examples(in: text)
        #expect(!examples.isEmpty, "README.md marks no example with <!-- run -->")
        let directory = try TemporaryDirectory()
        for name in ["network-configs", "scenarios"] {
            try FileManager.default.copyItem(
                atPath: "\(Repository.path)/\(name)",
                toPath: directory(name)
            )
        }
        let tool = URL(fileURLWithPath: try Tool.path()).deletingLastPathComponent().path
        var environment = ProcessInfo.processInfo.environment
        environment["PATH"] = "\(tool):\(environment["PATH"] ?? "/usr/bin:/bin")"
        for example in examples {
            let commands = ["swift run -c release fulfillnet", ".build/release/fulfillnet"]
                .reduce(example.commands) {
                    $0.replacingOccurrences(of: $1, with: "fulfillnet")
                }
            let result = try Tool.launch(
                "/bin/sh",
                ["-e", "-c", "exec 2>&1\n" + commands],
                in: directory.path,
                environment: environment
            )
            #expect(result.code == 0, "README.md:\(example.line): \(result.output)")
            guard let output = example.output else { continue }
            #expect(
                Self.matches(Self.masked(result.output), Self.masked(output)),
                "README.md:\(example.line) prints\n\(result.output)"
            )
        }
    }

    private static func examples(in text: String) -> [Example] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var examples: [Example] = []
        var index = 0
        /// The contents of a block of a language that begins at the next line that is not blank.
        func block(_ language: String) -> String? {
            var start = index
            while start < lines.count, lines[start].isEmpty { start += 1 }
            guard start < lines.count, lines[start] == "```" + language,
                let end = lines[(start + 1)...].firstIndex(of: "```")
            else { return nil }
            index = end + 1
            return lines[(start + 1)..<end].joined(separator: "\n")
        }
        while index < lines.count {
            let line = index + 1
            index += 1
            guard lines[line - 1] == "<!-- run -->", let commands = block("sh") else { continue }
            examples.append(Example(line: line, commands: commands, output: block("text")))
        }
        return examples
    }

    /// The text without what depends on the machine, and without blanks at the ends of lines.
    private static func masked(_ text: String) -> [String] {
        text.replacing(/\d[\d.,]* s\b/, with: "N s")
            .replacing(/\d[\d.,]* a second/, with: "N a second")
            .split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0.reversed().drop { $0 == " " }.reversed()) }
            .reversed().drop { $0.isEmpty }.reversed()
    }

    private static func matches(_ found: [String], _ expected: [String]) -> Bool {
        guard let first = expected.first else { return found.isEmpty }
        if first == "…" {
            return (0...found.count).contains {
                matches(Array(found[$0...]), Array(expected.dropFirst()))
            }
        }
        guard found.first == first else { return false }
        return matches(Array(found.dropFirst()), Array(expected.dropFirst()))
    }
}
