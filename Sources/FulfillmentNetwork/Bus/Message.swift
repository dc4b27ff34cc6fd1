package import LibraryModel
package import RequestRouting

/// What participants say to each other.
///
/// What says much lies apart, so that an envelope is small to copy.
package enum Message: Sendable, Codable {
    /// A host asks a home institution for a patron, by an identifier or by a reference it already
    /// has.
    indirect case findPatron(FindPatron)
    /// The home institution knows the patron.
    indirect case patronFound(PatronDetails)
    /// The home institution gives no patron, and says why.
    indirect case patronNotFound(Refusal)
    /// Somebody looks at a patron's account.
    indirect case accountQuery(AccountQuery)
    /// What the account shows.
    indirect case accountAnswer(AccountAnswer)
    /// A host removed its copy of a patron, last refreshed at the given microsecond since 1970 UTC.
    case accountPurged(PatronReference, refreshed: Int64)

    /// A home institution asks the network zone who holds a title.
    case locate(RequestID, TitleID)
    /// The zone's answer: what the title is, and who holds it, with what is published of each.
    indirect case located(RequestID, CatalogueTitle, [Holder])
    /// A home institution asks a lender (ISO 18626: Request).
    case supplyRequest(SupplyRequest)
    /// A lender says how it goes on (ISO 18626: SupplyingAgencyMessage).
    case supplierStatus(SupplierStatus)
    /// A borrower says how it goes on (ISO 18626: RequestingAgencyMessage).
    case requesterAction(RequesterAction)
    /// An institution publishes how many items it has out to partners.
    case loadPublished(Int64)

    /// Whether the message is sent again until it arrives: a parcel does not wait for its papers.
    var isDurable: Bool {
        switch self {
        case .supplierStatus, .requesterAction, .accountPurged: true
        default: false
        }
    }

    /// The kind's number in digests.
    package var number: Int64 {
        switch self {
        case .findPatron: 1
        case .patronFound: 2
        case .patronNotFound: 3
        case .accountQuery: 4
        case .accountAnswer: 5
        case .accountPurged: 6
        case .locate: 7
        case .located: 8
        case .supplyRequest: 9
        case .supplierStatus(let status): 10 + 100 * Int64(status.status.rawValue)
        case .requesterAction(let action): 11 + 100 * Int64(action.action.rawValue)
        case .loadPublished: 12
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
        case .locate: "locate"
        case .located(_, _, let holders): "located at \(holders.count)"
        case .supplyRequest: "Request"
        case .supplierStatus(let status): status.status.name
        case .requesterAction(let action): action.action.name
        case .loadPublished: "load published"
        }
    }
}

/// A title as the union catalogue describes it.
package struct CatalogueTitle: Sendable, Codable, Hashable {
    package var code: String
    package var text: String
}

/// An institution that holds a title, as the network zone knows it.
package struct Holder: Sendable, Codable, Hashable {
    package var institution: InstitutionID
    /// How many items it has out to partners.
    package var load: Fact<Int64>?
}

/// A request to lend.
package struct SupplyRequest: Sendable, Codable, Hashable {
    package var request: RequestID
    package var title: TitleID
    /// Which of the borrower's attempts this is, from 1.
    package var attempt: Int32
}

/// What a lender says of a request.
package struct SupplierStatus: Sendable, Codable, Hashable {
    /// The statuses of ISO 18626 that are used.
    package enum Status: UInt8, Sendable, Codable {
        case willSupply = 1
        case loaned, unfilled, cancelled, loanCompleted

        /// The status by its ISO 18626 name.
        package var name: String {
            switch self {
            case .willSupply: "WillSupply"
            case .loaned: "Loaned"
            case .unfilled: "Unfilled"
            case .cancelled: "Cancelled"
            case .loanCompleted: "LoanCompleted"
            }
        }
    }

    package var request: RequestID
    package var attempt: Int32
    package var status: Status
    package var reason: UnfilledReason?
    /// When the lender wants the item back, in microseconds since 1970 UTC.
    package var due: Int64?
}

/// What a borrower says of a request.
package struct RequesterAction: Sendable, Codable, Hashable {
    /// The actions of ISO 18626 that are used.
    package enum Action: UInt8, Sendable, Codable {
        case received = 1
        case shippedReturn, cancel

        /// The action by its ISO 18626 name.
        package var name: String {
            switch self {
            case .received: "Received"
            case .shippedReturn: "ShippedReturn"
            case .cancel: "Cancel"
            }
        }
    }

    package var request: RequestID
    package var attempt: Int32
    package var action: Action
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
