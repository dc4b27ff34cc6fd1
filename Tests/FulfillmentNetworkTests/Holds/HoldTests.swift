import FulfillmentNetwork
import LibraryModel
import SimulationKernel
import Testing

@Suite struct HoldTests {
    private func statuses(_ scene: Scene) throws -> [HoldState] {
        try scene.node("EAST").holds.all.map(\.record.state)
    }

    @Test("Copies go to those in line in the order in which they came")
    func servesInOrder() throws {
        let scene = Scene()
        try scene.checkOut("B1", to: "EAST/P0", at: "EAST")
        for patron in ["EAST/P1", "EAST/P2", "EAST/P3"] {
            #expect(try scene.placeHold("B1", for: patron, at: "EAST").code == "accepted")
        }
        #expect(try statuses(scene) == [.waiting, .waiting, .waiting])
        try scene.checkIn("EAST-B1-0", at: "EAST")
        #expect(try statuses(scene) == [.onHoldShelf, .waiting, .waiting])
        #expect(try scene.checkOut("B1", to: "EAST/P2", at: "EAST").code == "item-unavailable")
        try scene.checkOut("B1", to: "EAST/P1", at: "EAST")
        #expect(try statuses(scene) == [.filled, .waiting, .waiting])
        try scene.checkIn("EAST-B1-0", at: "EAST")
        #expect(try statuses(scene) == [.filled, .onHoldShelf, .waiting])
        #expect(scene.network.brokenInvariants == [])
    }

    @Test("A hold on a title on the shelf keeps a copy at once")
    func keepsCopyAtOnce() throws {
        let scene = Scene()
        try scene.placeHold("B1", for: "EAST/P1", at: "EAST")
        #expect(try statuses(scene) == [.onHoldShelf])
        let item = try scene.item("EAST-B1-0", at: "EAST")
        #expect(try scene.node("EAST").items[item.position].status == .onHoldShelf)
    }

    @Test("A hold that is cancelled hands its copy to the next, or back to the shelf")
    func handsCopyOn() throws {
        let scene = Scene()
        try scene.placeHold("B1", for: "EAST/P1", at: "EAST")
        try scene.placeHold("B1", for: "EAST/P2", at: "EAST")
        try scene.ask(.cancelHold(HoldID(Int32(0))), at: "EAST")
        #expect(try statuses(scene) == [.cancelled, .onHoldShelf])
        try scene.ask(.cancelHold(HoldID(Int32(1))), at: "EAST")
        let item = try scene.item("EAST-B1-0", at: "EAST")
        #expect(try scene.node("EAST").items[item.position].status == .onShelf)
    }

    @Test(
        "A patron who borrows another copy of the title waits no longer, and the kept copy goes on"
    )
    func fillsByAnotherCopy() throws {
        let scene = Scene()
        try scene.placeHold("B0", for: "EAST/P1", at: "EAST")
        let wanted = WantedItem.item(try scene.item("EAST-B0-1", at: "EAST"))
        let patron = try scene.record("EAST/P1", at: "EAST")
        let outcome = try scene.ask(
            .checkOut(patron: patron, wanted: wanted, stay: nil),
            at: "EAST"
        )
        #expect(outcome.code == "accepted")
        #expect(try statuses(scene) == [.filled])
        let kept = try scene.item("EAST-B0-0", at: "EAST")
        #expect(try scene.node("EAST").items[kept.position].status == .onShelf)
        #expect(scene.network.brokenInvariants == [])
    }

    @Test("A patron at the desk gets the copy that is kept, not another of the title")
    func lendsKeptCopy() throws {
        let scene = Scene()
        try scene.placeHold("B0", for: "EAST/P1", at: "EAST")
        try scene.checkOut("B0", to: "EAST/P1", at: "EAST")
        let kept = try scene.item("EAST-B0-0", at: "EAST")
        #expect(try scene.node("EAST").openLoan(of: kept) == LoanID(Int32(0)))
        #expect(scene.network.totalCounters[.holdsFilled] == 1)
    }
}
