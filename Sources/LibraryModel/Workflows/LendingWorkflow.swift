/// Where a lending request is in its life at the lending institution.
public enum LendingState: UInt8, WorkflowState {
    case created, conditional, willSupply, shipped, receivedByPartner, renewalRequested
    case recalled, overdue, returnedByPartner, lost
    case completed, completedWithoutReturn, cancelled, unfilled, expired

    /// Whether nothing follows.
    public var isFinal: Bool {
        switch self {
        case .completed, .completedWithoutReturn, .cancelled, .unfilled, .expired: true
        default: false
        }
    }

    package var isoStatus: ISOStatus? {
        switch self {
        case .created: .requestReceived
        case .conditional: .retryPossible
        case .willSupply: .willSupply
        case .shipped, .receivedByPartner, .renewalRequested, .returnedByPartner: .loaned
        case .recalled: .recalled
        case .overdue, .lost: .overdue
        case .completed: .loanCompleted
        case .completedWithoutReturn: .completedWithoutReturn
        case .cancelled: .cancelled
        case .unfilled, .expired: .unfilled
        }
    }

    /// Whether an item has left for the borrower and is not back.
    public var isOut: Bool {
        switch self {
        case .shipped, .receivedByPartner, .renewalRequested, .recalled, .overdue,
            .returnedByPartner, .lost:
            true
        default: false
        }
    }
}

/// What happens to a lending request.
public enum LendingEvent: UInt8, WorkflowEvent {
    case promise, setCondition, partnerAccepts, refuse, expire
    case ship, scanBack, partnerReceives, becomeOverdue, partnerReturns, checkIn
    case partnerRequestsRenewal, renew, refuseRenewal, recall
    case partnerCancels, refuseCancel, partnerReportsLost, declareLost, closeWithoutReturn
    case partnerAsksAgain, partnerFinds
}

extension Workflow where State == LendingState, Event == LendingEvent {
    /// The lending request.
    package static let lending = Workflow(
        "lending request",
        initial: .created,
        [
            ([.created], .promise, .willSupply, .staff, .willSupply),
            ([.created], .setCondition, .conditional, .staff, .retryPossible),
            ([.conditional], .partnerAccepts, .willSupply, .partner, nil),
            ([.conditional], .partnerAsksAgain, .created, .partner, nil),
            ([.created, .willSupply, .conditional], .refuse, .unfilled, .staff, .unfilled),
            // Not acted on in time: it has passed to the next lender and must not be shipped.
            ([.created, .willSupply, .conditional], .expire, .expired, .job, .unfilled),
            ([.created, .willSupply], .ship, .shipped, .staff, .loaned),
            // Shipped, and then scanned at home: this lender is dropped.
            ([.shipped], .scanBack, .unfilled, .staff, .unfilled),
            (
                [.shipped, .overdue], .partnerReceives, .receivedByPartner, .partner, nil
            ),
            ([.recalled], .partnerReceives, .recalled, .partner, nil),
            (
                [.shipped, .receivedByPartner, .renewalRequested, .recalled], .becomeOverdue,
                .overdue, .job, .overdue
            ),
            (
                [.shipped, .receivedByPartner, .overdue, .recalled], .partnerRequestsRenewal,
                .renewalRequested, .partner, nil
            ),
            ([.renewalRequested], .renew, .receivedByPartner, .system, .renewResponse),
            ([.renewalRequested], .refuseRenewal, .receivedByPartner, .system, .renewResponse),
            ([.shipped, .receivedByPartner], .recall, .recalled, .staff, .recalled),
            (
                [
                    .shipped, .receivedByPartner, .renewalRequested, .recalled, .overdue, .lost,
                ], .partnerReturns, .returnedByPartner, .partner, nil
            ),
            // Back before the borrower's message, or at the lender's own desk: the scan counts.
            (
                [
                    .receivedByPartner, .renewalRequested, .recalled, .overdue, .returnedByPartner,
                    .lost,
                ],
                .checkIn, .completed, .staff, .loanCompleted
            ),
            (
                [.created, .willSupply, .conditional], .partnerCancels, .cancelled, .partner,
                .cancelResponse
            ),
            ([.shipped], .refuseCancel, .shipped, .system, .cancelResponse),
            (
                [.shipped, .receivedByPartner, .renewalRequested, .recalled, .overdue],
                .partnerReportsLost, .lost, .partner, nil
            ),
            (
                [.shipped, .receivedByPartner, .renewalRequested, .recalled, .overdue],
                .declareLost, .lost, .staff, .supplierNotification
            ),
            // With its patron after all, or still in the mail.
            ([.lost], .partnerFinds, .receivedByPartner, .partner, nil),
            (
                [.lost], .closeWithoutReturn, .completedWithoutReturn, .staff,
                .completedWithoutReturn
            ),
        ]
    )
}
