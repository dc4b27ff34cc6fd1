import Foundation
import Scenarios
import Testing

struct CommittedCasesTests {
    /// The case files of the repository.
    static let files = [
        "due-dates-folio", "due-dates-koha", "due-dates-own", "fines", "hold-shelf",
        "rule-exclusion", "rule-precedence", "routing/alma-order", "routing/crosslink-errors",
        "routing/crosslink-order", "routing/crosslink-preferences", "routing/dcb-admission",
        "routing/dcb-availability", "routing/dcb-errors", "routing/dcb-order", "routing/dcb-walk",
        "routing/dcb-workflows", "routing/evergreen-order", "routing/koha-order",
        "routing/mod-tlr-order", "routing/own-order", "routing/reshare-admission",
        "routing/reshare-order",
        "routing/reshare-staleness", "routing/reshare-walk",
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
            "AV1", "AV2", "AV4", "AV6", "DC1", "DC2", "DC3", "DC4", "DC5", "DC8", "DC11", "DC13",
            "DC15", "DC16", "DC17", "DC19", "DC21", "WF1", "WF2", "WF3", "WF4", "WF5", "WF8",
            "WF10", "WF13", "RS1", "RS3", "RS5", "RS7", "RS8", "RS9", "RS10", "RS11", "RS12",
            "RS13", "RS15", "RS17", "XL1", "XL3", "XL6", "XL8", "XL11", "XL12", "XL14", "XL16",
            "XL19", "TL1", "TL2", "TL4", "TL6",
        ]
        #expect(expected.filter { !numbers.contains($0) } == [])
    }
}
