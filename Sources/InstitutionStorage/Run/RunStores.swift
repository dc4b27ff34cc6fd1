package import FulfillmentNetwork
package import LibraryModel

/// The stores of one run, in a directory: `institutions/CODE.sqlite` for each institution, and
/// `network.sqlite`.
///
/// Every file carries the number of the checkpoint at which it stands. A run that is stopped while
/// it writes a checkpoint leaves files with different numbers, or a network's store that says that
/// the others were being written, and such a directory does not open.
package final class RunStores: NetworkStore, @unchecked Sendable {
    // Unchecked because one thread at a time uses the stores: whoever asks for anything waits for
    // the checkpoint under way, and reads nothing of it before.

    /// Where the stores are.
    package let directory: String
    /// The checkpoint at which all stores stand.
    package private(set) var checkpoint: Int64
    private let institutions: [SQLiteStore]
    private let zone: ZoneStore
    private let options: StoreOptions
    private let underway = CheckpointUnderway()

    private init(
        directory: String,
        checkpoint: Int64,
        institutions: [SQLiteStore],
        zone: ZoneStore,
        options: StoreOptions
    ) {
        self.directory = directory
        self.checkpoint = checkpoint
        self.institutions = institutions
        self.zone = zone
        self.options = options
    }

    /// Makes the stores of a run that has not begun, at checkpoint 0.
    ///
    /// The directory is made where it is missing; a store that is there is an error.
    package static func create(
        in directory: String,
        _ configuration: NetworkConfiguration,
        configurationHash: String,
        options: StoreOptions = StoreOptions()
    ) throws(StoreError) -> RunStores {
        let paths = StorePaths(of: configuration, in: directory)
        try paths.check()
        try OpenFileLimit.raise(forStores: configuration.institutions.count + 1)
        try paths.makeDirectory()
        let cacheBytes = cacheBytes(options, configuration)
        let shared = configuration.sharedTables
        let institutions = try Workers.map(paths.institutions.indices) {
            position throws(StoreError) in
            try SQLiteStore.create(
                paths.institutions[position],
                of: InstitutionID(position),
                in: configuration,
                shared: shared,
                configurationHash: configurationHash,
                options: options,
                cacheBytes: cacheBytes
            )
        }
        let zone = try ZoneStore.create(
            paths.zone,
            of: configuration,
            configurationHash: configurationHash,
            options: options,
            cacheBytes: cacheBytes
        )
        return RunStores(
            directory: directory,
            checkpoint: 0,
            institutions: institutions,
            zone: zone,
            options: options
        )
    }

    /// Opens the stores of a run, which must all be there, be of this network, and stand at the
    /// same checkpoint.
    package static func open(
        in directory: String,
        _ configuration: NetworkConfiguration,
        configurationHash: String,
        options: StoreOptions = StoreOptions(),
        access: Access
    ) throws(StoreError) -> RunStores {
        let paths = StorePaths(of: configuration, in: directory)
        try paths.check()
        try OpenFileLimit.raise(forStores: configuration.institutions.count + 1)
        let cacheBytes = cacheBytes(options, configuration)
        let zone = try ZoneStore.open(
            paths.zone,
            of: configuration,
            configurationHash: configurationHash,
            options: options,
            cacheBytes: cacheBytes,
            isReadOnly: access == .readOnly
        )
        let checkpoint = try zone.readCheckpoint()
        let institutions = try Workers.map(paths.institutions.indices) {
            position throws(StoreError) in
            let store = try SQLiteStore.open(
                paths.institutions[position],
                of: InstitutionID(position),
                in: configuration,
                configurationHash: configurationHash,
                options: options,
                cacheBytes: cacheBytes,
                isReadOnly: access == .readOnly
            )
            try store.check(at: checkpoint)
            return store
        }
        return RunStores(
            directory: directory,
            checkpoint: checkpoint,
            institutions: institutions,
            zone: zone,
            options: options
        )
    }

    /// What may be done with stores that are opened.
    package enum Access: Sendable {
        case readOnly, readWrite
    }

    /// Each store's share of the page cache, which it fills only as far as it has data.
    private static func cacheBytes(
        _ options: StoreOptions,
        _ configuration: NetworkConfiguration
    ) -> Int {
        max(64 << 10, options.cacheBytes / (configuration.institutions.count + 1))
    }

    // MARK: Single participants

    // Under the policy *checkpoint* these let a store leave its checkpoint until the next one.

    package func write(_ rows: NodeRows, of institution: InstitutionID) throws {
        try settle()
        try noteWrite()
        try institutions[institution.position].write(rows)
    }

    package func write(_ rows: ZoneRows) throws {
        try settle()
        try zone.write(rows)
    }

    package func readNode(_ institution: InstitutionID) throws -> NodeRows {
        try settle()
        return try institutions[institution.position].read()
    }

    /// Reads everything that the network zone's store holds.
    package func readZone() throws(StoreError) -> ZoneRows {
        try settle()
        return try zone.read()
    }

    /// Writes how far whoever drives the network has come, by name.
    package func writeCursors(
        _ cursors: [(name: String, value: String)]
    ) throws(StoreError) {
        try settle()
        try zone.write(cursors: cursors)
    }

    /// How far whoever drives the network had come, in order of name.
    package func readCursors() throws(StoreError) -> [(name: String, value: String)] {
        try settle()
        return try zone.readCursors()
    }

    /// Adds samples of metrics; of one metric there is one at an instant.
    package func writeMetrics(_ samples: [MetricSample]) throws(StoreError) {
        try settle()
        try zone.write(metrics: samples)
    }

    /// Notes in the network's store, which is never half written, that the others are about to be:
    /// until it is brought to the next checkpoint, the directory does not open.
    private func noteWrite() throws(StoreError) {
        if options.policy == .checkpoint { try zone.noteWrite() }
    }

    // MARK: All together

    /// The part of each store that a checkpoint between two others goes to: the log, or the tables
    /// where that has become long.
    ///
    /// What tables lack may be much, so at one checkpoint only as many stores take it as are written
    /// side by side; or some of those in need, where these are many.
    package func nextParts(
        tablesFor isInNeed: (InstitutionID) -> Bool = { _ in false }
    ) throws(StoreError) -> (institutions: [StorePart], zone: StorePart) {
        try settle()
        var parts = Array(repeating: StorePart.log, count: institutions.count)
        let inNeed = institutions.indices.filter {
            institutions[$0].hasLongLog || isInNeed(InstitutionID(Int32($0)))
        }
        for position in inNeed.prefix(max(Workers.count, inNeed.count / 4)) {
            parts[position] = .tables
        }
        return (parts, zone.hasLongLog ? .tables : .log)
    }

    /// Brings all stores to a checkpoint, each in one transaction: those of institutions on several
    /// threads, and the network's last, so that it never claims what the others do not have.
    ///
    /// `nodes` is asked for each institution's rows on the thread that writes them.
    ///
    /// After an error the stores stand at different checkpoints, or at the old one, and the run is
    /// over.
    package func checkpoint(
        _ number: Int64,
        nodes: @escaping @Sendable (InstitutionID) -> NodeRows?,
        zone rows: ZoneRows,
        cursors: [(name: String, value: String)] = [],
        metrics: [MetricSample] = []
    ) throws(StoreError) {
        try begin(checkpoint: number, nodes: nodes, zone: rows, cursors: cursors, metrics: metrics)
        try settle()
    }

    /// Begins to bring all stores to a checkpoint while the run goes on, once the one before is
    /// written; `then` is called when they stand there.
    ///
    /// An error is thrown to whoever asks the stores for anything next.
    package func begin(
        checkpoint number: Int64,
        nodes: @escaping @Sendable (InstitutionID) -> NodeRows?,
        zone rows: ZoneRows,
        cursors: [(name: String, value: String)],
        metrics: [MetricSample],
        then: @escaping @Sendable () -> Void = {}
    ) throws(StoreError) {
        try settle()
        underway.begin { [self, institutions] () throws(StoreError) in
            try noteWrite()
            _ = try Workers.map(institutions.indices) { position throws(StoreError) in
                try institutions[position].write(
                    nodes(InstitutionID(position)),
                    checkpoint: number
                )
            }
            try zone.write(
                rows,
                cursors: cursors,
                metrics: metrics,
                checkpoint: number
            )
            checkpoint = number
            then()
        }
    }

    /// Waits until the checkpoint under way is written.
    package func settle() throws(StoreError) {
        try underway.settle()
    }

    /// Reads everything that the institutions' stores hold, in order of institution, on several
    /// threads.
    package func readNodes() throws(StoreError) -> [NodeRows] {
        try settle()
        let institutions = institutions
        return try Workers.map(institutions.indices) { position throws(StoreError) in
            try institutions[position].read()
        }
    }

    /// Closes all stores; a single file remains of each, which any SQLite can read.
    package func close() throws(StoreError) {
        try settle()
        let institutions = institutions
        _ = try Workers.map(institutions.indices) { position throws(StoreError) in
            try institutions[position].close()
        }
        try zone.close()
    }
}
