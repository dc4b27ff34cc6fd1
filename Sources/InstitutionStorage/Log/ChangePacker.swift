import FulfillmentNetwork

/// Packs the changes of one checkpoint into bytes.
struct ChangePacker: ChangeVisitor {
    private var packer = RowPacker()

    static func pack(_ changes: some Changes) throws(BrokenValue) -> ArraySlice<UInt8> {
        var packer = ChangePacker()
        var changes = changes
        try changes.visit(&packer)
        return packer.packer.bytes
    }

    mutating func number(_ value: inout Int64) {
        packer.pack(value)
    }

    mutating func rows<Record: StoredRecord>(
        _ rows: inout [FulfillmentNetwork.Row<Record>]
    ) throws(BrokenValue) {
        packer.pack(Int64(rows.count))
        for row in rows {
            packer.pack(row.id)
            var record = row.record
            try record.visit(&packer)
        }
    }

    mutating func rows<Record: StoredRecord>(
        _ rows: inout [FulfillmentNetwork.Row<Record>],
        gone: inout [Int64]
    ) throws(BrokenValue) {
        packer.pack(Int64(gone.count))
        for id in gone { packer.pack(id) }
        try self.rows(&rows)
    }
}

/// Unpacks the changes of several checkpoints, one after another, into what all of them together
/// come to: each row once, as it was last.
struct ChangeMerger: ChangeVisitor {
    private static let column: Column = "rows"

    private var unpacker = RowUnpacker([])
    /// Of each table, in the order of the visit, where its rows are by number.
    private var places: [[Int64: Int]] = []
    private var table = 0

    /// Lays the changes of the next checkpoint over those before.
    mutating func merge(
        _ bytes: [UInt8],
        into changes: inout some Changes
    ) throws(BrokenValue) {
        unpacker = RowUnpacker(bytes)
        table = 0
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
        if table == places.count { places.append([:]) }
        for _ in 0..<(try unpacker.count(Self.column)) {
            let id = try unpacker.unpack(Self.column)
            var record = Record.blank
            try record.visit(&unpacker)
            let row = FulfillmentNetwork.Row(id: id, record: record)
            if let place = places[table][id] {
                rows[place] = row
            } else {
                places[table][id] = rows.count
                rows.append(row)
            }
        }
        table += 1
    }

    mutating func rows<Record: StoredRecord>(
        _ rows: inout [FulfillmentNetwork.Row<Record>],
        gone: inout [Int64]
    ) throws(BrokenValue) {
        if table == places.count { places.append([:]) }
        for _ in 0..<(try unpacker.count(Self.column)) {
            let id = try unpacker.unpack(Self.column)
            gone.append(id)
            // The last row takes the place of the one that goes.
            guard let place = places[table].removeValue(forKey: id),
                let last = rows.popLast(), last.id != id
            else { continue }
            rows[place] = last
            places[table][last.id] = place
        }
        try self.rows(&rows)
    }
}
