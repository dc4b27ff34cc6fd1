/// Rows that come and go, by a sequence number that is never reused: timers, envelopes under way,
/// conversations.
///
/// A row that is added and removed between two writes never reaches the store.
package struct TransientTable<Record: Sendable>: Sendable {
    private struct Entry {
        var record: Record
        var isStored: Bool
        var isDirty: Bool
    }

    private var entries: [Int64: Entry] = [:]
    private var dirty: [Int64] = []
    private var deleted: [Int64] = []

    package init() {}

    /// Takes over rows that came from a store, and are as they are there.
    package init(clean rows: [Row<Record>]) {
        for row in rows {
            entries[row.id] = Entry(record: row.record, isStored: true, isDirty: false)
        }
    }

    /// The number of rows.
    package var count: Int { entries.count }

    /// Whether there are no rows.
    package var isEmpty: Bool { entries.isEmpty }

    /// The row with a number, or nil where there is none any more.
    package subscript(id: Int64) -> Record? {
        entries[id]?.record
    }

    /// Adds a row, or replaces the one with that number.
    package mutating func set(_ id: Int64, _ record: Record) {
        if let old = entries[id] {
            if !old.isDirty { dirty.append(id) }
            entries[id] = Entry(record: record, isStored: old.isStored, isDirty: true)
        } else {
            dirty.append(id)
            entries[id] = Entry(record: record, isStored: false, isDirty: true)
        }
    }

    /// Removes a row and returns it, or nil where there is none.
    @discardableResult
    package mutating func remove(_ id: Int64) -> Record? {
        guard let old = entries.removeValue(forKey: id) else { return nil }
        if old.isStored { deleted.append(id) }
        // The list of the changed shrinks again, or a run without stores would collect all there
        // ever were.
        if dirty.count > 2 * entries.count + 64 {
            dirty.removeAll { entries[$0] == nil }
        }
        return old.record
    }

    /// Takes what has changed: rows to write and numbers to delete.
    package mutating func drain() -> (changed: [Row<Record>], deleted: [Int64]) {
        var changed: [Row<Record>] = []
        for id in dirty {
            guard let entry = entries[id], entry.isDirty else { continue }
            entries[id] = Entry(record: entry.record, isStored: true, isDirty: false)
            changed.append(Row(id: id, record: entry.record))
        }
        let gone = deleted
        dirty.removeAll(keepingCapacity: true)
        deleted.removeAll(keepingCapacity: true)
        return (changed, gone)
    }

    /// All rows in order of number.
    package var all: [Row<Record>] {
        entries.sorted { $0.key < $1.key }.map { Row(id: $0.key, record: $0.value.record) }
    }
}
