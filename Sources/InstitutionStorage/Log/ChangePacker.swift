import FulfillmentNetwork

/// Packs the changes of one checkpoint into bytes.
struct ChangePacker: ChangeVisitor {
    private var packer = RowPacker()

    /// Packs changes.
    static func pack(_ changes: some Changes) throws(BrokenValue) -> RowPacker {
        var packer = ChangePacker()
        var changes = changes
        try changes.visit(&packer)
        return packer.packer
    }

    mutating func number(_ value: inout Int64) {
        packer.pack(value)
    }

    mutating func rows<Record: StoredRecord>(
        _ rows: inout [FulfillmentNetwork.Row<Record>]
    ) throws(BrokenValue) {
        packer.pack(Int64(rows.count))
        // By index, so that a row is copied once.
        for index in rows.indices {
            packer.pack(rows[index].id)
            let start = packer.beginRow()
            var record = rows[index].record
            try record.visit(&packer)
            packer.endRow(from: start)
        }
    }

    mutating func rows<Record: StoredRecord>(
        _ rows: inout TransientRows<Record>
    ) throws(BrokenValue) {
        packer.pack(Int64(rows.gone.count))
        for id in rows.gone { packer.pack(id) }
        try self.rows(&rows.rows)
    }
}
