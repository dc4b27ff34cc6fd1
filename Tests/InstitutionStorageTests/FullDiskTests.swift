import FulfillmentNetwork
import InstitutionStorage
import LibraryModel
import Testing

struct FullDiskTests {
    private let files: TestStores

    init() throws {
        files = try TestStores()
    }

    private func addPatrons(_ count: Int, to node: InstitutionNode) {
        for number in 0..<count {
            node.addPatron(
                node.patrons[0],
                code: "MANY\(number)",
                name: String(repeating: "Long name ", count: 10),
                identifiers: []
            )
        }
    }

    private var checkpoints: [String] {
        get throws {
            try ["institutions/EAST", "institutions/NORTH", "institutions/WEST", "network"]
                .flatMap { file in
                    try files.rows("SELECT value FROM meta WHERE key = 'checkpoint'", in: file)
                }
        }
    }

    @Test("A disk that is full at the first write leaves all stores where they were")
    func firstWrite() throws {
        let network = TestNetwork.network(seed: 1)
        for node in network.nodes { addPatrons(5_000, to: node) }
        let stores = try files.create(StoreOptions(maximumPageCount: 100))
        let error = #expect(throws: StoreError.self) { try stores.writeCheckpoint(1, of: network) }
        #expect(
            error?.description
                == "\(files.path(of: "institutions/EAST")): the store cannot be written: "
                + "the disk is full; free space and run again"
        )
        #expect(stores.checkpoint == 0)
        try stores.close()
        #expect(try checkpoints == ["0", "0", "0", "0"])
        let rows = try files.rows("SELECT count(*) FROM patrons", in: "institutions/EAST")
        #expect(rows == ["0"])
        // What was being written need not be whole, wherever the others stand.
        let refused = #expect(throws: StoreError.self) { try files.open() }
        #expect(
            refused?.description
                == "\(files.path(of: "network")): the run was stopped after stores were written "
                + "beyond checkpoint 0, and before the next one was complete; run again"
        )
    }

    @Test("A disk that fills in mid-checkpoint leaves stores that do not open together")
    func midCheckpoint() throws {
        let network = TestNetwork.network(seed: 1)
        let stores = try files.create(StoreOptions(maximumPageCount: 100))
        try stores.writeCheckpoint(1, of: network)
        addPatrons(5_000, to: network.node(InstitutionID(1)))
        let error = #expect(throws: StoreError.self) { try stores.writeCheckpoint(2, of: network) }
        #expect(
            error?.description
                == "\(files.path(of: "institutions/NORTH")): the store cannot be written: "
                + "the disk is full; free space and run again"
        )
        #expect(stores.checkpoint == 1)
        try stores.close()
        #expect(try checkpoints == ["2", "1", "2", "1"])
        let refused = #expect(throws: StoreError.self) { try files.open() }
        #expect(
            refused?.description
                == "\(files.path(of: "network")): the run was stopped after stores were written "
                + "beyond checkpoint 1, and before the next one was complete; run again"
        )
    }

    @Test("A store that failed once writes again when there is space")
    func again() throws {
        let network = TestNetwork.network(seed: 1)
        let stores = try files.create()
        try stores.writeCheckpoint(1, of: network)
        try stores.close()
        let node = network.node(InstitutionID(0))
        addPatrons(5_000, to: node)
        let rows = node.drain(to: .tables)
        let full = try files.open(
            options: StoreOptions(policy: .everyEvent, maximumPageCount: 100)
        )
        #expect(throws: StoreError.self) { try full.write(rows, of: node.id) }
        try full.close()
        let free = try files.open(options: StoreOptions(policy: .everyEvent))
        try free.write(rows, of: node.id)
        #expect(try free.readNode(node.id).patrons.count == 5_012)
        try free.close()
    }
}
