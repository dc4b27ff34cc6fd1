/// The rows of one kind at one node, dense and by handle, with the set of those to be written to
/// the store.
///
/// Rows are never removed, so a handle means the same row for the whole run.
package struct Table<Record: Sendable>: Sendable {
    private var rows: ContiguousArray<Record> = []
    private var isDirty: ContiguousArray<Bool> = []
    private var dirty: [Int32] = []

    package init() {}

    /// Takes over rows that came from a store, and are as they are there.
    package init(clean rows: [Record]) {
        self.rows = ContiguousArray(rows)
        isDirty = ContiguousArray(repeating: false, count: rows.count)
    }

    /// The number of rows.
    package var count: Int { rows.count }

    /// The positions of all rows, in order.
    package var indices: Range<Int> { 0..<rows.count }

    /// Adds a row and returns its position.
    package mutating func append(_ record: Record) -> Int {
        rows.append(record)
        isDirty.append(true)
        dirty.append(Int32(rows.count - 1))
        return rows.count - 1
    }

    /// The row at a position; writing to it marks it for the store.
    package subscript(position: Int) -> Record {
        get { rows[position] }
        _modify {
            if !isDirty[position] {
                isDirty[position] = true
                dirty.append(Int32(position))
            }
            yield &rows[position]
        }
    }

    /// Takes the changed rows in the order in which they first changed, each once, as it is now.
    package mutating func drain() -> [Row<Record>] {
        let changed = dirty.map { position in
            isDirty[Int(position)] = false
            return Row(id: Int64(position), record: rows[Int(position)])
        }
        dirty.removeAll(keepingCapacity: true)
        return changed
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
