public import SimulationKernel

/// A loan, open until it has a time of return.
///
/// A run keeps every loan there ever was, so what may be missing is kept small.
public struct Loan: Sendable {
    /// Who has the item.
    public var patron: PatronID
    /// What is lent.
    public var item: ItemID
    /// The terms under which it is lent.
    public var terms: LoanTermsID
    @usableFromInline var renewalCount: UInt16
    /// Where the loan is in its life.
    public var state: LoanState
    /// When it was made.
    public var loaned: SimulationTime
    /// When the item is due back.
    public var due: SimulationTime
    @usableFromInline var returnedTime: OptionalTime
    @usableFromInline var recalledTime: OptionalTime
    @usableFromInline var lostTime: OptionalTime

    /// How often it was renewed, as far as two bytes count.
    @inlinable public var renewals: Int32 {
        get { Int32(renewalCount) }
        set { renewalCount = UInt16(clamping: newValue) }
    }

    /// When the item came back, or the loss was closed.
    @inlinable public var returned: SimulationTime? {
        get { returnedTime.value }
        set { returnedTime.value = newValue }
    }

    /// When somebody else asked for it.
    @inlinable public var recalled: SimulationTime? {
        get { recalledTime.value }
        set { recalledTime.value = newValue }
    }

    /// When it was given up as lost.
    @inlinable public var lost: SimulationTime? {
        get { lostTime.value }
        set { lostTime.value = newValue }
    }

    /// Makes a loan.
    public init(
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

    /// Whether the item has not come back.
    @inlinable public var isOpen: Bool { returned == nil }

    /// Whether the loan is open and its due time has passed; what was given up as lost is not late any
    /// more.
    @inlinable
    public func isOverdue(at time: SimulationTime) -> Bool {
        isOpen && due < time && state != .lost
    }
}
