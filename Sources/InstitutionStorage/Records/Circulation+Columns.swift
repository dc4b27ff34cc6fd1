import FulfillmentNetwork
import LibraryModel

extension Loan: StoredRecord {
    static let table = "loans"
    static var blank: Loan {
        Loan(patron: .blank, item: .blank, terms: .blank, loaned: .blank, due: .blank)
    }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.handle(.fixed("patron"), &patron, .row(of: .patrons))
        try row.handle(.fixed("item"), &item, .row(of: .items))
        try row.handle("terms", &terms, .row(of: .loanTerms))
        try row.time(.fixed("loaned_us"), &loaned)
        try row.time("due_us", &due)
        try row.time("returned_us", &returned)
        try row.number("renewals", &renewals, .smallCount)
        try row.choice("state", &state)
        try row.time("recalled_us", &recalled)
        try row.time("lost_us", &lost)
    }
}

extension Fee: StoredRecord {
    static let table = "fees"
    static var blank: Fee {
        Fee(patron: .blank, loan: nil, kind: .manual, posted: .blank, amount: .zero)
    }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.handle(.fixed("patron"), &patron, .row(of: .patrons))
        try row.handle(.fixed("loan"), &loan, .row(of: .loans))
        try row.choice(.fixed("kind"), &kind)
        try row.time(.fixed("posted_us"), &posted)
        try row.amount(.fixed("amount_minor"), &amount)
        try row.amount("paid_minor", &paid)
        try row.amount("waived_minor", &waived)
        try row.flag("is_disputed", &isDisputed)
    }
}

extension Hold: StoredRecord {
    static let table = "holds"
    static var blank: Hold { Hold(patron: .blank, bib: .blank, placed: .blank) }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.handle(.fixed("patron"), &patron, .row(of: .patrons))
        try row.handle(.fixed("bib"), &bib, .row(of: .bibs))
        try row.time(.fixed("placed_us"), &placed)
        try row.choice("state", &state)
        try row.handle("item", &item, .row(of: .items))
        try row.day(.fixed("last_interest_day"), &lastInterest)
        try row.time("shelved_us", &shelved)
        try row.time("held_until_us", &heldUntil)
        try row.handle("network_hold", &network, .row(of: .networkHolds))
    }
}

extension NetworkHold: StoredRecord {
    static let table = "network_holds"
    static var blank: NetworkHold {
        NetworkHold(
            hold: .blank,
            item: .blank,
            request: RequestID(home: .blank, number: 1),
            conversation: 1,
            attempt: 1,
            pickup: .blank
        )
    }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.handle(.fixed("hold"), &hold, .row(of: .holds))
        try row.handle(.fixed("item"), &item, .row(of: .items))
        try row.handle(.fixed("borrower"), &request.home, .row(of: .institutions))
        try row.integer(.fixed("request"), &request.number, .count)
        try row.integer(.fixed("conversation"), &conversation, .count)
        try row.number(.fixed("attempt"), &attempt, .smallCount)
        try row.handle(.fixed("pickup"), &pickup, .row(of: .institutions))
        try row.duration(.fixed("stay_us"), &stay)
        try row.handle("loan", &loan, .row(of: .loans))
        try row.time("ended_us", &ended)
    }
}

extension Transit: StoredRecord {
    static let table = "transits"
    static var blank: Transit {
        Transit(item: .blank, origin: .blank, destination: .blank, departed: .blank)
    }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.handle(.fixed("item"), &item, .row(of: .items))
        try row.handle(.fixed("origin"), &origin, .row(of: .institutions))
        try row.handle(.fixed("destination"), &destination, .row(of: .institutions))
        try row.choice("state", &state)
        try row.time(.fixed("departed_us"), &departed)
        try row.time("ended_us", &ended)
    }
}

extension GuestItem: StoredRecord {
    static let table = "guest_items"
    static var blank: GuestItem {
        GuestItem(
            owner: .blank,
            hold: .blank,
            request: RequestID(home: .blank, number: 1),
            conversation: 1
        )
    }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.handle(.fixed("owner"), &owner, .row(of: .institutions))
        try row.handle(.fixed("owner_hold"), &hold, .foreign)
        try row.handle(.fixed("borrower"), &request.home, .row(of: .institutions))
        try row.integer(.fixed("request"), &request.number, .count)
        try row.integer(.fixed("conversation"), &conversation, .count)
        try row.choice("state", &state)
        try row.time("arrived_us", &arrived)
        try row.time("held_until_us", &heldUntil)
        try row.duration(.fixed("stay_us"), &stay)
        try row.time("ended_us", &ended)
    }
}

extension LibraryClosure: StoredRecord {
    static let table = "library_closures"
    static var blank: LibraryClosure {
        LibraryClosure(library: .blank, side: .borrowing, first: nil, last: nil, made: .blank)
    }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.handle(.fixed("library"), &library, .row(of: .libraries))
        try row.choice(.fixed("side"), &side)
        try row.day(.fixed("first_day"), &first)
        try row.day(.fixed("last_day"), &last)
        try row.time(.fixed("made_us"), &made)
        try row.time("ended_us", &ended)
    }
}

extension ClosedDays: StoredRecord {
    static let table = "closed_days"
    static var blank: ClosedDays {
        ClosedDays(library: .blank, first: .blank, last: .blank, made: .blank)
    }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.handle(.fixed("library"), &library, .row(of: .libraries))
        try row.day(.fixed("first_day"), &first)
        try row.day(.fixed("last_day"), &last)
        try row.time(.fixed("made_us"), &made)
        try row.flag("is_applied", &isApplied)
    }
}
