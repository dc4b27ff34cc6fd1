package import SimulationKernel

/// A loan, open until it has a time of return.
package struct Loan: Sendable {
    package var patron: PatronID
    package var item: ItemID
    package var terms: LoanTermsID
    package var state: LoanState
    package var loaned: SimulationTime
    package var due: SimulationTime
    /// When the item came back, or the loss was closed.
    package var returned: SimulationTime?
    package var renewals: Int32
    /// When somebody else asked for it.
    package var recalled: SimulationTime?
    /// When it was given up as lost.
    package var lost: SimulationTime?

    package init(
        patron: PatronID,
        item: ItemID,
        terms: LoanTermsID,
        state: LoanState = .onLoan,
        loaned: SimulationTime,
        due: SimulationTime,
        returned: SimulationTime? = nil,
        renewals: Int32 = 0,
        recalled: SimulationTime? = nil,
        lost: SimulationTime? = nil
    ) {
        self.patron = patron
        self.item = item
        self.terms = terms
        self.state = state
        self.loaned = loaned
        self.due = due
        self.returned = returned
        self.renewals = renewals
        self.recalled = recalled
        self.lost = lost
    }

    package var isOpen: Bool { returned == nil }

    /// Whether the loan is open and its due time has passed.
    package func isOverdue(at time: SimulationTime) -> Bool {
        isOpen && due < time
    }
}
