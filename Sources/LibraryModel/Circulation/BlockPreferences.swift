/// Something that stops a loan or a renewal at the desk.
///
/// Of Alma's list, the inactive account, the missing patron role, another institution's item and the
/// wrong desk are not here: nothing in the model is inactive, patrons hold no roles, and desks are not
/// told apart.
package enum BlockEvent: String, CaseIterable, Sendable {
    case accountBlocked = "account-blocked"
    case accountExpired = "account-expired"
    case feeLimit = "fee-limit"
    case insufficientDueDate = "insufficient-due-date"
    case keptForAnother = "kept-for-another"
    case keptForThisPatron = "kept-for-this-patron"
    case loanLimit = "loan-limit"
    case notLoanable = "not-loanable"
    case notRenewable = "not-renewable"
    case onLoanToAnother = "on-loan-to-another"
    case overdueLimit = "overdue-limit"
    case overdueRecallLimit = "overdue-recall-limit"
    case renewalLimit = "renewal-limit"
    case requestedByAnother = "requested-by-another"

    /// The event behind a refusal; nil where nothing could be overridden.
    package init?(_ refusal: RefusalCode) {
        switch refusal {
        case .accountBlocked: self = .accountBlocked
        case .accountExpired: self = .accountExpired
        case .feeLimit: self = .feeLimit
        case .insufficientDueDate: self = .insufficientDueDate
        case .keptForThisPatron: self = .keptForThisPatron
        case .loanLimit: self = .loanLimit
        case .notLoanable: self = .notLoanable
        case .notRenewable: self = .notRenewable
        case .onLoanToAnother: self = .onLoanToAnother
        case .overdueLimit: self = .overdueLimit
        case .overdueRecallLimit: self = .overdueRecallLimit
        case .renewalLimit: self = .renewalLimit
        case .requestedByAnother: self = .requestedByAnother
        case .reservedForAnother: self = .keptForAnother
        default: return nil
        }
    }
}

/// What the desk does about a block; each who may override includes those above.
package enum BlockPreference: String, CaseIterable, Sendable {
    case noOverride = "no-override"
    case manager
    case desk = "operator"
    case limitedDesk = "operator-limited"
    case automatic

    /// The roles that may override the block; none where nobody may, or nobody need.
    package var roles: [Role] {
        switch self {
        case .noOverride, .automatic: []
        case .manager: [.circulationDeskManager]
        case .desk: [.circulationDeskManager, .circulationDeskOperator]
        case .limitedDesk:
            [
                .circulationDeskManager, .circulationDeskOperator,
                .circulationDeskOperatorLimited,
            ]
        }
    }
}

/// Who may override which block.
package struct BlockPreferences: Hashable, Sendable {
    private var preferences: [BlockPreference]

    /// Creates preferences that differ from the standard ones as given.
    package init(_ changes: [BlockEvent: BlockPreference] = [:]) {
        preferences = BlockEvent.allCases.map { changes[$0] ?? Self.standard($0) }
    }

    package subscript(event: BlockEvent) -> BlockPreference {
        preferences[BlockEvent.allCases.firstIndex(of: event) ?? 0]
    }

    /// Whether somebody with such roles may go on in spite of a block at a library's desk.
    package func allows(
        _ roles: [RoleAssignment],
        toOverride event: BlockEvent,
        at library: LibraryID
    ) -> Bool {
        let preference = self[event]
        return preference == .automatic
            || roles.contains { held in
                preference.roles.contains(held.role)
                    && (held.library == nil || held.library == library)
            }
    }

    /// As Temple University Libraries publish their Alma block preferences; blocks on the patron,
    /// which that list does not have, are the manager's.
    package static func standard(_ event: BlockEvent) -> BlockPreference {
        switch event {
        case .insufficientDueDate, .keptForAnother, .requestedByAnother: .noOverride
        case .accountBlocked, .accountExpired, .feeLimit, .loanLimit, .overdueRecallLimit:
            .manager
        case .notLoanable, .notRenewable, .onLoanToAnother, .overdueLimit, .renewalLimit: .desk
        case .keptForThisPatron: .automatic
        }
    }
}
