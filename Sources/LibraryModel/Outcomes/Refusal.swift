/// Why something was refused: the rule, the value it met and the limit it set.
///
/// Nearly everything is asked and nearly nothing refused, so what a refusal says lies apart, and one
/// that is not there costs a word.
package struct Refusal: Sendable {
    private final class Content: Sendable {
        let reason: Reason

        init(_ reason: Reason) {
            self.reason = reason
        }
    }

    private struct Reason: Hashable, Sendable, Codable {
        var code: RefusalCode
        var value: Int64
        var limit: Int64
        var detail: String
    }

    private let content: Content

    /// The rule that refused.
    package var code: RefusalCode { content.reason.code }
    /// What was found, in the unit of the rule.
    package var value: Int64 { content.reason.value }
    /// What would have been allowed, in the same unit.
    package var limit: Int64 { content.reason.limit }
    /// Names that the text needs.
    package var detail: String { content.reason.detail }

    package init(_ code: RefusalCode, value: Int64 = 0, limit: Int64 = 0, detail: String = "") {
        content = Content(Reason(code: code, value: value, limit: limit, detail: detail))
    }
}

extension Refusal: Hashable {
    package static func == (left: Self, right: Self) -> Bool {
        left.content.reason == right.content.reason
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(content.reason)
    }
}

extension Refusal: Codable {
    package init(from decoder: any Decoder) throws {
        content = Content(try Reason(from: decoder))
    }

    package func encode(to encoder: any Encoder) throws {
        try content.reason.encode(to: encoder)
    }
}

/// The rules that can refuse; the text is stable and used in scenario files.
package enum RefusalCode: String, CaseIterable, Sendable, Codable {
    case accountBlocked = "account-blocked"
    case accountExpired = "account-expired"
    case accountExternal = "account-external"
    case alreadyHeld = "already-held"
    case amountOutOfRange = "amount-out-of-range"
    case closedForBorrowing = "closed-for-borrowing"
    case copyOfAnother = "copy-of-another"
    case duplicateRequest = "duplicate-request"
    case feeLimit = "fee-limit"
    case feeOfAnotherInstitution = "fee-of-another-institution"
    case hiddenByPolicy = "hidden-by-policy"
    case identifierTaken = "identifier-taken"
    case illegalTransition = "illegal-transition"
    case insufficientDueDate = "insufficient-due-date"
    case itemNotFound = "item-not-found"
    case itemUnavailable = "item-unavailable"
    case keptForThisPatron = "kept-for-this-patron"
    case linkedCopy = "linked-copy"
    case loanLimit = "loan-limit"
    case loanNotOpen = "loan-not-open"
    case noCredit = "no-credit"
    case noLinkedAccountRule = "no-linked-account-rule"
    case noSuchFee = "no-such-fee"
    case notAMember = "not-a-member"
    case notAffiliated = "not-affiliated"
    case notCheckedInHere = "not-checked-in-here"
    case notClosed = "not-closed"
    case notDelivered = "not-delivered"
    case notLoanedHere = "not-lent-to-institution"
    case notLinked = "not-linked"
    case notLoanable = "not-loanable"
    case notOnLoan = "not-on-loan"
    case notRecallable = "not-recallable"
    case notRenewable = "not-renewable"
    case notSearchable = "not-searchable"
    case onLoanToAnother = "on-loan-to-another"
    case overdueLimit = "overdue-limit"
    case overdueRecallLimit = "overdue-recall-limit"
    case overpayment = "overpayment"
    case overrideNotAllowed = "override-not-allowed"
    case ownCopyAvailable = "own-copy-available"
    case ownInstitution = "own-institution"
    case ownerNotAffiliated = "owner-not-affiliated"
    case ownerRequired = "owner-required"
    case patronNotFound = "patron-not-found"
    case renewalLimit = "renewal-limit"
    case requestClosed = "request-closed"
    case requestLimit = "request-limit"
    case requestedByAnother = "requested-by-another"
    case reservedForAnother = "reserved-for-another"
    case roleMissing = "role-missing"
    case timedOut = "timed-out"
    case titleNotHeld = "title-not-held"
    case unreachable = "unreachable"
    case userGroupEmpty = "user-group-empty"

    /// The code's number in digests: its position in the list, which is in order of text, from 1.
    package var number: Int {
        (Self.allCases.firstIndex(of: self) ?? 0) + 1
    }
}

extension Refusal: CustomStringConvertible {
    /// What was refused and why, as a sentence for people.
    package var description: String {
        switch code {
        case .accountBlocked: "the patron has the block \(detail)"
        case .accountExpired: "the patron's account expired on \(detail)"
        case .alreadyHeld: "the patron already waits for this title"
        case .amountOutOfRange: "an amount must be from \(detail)"
        case .accountExternal: "the account is external already"
        case .copyOfAnother: "the record is a copy, which only \(detail) changes"
        case .identifierTaken: "another patron has the identifier '\(detail)'"
        case .feeLimit: "the patron owes \(detail)"
        case .duplicateRequest: "the patron has an open request for this title"
        case .hiddenByPolicy: "\(detail) does not show this patron's account"
        case .illegalTransition: detail
        case .insufficientDueDate: "the item had to leave for its lender by \(detail)"
        case .itemUnavailable: "the item is \(detail)"
        case .linkedCopy:
            "the patron is a linked copy of a record at \(detail), and the network does not share "
                + "identifiers: ask at \(detail)"
        case .keptForThisPatron: "the item is on the hold shelf for this patron"
        case .loanLimit: "the patron would hold \(value) loans, the limit is \(limit)"
        case .loanNotOpen: "the loan is closed"
        case .noLinkedAccountRule: "no linked-account rule is for patrons of \(detail)"
        case .notAMember: "\(detail) is not a member of the network"
        case .notAffiliated:
            detail.isEmpty
                ? "the patron is not affiliated with a resource sharing library, and the "
                    + "institution has \(value) of them, not one"
                : "the patron's list has \(value) resource sharing libraries, not one, and the "
                    + "institution \(detail) has no default"
        case .notCheckedInHere: "items of \(detail) are not checked in here"
        case .notLinked: "the patron has no linked account at \(detail)"
        case .notLoanable: "the terms \(detail) do not allow loans"
        case .notLoanedHere: "items are not lent to patrons of \(detail)"
        case .notOnLoan:
            detail.isEmpty
                ? "the item is not on loan to this patron"
                : "the item is not on loan, but \(detail)"
        case .notRenewable: "the terms \(detail) do not allow renewals"
        case .notSearchable: "patrons of this institution are not searchable by \(detail)"
        case .onLoanToAnother: "the item is on loan to another patron"
        case .overdueLimit: "the patron has \(value) overdue loans, the limit is \(limit)"
        case .overdueRecallLimit:
            "the patron has \(value) recalled loans overdue, the limit is \(limit)"
        case .requestLimit: "the patron would have \(value) open requests, the limit is \(limit)"
        case .overpayment: "only \(detail) is owed"
        case .ownCopyAvailable: "the institution has a copy of its own on the shelf"
        case .ownInstitution:
            detail.isEmpty
                ? "the patron's home is this institution"
                : "the item \(detail) is this institution's own, and is checked in here"
        case .ownerNotAffiliated: "the patron is not affiliated with the library \(detail)"
        case .ownerRequired:
            "the patron has \(value) resource sharing libraries (\(detail)); the request must "
                + "name one"
        case .patronNotFound: "no patron has this \(detail)"
        case .renewalLimit: "renewals end \(limit) days after the loan"
        case .requestClosed: "the request is \(detail)"
        case .reservedForAnother: "the item is on the hold shelf for another patron"
        case .roleMissing: detail
        case .timedOut: "no answer within \(limit) s"
        case .titleNotHeld: "the library holds no copy"
        case .unreachable: "\(detail) cannot be reached"
        case .closedForBorrowing: detail
        case .feeOfAnotherInstitution: "fees of \(detail) are paid there, and not here"
        case .itemNotFound: "\(detail) has no such item"
        case .noCredit: "the institution owes the patron nothing"
        case .noSuchFee:
            "the patron has no open fee of this kind" + (detail.isEmpty ? "" : " \(detail)")
        case .notClosed: "the library \(detail) is not closed"
        case .notDelivered: "items of \(detail) are not delivered there"
        case .notRecallable: "the terms \(detail) do not allow recalls"
        case .overrideNotAllowed: detail
        case .requestedByAnother: "another patron waits for this title"
        case .userGroupEmpty: "the linked-account rule gives no user group"
        }
    }
}
