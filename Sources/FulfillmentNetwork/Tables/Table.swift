/// The rows of one kind at one node, dense and by handle, with the set of those to be written to
/// the store.
///
/// Rows are never removed and never move, so a handle means the same row for the whole run. What is
/// new is told by its position alone, so that a run without stores keeps no account of changes.
package struct Table<Record: Sendable>: ~Copyable, Sendable {
    @usableFromInline var rows = Pages<Record>()
    /// How many rows the store was told of.
    @usableFromInline var known = 0
    /// Of each known row, whether it is among the changed.
    private var isChanged: ContiguousArray<Bool> = []
    private var changed: [Int32] = []

    package init() {}

    /// Takes over rows that came from a store, and are as they are there.
    package init(clean rows: [Record]) {
        for row in rows { self.rows.append(row) }
        noteAllKnown()
    }

    /// The number of rows.
    @inlinable package var count: Int { rows.count }

    /// The positions of all rows, in order.
    @inlinable package var indices: Range<Int> { 0..<rows.count }

    /// Adds a row and returns its position.
    package mutating func append(_ record: consuming Record) -> Int {
        rows.append(record)
        return rows.count - 1
    }

    /// The row at a position; writing to it marks it for the store.
    @inlinable package subscript(position: Int) -> Record {
        @inline(__always) unsafeAddress { UnsafePointer(rows.address(of: position)) }
        @inline(__always) unsafeMutableAddress {
            if position < known { noteChange(of: position) }
            return rows.address(of: position)
        }
    }

    /// Lets a row be fetched into the cache, if there is one at the position.
    @inline(__always)
    func fetch(_ position: Int) { rows.fetch(position) }

    @usableFromInline @inline(never)
    mutating func noteChange(of position: Int) {
        guard !isChanged[position] else { return }
        isChanged[position] = true
        changed.append(Int32(position))
    }

    /// Takes the changed rows, each once, as it is now: first those that the store knows, in the
    /// order in which they first changed, then the new ones in order of position.
    package mutating func drain() -> [Row<Record>] {
        var drained: [Row<Record>] = []
        drained.reserveCapacity(changed.count + rows.count - known)
        for position in changed {
            isChanged[Int(position)] = false
            drained.append(Row(id: Int64(position), record: rows[Int(position)]))
        }
        for position in known..<rows.count {
            drained.append(Row(id: Int64(position), record: rows[position]))
        }
        changed.removeAll(keepingCapacity: true)
        noteAllKnown()
        return drained
    }

    private mutating func noteAllKnown() {
        isChanged.append(contentsOf: repeatElement(false, count: rows.count - known))
        known = rows.count
    }

    /// All rows in order of position.
    package var all: [Row<Record>] {
        var all: [Row<Record>] = []
        all.reserveCapacity(count)
        for position in indices { all.append(Row(id: Int64(position), record: rows[position])) }
        return all
    }
}

/// A record with its number in its table.
package struct Row<Record: Sendable>: Sendable {
    package var id: Int64
    package var record: Record

    package init(id: Int64, record: Record) {
        self.id = id
        self.record = record
    }
}
