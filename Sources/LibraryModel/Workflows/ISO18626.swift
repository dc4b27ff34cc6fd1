/// The status of a request as ISO 18626 names it.
package enum ISOStatus: String, CaseIterable, Sendable {
    case requestReceived = "RequestReceived"
    case willSupply = "WillSupply"
    case retryPossible = "RetryPossible"
    case loaned = "Loaned"
    case overdue = "Overdue"
    case recalled = "Recalled"
    case unfilled = "Unfilled"
    case loanCompleted = "LoanCompleted"
    case completedWithoutReturn = "CompletedWithoutReturn"
    case cancelled = "Cancelled"
}

/// What a message between partners means in ISO 18626.
package enum ISOMessage: String, Sendable {
    case request = "Request"
    case willSupply = "SupplyingAgencyMessage WillSupply"
    case retryPossible = "SupplyingAgencyMessage RetryPossible"
    case loaned = "SupplyingAgencyMessage Loaned"
    case unfilled = "SupplyingAgencyMessage Unfilled"
    case overdue = "SupplyingAgencyMessage Overdue"
    case recalled = "SupplyingAgencyMessage Recalled"
    case renewResponse = "SupplyingAgencyMessage RenewResponse"
    case cancelResponse = "SupplyingAgencyMessage CancelResponse"
    case loanCompleted = "SupplyingAgencyMessage LoanCompleted"
    case completedWithoutReturn = "SupplyingAgencyMessage CompletedWithoutReturn"
    case supplierNotification = "SupplyingAgencyMessage Notification"
    case received = "RequestingAgencyMessage Received"
    case cancel = "RequestingAgencyMessage Cancel"
    case renew = "RequestingAgencyMessage Renew"
    case shippedReturn = "RequestingAgencyMessage ShippedReturn"
    case notification = "RequestingAgencyMessage Notification"
}

extension UnfilledReason {
    /// The reason by the open code list of ISO 18626; nil where no partner is told.
    ///
    /// The list has six codes; what it cannot say is a problem of policy.
    package var isoReason: String? {
        switch self {
        case .notHeldElsewhere: "NotHeld"
        case .notAvailable, .notFound: "NotOnShelf"
        case .notLendable: "NonCirculating"
        case .notLending: "NotAvailableForILL"
        case .expired, .patronNotAccepted, .refusedByStaff, .conditionDeclined, .tooExpensive:
            "PolicyProblem"
        case .unreachable, .rotaEnded, .cancelled, .notPickedUp, .notDelivered, .closed,
            .excludedByRule, .notAdmitted, .alreadyRequested, .availableHere:
            nil
        }
    }
}
