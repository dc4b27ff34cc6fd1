/// The rows of one kind at one node, dense and by handle, with the set of those to be written to
/// the store.
///
/// Rows keep their place, so a handle means the same row for the whole run; those that are over may be let
/// go, and nobody may reach for them then. What is new is told by its position alone, so that a run
/// without stores keeps no account of changes.
package struct Table<Record: Sendable>: ~Copyable, Sendable {
    @usableFromInline var rows = Elements<Record>()
    /// How many rows the store was told of.
    @usableFromInline var known = 0
    /// How many rows the store's tables show.
    private var shown = 0
    /// The known rows that changed since.
    private var changed = Positions()
    /// The rows that tables show, but not as the log has them.
    private var logged = Positions()
    /// Which rows are over, where these are let go.
    private var resting: RestingRows?
    /// The position up to which rows may have been let go.
    private var goneBelow = 0

    /// Positions of rows, some of them more than once until they are taken: to look up whether one is
    /// there would cost more than all else that a change does.
    private struct Positions: Sendable {
        private var noted: [Int32] = []

        /// Notes one of so many rows.
        mutating func note(_ position: Int, of count: Int) {
            // Mostly one part of a row is written after another.
            guard noted.last != Int32(position) else { return }
            if noted.count > 2 * count { noted = take() }
            noted.append(Int32(position))
        }

        /// Takes each of them once, in order.
        mutating func take() -> [Int32] {
            guard !noted.isEmpty else { return [] }
            noted.sort()
            var each: [Int32] = []
            for position in noted where position != each.last { each.append(position) }
            noted.removeAll(keepingCapacity: true)
            return each
        }
    }

    package init() {}

    /// Takes over rows that came from a store, and are as they are there.
    package init(clean rows: [Record]) {
        for row in rows { self.rows.append(row) }
        known = rows.count
        shown = rows.count
    }

    /// How many rows there ever were.
    @inlinable package var count: Int { rows.count }

    /// The positions of all rows, in order, also of those that were let go.
    @inlinable package var indices: Range<Int> { 0..<rows.count }

    /// The positions of all rows that are there, in order.
    package var kept: RowPositions {
        resting?.positions(of: rows.count) ?? RowPositions(count: rows.count)
    }

    /// Whether there is a row at a position.
    @inline(__always)
    package func holds(_ position: Int) -> Bool {
        guard UInt(bitPattern: position) < UInt(bitPattern: rows.count) else { return false }
        return position >= goneBelow || !isGone(position)
    }

    @inline(never)
    private func isGone(_ position: Int) -> Bool { resting?.isGone(position) ?? false }

    /// Adds a row and returns its position.
    package mutating func append(_ record: consuming Record) -> Int {
        rows.append(consume record)
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
        changed.note(position, of: known)
    }

    /// Takes the rows that a part of the store lacks, each once, as it is now: first those that it
    /// has otherwise, then the new ones in order of position.
    package mutating func drain(to part: StorePart) -> [Row<Record>] {
        var drained: [Row<Record>] = []
        switch part {
        case .log:
            let changed = changed.take()
            drained.reserveCapacity(changed.count + rows.count - known)
            for position in changed {
                if position < shown { logged.note(Int(position), of: shown) }
                drained.append(row(Int(position)))
            }
            for position in known..<rows.count { drained.append(row(position)) }
        case .tables:
            for position in changed.take() where position < shown {
                logged.note(Int(position), of: shown)
            }
            let behind = logged.take()
            drained.reserveCapacity(behind.count + rows.count - shown)
            for position in behind { drained.append(row(Int(position))) }
            for position in shown..<rows.count { drained.append(row(position)) }
            shown = rows.count
        }
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

    // MARK: Letting go

    /// Keeps account from now on of which rows are over.
    mutating func beginLettingGo() { resting = RestingRows() }

    /// Notes a row as over since a day.
    mutating func rest(_ position: Int, since day: Int32) { resting?.note(position, on: day) }

    /// Lets go of rows that were over before a day, after a last look at each.
    ///
    /// Says which rows have gone, with some beside them that had gone before.
    mutating func letGo(
        overBefore day: Int32,
        after lastLook: (borrowing Record) -> Void
    ) -> [Range<Int>] {
        guard let groups = resting?.take(overBefore: day) else { return [] }
        return groups.compactMap { group in
            let first = group * RestingRows.groupSize
            let going = first..<first + RestingRows.groupSize
            for position in going { lastLook(rows[position]) }
            guard let gone = resting?.letGo(group) else { return nil }
            rows.letGo(going)
            rows.release(gone)
            goneBelow = max(goneBelow, going.upperBound)
            return gone
        }
    }

    private func row(_ position: Int) -> Row<Record> {
        Row(id: Int64(position), record: rows[position])
    }

    /// All rows in order of position.
    package var all: [Row<Record>] {
        var all: [Row<Record>] = []
        all.reserveCapacity(count)
        for position in kept { all.append(row(position)) }
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
