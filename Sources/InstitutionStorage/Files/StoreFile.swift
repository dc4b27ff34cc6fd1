import Foundation
import GRDB
import SQLiteSettings

/// One SQLite file: its connection, what it is a store of, and its transactions.
///
/// Foreign keys are declared, so that people and tools see them, but SQLite does not enforce them:
/// a look-up of each parent would cost the flush more than the row itself, and what is written
/// comes from tables in memory whose numbers cannot dangle. They are enforced where rows come from
/// outside: on reading, for every row.
final class StoreFile: Sendable {
    let path: String
    private let queue: DatabaseQueue

    private init(path: String, queue: DatabaseQueue) {
        self.path = path
        self.queue = queue
    }

    /// Makes a new file; it is an error if there is one.
    static func create(
        _ path: String,
        _ identity: StoreIdentity,
        _ options: StoreOptions,
        cacheBytes: Int,
        migrator: DatabaseMigrator
    ) throws(StoreError) -> StoreFile {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw .cannotCreate(path: path, reason: "the file exists")
        }
        return try translating(path, .creating) {
            let queue = try DatabaseQueue(
                path: path,
                configuration: configuration(path, options, cacheBytes: cacheBytes)
            )
            let file = StoreFile(path: path, queue: queue)
            try file.use(.log)
            try migrator.migrate(queue)
            try queue.write { database in
                try database.execute(
                    sql: "PRAGMA application_id = \(StoreIdentity.application)"
                )
                try database.execute(sql: "PRAGMA user_version = \(StoreIdentity.format)")
                let properties: [(String, any DatabaseValueConvertible)] = [
                    ("format", StoreIdentity.format),
                    ("network", identity.network),
                    ("institution", identity.institutionText),
                    ("configuration_hash", identity.configurationHash),
                    ("checkpoint", 0), ("is_beyond_checkpoint", 0), ("sequence", 0),
                    ("conversations", 0),
                ]
                for (key, value) in properties {
                    try database.execute(
                        sql: "INSERT INTO meta(key, value) VALUES (?, ?)",
                        arguments: [key, value]
                    )
                }
            }
            return file
        }
    }

    /// Opens a file that must be there, and must be the store that is meant.
    static func open(
        _ path: String,
        _ identity: StoreIdentity,
        _ options: StoreOptions,
        cacheBytes: Int,
        isReadOnly: Bool
    ) throws(StoreError) -> StoreFile {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw .cannotOpen(path: path, reason: "there is no such file")
        }
        guard !isDirectory.boolValue else {
            throw .cannotOpen(path: path, reason: "it is a directory")
        }
        return try translating(path, .opening) {
            var configuration = configuration(path, options, cacheBytes: cacheBytes)
            configuration.readonly = isReadOnly
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            let file = StoreFile(path: path, queue: queue)
            // Nothing is changed before the file is known to be ours.
            try queue.inDatabase { try file.verify(identity, $0) }
            if !isReadOnly { try file.use(.log) }
            return file
        }
    }

    private static func configuration(
        _ path: String,
        _ options: StoreOptions,
        cacheBytes: Int
    ) -> Configuration {
        memoryIsUncounted
        var configuration = Configuration()
        configuration.label = path
        configuration.foreignKeysEnabled = false
        // Somebody may be reading with another program at the moment of a commit.
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = \(options.durability.rawValue)")
            try database.execute(sql: "PRAGMA secure_delete = OFF")
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            try database.execute(sql: "PRAGMA cache_size = -\(cacheBytes >> 10)")
            if let pages = options.maximumPageCount {
                try database.execute(sql: "PRAGMA max_page_count = \(pages)")
            }
        }
        return configuration
    }

    /// How a transaction can be taken back.
    enum Journal: String {
        /// By the write-ahead log, whatever happens to the process.
        case log = "WAL"
        /// By what is kept in memory, so that each page is written once and in its place.
        ///
        /// A process that is killed while it writes leaves a file that is neither old nor new, so
        /// somebody must have noted before that it would be written. Nobody else has the file
        /// meanwhile: its tables are behind anyway, and asking each time who else is there takes
        /// longer than writing.
        case memory = "MEMORY"
        /// As it is best for a file that nobody writes any more.
        case none = "DELETE"
    }

    /// Changes how transactions can be taken back from now on.
    func use(_ journal: Journal) throws(StoreError) {
        try Self.translating(path, .writing) {
            try queue.inDatabase { database in
                let locking = journal == .memory ? "EXCLUSIVE" : "NORMAL"
                try database.execute(sql: "PRAGMA locking_mode = \(locking)")
                try database.execute(sql: "PRAGMA journal_mode = \(journal.rawValue)")
            }
        }
    }

    private func verify(_ identity: StoreIdentity, _ database: Database) throws {
        let application = try Int.fetchOne(database, sql: "PRAGMA application_id")
        guard application == StoreIdentity.application else {
            let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema")
            throw StoreError.notAStore(
                path: path,
                found: tables == 0 ? "an empty file" : "an SQLite file of another program"
            )
        }
        let format = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        try check(.format, "\(format)", "\(StoreIdentity.format)")
        try check(.network, try property("network", database), identity.network)
        try check(
            .institution,
            try property("institution", database),
            identity.institutionText
        )
        try check(
            .configuration,
            try property("configuration_hash", database),
            identity.configurationHash
        )
        // What is missing of the last page reads as zeros, and is missed only if something looks there.
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        let page = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 1
        guard size.isMultiple(of: page) else {
            throw StoreError.damaged(path: path, reason: "its last page is cut short")
        }
    }

    private func property(_ key: String, _ database: Database) throws -> String {
        try String.fetchOne(
            database,
            sql: "SELECT CAST(value AS TEXT) FROM meta WHERE key = ?",
            arguments: [key]
        ) ?? "(none)"
    }

    private func check(
        _ property: StoreError.Property,
        _ found: String,
        _ expected: String
    ) throws(StoreError) {
        guard found != expected else { return }
        throw .other(path: path, property: property, found: found, expected: expected)
    }

    /// Changes the file in one transaction, which stands whole or not at all.
    func write(_ body: (Database) throws -> Void) throws(StoreError) {
        try Self.translating(path, .writing) { try queue.write(body) }
    }

    /// Reads the file as of one moment.
    func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try Self.translating(path, .reading) { try queue.read(body) }
    }

    /// Closes the file; the log is folded into it, so that the file alone is everything.
    ///
    /// `finalize` must let go of all statements.
    func close(isReadOnly: Bool, finalize: () -> Void) throws(StoreError) {
        try Self.translating(path, .writing) {
            try queue.inDatabase { database in
                finalize()
                // Leaving the write-ahead log makes the file readable also where nothing can be
                // written beside it.
                if !isReadOnly {
                    try database.execute(sql: "PRAGMA journal_mode = \(Journal.none.rawValue)")
                }
            }
            try queue.close()
        }
    }
}

/// Done once, before the first file is opened.
private let memoryIsUncounted: Void = sqlite_settings_stop_counting_memory()
