import FulfillmentNetwork
import LibraryModel
import SimulationKernel
import Testing

/// A request from wish to shelf, on both sides.
@Suite struct RequestTests {
    /// EAST has two copies of title 0, SOUTH and NORTH have two each; WEST's are lent.
    private func scene() throws -> Scene {
        let scene = Scene()
        for patron in ["WEST/P2", "WEST/P3"] {
            try scene.checkOut("B0", to: patron, at: "WEST")
        }
        return scene
    }

    private func request(_ scene: Scene) throws -> BorrowingRequest {
        let node = try scene.node("WEST")
        return node.borrowing[node.borrowing.count - 1]
    }

    @Test("A request is located, shipped, lent under home's terms, sent back and completed")
    func fillsRequest() throws {
        let scene = try scene()
        try scene.request(0, for: "WEST/P0")
        #expect(try request(scene).state == .locateInProcess)
        try scene.network.pass(.minutes(1))
        #expect(try request(scene).state == .willSupply)
        #expect(try request(scene).lender == TestNetwork.east)
        // Half a day to pull, about a day under way: nobody knows where these libraries are.
        try scene.network.pass(.days(5))
        #expect(try request(scene).state == .onLoan)
        let west = try scene.node("WEST")
        let item = try #require(try request(scene).item)
        #expect(west.items[item.position].status == .onLoan)
        #expect(west.openLoans(of: PatronID(0)).count == 1)
        try scene.ask(.checkIn(item), at: "WEST")
        #expect(try request(scene).state == .returnedToPartner)
        #expect(west.items[item.position].status == .sentBack)
        try scene.network.pass(.days(5))
        #expect(try request(scene).state == .completed)
        let east = try scene.node("EAST")
        #expect(east.lending[0].state == .completed)
        #expect(east.items.indices.allSatisfy { east.items[$0].status == .onShelf })
        #expect(scene.network.brokenInvariants == [])
    }

    @Test("A lender that cannot be reached is passed over, and all of them end the request")
    func walksTheRota() throws {
        let scene = try scene()
        scene.network.beginOutage(of: TestNetwork.east)
        try scene.request(0, for: "WEST/P0")
        try scene.network.pass(.minutes(5))
        #expect(try request(scene).lender == TestNetwork.north)
        for institution in [TestNetwork.north, TestNetwork.south] {
            scene.network.beginOutage(of: institution)
        }
        try scene.request(0, for: "WEST/P1")
        try scene.network.pass(.minutes(5))
        #expect(try request(scene).state == .unfilled)
        #expect(try request(scene).reason == .rotaEnded)
        #expect(try request(scene).asked == 3)
    }

    @Test("A promise is cancelled by the lender's leave, and the copy goes back on its shelf")
    func cancelsPromise() throws {
        let scene = try scene()
        try scene.request(0, for: "WEST/P0")
        try scene.network.pass(.minutes(1))
        try scene.ask(.cancelRequest(BorrowingRequestID(0 as Int32)), at: "WEST")
        #expect(try request(scene).state == .cancelRequested)
        try scene.network.pass(.minutes(1))
        #expect(try request(scene).state == .cancelled)
        let east = try scene.node("EAST")
        #expect(east.lending[0].state == .cancelled)
        #expect(east.items.indices.allSatisfy { east.items[$0].status == .onShelf })
        try scene.network.pass(.days(2))
        #expect(try request(scene).state == .cancelled)
    }

    @Test("What a partner ships arrives though home was down for a week")
    func survivesLongOutage() throws {
        let scene = try scene()
        try scene.request(0, for: "WEST/P0")
        try scene.network.pass(.minutes(1))
        scene.network.beginOutage(of: TestNetwork.west)
        try scene.network.pass(.days(7))
        #expect(try scene.node("EAST").lending[0].state == .shipped)
        try scene.network.endOutage(of: TestNetwork.west)
        try scene.network.pass(.days(5))
        #expect(try request(scene).state == .onLoan)
        #expect(scene.network.brokenInvariants == [])
    }

    @Test("Every state of a workflow can be reached, and every final one has no way on")
    func workflowsAreWhole() {
        check(Workflow.borrowing)
        check(Workflow.lending)
    }

    private func check<State, Event>(_ workflow: Workflow<State, Event>) {
        let reached = Set(workflow.transitions.map(\.to)).union([workflow.initial])
        #expect(reached == Set(State.allCases), "\(workflow.name)")
        for transition in workflow.transitions {
            #expect(!transition.from.isFinal, "\(workflow.name): \(transition)")
        }
    }
}
