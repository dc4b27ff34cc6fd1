import FulfillmentNetwork
import GRDB

/// One table of an open file whose rows are made of a record and its label.
///
/// In memory they are two tables, of which either may change. A new row is new in both.
final class HeldLabelledTable<Record: LabelledRecord> {
    private let whole = HeldDenseTable<Labelled<Record>>()
    private let updatingRecord = HeldUpdate<Record>()
    private let updatingLabel = HeldUpdate<LabelPart<Record>>()

    /// Adds rows whose record and label are both new, and changes the part that is given of others.
    func write(
        _ records: [FulfillmentNetwork.Row<Record>],
        _ labels: [FulfillmentNetwork.Row<Label>],
        _ database: Database
    ) throws {
        guard !records.isEmpty || !labels.isEmpty else { return }
        let count = try whole.countStored(database)
        var newLabels = labels.filter { $0.id >= count }[...]
        var added: [FulfillmentNetwork.Row<Labelled<Record>>] = []
        for row in records {
            if row.id < count {
                try updatingRecord.run(row, database)
            } else if let label = newLabels.popFirst(), label.id == row.id {
                let labelled = Labelled(label: label.record, record: row.record)
                added.append(FulfillmentNetwork.Row(id: row.id, record: labelled))
            } else {
                throw MisplacedValue(
                    table: Record.table,
                    row: "\(row.id)",
                    value: BrokenValue(
                        Record.codeColumn,
                        found: "missing",
                        expected: "a label for each new row"
                    )
                )
            }
        }
        try whole.write(added, database)
        for row in labels where row.id < count {
            let part = LabelPart<Record>(label: row.record)
            try updatingLabel.run(FulfillmentNetwork.Row(id: row.id, record: part), database)
        }
    }

    /// Reads and checks all rows, in order of number, and parts them again.
    func read(
        _ references: References,
        _ database: Database
    ) throws -> ([FulfillmentNetwork.Row<Record>], [FulfillmentNetwork.Row<Label>]) {
        let rows = try whole.read(references, database)
        return (
            rows.map { FulfillmentNetwork.Row(id: $0.id, record: $0.record.record) },
            rows.map { FulfillmentNetwork.Row(id: $0.id, record: $0.record.label) }
        )
    }
}
