/// Where a borrowing request is in its life at the borrowing institution.
///
/// Our own enumeration: the vendor's code tables are not public in full.
public enum BorrowingState: UInt8, WorkflowState {
    case created, locateInProcess, locateFailed, readyToSend, sent, conditional, willSupply
    case shipped, received, onLoan, renewalRequested, recalledByPartner, overdue
    case returnedByPatron, returnedToPartner, rejectedByPartners, cancelRequested, lost
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
        case .created, .locateInProcess, .locateFailed, .readyToSend, .rejectedByPartners: nil
        case .sent, .cancelRequested: .requestReceived
        case .conditional: .retryPossible
        case .willSupply: .willSupply
        case .shipped, .received, .onLoan, .renewalRequested, .returnedByPatron,
            .returnedToPartner:
            .loaned
        case .recalledByPartner: .recalled
        case .overdue, .lost: .overdue
        case .completed: .loanCompleted
        case .completedWithoutReturn: .completedWithoutReturn
        case .cancelled: .cancelled
        case .unfilled, .expired: .unfilled
        }
    }

    /// Whether a lender has the request before it.
    public var isWithLender: Bool {
        switch self {
        case .created, .locateInProcess, .locateFailed, .readyToSend, .rejectedByPartners: false
        default: !isFinal
        }
    }

    /// Whether an item has left its lender for here and is not on its way back.
    public var hasItem: Bool {
        switch self {
        case .shipped, .received, .onLoan, .renewalRequested, .recalledByPartner, .overdue,
            .returnedByPatron, .lost:
            true
        default: false
        }
    }
}

/// What happens to a borrowing request.
public enum BorrowingEvent: UInt8, WorkflowEvent {
    case locate, locateFinds, locateFails, send, sendToChosenPartner
    case partnerWillSupply, partnerSetsCondition, acceptCondition, declineCondition
    case partnerUnfilled, rotaEnds, giveUp, expire
    case partnerShips, receive, lend, patronReturns, sendBack
    case partnerDelivers, partnerLends, partnerTakesBack
    case becomeOverdue, partnerReportsOverdue
    case requestRenewal, partnerRenews, partnerRefusesRenewal, partnerRecalls
    case partnerCompletes, partnerCompletesWithoutReturn
    case cancel, partnerCancels, partnerRefusesCancel
    case reportLost, partnerDeclaresLost, findItem
    case answerOverdue
    case askAgain
    case cancelShipped
}

extension Workflow where State == BorrowingState, Event == BorrowingEvent {
    /// The borrowing request.
    package static let borrowing = Workflow(
        "borrowing request",
        initial: .created,
        [
            // Again by staff, where a search or a rota came to nothing and is kept; and by rules that
            // choose anew when a lender fails.
            (
                [.created, .readyToSend, .locateFailed, .rejectedByPartners], .locate,
                .locateInProcess, .system, nil
            ),
            ([.locateInProcess], .locateFinds, .readyToSend, .system, nil),
            ([.locateInProcess], .locateFails, .locateFailed, .system, nil),
            ([.readyToSend], .send, .sent, .system, .request),
            (
                [.readyToSend, .locateFailed, .rejectedByPartners], .sendToChosenPartner, .sent,
                .staff, .request
            ),
            ([.sent], .partnerWillSupply, .willSupply, .partner, nil),
            ([.sent], .partnerSetsCondition, .conditional, .partner, nil),
            ([.conditional], .acceptCondition, .willSupply, .staff, .notification),
            ([.conditional], .declineCondition, .readyToSend, .staff, .cancel),
            // The rules ask the same lender again, at its price.
            ([.conditional], .askAgain, .sent, .system, .request),
            // On to the next of the rota; a parcel that was taken back never comes.
            (
                [.sent, .willSupply, .conditional, .shipped, .received], .partnerUnfilled,
                .readyToSend, .partner, nil
            ),
            // The rules give a lender so much time and no more.
            ([.sent, .conditional], .answerOverdue, .readyToSend, .system, .cancel),
            // Nobody fetched the lender's item, and it went home.
            (
                [.sent, .willSupply, .cancelRequested, .shipped, .received], .partnerTakesBack,
                .expired, .partner, nil
            ),
            ([.readyToSend], .rotaEnds, .rejectedByPartners, .system, nil),
            ([.locateFailed, .rejectedByPartners], .giveUp, .unfilled, .system, nil),
            (
                [.created, .locateInProcess, .locateFailed, .readyToSend, .rejectedByPartners],
                .expire, .expired, .job, nil
            ),
            // Nobody fetched it.
            ([.received], .expire, .returnedToPartner, .job, .shippedReturn),
            ([.sent, .willSupply, .cancelRequested], .partnerShips, .shipped, .partner, nil),
            // The lender may have given the parcel up.
            ([.shipped, .lost], .receive, .received, .staff, .received),
            ([.received], .lend, .onLoan, .staff, nil),
            // One word of a lender's may overtake another.
            (
                [.sent, .willSupply, .cancelRequested, .shipped], .partnerDelivers, .received,
                .partner, nil
            ),
            (
                [.sent, .willSupply, .cancelRequested, .shipped, .received], .partnerLends,
                .onLoan, .partner, nil
            ),
            (
                [.onLoan, .recalledByPartner, .renewalRequested], .becomeOverdue, .overdue, .job,
                nil
            ),
            (
                [.onLoan, .recalledByPartner, .renewalRequested], .partnerReportsOverdue,
                .overdue, .partner, nil
            ),
            ([.onLoan, .overdue], .requestRenewal, .renewalRequested, .patron, .renew),
            // A lender that was away may answer when the loan is overdue.
            ([.renewalRequested, .overdue], .partnerRenews, .onLoan, .partner, nil),
            ([.renewalRequested], .partnerRefusesRenewal, .onLoan, .partner, nil),
            (
                [.onLoan, .renewalRequested], .partnerRecalls, .recalledByPartner, .partner, nil
            ),
            (
                [.onLoan, .renewalRequested, .recalledByPartner, .overdue], .patronReturns,
                .returnedByPatron, .patron, nil
            ),
            // What nobody may borrow goes straight back.
            (
                [.received, .returnedByPatron, .lost], .sendBack, .returnedToPartner, .staff,
                .shippedReturn
            ),
            // The lender's word counts, wherever the item was brought back, and may overtake the word
            // that it was shipped.
            (
                [
                    .sent, .willSupply, .cancelRequested,
                    .shipped, .received, .onLoan, .renewalRequested, .recalledByPartner,
                    .overdue, .returnedToPartner, .lost,
                ], .partnerCompletes, .completed, .partner, nil
            ),
            (
                [
                    .sent, .willSupply, .cancelRequested,
                    .shipped, .received, .onLoan, .renewalRequested, .recalledByPartner,
                    .overdue, .lost,
                ], .partnerCompletesWithoutReturn, .completedWithoutReturn, .partner, nil
            ),
            (
                [
                    .created, .locateInProcess, .locateFailed, .readyToSend,
                    .rejectedByPartners,
                ], .cancel, .cancelled, .patron, nil
            ),
            // Of a hold elsewhere the lender may let go even when its item is under way.
            (
                [.sent, .willSupply, .conditional, .shipped, .received], .cancel,
                .cancelRequested, .patron, .cancel
            ),
            // A partner's item goes straight back when it is received, or now.
            ([.shipped], .cancelShipped, .shipped, .patron, nil),
            ([.received], .cancelShipped, .returnedToPartner, .patron, .shippedReturn),
            ([.cancelRequested], .partnerCancels, .cancelled, .partner, nil),
            ([.cancelRequested], .partnerUnfilled, .cancelled, .partner, nil),
            ([.cancelRequested], .partnerRefusesCancel, .willSupply, .partner, nil),
            (
                [.onLoan, .renewalRequested, .recalledByPartner, .overdue], .reportLost, .lost,
                .staff, .notification
            ),
            (
                [.shipped, .onLoan, .renewalRequested, .recalledByPartner, .overdue],
                .partnerDeclaresLost, .lost, .partner, nil
            ),
            ([.lost], .findItem, .onLoan, .staff, nil),
        ]
    )
}
