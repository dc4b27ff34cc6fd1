import FulfillmentNetwork

/// Unpacks the changes of several checkpoints into what all of them together come to: each row once,
/// as it was last.
///
/// Most rows changed at many checkpoints. So all are gone through twice, in their order: first only
/// to find out which rows there are and at which checkpoint each changed last, and then to unpack
/// those versions and no others.
struct ChangeMerger: ChangeVisitor {
    private static let column: Column = "rows"

    /// The rows of one table.
    private struct Places {
        /// Where each row is by its number, or -1.
        private var near: [Int32] = []
        private var far: [Int64: Int32] = [:]
        /// The checkpoint at which each row changed last, by its place.
        var last: [Int32] = []

        /// Numbers beyond this are rare.
        private static let nearLimit: Int64 = 1 << 22

        subscript(id: Int64) -> Int? {
            get {
                guard id >= 0, id < Self.nearLimit else { return far[id].map { Int($0) } }
                guard id < near.count, near[Int(id)] >= 0 else { return nil }
                return Int(near[Int(id)])
            }
            set {
                let place = newValue.map { Int32($0) }
                guard id >= 0, id < Self.nearLimit else {
                    far[id] = place
                    return
                }
                if id >= near.count {
                    let added = max(Int(id) + 1, 2 * near.count) - near.count
                    near.append(contentsOf: repeatElement(-1, count: added))
                }
                near[Int(id)] = place ?? -1
            }
        }
    }

    private var unpacker = RowUnpacker([])
    /// Of each table, in the order of the visit.
    private var places: [Places] = []
    private var table = 0
    /// The place of the checkpoint among all.
    private var checkpoint: Int32 = -1
    private var isFinding = true

    /// Finds out which rows the next checkpoint changed.
    mutating func find(_ bytes: [UInt8], in changes: inout some Changes) throws(BrokenValue) {
        isFinding = true
        try visit(bytes, &changes)
    }

    /// Begins again with the first checkpoint.
    mutating func startOver() { checkpoint = -1 }

    /// Takes from the next checkpoint the rows that changed there last.
    mutating func fill(_ bytes: [UInt8], into changes: inout some Changes) throws(BrokenValue) {
        isFinding = false
        try visit(bytes, &changes)
    }

    private mutating func visit(
        _ bytes: [UInt8],
        _ changes: inout some Changes
    ) throws(BrokenValue) {
        unpacker = RowUnpacker(bytes)
        table = 0
        checkpoint += 1
        try changes.visit(&self)
        guard !unpacker.isAtEnd else { return }
        throw BrokenValue(Self.column, found: "longer", expected: "packed rows")
    }

    mutating func number(_ value: inout Int64) throws(BrokenValue) {
        value = try unpacker.unpack(Self.column)
    }

    mutating func rows<Record: StoredRecord>(
        _ rows: inout [FulfillmentNetwork.Row<Record>]
    ) throws(BrokenValue) {
        if table == places.count { places.append(Places()) }
        for _ in 0..<(try unpacker.count(Self.column)) {
            let id = try unpacker.unpack(Self.column)
            let end = try unpacker.endOfRow(Self.column)
            let place = places[table][id]
            if isFinding {
                if let place {
                    places[table].last[place] = checkpoint
                } else {
                    places[table][id] = rows.count
                    places[table].last.append(checkpoint)
                    rows.append(FulfillmentNetwork.Row(id: id, record: .blank))
                }
                unpacker.skip(to: end)
            } else if let place, places[table].last[place] == checkpoint {
                try rows[place].record.visit(&unpacker)
                try unpacker.check(isAt: end, Self.column)
            } else {
                unpacker.skip(to: end)
            }
        }
        table += 1
    }

    mutating func rows<Record: StoredRecord>(
        _ rows: inout TransientRows<Record>
    ) throws(BrokenValue) {
        if table == places.count { places.append(Places()) }
        for _ in 0..<(try unpacker.count(Self.column)) {
            let id = try unpacker.unpack(Self.column)
            guard isFinding else { continue }
            rows.gone.append(id)
            // The last row takes the place of the one that goes.
            guard let place = places[table][id] else { continue }
            places[table][id] = nil
            guard let last = rows.rows.popLast(), let changed = places[table].last.popLast(),
                last.id != id
            else { continue }
            rows.rows[place] = last
            places[table].last[place] = changed
            places[table][last.id] = place
        }
        try self.rows(&rows.rows)
    }
}
