import Foundation
import FulfillmentNetwork
import InstitutionStorage
import LibraryModel
import Testing

struct ChangeLogTests {
    private let files: TestStores

    init() throws {
        files = try TestStores()
    }

    /// The files of a process that was killed after some checkpoints, and its network.
    ///
    /// Some of the checkpoints may go to the tables.
    private func killed(
        seed: UInt64,
        tablesAt: Set<Int> = []
    ) throws -> (left: TestStores, network: Network) {
        let network = TestNetwork.network(seed: seed)
        var people = RandomPeople(seed: seed)
        let stores = try files.create()
        for checkpoint in 0...9 {
            let part: StorePart = tablesAt.contains(checkpoint) ? .tables : .log
            try stores.writeCheckpoint(Int64(checkpoint), of: network, to: part)
            for _ in 0..<40 where checkpoint < 9 { try people.act(in: network) }
        }
        let left = try TestStores()
        try FileManager.default.copyItem(atPath: files.path, toPath: left.path)
        try stores.close()
        return (left, network)
    }

    @Test("What a killed process left in the logs is read back", arguments: RunStoresTests.seeds)
    func goingOn(seed: UInt64) throws {
        print("seed \(seed)")
        let (left, network) = try killed(seed: seed)
        #expect(
            try left.rows("SELECT checkpoint FROM changes", in: "institutions/NORTH")
                == (1...9).map { "\($0)" }
        )
        let stores = try left.open()
        let read = try TestNetwork.network(from: stores, continuing: network, seed: seed)
        for (written, read) in zip(network.nodes, read.nodes) {
            #expect("\(read.allRows)" == "\(written.allRows)")
        }
        #expect(read.stateDigest == network.stateDigest)
        try stores.close()
        // A file that is closed shows everything in its tables, whether it was read or not.
        for store in [left, files] {
            for file in ["institutions/NORTH", "network"] {
                #expect(try store.rows("SELECT count(*) FROM changes", in: file) == ["0"])
            }
            let reading = try store.open(.readOnly)
            let again = try TestNetwork.network(from: reading, continuing: network, seed: seed)
            #expect(again.stateDigest == network.stateDigest)
            try reading.close()
        }
    }

    @Test(
        "Tables that are written from memory lack nothing, and need no log",
        arguments: RunStoresTests.seeds,
        [[4], [1, 2, 7], [3, 9]] as [Set<Int>]
    )
    func fromMemory(seed: UInt64, tablesAt: Set<Int>) throws {
        print("seed \(seed)")
        let (left, network) = try killed(seed: seed, tablesAt: tablesAt)
        let last = tablesAt.max() ?? 0
        #expect(
            try left.rows("SELECT checkpoint FROM changes", in: "institutions/NORTH")
                == (1...9).filter { $0 > last }.map { "\($0)" }
        )
        let access: RunStores.Access = last == 9 ? .readOnly : .readWrite
        let stores = try left.open(access)
        #expect(stores.checkpoint == 9)
        let read = try TestNetwork.network(from: stores, continuing: network, seed: seed)
        for (written, read) in zip(network.nodes, read.nodes) {
            #expect("\(read.allRows)" == "\(written.allRows)")
        }
        #expect(read.stateDigest == network.stateDigest)
        try stores.close()
    }

    @Test("A long log gives way to the tables, few at a time", arguments: RunStoresTests.seeds)
    func longLogs(seed: UInt64) throws {
        print("seed \(seed)")
        let network = TestNetwork.network(seed: seed)
        var people = RandomPeople(seed: seed)
        // Whatever a log has makes it long.
        let stores = try files.create(StoreOptions(logBytes: 1))
        try stores.writeCheckpoint(0, of: network)
        var written: [StorePart] = []
        for checkpoint in Int64(1)...9 {
            for _ in 0..<40 { try people.act(in: network) }
            let parts = try stores.nextParts()
            let count = parts.institutions.count { $0 == .tables }
            #expect(count <= Workers.count)
            #expect((count > 0) == (checkpoint > 1))
            for (before, now) in zip(written, parts.institutions) where before == .tables {
                #expect(now == .log)
            }
            written = parts.institutions
            let rows = network.drainNodes { parts.institutions[$0.position] }
            try stores.checkpoint(
                checkpoint,
                nodes: { rows[$0.position] },
                zone: network.zone.drain(to: parts.zone)
            )
        }
        let left = try TestStores()
        try FileManager.default.copyItem(atPath: files.path, toPath: left.path)
        try stores.close()
        let opened = try left.open()
        let read = try TestNetwork.network(from: opened, continuing: network, seed: seed)
        #expect(read.stateDigest == network.stateDigest)
        try opened.close()
    }

    @Test("A store whose tables are behind its log is not read without writing")
    func readOnly() throws {
        let (left, _) = try killed(seed: 7)
        let stores = try left.open(.readOnly)
        let error = #expect(throws: StoreError.self) { try stores.readNode(InstitutionID(0)) }
        #expect(
            error?.description
                == "\(left.path(of: "institutions/EAST")): the run was stopped, and not all that it "
                + "wrote is in the tables; resume it"
        )
        try stores.close()
    }

    @Test(
        "A damaged log is named",
        arguments: [
            ("rows = 'soon'", "rows is 'soon', expected a blob"),
            ("rows = x'03'", "rows is broken at byte 1, expected packed rows"),
            ("rows = substr(rows, 1, 40)", "rows is broken at byte 28, expected packed rows"),
            ("rows = CAST(rows || x'00' AS BLOB)", "rows is longer, expected packed rows"),
        ]
    )
    func damage(change: String, expected: String) throws {
        let (left, _) = try killed(seed: 7)
        try left.execute(
            "UPDATE changes SET \(change) WHERE checkpoint = 3",
            in: "institutions/NORTH"
        )
        let stores = try left.open()
        let error = #expect(throws: StoreError.self) { try stores.readNode(InstitutionID(1)) }
        #expect(
            error?.description
                == "\(left.path(of: "institutions/NORTH")): changes row 3: \(expected); "
                + "restore the file, or run again"
        )
        #expect(throws: StoreError.self) { try stores.close() }
    }
}
