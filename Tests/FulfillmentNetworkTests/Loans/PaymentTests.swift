import FulfillmentNetwork
import LibraryModel
import SimulationKernel
import Testing

@Suite struct PaymentTests {
    private func owed(_ scene: Scene) throws -> [Int64] {
        try scene.node("EAST").fees.all.map(\.record.owed.minorUnits)
    }

    @Test("A payment settles the oldest fees first")
    func paysOldestFirst() throws {
        let scene = Scene()
        for units in [100, 50, 25] { try scene.charge(Int64(units), to: "EAST/P0", at: "EAST") }
        let table: [(Int64, [Int64])] = [
            (30, [70, 50, 25]), (70, [0, 50, 25]), (60, [0, 0, 15]), (15, [0, 0, 0]),
        ]
        for (amount, expected) in table {
            #expect(try scene.pay(amount, by: "EAST/P0", at: "EAST").code == "accepted")
            #expect(try owed(scene) == expected)
        }
        #expect(try scene.pay(1, by: "EAST/P0", at: "EAST").code == "overpayment")
        #expect(scene.network.brokenInvariants == [])
    }

    @Test("A fine is posted on return, for each day late that has begun, up to the cap")
    func postsFine() throws {
        let table: [(Int64, [Int64])] = [(14, []), (15, [25]), (16, [50]), (60, [300])]
        for (days, expected) in table {
            let scene = Scene()
            try scene.checkOut("B1", to: "EAST/P0", at: "EAST")
            try scene.wait(.days(days))
            try scene.checkIn("EAST-B1-0", at: "EAST")
            #expect(try owed(scene) == expected)
        }
    }

    @Test("A refused payment names what is owed")
    func namesWhatIsOwed() throws {
        let scene = Scene()
        try scene.charge(150, to: "NORTH/P0", at: "NORTH")
        let refusal = try scene.pay(151, by: "NORTH/P0", at: "NORTH").refusal
        #expect(refusal == Refusal(.overpayment, value: 151, limit: 150, detail: "150 JPY"))
    }

    @Test("A node that is rebuilt shows the same fees")
    func rebuildsFees() throws {
        let scene = Scene()
        for units in [100, 50] { try scene.charge(Int64(units), to: "EAST/P0", at: "EAST") }
        try scene.pay(100, by: "EAST/P0", at: "EAST")
        let before = try scene.card(of: "EAST/P0").home.balance.data
        try scene.network.crash(TestNetwork.east, store: nil)
        #expect(try scene.card(of: "EAST/P0").home.balance.data == before)
    }
}
