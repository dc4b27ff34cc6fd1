import Foundation
import FulfillmentNetwork
import InstitutionStorage
import LibraryModel
import SimulationKernel
import Testing

struct RunStoresTests {
    static let seeds: [UInt64] = [1, 7, 42]
    private let files: TestStores

    init() throws {
        files = try TestStores()
    }

    @Test("What is written at checkpoints is read back, row for row", arguments: seeds)
    func roundTrip(seed: UInt64) throws {
        print("seed \(seed)")
        let network = TestNetwork.network(seed: seed)
        var people = RandomPeople(seed: seed)
        let stores = try files.create()
        for checkpoint in 1...20 {
            for _ in 0..<40 { try people.act(in: network) }
            try stores.writeCheckpoint(Int64(checkpoint), of: network)
            let read = try TestNetwork.network(from: stores, continuing: network, seed: seed)
            for (written, read) in zip(network.nodes, read.nodes) {
                #expect("\(read.allRows)" == "\(written.allRows)")
            }
            #expect(read.stateDigest == network.stateDigest)
        }
        let counters = network.totalCounters
        #expect(counters[.loansToVisitors] > 20)
        #expect(counters[.fines] > 5)
        #expect(counters[.linkedAccountsPurged] > 0)
        #expect(counters[.duplicatesIgnored] > 0)
        #expect(network.brokenInvariants == [])
    }

    @Test("Stores written after every event hold what the network is", arguments: seeds)
    func everyEvent(seed: UInt64) throws {
        print("seed \(seed)")
        let without = TestNetwork.network(seed: seed)
        var people = RandomPeople(seed: seed)
        for _ in 0..<300 { try people.act(in: without) }

        let stores = try files.create(StoreOptions(policy: .everyEvent))
        let network = TestNetwork.network(seed: seed, everyEventStore: stores)
        // Nothing has happened to the population yet, so no event writes it.
        try stores.writeCheckpoint(1, of: network)
        people = RandomPeople(seed: seed)
        for _ in 0..<300 { try people.act(in: network) }

        #expect(network.runDigest == without.runDigest)
        #expect(network.stateDigest == without.stateDigest)
        let read = try TestNetwork.network(from: stores, continuing: network, seed: seed)
        #expect(read.stateDigest == without.stateDigest)
    }

    @Test(
        "A node that is rebuilt from its store goes on as if nothing had happened",
        arguments: seeds
    )
    func crash(seed: UInt64) throws {
        print("seed \(seed)")
        let whole = TestNetwork.network(seed: seed)
        var people = RandomPeople(seed: seed)
        for _ in 0..<400 { try people.act(in: whole) }

        let stores = try files.create()
        let network = TestNetwork.network(seed: seed)
        people = RandomPeople(seed: seed)
        for step in 0..<400 {
            try people.act(in: network)
            // Some institution crashes at about every third step, and not always another one.
            if step % 3 == 0 {
                try network.crash(InstitutionID(step / 3 * 7 % 3), store: stores)
            }
        }
        #expect(network.runDigest == whole.runDigest)
        #expect(network.stateDigest == whole.stateDigest)
        try stores.writeCheckpoint(1, of: network)
        try stores.close()
        let read = try TestNetwork.network(from: files.open(), continuing: network, seed: seed)
        #expect(read.stateDigest == whole.stateDigest)
    }

    @Test("A run that goes on from its files ends as one that was never stopped", arguments: seeds)
    func reopen(seed: UInt64) throws {
        print("seed \(seed)")
        let whole = TestNetwork.network(seed: seed)
        var people = RandomPeople(seed: seed)
        for _ in 0..<500 { try people.act(in: whole) }

        var network = TestNetwork.network(seed: seed)
        people = RandomPeople(seed: seed)
        try files.create().close()
        for leg in 1...5 {
            let stores = try files.open()
            #expect(stores.checkpoint == Int64(leg - 1))
            if leg > 1 {
                network = try TestNetwork.network(from: stores, continuing: network, seed: seed)
                #expect(try stores.readCursors().map(\.value) == ["\(leg - 1)00"])
            }
            for _ in 0..<100 { try people.act(in: network) }
            try stores.writeCheckpoint(
                Int64(leg),
                of: network,
                cursors: [("demand", "\(leg)00")]
            )
            try stores.close()
        }
        #expect(network.runDigest == whole.runDigest)
        #expect(network.stateDigest == whole.stateDigest)
        #expect(network.eventsHandled == whole.eventsHandled)
    }

    @Test("What was written before a process died is there when the stores are opened again")
    func killed() throws {
        let stores = try files.create(StoreOptions(policy: .everyEvent))
        let network = TestNetwork.network(seed: 7, everyEventStore: stores)
        try stores.writeCheckpoint(1, of: network)
        var people = RandomPeople(seed: 7)
        for _ in 0..<50 { try people.act(in: network) }
        // What a killed process leaves: its files as they are, write-ahead logs and all.
        let left = try TestStores()
        try FileManager.default.copyItem(atPath: files.path, toPath: left.path)
        for access in [RunStores.Access.readOnly, .readWrite] {
            let reopened = try left.open(access)
            let read = try TestNetwork.network(from: reopened, continuing: network, seed: 7)
            #expect(read.stateDigest == network.stateDigest)
            try reopened.close()
        }
        try stores.close()
    }

    @Test("A store that a crash wrote between two checkpoints opens only after the second")
    func betweenCheckpoints() throws {
        let stores = try files.create()
        let network = TestNetwork.network(seed: 7)
        try stores.writeCheckpoint(1, of: network)
        var people = RandomPeople(seed: 7)
        for _ in 0..<20 { try people.act(in: network) }
        try network.crash(InstitutionID(1), store: stores)
        try stores.close()
        let error = #expect(throws: StoreError.self) { try files.open(.readOnly) }
        #expect(
            error?.description
                == "\(files.path(of: "network")): the run was stopped after stores were written "
                + "beyond checkpoint 1, and before the next one was complete; run again"
        )
    }

    @Test("A closed run is single files, and opens for reading only")
    func closed() throws {
        let network = TestNetwork.network(seed: 1)
        let stores = try files.create()
        try stores.writeMetrics([
            MetricSample(time: TestNetwork.start, name: "loans", value: 2.5)
        ])
        try stores.writeCheckpoint(1, of: network)
        try stores.close()

        #expect(
            try FileManager.default.subpathsOfDirectory(atPath: files.path).sorted() == [
                "institutions", "institutions/EAST.sqlite", "institutions/NORTH.sqlite",
                "institutions/WEST.sqlite", "network.sqlite",
            ]
        )
        #expect(
            try files.rows("SELECT * FROM metrics", in: "network")
                == ["\(TestNetwork.start.microseconds)|loans|2.5"]
        )
        let reading = try files.open(.readOnly)
        #expect(try reading.readNode(InstitutionID(0)).patrons.count == 12)
        let error = #expect(throws: StoreError.self) {
            try reading.writeCheckpoint(2, of: network)
        }
        #expect(
            error?.description
                == "\(files.path(of: "network")): the store cannot be written: "
                + "it was opened for reading only"
        )
        try reading.close()
    }

    @Test("Foreign keys that SQLite can check hold in what is written")
    func foreignKeys() throws {
        let network = TestNetwork.network(seed: 7)
        var people = RandomPeople(seed: 7)
        for _ in 0..<400 { try people.act(in: network) }
        let stores = try files.create()
        try stores.writeCheckpoint(1, of: network)
        try stores.close()
        for code in TestNetwork.codes {
            #expect(
                try files.rows("PRAGMA foreign_key_check", in: "institutions/\(code)") == []
            )
        }
        #expect(try files.rows("PRAGMA foreign_key_check", in: "network") == [])
    }
}
