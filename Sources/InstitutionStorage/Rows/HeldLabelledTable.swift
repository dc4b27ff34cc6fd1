import FulfillmentNetwork
import GRDB

/// One table of an open file whose rows are made of a record and its label.
///
/// In memory they are two tables, of which either may change; the label is written when the row is added, and
/// seldom after that.
final class HeldLabelledTable<Record: LabelledRecord> {
    private typealias Whole = FulfillmentNetwork.Row<Labelled<Record>>

    private let whole = HeldTable<Labelled<Record>>()
    private var updatingRecord: HeldStatement?
    private var updatingLabel: HeldStatement?

    /// Adds rows whose record and label are both given, and updates the part that is given of others.
    func write(
        _ records: [FulfillmentNetwork.Row<Record>],
        _ labels: [FulfillmentNetwork.Row<Label>],
        _ database: Database
    ) throws {
        guard !labels.isEmpty else { return try update(records, with: &updatingRecord, database) }
        var rows: [Whole] = []
        var changed: [FulfillmentNetwork.Row<Record>] = []
        var relabelled: [FulfillmentNetwork.Row<LabelPart<Record>>] = []
        let labels = labels.sorted { $0.id < $1.id }
        var next = 0
        func relabel(below id: Int64) {
            while next < labels.count, labels[next].id < id {
                let part = LabelPart<Record>(label: labels[next].record)
                relabelled.append(FulfillmentNetwork.Row(id: labels[next].id, record: part))
                next += 1
            }
        }
        for row in records.sorted(by: { $0.id < $1.id }) {
            relabel(below: row.id)
            if next < labels.count, labels[next].id == row.id {
                let label = labels[next].record
                rows.append(Whole(id: row.id, record: Labelled(label: label, record: row.record)))
                next += 1
            } else {
                changed.append(row)
            }
        }
        relabel(below: .max)
        try whole.write(rows, database)
        try update(changed, with: &updatingRecord, database)
        try update(relabelled, with: &updatingLabel, database)
    }

    private func update<Part: StoredRecord>(
        _ rows: [FulfillmentNetwork.Row<Part>],
        with held: inout HeldStatement?,
        _ database: Database
    ) throws {
        guard !rows.isEmpty else { return }
        let statement = try held ?? HeldStatement(TableStatements(Part.self).update, database)
        held = statement
        for row in rows {
            var part = row.record
            try statement.run { binder throws(BrokenValue) in
                try part.visit(&binder)
                binder.bind(row.id)
            }
            guard statement.changedRows == 1 else {
                throw MisplacedValue(
                    table: Part.table,
                    row: "\(row.id)",
                    value: BrokenValue("id", found: "missing", expected: "a row to update")
                )
            }
        }
    }

    /// Reads and checks all rows, in order of number, and parts them again.
    func read(
        _ references: References,
        _ database: Database
    ) throws -> ([FulfillmentNetwork.Row<Record>], [FulfillmentNetwork.Row<Label>]) {
        let rows = try whole.read(.dense, references, database)
        return (
            rows.map { FulfillmentNetwork.Row(id: $0.id, record: $0.record.record) },
            rows.map { FulfillmentNetwork.Row(id: $0.id, record: $0.record.label) }
        )
    }
}
