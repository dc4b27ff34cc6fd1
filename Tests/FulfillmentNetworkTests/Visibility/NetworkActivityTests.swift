import FulfillmentNetwork
import LibraryModel
import SimulationKernel
import Testing

@Suite struct NetworkActivityTests {
    /// A patron of NORTH, SOUTH and WEST with a loan and a fee at EAST, who waits for a title
    /// there.
    private func scene(of patron: String) throws -> Scene {
        let scene = Scene()
        #expect(try scene.walkIn(patron, wants: "B1", at: "EAST").code == "accepted")
        #expect(try scene.charge(120, to: patron, at: "EAST").code == "accepted")
        #expect(try scene.placeHold("B5", for: patron, at: "EAST").code == "accepted")
        return scene
    }

    @Test("An institution that shows everything shows loans, requests, fees and balance")
    func showsEverything() throws {
        let activity = try scene(of: "NORTH/P0").activity(of: "NORTH/P0", by: "NORTH")
        let part = try #require(activity.parts.first)
        #expect(activity.parts.count == 1)
        #expect(part.institution == TestNetwork.east)
        #expect(part.loans.data?.lines?.map(\.item) == ["EAST-B1-0"])
        #expect(part.requests.data?.lines?.map(\.status) == ["on hold shelf"])
        #expect(part.balance.data?.fees?.map(\.owed) == [Money(minorUnits: 120)])
        #expect(activity.totals.owed.map(\.text) == ["1.20 USD"])
        #expect(activity.totals.isPartial == false)
    }

    @Test("An institution that shows totals shows no titles and no single fees")
    func showsTotals() throws {
        let activity = try scene(of: "SOUTH/P0").activity(of: "SOUTH/P0", by: "SOUTH")
        let part = try #require(activity.parts.first)
        #expect(part.loans.data?.count == 1)
        #expect(part.loans.data?.lines == nil)
        #expect(part.requests.data?.count == 1)
        #expect(part.requests.data?.lines == nil)
        #expect(part.balance.data?.owed == Money(minorUnits: 120))
        #expect(part.balance.data?.fees == nil)
    }

    @Test("An institution that shows nothing is hidden, not zero")
    func showsNothing() throws {
        let activity = try scene(of: "WEST/P0").activity(of: "WEST/P0", by: "WEST")
        let part = try #require(activity.parts.first)
        #expect(part.absence == Refusal(.hiddenByPolicy, detail: "EAST"))
        #expect(part.loans.data == nil)
        #expect(part.balance.data == nil)
        #expect(activity.totals.owed == [])
        #expect(activity.totals.isPartial == true)
    }

    @Test("An institution that is down is unreachable, and its loans are in no sum")
    func isUnreachable() throws {
        let scene = try scene(of: "NORTH/P0")
        #expect(try scene.walkIn("NORTH/P0", wants: "B0", at: "WEST").code == "accepted")
        scene.network.beginOutage(of: TestNetwork.east)
        let activity = try scene.activity(of: "NORTH/P0", by: "NORTH")
        #expect(activity.parts.map(\.institution) == [TestNetwork.east, TestNetwork.west])
        #expect(activity.parts[0].absence == Refusal(.unreachable, detail: "EAST"))
        #expect(activity.parts[1].loans.data?.count == 1)
        #expect(activity.totals.loans == 1)
        #expect(activity.totals.asked == 2)
        #expect(activity.totals.answered == 1)
    }

    @Test("In standing time too, an institution that is down is unreachable")
    func isUnreachableInStandingTime() throws {
        let scene = try scene(of: "NORTH/P0")
        let now = scene.network.now
        scene.network.beginOutage(of: TestNetwork.east)
        let outcome = try scene.network.askStanding(
            .networkActivity(
                staff: TestNetwork.desk,
                patron: try scene.record("NORTH/P0", at: "NORTH"),
                at: nil
            ),
            at: TestNetwork.north
        )
        guard case .networkActivity(let activity) = outcome else {
            throw Unexpected(outcome: outcome)
        }
        #expect(activity.parts[0].absence == Refusal(.unreachable, detail: "EAST"))
        #expect(scene.network.now == now)
    }

    @Test("An answer that comes too late is missing, and the view says so")
    func timesOut() throws {
        let scene = try scene(of: "NORTH/P0")
        let slow = LinkImpairment(slowdown: 400)
        scene.network.changeFaults { $0.begin(slow, on: nil) }
        let activity = try scene.activity(of: "NORTH/P0", by: "NORTH")
        #expect(activity.parts[0].absence == Refusal(.timedOut, limit: 30))
        // The late answers find nobody who waits.
        try scene.wait(.minutes(10))
        #expect(scene.network.nodes.map(\.conversations.count) == [0, 0, 0, 0])
    }

    @Test("An institution that does not know the patron is said not to be linked")
    func isNotLinked() throws {
        let scene = try scene(of: "NORTH/P0")
        let activity = try scene.activity(of: "NORTH/P0", by: "NORTH", at: "WEST")
        #expect(activity.parts.map(\.absence) == [Refusal(.notLinked, detail: "WEST")])
        let nobody = try scene.activity(of: "NORTH/P1", by: "NORTH")
        #expect(nobody.parts == [])
        #expect(nobody.totals.isPartial == false)
    }

    @Test("A look is recorded where it is asked and where it is answered")
    func recordsLooks() throws {
        let scene = try scene(of: "NORTH/P0")
        _ = try scene.activity(of: "NORTH/P0", by: "NORTH")
        let asked = try scene.node("NORTH").looks.all.map(\.record)
        let answered = try scene.node("EAST").looks.all.map(\.record)
        #expect(asked.map(\.subject) == ["EAST"])
        #expect(asked.map(\.viewer) == ["desk"])
        #expect(answered.map(\.subject) == ["loans", "requests", "balance"])
        #expect(
            answered.indices.map { answered[$0].asker }
                == Array(repeating: TestNetwork.north, count: 3)
        )
    }

    @Test("A refusal for want of a role names the roles held and where")
    func namesRoles() throws {
        let wanted =
            "Network Activity needs one of the roles Circulation Desk Manager, Circulation Desk "
            + "Operator, Circulation Desk Operator Limited, User Manager, User Administrator, at "
            + "institution EAST or one of its libraries; "
        let table = [
            (
                TestNetwork.cataloguer,
                "cataloguer is Requests Operator at library LAW, Fulfillment Administrator at "
                    + "institution EAST"
            ),
            (TestNetwork.newcomer, "newcomer is without any role"),
        ]
        for (staff, held) in table {
            let scene = Scene()
            let outcome = try scene.ask(
                .networkActivity(
                    staff: staff,
                    patron: try scene.record("EAST/P0", at: "EAST"),
                    at: nil
                ),
                at: "EAST"
            )
            #expect(outcome.refusal?.description == wanted + held)
        }
    }

    @Test("Of a linked copy the view goes by the source, where identifiers are shared")
    func looksAtLinkedCopy() throws {
        let scene = Scene(TestNetwork.Options(sharesIdentifiers: true))
        #expect(try scene.walkIn("NORTH/P0", wants: "B1", at: "EAST").code == "accepted")
        #expect(try scene.walkIn("NORTH/P0", wants: "B1", at: "WEST").code == "accepted")
        let activity = try scene.activity(of: "NORTH/P0", by: "WEST")
        #expect(activity.about == (try scene.patron("NORTH/P0")))
        #expect(
            activity.parts.map(\.absence?.code) == [.hiddenByPolicy, nil, .notLinked]
        )
        #expect(activity.parts[1].loans.data?.count == 0)
    }

    @Test("Totals are kept by currency")
    func totalsByCurrency() throws {
        let scene = Scene()
        for (code, units) in [("EAST", 120), ("SOUTH", 1_500), ("WEST", 30)] {
            #expect(try scene.findUser("NORTH/P0", at: code).code == "accepted")
            try scene.charge(Int64(units), to: "NORTH/P0", at: code)
        }
        let activity = try scene.activity(of: "NORTH/P0", by: "NORTH")
        #expect(activity.totals.owed.map(\.text) == ["1.500 KWD", "1.50 USD"])
    }

    @Test("A fine that grows is shown apart and is in no total")
    func showsAccruingFine() throws {
        let scene = Scene()
        try scene.walkIn("NORTH/P0", wants: "B2", at: "WEST")
        try scene.wait(.days(4))
        let activity = try scene.activity(of: "NORTH/P0", by: "NORTH")
        let balance = try #require(activity.parts[0].balance.data)
        #expect(balance.owed == .zero)
        #expect(balance.accruing == Money(minorUnits: 200))
        #expect(activity.totals.overdue == 1)
        #expect(activity.totals.owed.map(\.text) == ["0.00 USD"])
    }
}
