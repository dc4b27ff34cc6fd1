import FulfillmentNetwork
import GRDB
import LibraryModel
import RequestRouting
import SimulationKernel

/// The store of the network zone, and of whoever drives the network: one SQLite file.
///
/// It may be used from any thread, but by one at a time.
final class ZoneStore: @unchecked Sendable {
    // Unchecked because the tables hold statements: `RunStores` lets one thread at a time use a
    // store, and the connection's queue puts its transactions in order.

    var path: String { file.path }

    private let file: StoreFile
    private let isReadOnly: Bool
    private let options: StoreOptions
    private let references: References
    private var tables = ParticipantTables(of: .network)
    private var titles = HeldDenseTable<Label>()
    private var catalogue = HeldDenseTable<CatalogueEntry>()
    private var loads = HeldTable<Fact<PublishedLoad>>()
    private var closures = HeldTable<PublishedClosure>()
    private var log = ChangeLog<ZoneRows>()
    private var writingCursors: HeldStatement?
    private var writingMetrics: HeldStatement?

    private init(
        _ file: StoreFile,
        _ network: NetworkConfiguration,
        _ options: StoreOptions,
        isReadOnly: Bool
    ) {
        self.options = options
        self.file = file
        self.isReadOnly = isReadOnly
        references = References(of: .network, in: network)
    }

    static func create(
        _ path: String,
        of network: NetworkConfiguration,
        configurationHash: String,
        options: StoreOptions,
        cacheBytes: Int
    ) throws(StoreError) -> ZoneStore {
        let file = try StoreFile.create(
            path,
            StoreIdentity(network: network.code, configurationHash: configurationHash),
            options,
            cacheBytes: cacheBytes,
            migrator: Schema.networkZone(of: network)
        )
        return ZoneStore(file, network, options, isReadOnly: false)
    }

    static func open(
        _ path: String,
        of network: NetworkConfiguration,
        configurationHash: String,
        options: StoreOptions,
        cacheBytes: Int,
        isReadOnly: Bool
    ) throws(StoreError) -> ZoneStore {
        let file = try StoreFile.open(
            path,
            StoreIdentity(network: network.code, configurationHash: configurationHash),
            options,
            cacheBytes: cacheBytes,
            isReadOnly: isReadOnly
        )
        return ZoneStore(file, network, options, isReadOnly: isReadOnly)
    }

    /// Whether the tables should take what is written next.
    var hasLongLog: Bool { log.knownLength >= options.logBytes }

    /// Notes that other stores are about to be written, which until the next checkpoint is complete
    /// need not be whole.
    func noteWrite() throws(StoreError) {
        try file.write { try tables.write(isBeyond: true, $0) }
    }

    /// Writes everything given as one transaction.
    func write(
        _ rows: ZoneRows? = nil,
        cursors: [(name: String, value: String)] = [],
        metrics: [MetricSample] = [],
        checkpoint: Int64? = nil
    ) throws(StoreError) {
        do throws(StoreError) {
            try file.write { database in
                try write(cursors, database)
                try write(metrics, database)
                if let checkpoint, let rows, rows.part == .log {
                    try log.add(rows, at: checkpoint, database)
                    try tables.write(isBeyond: false, database)
                    return
                }
                let last = try checkpoint ?? log.lastCheckpoint(database)
                if let rows {
                    try log.clear(database)
                    try write(rows, database)
                }
                try tables.write(checkpoint: last, database)
                let isBeyond = checkpoint == nil && options.policy == .checkpoint
                try tables.write(isBeyond: isBeyond, database)
            }
        } catch {
            // What they took for written is not.
            forgetTables()
            throw error
        }
    }

    private func write(
        _ cursors: [(name: String, value: String)],
        _ database: Database
    ) throws {
        guard !cursors.isEmpty else { return }
        let statement =
            try writingCursors
            ?? HeldStatement(
                "INSERT INTO cursors VALUES (?, ?) "
                    + "ON CONFLICT(name) DO UPDATE SET value = excluded.value",
                database
            )
        writingCursors = statement
        for cursor in cursors {
            try statement.run(binding: .all) { binder in
                binder.bind(cursor.name)
                binder.bind(cursor.value)
            }
        }
    }

    private func write(_ metrics: [MetricSample], _ database: Database) throws {
        guard !metrics.isEmpty else { return }
        let statement =
            try writingMetrics
            ?? HeldStatement(
                // A run that was killed after a checkpoint may write it again.
                "INSERT OR REPLACE INTO metrics(time_us, name, value) VALUES (?, ?, ?)",
                database
            )
        writingMetrics = statement
        for metric in metrics {
            try statement.run(binding: .all) { binder in
                binder.bind(metric.time.microseconds)
                binder.bind(metric.name)
                binder.bind(metric.value)
            }
        }
    }

    private func write(_ rows: ZoneRows, _ database: Database) throws {
        try tables.write(
            ParticipantTables.Change(
                conversations: rows.conversations,
                endpoint: rows.endpoint,
                counters: rows.counters
            ),
            database
        )
        try titles.write(rows.titles, database)
        try catalogue.write(rows.catalogue, database)
        try loads.write(rows.loads, database)
        try closures.write(rows.closures, database)
    }

    /// Brings the tables up to date with the log of a run that was stopped.
    private func fold() throws(StoreError) {
        guard !isReadOnly, try !file.read({ try log.isEmpty($0) }) else { return }
        do throws(StoreError) {
            try file.write { database in
                let checkpoint = try log.lastCheckpoint(database)
                guard let changes = try log.take(database) else { return }
                try write(changes, database)
                try tables.write(checkpoint: checkpoint, database)
            }
        } catch {
            forgetTables()
            throw error
        }
    }

    func read() throws(StoreError) -> ZoneRows {
        try fold()
        return try file.read { database in
            guard try log.isEmpty(database) else { throw StoreError.stoppedInRun(path: path) }
            let change = try tables.read(references, database)
            var rows = ZoneRows(endpoint: change.endpoint, counters: change.counters)
            rows.conversations = change.conversations
            rows.titles = try titles.read(references, database)
            rows.catalogue = try catalogue.read(references, database)
            rows.loads = try loads.read(references[.institutions], references, database)
            rows.closures = try closures.read(references[.institutions], references, database)
            return rows
        }
    }

    private func forgetTables() {
        tables = ParticipantTables(of: .network)
        titles = HeldDenseTable()
        catalogue = HeldDenseTable()
        loads = HeldTable()
        closures = HeldTable()
        log = ChangeLog()
        writingCursors = nil
        writingMetrics = nil
    }

    func readCursors() throws(StoreError) -> [(name: String, value: String)] {
        try file.read { database in
            var cursors: [(name: String, value: String)] = []
            let statement = try HeldStatement(
                "SELECT name, value FROM cursors ORDER BY name",
                database
            )
            try statement.forEachRow { handle in
                var reader = RowReader(handle, .none)
                var cursor = (name: "", value: "")
                do throws(BrokenValue) {
                    try reader.text("name", &cursor.name)
                    try reader.text("value", &cursor.value)
                } catch {
                    throw MisplacedValue(table: "cursors", row: "'\(cursor.name)'", value: error)
                }
                cursors.append(cursor)
            }
            return cursors
        }
    }

    /// The checkpoint at which the store stands.
    func readCheckpoint() throws(StoreError) -> Int64 {
        try file.read { database in
            let checkpoint = try tables.readCheckpoint(log, database)
            guard try !tables.readIsBeyond(database) else {
                throw StoreError.beyondCheckpoint(path: path, checkpoint: checkpoint)
            }
            return checkpoint
        }
    }

    func close() throws(StoreError) {
        let folded = Result { () throws(StoreError) in try fold() }
        try file.close(isReadOnly: isReadOnly) { forgetTables() }
        try folded.get()
    }
}
