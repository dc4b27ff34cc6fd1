import FulfillmentNetwork
import LibraryModel
import SimulationKernel
import Testing

@Suite struct AssignmentJobTests {
    private func run(
        _ scene: Scene,
        at code: String,
        _ options: AssignmentOptions = AssignmentOptions()
    ) throws -> AssignmentReport {
        let outcome = try scene.ask(.assignResourceSharingLibrary(options), at: code)
        guard case .assignment(let report) = outcome else { throw Unexpected(outcome: outcome) }
        return report
    }

    private func setByHand(_ scene: Scene, _ patron: String, _ libraries: [LibraryID]) throws {
        let reference = try scene.patron(patron)
        _ = try scene.network.ask(
            .setResourceSharingLibraries(
                patron: reference.patron,
                libraries: SmallSet(libraries)
            ),
            at: reference.institution
        )
    }

    @Test("The job assigns by rule and otherwise, and changes nothing a second time")
    func assigns() throws {
        let scene = Scene()
        #expect(try run(scene, at: "EAST").count(.changed) == 8)
        let patrons = try scene.node("EAST").patrons.all.map(\.record)
        #expect(patrons[0].resourceSharingLibraries == SmallSet([TestNetwork.main]))
        #expect(patrons[1].resourceSharingLibraries == SmallSet([TestNetwork.law]))
        #expect(try run(scene, at: "EAST").count(.unchanged) == 8)
    }

    @Test("Without a library otherwise, a patron whom no rule matches stays as is")
    func leavesUnmatched() throws {
        let scene = Scene()
        let report = try run(scene, at: "SOUTH")
        #expect(report.count(.changed) == 1)
        #expect(report.count(.noRuleMatched) == 7)
    }

    @Test("A dry run reports and changes nothing")
    func reportsOnly() throws {
        let scene = Scene()
        let report = try run(scene, at: "EAST", AssignmentOptions(isDryRun: true))
        #expect(report.count(.changed) == 8)
        #expect(try scene.node("EAST").patrons[0].resourceSharingLibraries.isEmpty == true)
    }

    @Test("A list set by hand stays, unless the job may overwrite it")
    func keepsManual() throws {
        let scene = Scene()
        try setByHand(scene, "EAST/P0", [TestNetwork.law])
        #expect(try run(scene, at: "EAST").count(.kept) == 1)
        let report = try run(scene, at: "EAST", AssignmentOptions(overwritesManual: true))
        #expect(report.count(.changed) == 1)
        #expect(
            try scene.node("EAST").patrons[0].resourceSharingLibraries
                == SmallSet([TestNetwork.main])
        )
    }

    @Test("Where there is one library a list is needless, and is emptied only on request")
    func clearsNeedless() throws {
        let scene = Scene()
        try setByHand(scene, "WEST/P0", [TestNetwork.main])
        let table: [(AssignmentOptions, AssignmentReport.Result)] = [
            (AssignmentOptions(), .needless),
            (AssignmentOptions(clearsNeedless: true), .kept),
            (AssignmentOptions(overwritesManual: true, clearsNeedless: true), .changed),
            (AssignmentOptions(clearsNeedless: true), .unchanged),
        ]
        for (options, expected) in table {
            let report = try run(scene, at: "WEST", options)
            #expect(report.isNeeded == false)
            #expect(report.lines[0].result == expected)
        }
    }

    @Test("Linked copies have no line")
    func leavesCopiesOut() throws {
        let scene = Scene()
        try scene.findUser("WEST/P0", at: "EAST")
        #expect(try run(scene, at: "EAST").lines.count == 8)
    }
}
