import FulfillmentNetwork
import LibraryModel
import SimulationKernel
import Testing

@Suite struct FaultTests {
    private static let toHome = LinkEnds(
        from: ParticipantID(TestNetwork.east),
        to: ParticipantID(TestNetwork.west)
    )
    private static let fromHome = LinkEnds(
        from: ParticipantID(TestNetwork.west),
        to: ParticipantID(TestNetwork.east)
    )

    @Test("An envelope that never arrives is sent four times, counted, and ends the conversation")
    func countsDeadLetters() throws {
        let scene = Scene()
        scene.network.changeFaults { $0.setCut(Self.toHome, true) }
        #expect(try scene.findUser("WEST/P0", at: "EAST").code == "unreachable")
        let counters = try scene.node("EAST").counters.all
        #expect(counters[.sent] == 1)
        #expect(counters[.resent] == 3)
        #expect(counters[.lost] == 4)
        #expect(counters[.deadLetters] == 1)
        #expect(scene.network.unfinished == [])
    }

    @Test("An answer that never arrives leaves the asker to its deadline")
    func losesAnswers() throws {
        let scene = Scene()
        scene.network.changeFaults { $0.setCut(Self.fromHome, true) }
        #expect(try scene.findUser("WEST/P0", at: "EAST").code == "timed-out")
        #expect(try scene.node("WEST").counters[.deadLetters] == 1)
        #expect(try scene.node("EAST").linkedAccounts.count == 0)
        #expect(scene.network.unfinished == [])
    }

    @Test("A link that mends in time costs a delay and nothing else")
    func resends() throws {
        let scene = Scene()
        scene.network.changeFaults { $0.setCut(Self.toHome, true) }
        let card = try scene.card("WEST/P0")
        _ = try scene.network.perform(
            .findUser(home: card.home, identifier: card.identifier),
            at: TestNetwork.east
        )
        try scene.wait(.seconds(2))
        scene.network.changeFaults { $0.setCut(Self.toHome, false) }
        try scene.wait(.seconds(10))
        #expect(try scene.node("EAST").linkedAccounts.count == 1)
        #expect(scene.network.totalCounters[.deadLetters] == 0)
    }

    @Test("Duplicates change nothing but their counters")
    func ignoresDuplicates() throws {
        func network(duplication: Double) throws -> Network {
            let network = TestNetwork.network()
            let bad = LinkImpairment(duplication: duplication)
            network.changeFaults { $0.begin(bad, on: nil) }
            var people = RandomPeople(seed: 5)
            for _ in 0..<400 {
                try network.pass(.seconds(Int64(people.generator.below(4 * 3600))))
                let (command, at) = people.next(in: network)
                _ = try network.perform(command, at: at)
            }
            try network.pass(.minutes(5))
            return network
        }
        let once = try network(duplication: 0)
        let twice = try network(duplication: 1)
        #expect(twice.tables == once.tables)
        var counters = twice.totalCounters
        #expect(counters[.duplicatesMade] == once.totalCounters[.sent])
        #expect(counters[.duplicatesIgnored] == counters[.duplicatesMade])
        counters[.duplicatesMade] = 0
        counters[.duplicatesIgnored] = 0
        #expect(counters == once.totalCounters)
    }

    @Test("A full outbox refuses, counts, and ends the conversation")
    func refusesWhenFull() throws {
        let scene = Scene(TestNetwork.Options(outboxLimit: 1))
        let card = try scene.card("WEST/P0")
        let look = Command.findUser(home: card.home, identifier: card.identifier)
        _ = try scene.network.perform(look, at: TestNetwork.east)
        #expect(try scene.ask(look, at: "EAST").code == "unreachable")
        let east = try scene.node("EAST")
        #expect(east.counters[.refusedByFullOutbox] == 1)
        #expect(east.conversations.count == 1)
        #expect(east.endpoint.timers.count == 1)
        try scene.wait(.minutes(1))
        #expect(scene.network.unfinished == [])
        #expect(try scene.ask(look, at: "EAST").code == "accepted")
    }

    @Test("A view through a full outbox says what it could not ask")
    func showsWhatWasNotAsked() throws {
        let scene = Scene(TestNetwork.Options(outboxLimit: 1))
        try scene.findUser("NORTH/P0", at: "WEST")
        let activity = try scene.activity(of: "NORTH/P0", by: "NORTH")
        let part = try #require(activity.parts.first)
        #expect(part.loans.data?.count == 0)
        #expect(part.requests.absence?.code == .unreachable)
        #expect(part.balance.absence?.code == .unreachable)
        #expect(activity.totals.isPartial == true)
        #expect(try scene.node("NORTH").counters[.refusedByFullOutbox] == 2)
        let card = try scene.card(of: "NORTH/P0", chosen: "WEST")
        #expect(card.home.loans.data?.count == 0)
        #expect(card.home.balance.absence?.code == .unreachable)
        #expect(scene.network.unfinished == [])
    }

    @Test("Outages of one institution may overlap: it is up when the last has ended")
    func overlapsOutages() throws {
        let scene = Scene()
        scene.network.beginOutage(of: TestNetwork.west)
        scene.network.beginOutage(of: TestNetwork.west)
        try scene.network.endOutage(of: TestNetwork.west)
        #expect(try scene.findUser("WEST/P0", at: "EAST").code == "unreachable")
        try scene.network.endOutage(of: TestNetwork.west)
        #expect(try scene.findUser("WEST/P0", at: "EAST").code == "accepted")
    }

    @Test("Cuts and impairments may overlap, and end one by one")
    func overlapsLinkFaults() throws {
        let scene = Scene()
        let lossy = LinkImpairment(loss: 1)
        let slow = LinkImpairment(slowdown: 2)
        let steps: [(String, (inout FaultState) -> Void, String)] = [
            (
                "two cuts",
                {
                    $0.setCut(Self.toHome, true); $0.setCut(Self.toHome, true)
                }, "unreachable"
            ),
            ("one cut", { $0.setCut(Self.toHome, false) }, "unreachable"),
            ("none", { $0.setCut(Self.toHome, false) }, "accepted"),
            ("all links lossy", { $0.begin(lossy, on: nil) }, "unreachable"),
            ("one of them slow", { $0.begin(slow, on: Self.toHome) }, "timed-out"),
            ("lossy no more", { $0.end(lossy, on: nil) }, "accepted"),
            ("lossy on top", { $0.begin(lossy, on: Self.toHome) }, "unreachable"),
            ("the slow one ends", { $0.end(slow, on: Self.toHome) }, "unreachable"),
            ("the lossy one ends", { $0.end(lossy, on: Self.toHome) }, "accepted"),
        ]
        for (title, change, code) in steps {
            scene.network.changeFaults(change)
            #expect(try scene.findUser("WEST/P0", at: "EAST").code == code, "\(title)")
        }
    }

    @Test("What falls due while an institution is down happens when it reopens")
    func catchesUp() throws {
        let scene = Scene()
        let patron = try scene.record("EAST/P0", at: "EAST")
        let bib = try scene.bib("B1", at: "EAST")
        try scene.ask(.checkOut(patron: patron, wanted: .bib(bib), stay: .hours(2)), at: "EAST")
        scene.network.beginOutage(of: TestNetwork.east)
        try scene.wait(.days(1))
        #expect(scene.network.totalCounters[.returns] == 0)
        try scene.network.endOutage(of: TestNetwork.east)
        try scene.wait(.seconds(1))
        #expect(scene.network.totalCounters[.returns] == 1)
    }

    @Test("A crash with downtime leaves the node unreachable, then as it was")
    func crashesWithDowntime() throws {
        let scene = Scene()
        try scene.walkIn("NORTH/P0", wants: "B1", at: "EAST")
        let before = scene.network.tables.filter { $0.hasPrefix("EAST loans") }
        try scene.network.crash(TestNetwork.east, store: nil)
        scene.network.beginOutage(of: TestNetwork.east)
        let down = try scene.activity(of: "NORTH/P0", by: "NORTH")
        #expect(down.parts.map(\.absence) == [Refusal(.unreachable, detail: "EAST")])
        try scene.network.endOutage(of: TestNetwork.east)
        let up = try scene.activity(of: "NORTH/P0", by: "NORTH")
        #expect(up.totals.loans == 1)
        #expect(scene.network.tables.filter { $0.hasPrefix("EAST loans") } == before)
        #expect(scene.network.brokenInvariants == [])
    }

    @Test("A refused command at an institution that is down is counted by the network")
    func countsUnreachable() throws {
        let scene = Scene()
        scene.network.beginOutage(of: TestNetwork.east)
        #expect(try scene.checkOut("B0", to: "EAST/P0", at: "EAST").code == "unreachable")
        #expect(scene.network.zone.counters[.unreachable] == 1)
    }
}
