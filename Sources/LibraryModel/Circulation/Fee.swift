package import SimulationKernel

/// What a fee was charged for.
package enum FeeKind: UInt8, CaseIterable, Sendable, Codable {
    case overdue, manual
    /// The *lost item fine* of the terms, which an account shows as a process fee.
    case lostItemProcess
    case replacement
    /// A credit for a replacement fee, the item having been found.
    case refund

    /// The kind as people read it.
    package var name: String {
        switch self {
        case .overdue: "overdue fine"
        case .manual: "fee"
        case .lostItemProcess: "lost item process fee"
        case .replacement: "lost item replacement fee"
        case .refund: "refund"
        }
    }

    /// The kind as files name it.
    package var code: String {
        switch self {
        case .overdue: "overdue"
        case .manual: "manual"
        case .lostItemProcess: "lost-item-process"
        case .replacement: "replacement"
        case .refund: "refund"
        }
    }
}

/// A posted fee, and what has become of it; a credit is a fee below zero.
package struct Fee: Sendable {
    // In an order that leaves few gaps.
    package var patron: PatronID
    private var loanHandle: OptionalHandle<LoanID>
    package var posted: SimulationTime
    package var amount: Money
    /// What has been paid of it; of a credit, what was paid out or set against other fees, below
    /// zero.
    package var paid: Money
    /// What staff have let the patron off.
    package var waived: Money
    package var kind: FeeKind
    /// Whether the patron disputes it: it is owed, but counts toward no limit and is not collected.
    package var isDisputed: Bool

    package var loan: LoanID? {
        get { loanHandle.value }
        set { loanHandle.value = newValue }
    }

    package init(
        patron: PatronID,
        loan: LoanID?,
        kind: FeeKind,
        posted: SimulationTime,
        amount: Money,
        paid: Money = .zero,
        waived: Money = .zero,
        isDisputed: Bool = false
    ) {
        self.patron = patron
        loanHandle = OptionalHandle(loan)
        self.kind = kind
        self.posted = posted
        self.amount = amount
        self.paid = paid
        self.waived = waived
        self.isDisputed = isDisputed
    }

    /// What is still owed; below zero what the institution owes.
    package var owed: Money { amount - paid - waived }
}
