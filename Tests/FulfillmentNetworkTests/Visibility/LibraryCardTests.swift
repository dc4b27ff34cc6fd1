import FulfillmentNetwork
import LibraryModel
import SimulationKernel
import Testing

@Suite struct LibraryCardTests {
    private func scene() throws -> Scene {
        let scene = Scene()
        #expect(try scene.walkIn("NORTH/P0", wants: "B1", at: "EAST").code == "accepted")
        #expect(try scene.findUser("NORTH/P0", at: "WEST").code == "accepted")
        return scene
    }

    @Test("The list marks where there is activity, and a patron sees the own account whole")
    func marksActivity() throws {
        let scene = try scene()
        let card = try scene.card(of: "NORTH/P0", chosen: "EAST")
        #expect(card.institutions.map { card.mark(of: $0) } == [.activity, .none, .none])
        #expect(card.chosen?.loans.data?.lines?.map(\.item) == ["EAST-B1-0"])
        #expect(card.home.isWhole == true)
    }

    @Test("Where home is down, the other institutions show the account all the same")
    func worksWithoutHome() throws {
        let scene = try scene()
        scene.network.beginOutage(of: TestNetwork.north)
        let card = try scene.card(of: "NORTH/P0", chosen: "EAST")
        #expect(card.home.absence == Refusal(.unreachable, detail: "NORTH"))
        #expect(card.chosen?.loans.data?.count == 1)
    }

    @Test("An institution that is down has an unknown mark and no account")
    func marksUnknown() throws {
        let scene = try scene()
        scene.network.beginOutage(of: TestNetwork.east)
        let card = try scene.card(of: "NORTH/P0", chosen: "EAST")
        #expect(card.institutions.map { card.mark(of: $0) } == [.unknown, .none, .none])
        #expect(card.chosen?.absence == Refusal(.unreachable, detail: "EAST"))
        #expect(card.chosen?.loans.data == nil)
        let standing = try scene.network.askStandingCard(
            of: try scene.patron("NORTH/P0"),
            chosen: TestNetwork.east
        )
        guard case .libraryCard(let other) = standing else { throw Unexpected(outcome: standing) }
        #expect(other.institutions.map { other.mark(of: $0) } == [.unknown, .none, .none])
        #expect(other.chosen?.absence == Refusal(.unreachable, detail: "EAST"))
    }

    @Test("The blocks on the account are shown")
    func showsBlocks() throws {
        let scene = try scene()
        try scene.block("NORTH/P0", at: "EAST", definition: 1)
        let card = try scene.card(of: "NORTH/P0", chosen: "EAST")
        #expect(card.chosen?.blocks.data?.map(\.code) == ["CARD"])
        #expect(card.home.blocks.data == [])
    }
}
