import FulfillmentNetwork
import LibraryModel
import SimulationKernel
import Testing

@Suite struct LinkedAccountTests {
    @Test(
        "A block at home reaches a copy when the copy is refreshed, and leaves it in the same way"
    )
    func copiesBlocksOnRefresh() throws {
        let scene = Scene()
        try scene.findUser("WEST/P0", at: "EAST")
        let copy = try scene.record("WEST/P0", at: "EAST")
        func codes() throws -> [String] { try scene.node("EAST").blockCodes(of: copy) }
        try scene.block("EAST/P0", at: "EAST")
        try scene.block("WEST/P0", at: "WEST")
        try scene.block("WEST/P0", at: "WEST", definition: 1)
        try scene.wait(.days(1))
        #expect(try codes() == [])
        // Only the network block travels; a block put here by hand stays beside it.
        try scene.block("WEST/P0", at: "EAST", definition: 1)
        try scene.findUser("WEST/P0", at: "EAST")
        #expect(try codes() == ["CARD", "CONDUCT"])
        try scene.findUser("WEST/P0", at: "EAST")
        #expect(try codes() == ["CARD", "CONDUCT"])
        try scene.ask(
            .removeBlock(
                patron: try scene.record("WEST/P0", at: "WEST"),
                definition: TestNetwork.conduct
            ),
            at: "WEST"
        )
        #expect(try codes() == ["CARD", "CONDUCT"])
        try scene.findUser("WEST/P0", at: "EAST")
        #expect(try codes() == ["CARD"])
    }

    @Test("A host whose rule copies no blocks gets none")
    func copiesNoBlocks() throws {
        let scene = Scene()
        try scene.block("EAST/P0", at: "EAST")
        #expect(try scene.walkIn("EAST/P0", wants: "B0", at: "SOUTH").code == "accepted")
        let copy = try scene.record("EAST/P0", at: "SOUTH")
        #expect(try scene.node("SOUTH").blockCodes(of: copy) == [])
    }

    @Test("A visitor's renewal refreshes the copy")
    func refreshesOnRenewal() throws {
        let scene = Scene()
        try scene.walkIn("WEST/P0", wants: "B1", at: "EAST")
        let copy = try scene.record("WEST/P0", at: "EAST")
        let first = try scene.node("EAST").patrons[copy.position].expiry
        try scene.wait(.days(10))
        #expect(try scene.renew("EAST-B1-0", at: "EAST").code == "accepted")
        let node = try scene.node("EAST")
        #expect(node.patrons[copy.position].expiry == first + 10)
        #expect(node.counters[.linkedAccountsRefreshed] == 1)
        #expect(node.counters[.linkedAccountsCreated] == 1)
    }

    @Test("A patron has one copy at a host, however often the card is shown")
    func hasOneCopy() throws {
        let scene = Scene()
        for _ in 0..<3 { try scene.findUser("WEST/P0", at: "EAST") }
        #expect(try scene.node("EAST").linkedAccounts.count == 1)
        #expect(try scene.node("EAST").patrons.count == TestNetwork.patronCount + 1)
        let home = try scene.node("WEST")
        #expect(home.knownElsewhere(try scene.record("WEST/P0", at: "WEST")) == [TestNetwork.east])
    }

    @Test("Two look-ups at once make one copy")
    func linksOnce() throws {
        let scene = Scene()
        let card = try scene.card("WEST/P0")
        for _ in 0..<2 {
            _ = try scene.network.perform(
                .findUser(home: card.home, identifier: card.identifier),
                at: TestNetwork.east
            )
        }
        try scene.wait(.minutes(1))
        #expect(try scene.node("EAST").linkedAccounts.count == 1)
    }

    @Test("A purge keeps a copy with open business, and removes it afterwards")
    func purgesWithoutBusiness() throws {
        let businesses:
            [(String, @Sendable (Scene) throws -> Void, @Sendable (Scene) throws -> Void)] =
                [
                    (
                        "a loan",
                        { try $0.checkOut("B0", to: "EAST/P0", at: "SOUTH") },
                        { try $0.checkIn("SOUTH-B0-0", at: "SOUTH") }
                    ),
                    (
                        "a fee",
                        { try $0.charge(50, to: "EAST/P0", at: "SOUTH") },
                        { try $0.pay(50, by: "EAST/P0", at: "SOUTH") }
                    ),
                    (
                        "a request",
                        { try $0.placeHold("B0", for: "EAST/P0", at: "SOUTH") },
                        { try $0.ask(.cancelHold(HoldID(Int32(0))), at: "SOUTH") }
                    ),
                ]
        for (title, begin, end) in businesses {
            let scene = Scene()
            try scene.findUser("EAST/P0", at: "SOUTH")
            try begin(scene)
            try scene.wait(.days(7))
            try scene.ask(.runJob(.purgeLinkedAccounts), at: "SOUTH")
            #expect(scene.network.totalCounters[.linkedAccountsPurged] == 0, "\(title)")
            try end(scene)
            try scene.ask(.runJob(.purgeLinkedAccounts), at: "SOUTH")
            #expect(scene.network.totalCounters[.linkedAccountsPurged] == 1, "\(title)")
            try scene.wait(.minutes(1))
            #expect(try known(scene) == [], "\(title)")
        }
    }

    @Test("A purge waits for the day after the purge date")
    func purgesAfterDate() throws {
        let scene = Scene()
        try scene.findUser("EAST/P0", at: "SOUTH")
        // SOUTH is nine hours ahead of noon in UTC: its day ends three hours later.
        try scene.wait(.days(5) + .hours(2))
        try scene.ask(.runJob(.purgeLinkedAccounts), at: "SOUTH")
        #expect(scene.network.totalCounters[.linkedAccountsPurged] == 0)
        try scene.wait(.hours(2))
        try scene.ask(.runJob(.purgeLinkedAccounts), at: "SOUTH")
        #expect(scene.network.totalCounters[.linkedAccountsPurged] == 1)
    }

    @Test("A purge in standing time tells home at once")
    func purgesInStandingTime() throws {
        let scene = Scene()
        try scene.findUser("EAST/P0", at: "SOUTH")
        try scene.wait(.days(7))
        _ = try scene.network.askStanding(.runJob(.purgeLinkedAccounts), at: TestNetwork.south)
        #expect(try known(scene) == [])
        #expect(scene.network.nodes.map { $0.endpoint.outbox.count } == [0, 0, 0, 0])
    }

    @Test("A purge notice that comes after a new link does not hide the new copy")
    func ignoresLateNotice() throws {
        let scene = Scene()
        try scene.findUser("EAST/P0", at: "SOUTH")
        try scene.wait(.days(7))
        // The notice is slow, and the new look-up overtakes it.
        let slow = LinkImpairment(slowdown: 600)
        let ends = LinkEnds(
            from: ParticipantID(TestNetwork.south),
            to: ParticipantID(TestNetwork.east)
        )
        scene.network.changeFaults { $0.begin(slow, on: ends) }
        try scene.ask(.runJob(.purgeLinkedAccounts), at: "SOUTH")
        scene.network.changeFaults { $0.end(slow, on: ends) }
        #expect(try scene.findUser("EAST/P0", at: "SOUTH").code == "accepted")
        try scene.wait(.minutes(5))
        #expect(try scene.node("SOUTH").linkedAccounts.count == 2)
        #expect(try known(scene) == [TestNetwork.south])
        #expect(scene.network.brokenInvariants == [])
    }

    @Test("A copy stays while home is asked, or an old answer would make an unknown one")
    func keepsCopyWhileHomeIsAsked() throws {
        let scene = Scene()
        let card = try scene.card("EAST/P0")
        let look = Command.findUser(home: card.home, identifier: card.identifier)
        let slow = LinkImpairment(slowdown: 200)
        let ends = LinkEnds(
            from: ParticipantID(TestNetwork.east),
            to: ParticipantID(TestNetwork.west)
        )
        // The first answer takes 20 s; the second comes before it and makes the copy.
        scene.network.changeFaults { $0.begin(slow, on: ends) }
        _ = try scene.network.perform(look, at: TestNetwork.west)
        try scene.wait(.seconds(1))
        scene.network.changeFaults { $0.end(slow, on: ends) }
        #expect(try scene.ask(look, at: "WEST").code == "accepted")
        try scene.ask(.runJob(.purgeLinkedAccounts), at: "WEST")
        #expect(scene.network.totalCounters[.linkedAccountsPurged] == 0)
        try scene.wait(.minutes(2))
        #expect(try known(scene) == [TestNetwork.west])
        #expect(scene.network.brokenInvariants == [])
        try scene.ask(.runJob(.purgeLinkedAccounts), at: "WEST")
        try scene.wait(.minutes(2))
        #expect(try known(scene) == [])
    }

    private func known(_ scene: Scene) throws -> [InstitutionID] {
        try scene.node("EAST").knownElsewhere(try scene.record("EAST/P0", at: "EAST"))
    }
}
