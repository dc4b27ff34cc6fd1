import LibraryModel

/// The two parts of a store that changes are written to.
package enum StorePart: Sendable {
    /// The log, of what changed since anything was written.
    case log
    /// The tables: what they do not show, also what the log has of it.
    case tables
}

/// Rows that come and go, as they are written or read.
package struct TransientRows<Record: Sendable>: Sendable {
    /// The rows that are new or changed.
    package var rows: [Row<Record>]
    /// The numbers of those that are gone.
    package var gone: [Int64] = []
    /// Whether the rows are all there are, in the place of those that were written before.
    package var isWhole = false

    /// What changed; nothing, unless it is said.
    package init(changed: [Row<Record>] = [], gone: [Int64] = []) {
        rows = changed
        self.gone = gone
    }

    /// All rows there are.
    package init(all rows: [Row<Record>]) {
        self.rows = rows
        isWhole = true
    }
}

/// What of something is to be written, by its key.
struct ChangedRows<Key: Hashable & Comparable & Sendable>: Sendable {
    private var changed: Set<Key> = []
    /// Those of which the store's log has what its tables do not show.
    private var logged: Set<Key> = []

    mutating func insert(_ key: Key) { changed.insert(key) }

    /// Takes those of which a part of the store lacks something, in their order.
    mutating func drain(to part: StorePart) -> [Key] {
        defer { changed = [] }
        switch part {
        case .log:
            logged.formUnion(changed)
            return changed.sorted()
        case .tables:
            defer { logged = [] }
            return logged.union(changed).sorted()
        }
    }
}
