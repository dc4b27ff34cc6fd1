import LibraryModel

extension Loan: StoredRecord {
    static let table = "loans"
    static var blank: Loan {
        Loan(patron: .blank, item: .blank, terms: .blank, loaned: .blank, due: .blank)
    }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.handle(.fixed("patron").indexed, &patron, .row(of: .patrons))
        try row.handle(.fixed("item").indexed, &item, .row(of: .items))
        try row.handle("terms", &terms, .row(of: .loanTerms))
        try row.time(.fixed("loaned_us"), &loaned)
        try row.time("due_us", &due)
        try row.time("returned_us", &returned)
        try row.number("renewals", &renewals, .smallCount)
    }
}

extension Fee: StoredRecord {
    static let table = "fees"
    static var blank: Fee {
        Fee(patron: .blank, loan: nil, kind: .manual, posted: .blank, amount: .zero)
    }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.handle(.fixed("patron").indexed, &patron, .row(of: .patrons))
        try row.handle(.fixed("loan"), &loan, .row(of: .loans))
        try row.choice(.fixed("kind"), &kind)
        try row.time(.fixed("posted_us"), &posted)
        try row.amount(.fixed("amount_minor"), &amount)
        try row.amount("paid_minor", &paid)
    }
}

extension Hold: StoredRecord {
    static let table = "holds"
    static var blank: Hold { Hold(patron: .blank, bib: .blank, placed: .blank) }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.handle(.fixed("patron").indexed, &patron, .row(of: .patrons))
        try row.handle(.fixed("bib").indexed, &bib, .row(of: .bibs))
        try row.time(.fixed("placed_us"), &placed)
        try row.choice("status", &status)
        try row.handle("item", &item, .row(of: .items))
    }
}
