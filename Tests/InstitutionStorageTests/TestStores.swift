import FulfillmentNetwork
import GRDB
import InstitutionStorage
import LibraryModel
import SimulationKernel

/// The stores of a test network in a directory that goes with them.
struct TestStores {
    static let hash = "c0ffee"

    let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    var path: String { directory("run") }

    func path(of file: String) -> String { "\(path)/\(file).sqlite" }

    func create(_ options: StoreOptions = StoreOptions()) throws -> RunStores {
        try RunStores.create(
            in: path,
            TestNetwork.configuration,
            configurationHash: Self.hash,
            options: options
        )
    }

    func open(
        _ access: RunStores.Access = .readWrite,
        configurationHash: String = hash,
        of network: NetworkConfiguration = TestNetwork.configuration,
        options: StoreOptions = StoreOptions()
    ) throws -> RunStores {
        try RunStores.open(
            in: path,
            network,
            configurationHash: configurationHash,
            options: options,
            access: access
        )
    }

    /// Changes a file behind the back of everybody.
    func execute(_ sql: String, in file: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: path(of: file), configuration: configuration)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }

    /// Asks a file, as people do.
    func rows(_ sql: String, in file: String) throws -> [String] {
        let queue = try DatabaseQueue(path: path(of: file))
        let rows = try queue.read { database in
            try GRDB.Row.fetchAll(database, sql: sql).map { row in
                row.databaseValues.map { value in
                    String.fromDatabaseValue(value) ?? (value.isNull ? "-" : "\(value)")
                }
                .joined(separator: "|")
            }
        }
        try queue.close()
        return rows
    }
}

extension RunStores {
    /// Brings the stores to a checkpoint with everything that changed in a network; the first goes to
    /// the tables, those after it to the log unless they are to go there too.
    func writeCheckpoint(
        _ number: Int64,
        of network: Network,
        to part: StorePart = .log,
        cursors: [(name: String, value: String)] = []
    ) throws {
        let part = number == 0 ? .tables : part
        let rows = network.drainNodes { _ in part }
        try checkpoint(
            number,
            nodes: { rows[$0.position] },
            zone: network.zone.drain(to: part),
            cursors: cursors
        )
    }
}
