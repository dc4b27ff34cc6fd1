package import LibraryModel

/// What participants say to each other.
package enum Message: Sendable, Codable {
    /// A host asks a home institution for a patron, by an identifier or by a reference it already has.
    case findPatron(FindPatron)
    /// The home institution knows the patron.
    case patronFound(PatronDetails)
    /// The home institution gives no patron, and says why.
    case patronNotFound(Refusal)
    /// Somebody looks at a patron's account.
    case accountQuery(AccountQuery)
    /// What the account shows.
    case accountAnswer(AccountAnswer)
    /// A host removed its copy of a patron, last refreshed at the given microsecond since 1970 UTC.
    case accountPurged(PatronReference, refreshed: Int64)

    /// The kind's number in digests.
    package var number: Int64 {
        switch self {
        case .findPatron: 1
        case .patronFound: 2
        case .patronNotFound: 3
        case .accountQuery: 4
        case .accountAnswer: 5
        case .accountPurged: 6
        }
    }

    /// The kind as a journal or a diagram names it.
    package var name: String {
        switch self {
        case .findPatron: "find patron"
        case .patronFound: "patron found"
        case .patronNotFound(let refusal): "no patron: \(refusal.code.rawValue)"
        case .accountQuery(let query): "\(query.topic.rawValue)?"
        case .accountAnswer(let answer):
            switch answer.content {
            case .absent(let refusal): "\(answer.topic.rawValue): \(refusal.code.rawValue)"
            default: "\(answer.topic.rawValue)"
            }
        case .accountPurged: "account purged"
        }
    }
}

/// A look-up of a patron at its home institution.
package struct FindPatron: Sendable, Codable {
    /// By what the patron is known to the asker.
    package enum Key: Sendable, Codable {
        /// What is on the card.
        case identifier(PatronIdentifier)
        /// The record, known from an earlier look-up.
        case reference(PatronReference)
    }

    package var key: Key

    package init(key: Key) {
        self.key = key
    }
}

/// What a home institution shares of a patron: enough to make or refresh a linked account.
///
/// Identifiers are not shared: they belong to their institution.
package struct PatronDetails: Sendable, Codable {
    package var reference: PatronReference
    package var code: String
    package var name: String
    package var group: String
    /// Days since 1970-01-01 of the last day of the account.
    package var expiryDay: Int32
    /// The blocks that the home institution marks as network blocks.
    package var networkBlocks: [BlockLine]
}

/// One look at one part of a patron's account.
package struct AccountQuery: Sendable, Codable {
    /// The parts of an account.
    package enum Topic: String, CaseIterable, Sendable, Codable {
        case loans, requests, balance, blocks, activity
    }

    /// Who looks.
    package enum Viewer: Sendable, Codable, Hashable {
        /// A member of staff of the asking institution, by code.
        case staff(String)
        /// The patron, through discovery.
        case patron
    }

    package var topic: Topic
    package var about: PatronReference
    package var viewer: Viewer
}

/// What an institution says about one part of a patron's account.
package struct AccountAnswer: Sendable, Codable {
    /// The part of the account, or why there is none.
    package enum Content: Sendable, Codable {
        case loans(AccountLoans)
        case requests(AccountRequests)
        case balance(AccountBalance)
        case blocks([BlockLine])
        case activity(Bool)
        case absent(Refusal)
    }

    package var topic: AccountQuery.Topic
    /// When the answer was true, in microseconds since 1970 UTC.
    package var asOf: Int64
    package var content: Content
}
