package import SimulationKernel

/// A loan, open until it has a time of return.
package struct Loan: Sendable {
    package var patron: PatronID
    package var item: ItemID
    package var terms: LoanTermsID
    package var loaned: SimulationTime
    package var due: SimulationTime
    package var returned: SimulationTime?
    package var renewals: Int32

    package init(
        patron: PatronID,
        item: ItemID,
        terms: LoanTermsID,
        loaned: SimulationTime,
        due: SimulationTime,
        returned: SimulationTime? = nil,
        renewals: Int32 = 0
    ) {
        self.patron = patron
        self.item = item
        self.terms = terms
        self.loaned = loaned
        self.due = due
        self.returned = returned
        self.renewals = renewals
    }

    package var isOpen: Bool { returned == nil }

    /// Whether the loan is open and its due time has passed.
    package func isOverdue(at time: SimulationTime) -> Bool {
        isOpen && due < time
    }
}

/// What a fee was charged for.
package enum FeeKind: UInt8, CaseIterable, Sendable, Codable {
    case overdue, manual

    /// The kind as people read it.
    package var name: String {
        switch self {
        case .overdue: "overdue fine"
        case .manual: "fee"
        }
    }
}

/// A posted fee and what has been paid of it.
package struct Fee: Sendable {
    package var patron: PatronID
    package var loan: LoanID?
    package var kind: FeeKind
    package var posted: SimulationTime
    package var amount: Money
    package var paid: Money

    package init(
        patron: PatronID,
        loan: LoanID?,
        kind: FeeKind,
        posted: SimulationTime,
        amount: Money,
        paid: Money = .zero
    ) {
        self.patron = patron
        self.loan = loan
        self.kind = kind
        self.posted = posted
        self.amount = amount
        self.paid = paid
    }

    /// What is still owed.
    package var owed: Money { amount - paid }
}

/// A request for a title that waits for a copy.
package struct Hold: Sendable {
    /// Where a hold is in its life.
    package enum Status: UInt8, CaseIterable, Sendable, Codable {
        case waiting, onHoldShelf, filled, cancelled

        /// The status as people read it.
        package var name: String {
            switch self {
            case .waiting: "waiting"
            case .onHoldShelf: "on hold shelf"
            case .filled: "filled"
            case .cancelled: "cancelled"
            }
        }

        /// Whether the request still waits for something.
        package var isOpen: Bool { self == .waiting || self == .onHoldShelf }
    }

    package var patron: PatronID
    package var bib: BibID
    package var placed: SimulationTime
    package var status: Status
    /// The copy on the hold shelf.
    package var item: ItemID?

    package init(
        patron: PatronID,
        bib: BibID,
        placed: SimulationTime,
        status: Status = .waiting,
        item: ItemID? = nil
    ) {
        self.patron = patron
        self.bib = bib
        self.placed = placed
        self.status = status
        self.item = item
    }
}
