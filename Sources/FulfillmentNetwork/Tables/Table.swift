/// The rows of one kind at one node, dense and by handle, with the set of those to be written to
/// the store.
///
/// Rows keep their place, so a handle means the same row for the whole run; those that are over may be let
/// go, and nobody may reach for them then. What is new is told by its position alone, so that a run
/// without stores keeps no account of changes.
package struct Table<Record: Sendable>: ~Copyable, Sendable {
    @usableFromInline var memory = GrowingMemory<Record>()
    /// How many rows there ever were.
    @usableFromInline package private(set) var count = 0
    /// How many rows the store was told of.
    @usableFromInline var known = 0
    /// The position up to which rows may have been let go.
    private var goneBelow = 0
    private let account = TableAccount()

    package init() {}

    /// Takes over rows that came from a store, and are as they are there.
    package init(clean rows: [Record]) {
        for row in rows { _ = append(row) }
        known = rows.count
        account.shown = rows.count
    }

    deinit {
        guard account.resting.goneCount > 0 else {
            memory.base.deinitialize(count: count)
            return
        }
        for position in kept { memory.address(of: position).deinitialize(count: 1) }
    }

    /// The positions of all rows, in order, also of those that were let go.
    @inlinable package var indices: Range<Int> { 0..<count }

    /// The positions of all rows that are there, in order.
    package var kept: RowPositions {
        account.resting.positions(of: count)
    }

    /// Whether there is a row at a position.
    @inline(__always)
    package func holds(_ position: Int) -> Bool {
        guard UInt(bitPattern: position) < UInt(bitPattern: count) else { return false }
        return position >= goneBelow || !isGone(position)
    }

    @inline(never)
    private func isGone(_ position: Int) -> Bool { account.resting.isGone(position) }

    /// Adds a row and returns its position.
    package mutating func append(_ record: consuming Record) -> Int {
        if count == memory.capacity { memory.grow() }
        memory.address(of: count).initialize(to: consume record)
        count &+= 1
        return count &- 1
    }

    /// The row at a position; writing to it marks it for the store.
    @inlinable package subscript(position: Int) -> Record {
        @inline(__always) unsafeAddress { UnsafePointer(address(of: position)) }
        @inline(__always) unsafeMutableAddress {
            if position < known { noteChange(of: position) }
            return address(of: position)
        }
    }

    /// Where a row lies, until one is added.
    @inlinable @inline(__always)
    func address(of position: Int) -> UnsafeMutablePointer<Record> {
        precondition(UInt(bitPattern: position) < UInt(bitPattern: count), "no such row")
        return memory.address(of: position)
    }

    /// Lets a row be fetched into the cache, if there is one at the position.
    @inline(__always)
    func fetch(_ position: Int) {
        guard UInt(bitPattern: position) < UInt(bitPattern: count) else { return }
        memory.fetch(position)
    }

    /// Lets the place be fetched where the next row will lie, if there is room for it.
    @inline(__always)
    func fetchNext() {
        if count < memory.capacity { memory.fetch(count) }
    }

    @usableFromInline @inline(never)
    func noteChange(of position: Int) {
        account.changed.note(position, of: known)
    }

    /// Takes the rows that a part of the store lacks, each once, as it is now: first those that it
    /// has otherwise, then the new ones in order of position.
    package mutating func drain(to part: StorePart) -> [Row<Record>] {
        var drained: [Row<Record>] = []
        let shown = account.shown
        let changed = account.changed.take()
        for position in changed where position < shown {
            account.logged.note(Int(position), of: shown)
        }
        switch part {
        case .log:
            drained.reserveCapacity(changed.count + count - known)
            for position in changed { drained.append(row(Int(position))) }
            for position in known..<count { drained.append(row(position)) }
        case .tables:
            let behind = account.logged.take()
            drained.reserveCapacity(behind.count + count - shown)
            for position in behind { drained.append(row(Int(position))) }
            for position in shown..<count { drained.append(row(position)) }
            account.shown = count
        }
        known = count
        return drained
    }

    /// The position of the first row that a part of the store does not have at all.
    func firstNew(to part: StorePart) -> Int {
        switch part {
        case .log: known
        case .tables: account.shown
        }
    }

    private func row(_ position: Int) -> Row<Record> {
        Row(id: Int64(position), record: address(of: position).pointee)
    }

    /// All rows in order of position.
    package var all: [Row<Record>] {
        var all: [Row<Record>] = []
        all.reserveCapacity(count)
        for position in kept { all.append(row(position)) }
        return all
    }

    // MARK: Letting go

    /// Lets be fetched what is kept of a row being over.
    @inline(__always)
    func fetchResting(_ position: Int) { account.resting.fetch(position) }

    /// Notes a row as over since a day; true where it was the last among those beside it, so that they may
    /// go.
    @inline(__always)
    func rest(_ position: Int, since day: Int32) -> Bool {
        account.resting.note(position, on: day)
    }

    /// Lets go of rows that were over before a day, after a last look at each.
    ///
    /// Says which rows have gone, group by group.
    mutating func letGo(
        overBefore day: Int32,
        after lastLook: (borrowing Record) -> Void
    ) -> [GoneRows] {
        account.resting.take(overBefore: day).map { group in
            let first = group * RestingRows.groupSize
            let going = first..<first + RestingRows.groupSize
            for position in going { lastLook(address(of: position).pointee) }
            let gone = account.resting.letGo(group)
            memory.address(of: first).deinitialize(count: going.count)
            memory.release(gone, of: count)
            goneBelow = max(goneBelow, going.upperBound)
            return gone
        }
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
