import FulfillmentNetwork
import LibraryModel

extension Bib: LabelledRecord {
    static let table = "bibs"
    static let codeColumn: Column = "code"
    static let textColumn = Column("title")
    static var blank: Bib { Bib(title: nil) }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.handle("union_title", &title, .foreign)
    }
}

extension Item: LabelledRecord {
    static let table = "items"
    static let codeColumn: Column = "barcode"
    static let textColumn = Column("description")
    static var blank: Item { Item(bib: .blank, location: .blank, policy: .blank) }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.handle(.fixed("bib"), &bib, .row(of: .bibs))
        try row.handle("location", &location, .row(of: .locations))
        try row.handle("policy", &policy, .row(of: .itemPolicies))
        try row.handle("material_type", &materialType, .row(of: .materialTypes))
        try row.choice("status", &status)
        try row.handle(.fixed("borrowed_for"), &borrowedFor, .row(of: .borrowingRequests))
    }
}
