import Foundation
import FulfillmentNetwork
import InstitutionStorage
import LibraryModel
import SimulationKernel
import Testing

/// How fast stores are written and read; not run unless asked for, since it asserts nothing.
@Suite(
    .enabled(if: ProcessInfo.processInfo.environment["MEASURE"] != nil),
    .serialized
)
struct StoreMeasurements {
    private static let loans = 100_000

    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    /// A network of one kind of institution, each with as many patrons, copies and records as
    /// given.
    private func network(institutions count: Int, rows: Int) -> [InstitutionNode] {
        var configuration = TestNetwork.configuration
        let model = configuration.institutions[0]
        configuration.institutions = (0..<count).map { rank in
            var institution = model
            institution.id = InstitutionID(rank)
            institution.code = "I\(1000 + rank)"
            return institution
        }
        configuration.relations = Array(repeating: .all, count: count * count)
        return configuration.institutions.map { institution in
            let node = InstitutionNode(id: institution.id, network: configuration)
            for number in 0..<rows {
                node.addPatron(
                    Patron(
                        group: UserGroupID(0 as Int32),
                        expiry: CivilDate(daysSinceEpoch: 20_900)
                    ),
                    code: "P\(number)",
                    name: "Patron \(number)",
                    identifiers: []
                )
                node.addBib(nil, code: "B\(number)", text: "Title \(number)")
                node.addItem(
                    Item(
                        bib: BibID(number),
                        location: LocationID(0 as Int32),
                        policy: ItemPolicyID(0 as Int32)
                    ),
                    code: "C\(number)"
                )
            }
            return node
        }
    }

    private func seconds(_ body: () throws -> Void) rethrows -> Double {
        let elapsed = try ContinuousClock().measure(body).components
        return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    }

    private func report(_ what: String, _ rows: Int, _ seconds: Double) {
        let rate = Int(Double(rows) / seconds)
        print("\(what): \(rows) rows in \(Int(seconds * 1000)) ms, \(rate) rows/s")
    }

    @Test("A flush of loans and items, and reading it back", arguments: [1, 38])
    func flush(institutions: Int) throws {
        let perInstitution = Self.loans / institutions
        let nodes = network(institutions: institutions, rows: perInstitution)
        let configuration = nodes[0].network
        let stores = try RunStores.create(
            in: directory("run"),
            configuration,
            configurationHash: "c0ffee"
        )
        let zone = NetworkZone(network: configuration)
        let label = "\(institutions) files"
        var checkpoint: Int64 = 0
        func flush(_ what: String) throws {
            let drained = nodes.map { $0.drain(to: .tables) }
            let rows = drained.reduce(0) { sum, node in
                sum + node.patrons.count + node.bibs.count + node.items.count + node.loans.count
            }
            checkpoint += 1
            let number = checkpoint
            let time = try seconds {
                try stores.checkpoint(
                    number,
                    nodes: { drained[$0.position] },
                    zone: zone.drain(to: .tables)
                )
            }
            report("\(label), \(what)", rows, time)
        }
        try flush("population")
        var now = TestNetwork.start
        for node in nodes {
            for number in 0..<perInstitution {
                let patron = PatronID((number * 7919) % perInstitution)
                let item = ItemID((number * 104_729) % perInstitution)
                _ = node.perform(
                    .checkOut(patron: patron, wanted: .item(item), stay: nil),
                    at: now
                )
            }
        }
        try flush("new loans and their items")
        now = now + .days(1)
        for node in nodes {
            for number in 0..<perInstitution { _ = node.perform(.checkIn(ItemID(number)), at: now) }
        }
        try flush("changed loans and items")
        var rows = 0
        let time = try seconds {
            for read in try stores.readNodes() {
                rows += read.patrons.count + read.bibs.count + read.items.count + read.loans.count
            }
        }
        report("\(label), readNodes", rows, time)
        let closing = try seconds { try stores.close() }
        print("\(label), close: \(Int(closing * 1000)) ms")
    }

    @Test("Every event of a small network")
    func everyEvent() throws {
        let stores = try RunStores.create(
            in: directory("run"),
            TestNetwork.configuration,
            configurationHash: "c0ffee",
            options: StoreOptions(policy: .everyEvent)
        )
        let network = TestNetwork.network(seed: 1, everyEventStore: stores)
        var people = RandomPeople(seed: 1)
        let time = try seconds { for _ in 0..<5_000 { try people.act(in: network) } }
        report("every event", Int(network.eventsHandled) + 5_000, time)
        try stores.close()
    }

    @Test("Making, opening and closing the stores of 500 institutions")
    func manyStores() throws {
        let configuration = network(institutions: 500, rows: 0)[0].network
        let creating = try seconds {
            try RunStores.create(
                in: directory("run"),
                configuration,
                configurationHash: "c0ffee"
            )
            .close()
        }
        let opening = try seconds {
            try RunStores.open(
                in: directory("run"),
                configuration,
                configurationHash: "c0ffee",
                access: .readWrite
            )
            .close()
        }
        print("500 institutions: made in \(creating) s, opened and closed in \(opening) s")
    }
}
