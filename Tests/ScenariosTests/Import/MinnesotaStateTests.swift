import Foundation
import LibraryModel
import Scenarios
import Testing

/// The network and the scenario that the import made and the repository keeps.
struct MinnesotaStateTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    @Test("The 38 institutions and their semester are read without a finding")
    func reading() throws {
        let diagnostics = Diagnostics()
        let path = Self.root.appendingPathComponent("scenarios/minnesota-state.yaml").path
        let scenario = try #require(ScenarioReader(into: diagnostics).read(path: path))
        #expect("\(diagnostics)" == "")
        let institutions = scenario.plan.configuration.institutions
        #expect(institutions.count == 38)
        #expect(
            institutions.filter { $0.resourceSharingLibraries.count != 1 }.map(\.code) == ["SMU"]
        )
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(
            text.contains(
                """
                # The in-network share 0.491 = 16,239 loans provided (LILLDPR) / 33,073 received \
                (LILLDRC), of
                """
            )
        )
    }
}
