/// Where a borrowing request is in its life at the borrowing institution.
///
/// Our own enumeration: the vendor's code tables are not public in full.
package enum BorrowingState: UInt8, WorkflowState {
    case created, locateInProcess, readyToSend, sent, willSupply, conditional, shipped
    case received, onLoan, overdue, returnedByPatron, returnedToPartner
    case cancelRequested
    case completed, cancelled, unfilled, expired, lost

    package var isFinal: Bool {
        switch self {
        case .completed, .cancelled, .unfilled, .expired, .lost: true
        default: false
        }
    }
}

/// What happens to a borrowing request.
package enum BorrowingEvent: UInt8, WorkflowEvent {
    case locate, locateFinds, locateFails, send
    case partnerWillSupply, partnerSetsCondition, acceptCondition, declineCondition
    case partnerUnfilled, rotaEnds, expire
    case partnerShips, receive, lend, becomesOverdue, patronReturns, sendBack
    case partnerCompletes
    case cancel, partnerCancels, partnerRefusesCancel
    case declareLost
}

extension Workflow where State == BorrowingState, Event == BorrowingEvent {
    /// The borrowing request.
    package static let borrowing = Workflow(
        "borrowing request",
        initial: .created,
        [
            ([.created], .locate, .locateInProcess, .system, nil),
            ([.locateInProcess], .locateFinds, .readyToSend, .system, nil),
            ([.locateInProcess], .locateFails, .unfilled, .system, nil),
            ([.readyToSend], .send, .sent, .system, .request),
            ([.sent], .partnerWillSupply, .willSupply, .partner, nil),
            ([.sent], .partnerSetsCondition, .conditional, .partner, nil),
            ([.conditional], .acceptCondition, .willSupply, .staff, .notification),
            ([.conditional], .declineCondition, .readyToSend, .staff, .cancel),
            // On to the next of the rota.
            (
                [.sent, .willSupply, .conditional], .partnerUnfilled, .readyToSend, .partner, nil
            ),
            ([.readyToSend], .rotaEnds, .unfilled, .system, nil),
            (
                [.created, .locateInProcess, .readyToSend, .sent, .willSupply, .conditional],
                .expire, .expired, .job, nil
            ),
            ([.sent, .willSupply, .cancelRequested], .partnerShips, .shipped, .partner, nil),
            ([.shipped], .receive, .received, .staff, .received),
            ([.received], .lend, .onLoan, .staff, nil),
            ([.onLoan], .becomesOverdue, .overdue, .job, nil),
            ([.onLoan, .overdue], .patronReturns, .returnedByPatron, .patron, nil),
            // What nobody fetches goes straight back.
            (
                [.received, .returnedByPatron], .sendBack, .returnedToPartner, .staff,
                .shippedReturn
            ),
            ([.returnedToPartner], .partnerCompletes, .completed, .partner, nil),
            ([.created, .locateInProcess, .readyToSend], .cancel, .cancelled, .patron, nil),
            ([.sent, .willSupply, .conditional], .cancel, .cancelRequested, .patron, .cancel),
            ([.cancelRequested], .partnerCancels, .cancelled, .partner, nil),
            ([.cancelRequested], .partnerUnfilled, .cancelled, .partner, nil),
            ([.cancelRequested], .partnerRefusesCancel, .willSupply, .partner, nil),
            ([.shipped, .received, .onLoan, .overdue], .declareLost, .lost, .staff, .notification),
        ]
    )
}

/// Where a lending request is in its life at the lending institution.
package enum LendingState: UInt8, WorkflowState {
    case created, willSupply, conditional, shipped, receivedByPartner, overdue
    case returnedByPartner
    case completed, cancelled, unfilled, expired, lost

    package var isFinal: Bool {
        switch self {
        case .completed, .cancelled, .unfilled, .expired, .lost: true
        default: false
        }
    }
}

/// What happens to a lending request.
package enum LendingEvent: UInt8, WorkflowEvent {
    case promise, setCondition, partnerAccepts, refuse, expire
    case ship, partnerReceives, becomesOverdue, partnerReturns, checkIn
    case partnerCancels, partnerReportsLost
}

extension Workflow where State == LendingState, Event == LendingEvent {
    /// The lending request.
    package static let lending = Workflow(
        "lending request",
        initial: .created,
        [
            ([.created], .promise, .willSupply, .staff, .willSupply),
            ([.created], .setCondition, .conditional, .staff, .willSupply),
            ([.conditional], .partnerAccepts, .willSupply, .partner, nil),
            ([.created, .willSupply, .conditional], .refuse, .unfilled, .staff, .unfilled),
            // Not acted on in time: it has passed to the next lender and must not be shipped.
            ([.created, .willSupply, .conditional], .expire, .expired, .job, .unfilled),
            ([.created, .willSupply], .ship, .shipped, .staff, .loaned),
            ([.shipped, .overdue], .partnerReceives, .receivedByPartner, .partner, nil),
            ([.shipped, .receivedByPartner], .becomesOverdue, .overdue, .job, .overdue),
            (
                [.shipped, .receivedByPartner, .overdue], .partnerReturns, .returnedByPartner,
                .partner, nil
            ),
            // Back before the borrower's message: the scan counts.
            (
                [.shipped, .receivedByPartner, .overdue, .returnedByPartner], .checkIn,
                .completed, .staff, .loanCompleted
            ),
            (
                [.created, .willSupply, .conditional], .partnerCancels, .cancelled, .partner,
                .cancelResponse
            ),
            (
                [.shipped, .receivedByPartner, .overdue], .partnerReportsLost, .lost, .partner,
                nil
            ),
        ]
    )
}
