import FulfillmentNetwork
import LibraryModel
import RequestRouting
import SimulationKernel

extension BorrowingRequest: StoredRecord {
    static let table = "borrowing_requests"
    static var blank: BorrowingRequest {
        BorrowingRequest(
            patron: .blank,
            title: nil,
            owner: .blank,
            created: .blank,
            conversation: 1
        )
    }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.handle(.fixed("patron"), &patron, .row(of: .patrons))
        try row.handle("union_title", &title, .foreign)
        try row.handle(.fixed("citation"), &citation, .row(of: .citations))
        try row.handle(.fixed("owner"), &owner, .row(of: .libraries))
        try row.time(.fixed("created_us"), &created)
        try row.integer(.fixed("conversation"), &conversation, .count)
        try row.choice("state", &state)
        try row.list("rota", &lenders)
        try row.list("trimmed", &trimmed)
        try row.handle(.fixed("pickup"), &pickup, .row(of: .institutions))
        try row.number("asked", &asked, .smallCount)
        try row.optionalChoice("reason", &reason)
        try row.time("lender_due_us", &lenderDue)
        try row.handle("item", &item, .row(of: .items))
        try row.time("received_us", &received)
        try row.number("renewals", &renewals, .smallCount)
        try row.duration(.fixed("stay_us"), &stay)
        try row.time("filled_us", &filled)
        try row.time("ended_us", &ended)
        guard let references = row.references else { return }
        let lenders = references[.institutions]
        let named = (rota + trimmed).map { Int64($0.institution.index) }
        guard named.allSatisfy(lenders.contains), Int(asked) <= rota.count
        else {
            throw BrokenValue(
                "rota",
                found: "\(asked) asked of \(rota.map(\.institution.index))",
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
            title: .blank,
            library: .blank,
            item: nil,
            received: .blank
        )
    }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.handle(.fixed("borrower"), &request.home, .row(of: .institutions))
        try row.integer(.fixed("request"), &request.number, .count)
        try row.integer(.fixed("conversation"), &conversation, .count)
        try row.number(.fixed("attempt"), &attempt, .smallCount)
        try row.handle(.fixed("union_title"), &title, .foreign)
        try row.handle(.fixed("library"), &library, .row(of: .libraries))
        try row.handle("item", &item, .row(of: .items))
        try row.time(.fixed("received_us"), &received)
        try row.choice("state", &state)
        try row.time("due_us", &due)
        try row.number("renewals", &renewals, .smallCount)
        try row.flag("is_recalled", &isRecalled)
        try row.optionalChoice("reason", &reason)
        try row.time("ended_us", &ended)
    }
}

extension Label: StoredRecord {
    static let table = "union_titles"
    static var blank: Label { Label(code: "", text: "") }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.text("code", &code)
        try row.text("title", &text)
    }
}

extension CatalogueEntry: StoredRecord {
    static let table = "union_catalogue"
    static var blank: CatalogueEntry {
        CatalogueEntry(
            title: .blank,
            institution: .blank,
            copies: 0,
            lendable: 0,
            asOf: .blank
        )
    }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.handle(.fixed("title"), &title, .foreign)
        try row.handle(.fixed("institution"), &institution, .row(of: .institutions))
        try row.number("copies", &copies, .smallCount)
        try row.number("lendable", &lendable, .smallCount)
        try row.time("as_of_us", &asOf)
    }
}

extension Fact<PublishedLoad>: StoredRecord {
    static let table = "published_loads"
    static var blank: Fact<PublishedLoad> {
        Fact(value: PublishedLoad(lent: 0, borrowed: 0), asOf: 0)
    }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.integer("items_lent", &value.lent, .count)
        try row.integer("items_borrowed", &value.borrowed, .count)
        try row.integer("as_of_us", &asOf, .time)
    }
}

extension Citation: StoredRecord {
    static let table = "citations"
    static var blank: Citation { Citation() }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.text(.fixed("title"), &title)
        try row.text(.fixed("system_number"), &systemNumber)
    }
}

extension PublishedClosure: StoredRecord {
    static let table = "published_closures"
    static var blank: PublishedClosure { PublishedClosure(from: 0, until: 0) }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.integer("from_us", &from, .range(0 ... .max))
        try row.integer("until_us", &until, .range(0 ... .max))
        try row.integer("as_of_us", &asOf, .time)
    }
}

extension FineElsewhere: StoredRecord {
    static let table = "fines_elsewhere"
    static var blank: FineElsewhere {
        FineElsewhere(patron: .blank, institution: .blank, owed: .zero, asOf: .blank)
    }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.handle(.fixed("patron"), &patron, .row(of: .patrons))
        try row.handle(.fixed("institution"), &institution, .row(of: .institutions))
        try row.amount(.fixed("owed_minor"), &owed)
        try row.time(.fixed("as_of_us"), &asOf)
    }
}
