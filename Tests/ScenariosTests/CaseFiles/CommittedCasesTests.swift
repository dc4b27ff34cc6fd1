import Foundation
import Scenarios
import Testing

struct CommittedCasesTests {
    /// The case files of the repository.
    static let files = [
        "due-dates-folio", "due-dates-koha", "due-dates-own", "fines", "hold-shelf",
        "rule-exclusion", "rule-precedence",
    ]

    private func path(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../cases/\(name).yaml").standardized.path
    }

    @Test("Every row of the committed case files is met", arguments: Self.files)
    func rows(name: String) throws {
        let diagnostics = Diagnostics()
        let file = try #require(
            CaseFileReader(into: diagnostics).read(path: path(name)),
            "\(diagnostics)"
        )
        #expect(diagnostics.description == "")
        #expect(file.rows.compactMap(\.failure) == [])
    }

    @Test("The committed cases have every number of the tables they come from")
    func numbers() {
        let rows = Self.files.flatMap {
            CaseFileReader(into: Diagnostics()).read(path: path($0))?.rows ?? []
        }
        let numbers = Set(rows.map { $0.id.split(separator: "-")[0] })
        let expected: [Substring] = [
            "DD1", "DD2", "DD3", "DD4", "DD5", "DD7", "DD8", "DD9", "DD10", "DD14", "DD15",
            "DD17", "DD20", "DD21", "DD22", "DD24", "DD25", "DD27", "OF1", "OF2", "OF4", "OF5",
            "OF6", "OF7", "OF9", "OF11", "OF12", "OF16", "OF18", "HS1", "HS3", "HS4", "HS7",
            "RL1", "RL2", "RL3", "RL5", "RL8", "RL9",
        ]
        #expect(expected.filter { !numbers.contains($0) } == [])
    }
}
