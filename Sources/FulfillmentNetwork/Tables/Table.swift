/// The rows of one kind at one node, dense and by handle, with the set of those to be written to
/// the store.
///
/// Rows are never removed, so a handle means the same row for the whole run. What is new is told by
/// its position alone, so that a run without stores keeps no account of changes.
package struct Table<Record: Sendable>: Sendable {
    @usableFromInline var rows: ContiguousArray<Record> = []
    /// How many rows the store was told of.
    @usableFromInline var known = 0
    /// Of each known row, whether it is among the changed.
    @usableFromInline var isChanged: ContiguousArray<Bool> = []
    @usableFromInline var changed: [Int32] = []

    package init() {}

    /// Takes over rows that came from a store, and are as they are there.
    package init(clean rows: [Record]) {
        self.rows = ContiguousArray(rows)
        noteAllKnown()
    }

    /// The number of rows.
    @inlinable package var count: Int { rows.count }

    /// The positions of all rows, in order.
    @inlinable package var indices: Range<Int> { 0..<rows.count }

    /// Makes room for a number of rows.
    package mutating func reserveCapacity(_ count: Int) {
        rows.reserveCapacity(count)
    }

    /// Adds a row and returns its position.
    package mutating func append(_ record: Record) -> Int {
        rows.append(record)
        return rows.count - 1
    }

    /// The row at a position; writing to it marks it for the store.
    @inlinable package subscript(position: Int) -> Record {
        _read { yield rows[position] }
        _modify {
            if position < known, !isChanged[position] {
                isChanged[position] = true
                changed.append(Int32(position))
            }
            yield &rows[position]
        }
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
        rows.indices.map { Row(id: Int64($0), record: rows[$0]) }
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
