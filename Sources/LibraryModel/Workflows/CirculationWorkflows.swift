/// Where a loan is in its life.
public enum LoanState: UInt8, WorkflowState, Codable {
    case onLoan, recalled, overdue, lost, returned, closedAsLost

    package var isFinal: Bool { self == .returned || self == .closedAsLost }
}

/// What happens to a loan.
package enum LoanEvent: UInt8, WorkflowEvent {
    case renew, recall, becomeOverdue, declareLost, ageToLost, findItem, checkIn, closeAsLost
    case correctDue
}

extension Workflow where State == LoanState, Event == LoanEvent {
    /// The loan.
    package static let loan = Workflow(
        "loan",
        initial: .onLoan,
        [
            ([.onLoan, .overdue], .renew, .onLoan, .patron, nil),
            ([.onLoan], .recall, .recalled, .staff, nil),
            ([.overdue], .recall, .overdue, .staff, nil),
            ([.onLoan, .recalled], .becomeOverdue, .overdue, .job, nil),
            // Its due day has become a closed one.
            ([.overdue], .correctDue, .onLoan, .job, nil),
            ([.onLoan, .recalled, .overdue], .declareLost, .lost, .staff, nil),
            ([.overdue], .ageToLost, .lost, .job, nil),
            // Found with the patron: the loan goes on.
            ([.lost], .findItem, .onLoan, .staff, nil),
            ([.onLoan, .recalled, .overdue, .lost], .checkIn, .returned, .staff, nil),
            // Nobody looks for it any more: the item is missing.
            ([.lost], .closeAsLost, .closedAsLost, .staff, nil),
        ]
    )
}

/// Where a hold is in its life.
package enum HoldState: UInt8, WorkflowState, Codable {
    case waiting, inProcess, inTransit, onHoldShelf, atPickupInstitution
    case filled, cancelled, expired

    package var isFinal: Bool { self == .filled || self == .cancelled || self == .expired }

    /// Whether a copy is kept for it.
    package var keepsItem: Bool { self != .waiting && !isFinal }
}

/// What happens to a hold.
package enum HoldEvent: UInt8, WorkflowEvent {
    case pull, shelve, ship, arrive, pickUp, cancel, expire, loseItem
}

extension Workflow where State == HoldState, Event == HoldEvent {
    /// The hold.
    package static let hold = Workflow(
        "hold",
        initial: .waiting,
        [
            ([.waiting], .pull, .inProcess, .staff, nil),
            ([.waiting], .shelve, .onHoldShelf, .staff, nil),
            ([.inProcess], .ship, .inTransit, .staff, .loaned),
            ([.inTransit], .arrive, .atPickupInstitution, .partner, .supplierNotification),
            // Any copy of the title ends the wait.
            (
                [.waiting, .onHoldShelf, .inTransit, .atPickupInstitution], .pickUp, .filled,
                .patron, .supplierNotification
            ),
            (
                [.waiting, .inProcess, .inTransit, .onHoldShelf, .atPickupInstitution], .cancel,
                .cancelled, .staff, .unfilled
            ),
            (
                [.waiting, .inProcess, .inTransit, .onHoldShelf, .atPickupInstitution], .expire,
                .expired, .job, .unfilled
            ),
            (
                [.inProcess, .inTransit, .onHoldShelf, .atPickupInstitution], .loseItem,
                .waiting, .staff, nil
            ),
        ]
    )
}

/// Where an item that travels between institutions is.
package enum TransitState: UInt8, WorkflowState, Codable {
    case inTransit, arrived

    package var isFinal: Bool { self != .inTransit }
}

/// What happens to an item in transit.
package enum TransitEvent: UInt8, WorkflowEvent {
    case arrive
}

extension Workflow where State == TransitState, Event == TransitEvent {
    /// The item in transit.
    package static let transit = Workflow(
        "item in transit",
        initial: .inTransit,
        [
            ([.inTransit], .arrive, .arrived, .staff, nil)
        ]
    )
}

/// Where another institution's item is, at the institution where its patron fetches it.
package enum GuestItemState: UInt8, WorkflowState, Codable {
    case underway, unwanted, onHoldShelf, askedFor, onLoan, sentBack

    package var isFinal: Bool { self == .sentBack }
}

/// What happens to another institution's item.
package enum GuestItemEvent: UInt8, WorkflowEvent {
    case arrive, askFor, ownerLends, ownerRefuses, patronReturns, expire, ownerRecalls
    case ownerHasItem, sendBack
}

extension Workflow where State == GuestItemState, Event == GuestItemEvent {
    /// Another institution's item at the institution of pickup.
    package static let guestItem = Workflow(
        "item of another institution",
        initial: .underway,
        [
            ([.underway], .arrive, .onHoldShelf, .staff, .notification),
            ([.onHoldShelf], .askFor, .askedFor, .patron, .notification),
            ([.askedFor], .ownerLends, .onLoan, .partner, nil),
            ([.askedFor], .ownerRefuses, .sentBack, .partner, .shippedReturn),
            ([.onLoan], .patronReturns, .sentBack, .patron, .shippedReturn),
            // Brought back somewhere else.
            ([.onLoan], .ownerHasItem, .sentBack, .partner, nil),
            ([.onHoldShelf], .expire, .sentBack, .job, .shippedReturn),
            // Staff do not wait for the patron.
            ([.onHoldShelf], .sendBack, .sentBack, .staff, .shippedReturn),
            ([.onHoldShelf], .ownerRecalls, .sentBack, .partner, .shippedReturn),
            // Not yet here: it goes back as soon as it is.
            ([.underway], .ownerRecalls, .unwanted, .partner, nil),
            ([.unwanted], .arrive, .sentBack, .staff, .shippedReturn),
        ]
    )
}

/// Where a visiting patron's account is in its life.
package enum LinkedAccountState: UInt8, WorkflowState, Codable {
    case linked, expired, purged

    package var isFinal: Bool { self == .purged }
}

/// What happens to a linked account.
package enum LinkedAccountEvent: UInt8, WorkflowEvent {
    case refresh, expire, purge
}

extension Workflow where State == LinkedAccountState, Event == LinkedAccountEvent {
    /// The linked account.
    package static let linkedAccount = Workflow(
        "linked account",
        initial: .linked,
        [
            ([.linked, .expired], .refresh, .linked, .system, nil),
            ([.linked], .expire, .expired, .system, nil),
            ([.linked, .expired], .purge, .purged, .job, nil),
        ]
    )
}
