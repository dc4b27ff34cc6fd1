import Foundation
import Testing

/// Bad files with all that is said of them: `Corpus/…/NAME.yaml` and `NAME.expected`.
///
/// `FULFILLNET_RECORD_CORPUS=1` in the environment writes the expected texts anew, for a person to read.
struct CorpusTests {
    static let files = ["networks", "scenarios", "csv", "accounts", "routing", "cases"].flatMap {
        kind in
        Repository.files(in: "\(Repository.corpus)/\(kind)", suffix: ".yaml").map {
            "\(kind)/\($0)"
        }
    }

    @Test("The corpus is there")
    func corpusIsThere() {
        #expect(Self.files.count > 100)
    }

    @Test("A bad file gets exactly the expected messages", arguments: files)
    func messages(_ file: String) throws {
        let result = try Tool.run("check", file, in: Repository.corpus)
        #expect(!result.wasSignalled)
        let found = result.errors + "exit code \(result.code)\n"
        let golden = "\(Repository.corpus)/\(file.dropLast(5)).expected"
        if ProcessInfo.processInfo.environment["FULFILLNET_RECORD_CORPUS"] != nil {
            try Data(found.utf8).write(to: URL(fileURLWithPath: golden))
        }
        #expect(found == Tool.text(of: golden))
    }

    @Test("Every message of the corpus has a place and, but for a few, a cure", arguments: files)
    func form(_ file: String) throws {
        let lines = Tool.text(of: "\(Repository.corpus)/\(file.dropLast(5)).expected")
            .split(separator: "\n").dropLast()
        #expect(!lines.isEmpty)
        for line in lines where !line.hasPrefix("and ") {
            #expect(
                line.wholeMatch(of: /[^:]+(:\d+(:\d+)?)?: (error|warning|note): .+/) != nil,
                "\(line)"
            )
        }
    }
}
