import Foundation
import FulfillmentNetwork
import InstitutionStorage
import LibraryModel
import SimulationKernel
import Testing

@Suite struct ReproducibilityTests {
    private static let seeds: [UInt64] = [1, 2, 3, 20, 77]

    /// A network under loss and duplication, with something going on for two weeks.
    private func run(
        seed: UInt64,
        store: RunStores? = nil,
        crashes: Int = 0,
        crashStore: RunStores? = nil
    ) throws -> Network {
        var options = TestNetwork.Options(seed: seed, link: Link())
        options.store = store
        let network = TestNetwork.network(options)
        if let store {
            try store.checkpoint(
                0,
                nodes: network.tableRows,
                zone: network.zone.drain(to: .tables)
            )
        }
        let bad = LinkImpairment(loss: 0.2, duplication: 0.2, slowdown: 10)
        network.changeFaults { $0.begin(bad, on: nil) }
        var people = RandomPeople(seed: seed)
        var moments = SplitMix(state: seed)
        for _ in 0..<150 {
            // The moments are the same with and without crashes: most of them lie between
            // envelopes.
            for _ in 0..<4 {
                try network.pass(SimulationDuration(microseconds: Int64(moments.below(900_000))))
                let victim = InstitutionID(moments.below(4))
                if crashes > moments.below(100) {
                    try network.crash(victim, store: crashStore ?? store)
                }
            }
            try network.pass(.seconds(Int64(people.generator.below(4 * 3600))))
            let (command, at) = people.next(in: network)
            _ = try network.perform(command, at: at)
        }
        return network
    }

    @Test("The same seed gives the same digests, and another seed others", arguments: seeds)
    func repeats(seed: UInt64) throws {
        let digests = Digests(of: try run(seed: seed))
        #expect(Digests(of: try run(seed: seed)) == digests, "seed \(seed)")
        #expect(Digests(of: try run(seed: seed + 1_000)).state != digests.state, "seed \(seed)")
    }

    @Test("A crash without downtime leaves no trace, wherever it comes", arguments: seeds)
    func survivesCrashes(seed: UInt64) throws {
        let undisturbed = try run(seed: seed)
        let crashed = try run(seed: seed, crashes: 60)
        #expect(Digests(of: crashed) == Digests(of: undisturbed), "seed \(seed)")
        #expect(crashed.tables == undisturbed.tables, "seed \(seed)")
    }

    @Test("Stores written at every event change nothing, and hold the state", arguments: [1, 20])
    func writesEveryEvent(seed: UInt64) throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let stores = try RunStores.create(
            in: directory.path,
            TestNetwork.configuration(),
            configurationHash: "test"
        )
        let without = try run(seed: seed)
        let with = try run(seed: seed, store: stores, crashes: 2)
        #expect(Digests(of: with) == Digests(of: without), "seed \(seed)")
        // Nothing is written that has not been: what was read back is all there is.
        let configuration = with.configuration
        let reopened = Network(
            configuration: configuration,
            nodes: try configuration.institutions.map {
                InstitutionNode(
                    id: $0.id,
                    network: configuration,
                    rows: try stores.readNode($0.id)
                )
            },
            zone: NetworkZone(network: configuration, rows: try stores.readZone()),
            seed: seed,
            now: with.now
        )
        #expect(reopened.stateDigest == with.stateDigest, "seed \(seed)")
        #expect(reopened.brokenInvariants == [], "seed \(seed)")
        try stores.close()
    }

    @Test(
        "Another institution, which nobody visits, changes nothing of the others",
        arguments: seeds
    )
    func keepsDraws(seed: UInt64) throws {
        func tables(_ further: [String]) throws -> [String] {
            var options = TestNetwork.Options(seed: seed, link: Link())
            options.further = further
            let network = TestNetwork.network(options)
            let bad = LinkImpairment(loss: 0.2, duplication: 0.2, slowdown: 10)
            network.changeFaults { $0.begin(bad, on: nil) }
            var people = RandomPeople(seed: seed)
            for _ in 0..<150 {
                try network.pass(.seconds(Int64(people.generator.below(4 * 3600))))
                let (command, at) = people.next(in: network)
                // Which institution a rank means depends on who is there.
                if case .networkActivity(let staff, let patron, _) = command {
                    _ = try network.perform(
                        .networkActivity(staff: staff, patron: patron, at: nil),
                        at: at
                    )
                } else {
                    _ = try network.perform(command, at: at)
                }
            }
            return network.tables.filter {
                // What names another institution by its rank cannot be the same.
                $0.contains(" loans: ") || $0.contains(" fees: ") || $0.contains(" holds: ")
                    || $0.contains(" items: ")
            }
        }
        let four = try tables([])
        // Before, between and after the others in the order of codes.
        let seven = try tables(["AAAA", "OTHER", "ZULU"])
        for table in four {
            #expect(seven.contains(table), "seed \(seed): \(table.prefix(20))")
        }
    }

    @Test("Visitors from one institution shift none of another's draws", arguments: seeds)
    func visitorsWithoutTrace(seed: UInt64) throws {
        func lookUps(others: Bool) throws -> [SimulationTime] {
            let scene = Scene(.init(seed: seed, link: Link()))
            let west = try scene.node("WEST").id
            func find(_ patron: String) throws {
                let card = try scene.card(patron)
                _ = try scene.network.ask(
                    .findUser(home: card.home, identifier: card.identifier),
                    at: west
                )
            }
            var times: [SimulationTime] = []
            for visit in 1...4 {
                if others { try find("NORTH/P1") }
                let hour = TestNetwork.start + .hours(Int64(visit))
                #expect(try scene.network.advance(to: hour) == .limit)
                try find("EAST/P1")
                times.append(scene.network.now)
            }
            return times
        }
        #expect(try lookUps(others: true) == (try lookUps(others: false)), "seed \(seed)")
    }

    @Test("Looks at accounts shift nobody else's draws", arguments: seeds)
    func looksWithoutTrace(seed: UInt64) throws {
        func loans(looks: Bool) throws -> [String] {
            let network = TestNetwork.network(.init(seed: seed, link: Link()))
            let bad = LinkImpairment(loss: 0.2, duplication: 0.2, slowdown: 10)
            network.changeFaults { $0.begin(bad, on: nil) }
            var people = RandomPeople(seed: seed)
            for number in 0..<150 {
                if looks { try look(number, network) }
                try network.pass(.seconds(Int64(people.generator.below(4 * 3600))))
                let (command, at) = people.next(in: network)
                _ = try network.perform(command, at: at)
            }
            try network.pass(.minutes(5))
            return network.tables.filter { !$0.contains(" looks: ") }
        }
        func look(_ number: Int, _ network: Network) throws {
            let here = InstitutionID(number % 4)
            let patron = PatronID(number % 8)
            _ = try network.openCard(
                of: PatronReference(institution: here, patron: patron),
                chosen: InstitutionID((number + 1) % 4)
            )
            _ = try network.perform(
                .networkActivity(staff: TestNetwork.desk, patron: patron, at: nil),
                at: here
            )
        }
        #expect(try loans(looks: true) == (try loans(looks: false)), "seed \(seed)")
    }
}

/// A directory of a test's own.
struct TemporaryDirectory {
    let path: String

    init() throws {
        path =
            FileManager.default.temporaryDirectory
            .appending(path: "fulfillnet-tests-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true
        )
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }
}
