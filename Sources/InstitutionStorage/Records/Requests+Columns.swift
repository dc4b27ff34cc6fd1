import FulfillmentNetwork
import LibraryModel
import RequestRouting
import SimulationKernel

extension BorrowingRequest: StoredRecord {
    static let table = "borrowing_requests"
    static var blank: BorrowingRequest {
        BorrowingRequest(
            patron: .blank,
            title: .blank,
            owner: .blank,
            created: .blank,
            conversation: 1
        )
    }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.handle(.fixed("patron").indexed, &patron, .row(of: .patrons))
        try row.handle(.fixed("union_title").indexed, &title, .foreign)
        try row.handle(.fixed("owner"), &owner, .row(of: .libraries))
        try row.time(.fixed("created_us"), &created)
        try row.integer(.fixed("conversation"), &conversation, .count)
        try row.choice("state", &state)
        try row.json("rota", &rota)
        try row.number("asked", &asked, .smallCount)
        try row.optionalChoice("reason", &reason)
        try row.time("lender_due_us", &lenderDue)
        try row.handle("item", &item, .row(of: .items))
        var stay = self.stay?.microseconds
        try row.optionalInteger(.fixed("stay_us"), &stay, .time)
        self.stay = stay.map(SimulationDuration.init(microseconds:))
        try row.time("filled_us", &filled)
        try row.time("ended_us", &ended)
        guard let references = row.references else { return }
        let lenders = references[.institutions]
        guard rota.allSatisfy({ lenders.contains(Int64($0.index)) }), Int(asked) <= rota.count
        else {
            throw BrokenValue(
                "rota",
                found: "\(asked) asked of \(rota.map(\.index))",
                expected: "no more asked than there are, all of the \(lenders.count) institutions"
            )
        }
    }
}

extension LendingRequest: StoredRecord {
    static let table = "lending_requests"
    static var blank: LendingRequest {
        LendingRequest(
            request: RequestID(home: .blank, number: 1),
            conversation: 1,
            attempt: 1,
            item: nil,
            received: .blank
        )
    }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.handle(.fixed("borrower").indexed, &request.home, .row(of: .institutions))
        try row.integer(.fixed("request"), &request.number, .count)
        try row.integer(.fixed("conversation"), &conversation, .count)
        try row.number(.fixed("attempt"), &attempt, .smallCount)
        try row.handle(.fixed("item").indexed, &item, .row(of: .items))
        try row.time(.fixed("received_us"), &received)
        try row.choice("state", &state)
        try row.time("due_us", &due)
        try row.optionalChoice("reason", &reason)
        try row.time("ended_us", &ended)
    }
}

extension Label: StoredRecord {
    static let table = "union_titles"
    static var blank: Label { Label(code: "", text: "") }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.text(Column("code").indexed, &code)
        try row.text("title", &text)
    }
}

extension CatalogueEntry: StoredRecord {
    static let table = "union_catalogue"
    static var blank: CatalogueEntry {
        CatalogueEntry(title: .blank, institution: .blank, copies: 0, asOf: .blank)
    }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.handle(.fixed("title"), &title, .foreign)
        try row.handle(.fixed("institution"), &institution, .row(of: .institutions))
        try row.number("copies", &copies, .smallCount)
        try row.time("as_of_us", &asOf)
    }
}

extension Fact<Int64>: StoredRecord {
    static let table = "published_loads"
    static var blank: Fact<Int64> { Fact(value: 0, asOf: 0) }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.integer("items_out", &value, .count)
        try row.integer("as_of_us", &asOf, .time)
    }
}
