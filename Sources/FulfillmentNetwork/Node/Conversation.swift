package import LibraryModel

/// A conversation that a participant began and that has not ended; it is state, and lives in the
/// store.
package struct Conversation: Sendable, Codable {
    /// What the conversation is for.
    package enum Purpose: Sendable, Codable {
        /// A desk finds a patron at the home institution, and makes or refreshes the linked
        /// account.
        case findUser(Visit)
        /// The same, and then lends.
        case walkIn(Visit, wanted: WantedItem, stay: Int64?, by: Actor)
        /// A copy is refreshed before its loan is renewed.
        case renewal(loan: LoanID, of: PatronID, by: Actor)
        /// A desk has another institution's item before it.
        case itemReturn(owner: InstitutionID, barcode: String)
        /// What patrons owe elsewhere is asked for.
        case finesReport(FinesReport)
        /// The rules want facts before lenders are chosen.
        case factGathering(FactGathering)
        /// Staff look at a patron's account at other institutions.
        case networkActivity(NetworkActivity)
        /// A patron looks at the own account through discovery.
        case libraryCard(LibraryCard)
    }

    /// A patron of another institution at the desk.
    package struct Visit: Sendable, Codable {
        package var home: InstitutionID
        package var identifier: PatronIdentifier
    }

    package var purpose: Purpose
    /// The number of the timer that ends the waiting.
    package var deadline: Int64
    /// When the conversation began, in microseconds since 1970 UTC.
    package var began: Int64

    package init(purpose: Purpose, deadline: Int64, began: Int64) {
        self.purpose = purpose
        self.deadline = deadline
        self.began = began
    }
}

/// What a patron wants to borrow.
package enum WantedItem: Sendable, Codable, Hashable {
    /// This very copy.
    case item(ItemID)
    /// Any copy of this record.
    case bib(BibID)
}

/// What came of a conversation or a command.
package enum Outcome: Sendable {
    case done
    case loan(LoanID)
    case patron(PatronID)
    case fee(FeeID)
    case hold(HoldID)
    case request(BorrowingRequestID)
    indirect case resourceSharingLibrary(ResourceSharingResolution)
    indirect case assignment(AssignmentReport)
    indirect case accounts(AccountSyncReport)
    indirect case networkActivity(NetworkActivity)
    indirect case libraryCard(LibraryCard)
    case refused(Refusal)

    /// The reason, if refused.
    package var refusal: Refusal? {
        if case .refused(let refusal) = self { refusal } else { nil }
    }

    /// The outcome's number in digests: 0 for accepted, or the refusal's.
    package var number: Int64 {
        Int64(refusal?.code.number ?? 0)
    }
}

/// Whether a command ended at once, or began a conversation that ends later.
package enum CommandResult: Sendable {
    case ended(Outcome)
    case began(ConversationID)
}
