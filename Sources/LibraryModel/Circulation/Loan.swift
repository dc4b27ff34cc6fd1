package import SimulationKernel

/// A loan, open until it has a time of return.
///
/// A run keeps every loan there ever was, so what may be missing is kept small.
package struct Loan: Sendable {
    package var patron: PatronID
    package var item: ItemID
    package var terms: LoanTermsID
    @usableFromInline var renewalCount: UInt16
    package var state: LoanState
    package var loaned: SimulationTime
    package var due: SimulationTime
    @usableFromInline var returnedTime: OptionalTime
    @usableFromInline var recalledTime: OptionalTime
    @usableFromInline var lostTime: OptionalTime

    /// How often it was renewed, as far as two bytes count.
    @inlinable package var renewals: Int32 {
        get { Int32(renewalCount) }
        set { renewalCount = UInt16(clamping: newValue) }
    }

    /// When the item came back, or the loss was closed.
    @inlinable package var returned: SimulationTime? {
        get { returnedTime.value }
        set { returnedTime.value = newValue }
    }

    /// When somebody else asked for it.
    @inlinable package var recalled: SimulationTime? {
        get { recalledTime.value }
        set { recalledTime.value = newValue }
    }

    /// When it was given up as lost.
    @inlinable package var lost: SimulationTime? {
        get { lostTime.value }
        set { lostTime.value = newValue }
    }

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
        returnedTime = OptionalTime(returned)
        renewalCount = UInt16(clamping: renewals)
        recalledTime = OptionalTime(recalled)
        lostTime = OptionalTime(lost)
    }

    @inlinable package var isOpen: Bool { returned == nil }

    /// Whether the loan is open and its due time has passed.
    @inlinable
    package func isOverdue(at time: SimulationTime) -> Bool {
        isOpen && due < time
    }
}
