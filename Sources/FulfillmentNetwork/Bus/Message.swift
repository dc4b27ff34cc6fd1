package import LibraryModel

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
    indirect case located(RequestID, CatalogueTitle, HolderList)
    /// A home institution asks a lender (ISO 18626: Request).
    case supplyRequest(SupplyRequest)
    /// The same of a lender that lends to the patron itself.
    indirect case supplyForPatron(SupplyRequest, SupplyRecipient)
    /// A lender says how it goes on (ISO 18626: SupplyingAgencyMessage).
    case supplierStatus(SupplierStatus)
    /// A lender says how it goes on, and what else the borrower's rules want to know.
    indirect case detailedStatus(SupplierStatus, StatusDetails)
    /// A borrower says how it goes on (ISO 18626: RequestingAgencyMessage).
    case requesterAction(RequesterAction)
    /// An institution publishes how much it has lent and borrowed.
    case loadPublished(PublishedLoad)
    /// A home institution asks the network zone for what a blank form says.
    case locateCitation(RequestID, Citation)
    /// An institution publishes from when until when it does not lend.
    case closurePublished(PublishedClosure)
    /// An institution publishes how many copies it has of a title, and how many may go to partners.
    case holdingPublished(PublishedHolding)
    /// An owner tells where its item is to be fetched that it is on its way.
    case pickupNotice(PickupNotice)
    /// Where an item is to be fetched tells its owner what happens to it.
    case pickupAction(PickupAction)
    /// An owner lends what is about to be handed over, or wants it back.
    case pickupAnswered(PickupAnswer)
    /// A desk has another institution's item before it.
    case itemReturned(ReturnNotice)
    /// The owner takes it back that way, or says why not.
    case returnAnswered(Refusal?)
    /// A home institution asks what its patrons owe.
    case finesQuery([PatronReference])
    /// What they owe.
    case finesAnswer(FinesAnswer)

    /// A home institution asks how a lender's copies of a title are, as its rules want to know.
    case copiesQuery(RequestID, TitleID)
    /// How they are.
    indirect case copiesAnswer(CopiesReport)

    /// Whether the message is sent again until it arrives: a parcel does not wait for its papers.
    var isDurable: Bool {
        switch self {
        case .supplierStatus, .detailedStatus, .requesterAction, .accountPurged, .closurePublished,
            .holdingPublished, .pickupNotice, .pickupAction, .pickupAnswered:
            true
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
        case .supplyRequest, .supplyForPatron: 9
        case .supplierStatus(let status): 10 + 100 * Int64(status.status.rawValue)
        case .requesterAction(let action): 11 + 100 * Int64(action.action.rawValue)
        case .loadPublished: 12
        case .locateCitation: 13
        case .closurePublished: 14
        case .holdingPublished: 15
        case .pickupNotice: 16
        case .pickupAction(let action): 17 + 100 * Int64(action.action.rawValue)
        case .pickupAnswered(let answer): 18 + 100 * Int64(answer.refusal?.code.number ?? 0)
        case .itemReturned: 19
        case .returnAnswered(let refusal): 20 + 100 * Int64(refusal?.code.number ?? 0)
        case .finesQuery: 21
        case .finesAnswer: 22
        case .copiesQuery: 23
        case .copiesAnswer: 24
        case .detailedStatus(let status, _): 25 + 100 * Int64(status.status.rawValue)
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
        case .supplyRequest, .supplyForPatron: "Request"
        case .supplierStatus(let status), .detailedStatus(let status, _): status.status.name
        case .requesterAction(let action): action.action.name
        case .loadPublished: "load published"
        case .locateCitation: "locate citation"
        case .closurePublished: "closure published"
        case .holdingPublished: "holding published"
        case .pickupNotice: "on its way for pickup"
        case .pickupAction(let action): action.action.name
        case .pickupAnswered(let answer):
            answer.refusal.map { "not lent: \($0.code.rawValue)" } ?? "lent"
        case .itemReturned: "item returned"
        case .returnAnswered(let refusal):
            refusal.map { "return refused: \($0.code.rawValue)" } ?? "return taken"
        case .finesQuery(let patrons): "fines of \(patrons.count)?"
        case .finesAnswer: "fines"
        case .copiesQuery: "copies?"
        case .copiesAnswer(let report): "copies: \(report.copies.count)"
        }
    }
}

/// A title as the union catalogue describes it.
package struct CatalogueTitle: Sendable, Codable, Hashable {
    /// nil where nothing was found.
    package var title: TitleID?
    package var code: String
    package var text: String
}

/// An institution that holds a title, as the network zone knows it.
package struct Holder: Sendable, Codable, Hashable {
    package var institution: InstitutionID
    package var copies: Int32
    /// How much it has lent and borrowed.
    package var load: Fact<PublishedLoad>?
    /// Whether one of its copies may go to partners, as published.
    package var isLendable: Bool
    /// Whether it does not lend now, as published.
    package var isClosed: Bool
    /// Until when, in microseconds since 1970 UTC, where it does not lend now.
    package var closedUntil: Int64?
    /// As of when it is known whether it lends, in minutes since 1970 UTC; 0 where it never published
    /// that, or no rule asks.
    package var closureMinute: Int32 = 0

    /// The end of that minute, in microseconds since 1970 UTC: what is later is newer.
    var closureAsOf: Int64 { closureMinute == 0 ? 0 : (Int64(closureMinute) + 1) * 60_000_000 - 1 }
}

/// How many items an institution has out to partners, and how many of theirs it has.
package struct PublishedLoad: Sendable, Codable, Hashable {
    package var lent: Int64
    package var borrowed: Int64

    package init(lent: Int64, borrowed: Int64) {
        self.lent = lent
        self.borrowed = borrowed
    }
}

/// When an institution does not lend, as it published; from and until in microseconds since 1970
/// UTC.
package struct PublishedClosure: Sendable, Codable, Hashable {
    package var from: Int64
    package var until: Int64
    /// When it was published, in microseconds since 1970 UTC, where rules compare it with what replies
    /// carry; 0 otherwise.
    package var asOf: Int64

    package init(from: Int64, until: Int64, asOf: Int64 = 0) {
        self.from = from
        self.until = until
        self.asOf = asOf
    }
}

/// What an institution holds of a title.
package struct PublishedHolding: Sendable, Codable, Hashable {
    package var title: TitleID
    package var copies: Int32
    package var lendable: Int32

    package init(title: TitleID, copies: Int32, lendable: Int32) {
        self.title = title
        self.copies = copies
        self.lendable = lendable
    }
}

/// That an item is on its way to where its patron fetches it.
package struct PickupNotice: Sendable, Codable, Hashable {
    package var hold: HoldID
    package var request: RequestID
    package var attempt: Int32
    /// How long the patron will keep it, in microseconds, where that is known.
    package var stay: Int64?
}

/// What happens to another institution's item where its patron fetches it.
package struct PickupAction: Sendable, Codable, Hashable {
    package enum Action: UInt8, Sendable, Codable {
        case arrived = 1
        case pickedUp, sentBack, returned

        var name: String {
            switch self {
            case .arrived: "arrived for pickup"
            case .pickedUp: "picked up"
            case .sentBack: "sent back"
            case .returned: "returned by patron"
            }
        }
    }

    package var hold: HoldID
    package var action: Action
    /// When it happened, in microseconds since 1970 UTC.
    package var time: Int64
}

/// An owner's word on an item about to be handed over.
package struct PickupAnswer: Sendable, Codable, Hashable {
    package var hold: HoldID
    package var refusal: Refusal?
}

/// That an item was handed over at a desk of another institution.
package struct ReturnNotice: Sendable, Codable, Hashable {
    package var barcode: String
    /// When, in microseconds since 1970 UTC.
    package var time: Int64
}

/// What patrons of the asking institution owe at another.
package struct FinesAnswer: Sendable, Codable, Hashable {
    package struct Line: Sendable, Codable, Hashable {
        package var patron: PatronID
        package var owed: Money
    }

    package var lines: [Line]
    package var asOf: Int64
}

/// A request to lend.
package struct SupplyRequest: Sendable, Codable, Hashable {
    package var request: RequestID
    package var title: TitleID
    /// Which of the borrower's attempts this is, from 1.
    package var attempt: Int32
}

/// For whom a lender is to hold and lend what it is asked for.
package struct SupplyRecipient: Sendable, Codable {
    package var patron: PatronDetails
    /// Where the patron fetches it; nil for at home.
    package var pickup: InstitutionID?
    /// How long the patron will keep it, in microseconds, where that is known.
    package var stay: Int64?
}

/// What a lender says of a request.
package struct SupplierStatus: Sendable, Codable, Hashable {
    /// The statuses of ISO 18626 that are used.
    package enum Status: UInt8, Sendable, Codable {
        case willSupply = 1
        case loaned, unfilled, cancelled, loanCompleted
        case conditional, overdue, recalled, renewed, renewalRefused, cancelRefused
        case lost, completedWithoutReturn
        /// Of a hold for a linked account: the item waits for its patron, or is lent.
        case arrived, checkedOut
        /// The item was left at another institution, which sends it to its lender.
        case handedIn

        /// The status by its ISO 18626 name.
        package var name: String {
            switch self {
            case .willSupply: "WillSupply"
            case .loaned: "Loaned"
            case .unfilled: "Unfilled"
            case .cancelled: "Cancelled"
            case .loanCompleted: "LoanCompleted"
            case .conditional: "RetryPossible"
            case .overdue: "Overdue"
            case .recalled: "Recalled"
            case .renewed: "RenewResponse"
            case .renewalRefused: "RenewResponse (no)"
            case .cancelRefused: "CancelResponse (no)"
            case .lost: "Notification (lost)"
            case .completedWithoutReturn: "CompletedWithoutReturn"
            case .arrived: "Notification (arrived)"
            case .checkedOut: "Notification (lent)"
            case .handedIn: "Notification (handed in elsewhere)"
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
        case shippedReturn, cancel, renew, acceptCondition, reportLost
        /// The request once more, at the price that the lender wants.
        case retry
        /// What was lost is here after all.
        case reportFound

        /// The action by its ISO 18626 name.
        package var name: String {
            switch self {
            case .received: "Received"
            case .shippedReturn: "ShippedReturn"
            case .cancel: "Cancel"
            case .renew: "Renew"
            case .acceptCondition: "Notification (condition accepted)"
            case .reportLost: "Notification (lost)"
            case .reportFound: "Notification (found)"
            case .retry: "Request (Retry)"
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
