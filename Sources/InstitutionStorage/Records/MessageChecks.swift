import FulfillmentNetwork
import LibraryModel

// What the JSON of a message or a conversation may refer to: a look-up by a number from a file must
// not miss its table.

extension Message {
    func check(against references: References) throws(BrokenValue) {
        let check = JSONCheck(column: "message", references: references)
        switch self {
        case .findPatron(let request):
            switch request.key {
            case .identifier(let identifier): try check.identifier(identifier)
            case .reference(let reference): try check.reference(reference)
            }
        case .patronFound(let details):
            try check.reference(details.reference)
            try check.value(Int64(details.expiryDay), .day)
        case .patronNotFound: break
        case .accountQuery(let query): try check.reference(query.about)
        case .accountAnswer(let answer):
            try check.value(answer.asOf, .time)
            switch answer.content {
            case .loans(let loans): try check.loans(loans)
            case .requests(let requests): try check.requests(requests)
            case .balance(let balance): try check.balance(balance)
            case .blocks, .activity, .absent: break
            }
        case .accountPurged(let reference, let refreshed):
            try check.reference(reference)
            try check.value(refreshed, .time)
        case .locate(let request, let title):
            try check.request(request)
            try check.handle(title, .foreign)
        case .located(let request, let found, let holders):
            try check.request(request)
            if let title = found.title { try check.handle(title, .foreign) }
            for holder in holders {
                try check.handle(holder.institution, .row(of: .institutions))
            }
        case .supplyRequest(let supply):
            try check.request(supply.request)
            try check.handle(supply.title, .foreign)
        case .supplyForPatron(let supply, let recipient):
            try check.request(supply.request)
            try check.handle(supply.title, .foreign)
            try check.reference(recipient.patron.reference)
            try check.value(Int64(recipient.patron.expiryDay), .day)
            if let pickup = recipient.pickup {
                try check.handle(pickup, .row(of: .institutions))
            }
            if let stay = recipient.stay { try check.value(stay, .time) }
        case .supplierStatus(let status):
            try check.request(status.request)
            if let due = status.due { try check.value(due, .time) }
        case .detailedStatus(let status, let details):
            try check.request(status.request)
            if let due = status.due { try check.value(due, .time) }
            try check.value(details.asOf, .time)
            for line in details.facts { try check.value(line.value, .count) }
            if let price = details.price { try check.value(price.amount.minorUnits, .amount) }
        case .requesterAction(let action): try check.request(action.request)
        case .loadPublished(let load):
            try check.value(load.lent, .count)
            try check.value(load.borrowed, .count)
        case .locateCitation(let request, _): try check.request(request)
        case .closurePublished(let closure):
            try check.value(closure.from, .range(0 ... .max))
            try check.value(closure.until, .range(0 ... .max))
            try check.value(closure.asOf, .time)
        case .holdingPublished(let holding):
            try check.handle(holding.title, .foreign)
            try check.value(Int64(holding.copies), .smallCount)
            try check.value(Int64(holding.lendable), .smallCount)
        case .pickupNotice(let notice):
            try check.handle(notice.hold, .foreign)
            try check.request(notice.request)
            if let stay = notice.stay { try check.value(stay, .time) }
        case .pickupAction(let action):
            try check.handle(action.hold, .foreign)
            try check.value(action.time, .time)
        case .pickupAnswered(let answer): try check.handle(answer.hold, .foreign)
        case .itemReturned(let notice): try check.value(notice.time, .time)
        case .returnAnswered: break
        case .copiesQuery(let request, let title):
            try check.request(request)
            try check.handle(title, .foreign)
        case .copiesAnswer(let report): try check.copies(report)
        case .finesQuery(let patrons):
            for patron in patrons { try check.reference(patron) }
        case .finesAnswer(let answer):
            try check.value(answer.asOf, .time)
            for line in answer.lines {
                try check.handle(line.patron, .foreign)
                try check.value(line.owed.minorUnits, .amount)
            }
        }
    }
}

extension Conversation.Purpose {
    func check(against references: References) throws(BrokenValue) {
        let check = JSONCheck(column: "purpose", references: references)
        switch self {
        case .findUser(let visit): try check.visit(visit)
        case .walkIn(let visit, let wanted, let stay, let actor):
            if let staff = actor.staff { try check.handle(staff, .row(of: .staff)) }
            try check.visit(visit)
            switch wanted {
            case .item(let item): try check.handle(item, .row(of: .items))
            case .bib(let bib): try check.handle(bib, .row(of: .bibs))
            }
            if let stay { try check.value(stay, .time) }
        case .renewal(let loan, let patron, let actor):
            if let staff = actor.staff { try check.handle(staff, .row(of: .staff)) }
            try check.handle(loan, .row(of: .loans))
            try check.handle(patron, .row(of: .patrons))
        case .itemReturn(let owner, _): try check.handle(owner, .row(of: .institutions))
        case .factGathering(let gathering):
            try check.handle(gathering.request, .row(of: .borrowingRequests))
            if let title = gathering.found.title { try check.handle(title, .foreign) }
            let answered = gathering.answers.map(\.institution)
            let all = gathering.holders.map(\.institution) + gathering.waiting + gathering.silent
            for institution in all + answered {
                try check.handle(institution, .row(of: .institutions))
            }
            for answer in gathering.answers { try check.copies(answer.report) }
        case .finesReport(let report):
            for host in report.waiting { try check.handle(host, .row(of: .institutions)) }
        case .networkActivity(let activity):
            try check.handle(activity.asker, .row(of: .institutions))
            try check.reference(activity.about)
            for part in activity.parts { try check.part(part) }
        case .libraryCard(let card):
            try check.reference(card.about)
            try check.part(card.home)
            for part in card.institutions { try check.part(part) }
            if let chosen = card.chosen { try check.part(chosen) }
        }
    }
}

/// Checks of the numbers within a JSON column.
private struct JSONCheck {
    let column: Column
    let references: References

    func value(_ value: Int64, _ domain: Domain) throws(BrokenValue) {
        switch domain {
        case .range(let range):
            guard !range.contains(value) else { return }
            throw BrokenValue(
                column,
                found: "\(value)",
                expected: "an integer from \(range.lowerBound) to \(range.upperBound)"
            )
        case .row(let referenced):
            guard !references[referenced].contains(value) else { return }
            throw BrokenValue(
                column,
                found: "\(value)",
                expected: "one of the \(references[referenced].count) rows of \(referenced.table)"
            )
        }
    }

    func request(_ request: RequestID) throws(BrokenValue) {
        try handle(request.home, .row(of: .institutions))
        try value(request.number, .count)
    }

    func handle(_ handle: some RecordHandle, _ domain: Domain) throws(BrokenValue) {
        try value(Int64(handle.index), domain)
    }

    func reference(_ reference: PatronReference) throws(BrokenValue) {
        try handle(reference.institution, .row(of: .institutions))
        try handle(reference.patron, .foreign)
    }

    func identifier(_ identifier: PatronIdentifier) throws(BrokenValue) {
        try handle(identifier.kind, .row(of: .identifierKinds))
    }

    func visit(_ visit: Conversation.Visit) throws(BrokenValue) {
        try handle(visit.home, .row(of: .institutions))
        try identifier(visit.identifier)
    }

    func copies(_ report: CopiesReport) throws(BrokenValue) {
        try value(report.asOf, .time)
        try value(Int64(report.holds), .smallCount)
        for copy in report.copies {
            try handle(copy.item, .foreign)
            if let due = copy.due { try value(due, .time) }
        }
    }

    func part(_ part: AccountPart) throws(BrokenValue) {
        try handle(part.institution, .row(of: .institutions))
        if let data = part.loans.data { try loans(data) }
        if let data = part.requests.data { try requests(data) }
        if let data = part.balance.data { try balance(data) }
    }

    func loans(_ loans: AccountLoans) throws(BrokenValue) {
        try value(Int64(loans.count), .smallCount)
        try value(Int64(loans.overdue), .smallCount)
        for line in loans.lines ?? [] {
            try value(line.loaned, .time)
            try value(line.due, .time)
            try value(line.accruingFine.minorUnits, .amount)
        }
    }

    func requests(_ requests: AccountRequests) throws(BrokenValue) {
        try value(Int64(requests.count), .smallCount)
        for line in requests.lines ?? [] { try value(line.placed, .time) }
    }

    func balance(_ balance: AccountBalance) throws(BrokenValue) {
        guard Currency(code: balance.currency.code) == balance.currency else {
            throw BrokenValue(
                column,
                found: "'\(balance.currency.code)' with \(balance.currency.digits) digits",
                expected: "a currency of ISO 4217"
            )
        }
        try value(balance.owed.minorUnits, .amount)
        try value(balance.accruing.minorUnits, .amount)
        for line in balance.fees ?? [] {
            try value(line.posted, .time)
            try value(line.amount.minorUnits, .amount)
            try value(line.owed.minorUnits, .amount)
        }
    }
}
