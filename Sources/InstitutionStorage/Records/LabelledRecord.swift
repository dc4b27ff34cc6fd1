import FulfillmentNetwork

/// A record whose code and name for people stand in the same row of the same table.
protocol LabelledRecord: StoredRecord {
    static var codeColumn: Column { get }
    static var textColumn: Column { get }
}

/// The label's part of a labelled record's row.
struct LabelPart<Record: LabelledRecord>: StoredRecord {
    var label: Label

    static var table: String { Record.table }
    static var blank: Self { Self(label: Label(code: "", text: "")) }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.text(Record.codeColumn, &label.code)
        try row.text(Record.textColumn, &label.text)
    }
}

/// The whole row of a labelled record.
struct Labelled<Record: LabelledRecord>: StoredRecord {
    var label: Label
    var record: Record

    static var table: String { Record.table }
    static var blank: Self { Self(label: Label(code: "", text: ""), record: .blank) }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.text(Record.codeColumn, &label.code)
        try row.text(Record.textColumn, &label.text)
        try record.visit(&row)
    }
}
