/// The rows of one kind at one node, dense and by handle, with the set of those to be written to
/// the store.
///
/// Rows are never removed and never move, so a handle means the same row for the whole run. What is
/// new is told by its position alone, so that a run without stores keeps no account of changes.
package struct Table<Record: Sendable>: ~Copyable, Sendable {
    @usableFromInline var rows = Pages<Record>()
    /// How many rows the store was told of.
    @usableFromInline var known = 0
    /// How many rows the store's tables show.
    private var shown = 0
    /// The known rows that changed since.
    private var changed = Marks()
    /// The rows that tables show, but not as the log has them.
    private var logged = Marks()

    /// Positions, each once, in the order in which they came.
    private struct Marks: Sendable {
        private(set) var positions: [Int32] = []
        private var isMarked: ContiguousArray<Bool> = []

        mutating func insert(_ position: Int, of count: Int) {
            if isMarked.count < count {
                isMarked.append(contentsOf: repeatElement(false, count: count - isMarked.count))
            }
            guard !isMarked[position] else { return }
            isMarked[position] = true
            positions.append(Int32(position))
        }

        mutating func removeAll() {
            for position in positions { isMarked[Int(position)] = false }
            positions.removeAll(keepingCapacity: true)
        }
    }

    package init() {}

    /// Takes over rows that came from a store, and are as they are there.
    package init(clean rows: [Record]) {
        for row in rows { self.rows.append(row) }
        known = rows.count
        shown = rows.count
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
        changed.insert(position, of: known)
    }

    /// Takes the rows that a part of the store lacks, each once, as it is now: first those that it
    /// has otherwise, then the new ones in order of position.
    package mutating func drain(to part: StorePart) -> [Row<Record>] {
        var drained: [Row<Record>] = []
        switch part {
        case .log:
            drained.reserveCapacity(changed.positions.count + rows.count - known)
            for position in changed.positions {
                if position < shown { logged.insert(Int(position), of: shown) }
                drained.append(row(Int(position)))
            }
            for position in known..<rows.count { drained.append(row(position)) }
        case .tables:
            for position in changed.positions where position < shown {
                logged.insert(Int(position), of: shown)
            }
            drained.reserveCapacity(logged.positions.count + rows.count - shown)
            for position in logged.positions { drained.append(row(Int(position))) }
            for position in shown..<rows.count { drained.append(row(position)) }
            logged.removeAll()
            shown = rows.count
        }
        changed.removeAll()
        known = rows.count
        return drained
    }

    /// The position of the first row that a part of the store does not have at all.
    func firstNew(to part: StorePart) -> Int {
        switch part {
        case .log: known
        case .tables: shown
        }
    }

    private func row(_ position: Int) -> Row<Record> {
        Row(id: Int64(position), record: rows[position])
    }

    /// All rows in order of position.
    package var all: [Row<Record>] {
        var all: [Row<Record>] = []
        all.reserveCapacity(count)
        for position in indices { all.append(row(position)) }
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
