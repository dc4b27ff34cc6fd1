import FulfillmentNetwork
import GRDB
import LibraryModel

/// The store of one institution: one SQLite file.
///
/// It may be used from any thread, but by one at a time.
final class SQLiteStore: @unchecked Sendable {
    // Unchecked because the tables hold statements: `RunStores` lets one thread at a time use a
    // store, and the connection's queue puts its transactions in order.

    let institution: InstitutionID
    var path: String { file.path }

    private let file: StoreFile
    private let isReadOnly: Bool
    private let options: StoreOptions
    private let references: References
    private var tables: InstitutionTables
    private var log = ChangeLog<NodeRows>()
    private var journal = StoreFile.Journal.log

    private init(
        _ file: StoreFile,
        _ institution: InstitutionID,
        _ network: NetworkConfiguration,
        _ options: StoreOptions,
        isReadOnly: Bool
    ) {
        self.options = options
        self.file = file
        self.institution = institution
        self.isReadOnly = isReadOnly
        references = References(of: ParticipantID(institution), in: network)
        tables = InstitutionTables(of: institution)
    }

    /// Makes the store of an institution that has no rows yet.
    ///
    /// `shared` is what `sharedTables` of the network says, made once for all its stores.
    static func create(
        _ path: String,
        of institution: InstitutionID,
        in network: NetworkConfiguration,
        shared: [ConfigurationTable],
        configurationHash: String,
        options: StoreOptions,
        cacheBytes: Int
    ) throws(StoreError) -> SQLiteStore {
        let file = try StoreFile.create(
            path,
            identity(of: institution, in: network, configurationHash),
            options,
            cacheBytes: cacheBytes,
            migrator: Schema.institution(
                network.institutions[institution.position],
                shared: shared
            )
        )
        return SQLiteStore(file, institution, network, options, isReadOnly: false)
    }

    /// Opens the store of an institution.
    static func open(
        _ path: String,
        of institution: InstitutionID,
        in network: NetworkConfiguration,
        configurationHash: String,
        options: StoreOptions,
        cacheBytes: Int,
        isReadOnly: Bool
    ) throws(StoreError) -> SQLiteStore {
        let file = try StoreFile.open(
            path,
            identity(of: institution, in: network, configurationHash),
            options,
            cacheBytes: cacheBytes,
            isReadOnly: isReadOnly
        )
        return SQLiteStore(file, institution, network, options, isReadOnly: isReadOnly)
    }

    private static func identity(
        of institution: InstitutionID,
        in network: NetworkConfiguration,
        _ configurationHash: String
    ) -> StoreIdentity {
        StoreIdentity(
            network: network.code,
            institution: network.institutions[institution.position].code,
            configurationHash: configurationHash
        )
    }

    /// Whether the tables should take what is written next.
    var hasLongLog: Bool { log.knownLength >= options.logBytes }

    /// Writes what changed, and the number of the checkpoint to which it brings the store, as one
    /// transaction.
    func write(_ rows: NodeRows?, checkpoint: Int64? = nil) throws(StoreError) {
        try use(options.keepsJournalInMemory ? .memory : .log)
        do throws(StoreError) {
            try file.write { database in
                if let checkpoint, let rows, rows.part == .log {
                    try log.add(rows, at: checkpoint, database)
                    return
                }
                let last = try checkpoint ?? log.lastCheckpoint(database)
                if let rows {
                    try log.clear(database)
                    try tables.write(rows, database)
                }
                try tables.participant.write(checkpoint: last, database)
            }
        } catch {
            // What they took for written is not.
            forget()
            throw error
        }
    }

    /// Brings the tables up to date with the log of a run that was stopped.
    private func fold() throws(StoreError) {
        guard !isReadOnly, try !file.read({ try log.isEmpty($0) }) else { return }
        // Nobody notes that the store is written, as it says the same afterwards.
        try use(.log)
        do throws(StoreError) {
            try file.write { database in
                let checkpoint = try log.lastCheckpoint(database)
                guard let changes = try log.take(database) else { return }
                try tables.write(changes, database)
                try tables.participant.write(checkpoint: checkpoint, database)
            }
        } catch {
            forget()
            throw error
        }
    }

    private func use(_ journal: StoreFile.Journal) throws(StoreError) {
        guard journal != self.journal else { return }
        try file.use(journal)
        self.journal = journal
    }

    private func forget() {
        tables = InstitutionTables(of: institution)
        log = ChangeLog()
    }

    /// Reads and checks everything.
    func read() throws(StoreError) -> NodeRows {
        try fold()
        return try file.read { database in
            guard try log.isEmpty(database) else { throw StoreError.stoppedInRun(path: path) }
            return try tables.read(references, database)
        }
    }

    /// Makes sure that the store stands at a checkpoint.
    func check(at checkpoint: Int64) throws(StoreError) {
        let found = try file.read { try tables.participant.readCheckpoint(log, $0) }
        guard found == checkpoint else {
            throw .checkpointMismatch(path: path, found: found, expected: checkpoint)
        }
    }

    /// Closes the store; a single file remains.
    func close() throws(StoreError) {
        let folded = Result { () throws(StoreError) in try fold() }
        try file.close(isReadOnly: isReadOnly) { forget() }
        try folded.get()
    }
}
