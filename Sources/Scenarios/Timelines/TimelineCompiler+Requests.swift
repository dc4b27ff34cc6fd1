import FulfillmentNetwork
import LibraryModel
import SimulationKernel

// What is done about requests, by borrowers and by lenders.
extension TimelineCompiler {
    func request(_ body: Element, at time: SimulationTime) -> TimelineStep.Action? {
        guard let patron = patron(body["patron"]), let wanted = requested(body) else { return nil }
        let home = patron.institution
        let node = network.node(home)
        var owner: LibraryID?
        if let element = body["owner"] {
            owner = code(element, "library", node.institution.libraries.map(\.code), at: node)
            guard owner != nil else { return nil }
        }
        let pickup = institution(body["pickup"])
        if body["pickup"] != nil, pickup == nil { return nil }
        let service = service(body, at: node.institution)
        if let neededBy = service.neededBy, neededBy <= time, let element = body["needed-by"] {
            diagnostics.error(
                "what is asked for at \(node.institution.zone.civil(at: time).iso8601) cannot be "
                    + "there by \(node.institution.zone.civil(at: neededBy).iso8601)",
                at: element.place,
                hint: "give a later day, or leave it out"
            )
        }
        return .command(at: home, kind: .command) { _ in
            .accepted(
                .request(
                    patron: patron.patron,
                    wanted: wanted,
                    owner: owner,
                    pickup: pickup,
                    service: service
                )
            )
        }
    }

    /// What is asked for besides the title.
    private func service(_ body: Element, at home: Institution) -> RequestedService {
        let neededBy = body["needed-by"].flatMap { element in
            element.date.map { home.zone.endOfDay($0) }
                ?? element.civilDateTime.map { home.zone.instant(of: $0) }
        }
        return RequestedService(
            level: body["service-level"]?.serviceLevel,
            maximumCost: amount(body["maximum-cost"], at: home.id),
            neededBy: neededBy,
            isExpedited: body["expedited"]?.boolean ?? false
        )
    }

    /// What a request is for: a title, or what a blank form says.
    private func requested(_ body: Element) -> RequestedTitle? {
        switch (body["title"], body["blank"]) {
        case (let element?, nil): return title(element).map { .title($0) }
        case (nil, let form?):
            let citation = Citation(
                title: form["title"]?.text ?? "",
                systemNumber: form["system-number"]?.text ?? ""
            )
            if form["system-number"] != nil {
                for needless in form.entries where needless.key != "system-number" {
                    diagnostics.error(
                        "beside a system number '\(needless.key)' says nothing",
                        at: needless.keyPlace,
                        hint: "remove one of them"
                    )
                }
            }
            if citation.title.isEmpty, citation.systemNumber.isEmpty {
                diagnostics.error(
                    "the form is blank",
                    at: form.place,
                    hint: "give 'title' or 'system-number'"
                )
                return nil
            }
            return .citation(citation)
        default:
            diagnostics.error(
                "what is wanted must be said by either 'title' or 'blank'",
                at: body.place,
                hint: "give one of them"
            )
            return nil
        }
    }

    /// The patron whose request is meant, and of which title; any, where none is named.
    private func wish(_ body: Element) -> Wish? {
        guard let patron = patron(body["patron"]) else { return nil }
        guard let element = body["title"] else { return Wish(patron: patron, title: nil) }
        return title(element).map { Wish(patron: patron, title: $0) }
    }

    func onRequest(_ body: Element, _ verb: String) -> TimelineStep.Action? {
        guard let wish = wish(body) else { return nil }
        let lender = institution(body["to"])
        if body["to"] != nil, lender == nil { return nil }
        return .command(at: wish.patron.institution, kind: .command) { [network] node in
            guard let id = wish.request(at: node) else {
                return .refused(Refusal(.requestClosed, detail: "not there"))
            }
            switch verb {
            case "send-back": return .accepted(.sendBack(id))
            case "cancel-request": return .accepted(.cancelRequest(id))
            case "send-request": return .accepted(.sendRequest(id, to: lender))
            case "locate-again": return .accepted(.locateAgain(id))
            case "accept-condition": return .accepted(.answerCondition(id, accepts: true))
            case "decline-condition": return .accepted(.answerCondition(id, accepts: false))
            default: break
            }
            let request = node.borrowing[id.position]
            if let item = request.item { return .accepted(.checkIn(item)) }
            let requestID = RequestID(home: node.id, number: Int64(id.index) + 1)
            // Fetched elsewhere, it is brought back like any other item of its owner, whose barcode is on
            // it.
            if node.guestItem(of: requestID) == nil, let lender = request.lender,
                let barcode = network.node(lender).barcodeOnLoan(for: requestID)
            {
                return .accepted(.takeBack(owner: lender, barcode: barcode))
            }
            return .accepted(.bringBack(id))
        }
    }

    func onLending(_ body: Element, _ verb: String) -> TimelineStep.Action? {
        guard let at = institution(body["at"]), let wish = wish(body) else { return nil }
        let home = network.node(wish.patron.institution)
        let reason =
            UnfilledReason.allCases.first { $0.code == body["reason"]?.text } ?? .refusedByStaff
        let price = amount(body["price"], at: at)
        return .command(at: at, kind: .command) { [network] node in
            // The partner's staff speak of the request by its number.
            guard let request = wish.request(at: network.node(home.id)),
                let id = node.lendingRequest(
                    RequestID(home: home.id, number: Int64(request.index) + 1)
                )
            else { return .refused(Refusal(.requestClosed, detail: "not there")) }
            switch verb {
            case "will-supply": return .accepted(.promise(id))
            case "set-condition": return .accepted(.setCondition(id, price: price))
            case "refuse-request": return .accepted(.refuse(id, reason))
            case "ship": return .accepted(.ship(id))
            case "recall-from-partner": return .accepted(.recallFromPartner(id))
            case "lost-by-partner": return .accepted(.declareLostByPartner(id))
            default: return .accepted(.closeWithoutReturn(id))
            }
        }
    }

    func returnElsewhere(_ body: Element) -> TimelineStep.Action? {
        guard let at = institution(body["at"]), let owner = institution(body["owner"]),
            item(body["item"], at: network.node(owner)) != nil,
            let barcode = body["item"]?.text
        else { return nil }
        return .command(at: at, kind: .command) { _ in
            .accepted(.takeBack(owner: owner, barcode: barcode))
        }
    }

    func closure(_ body: Element, _ verb: String) -> TimelineStep.Action? {
        guard let at = institution(body["at"]) else { return nil }
        let node = network.node(at)
        var library: LibraryID?
        if let element = body["library"] {
            library = code(element, "library", node.institution.libraries.map(\.code), at: node)
            guard library != nil else { return nil }
        }
        let first = body["from"]?.date
        let last = body["to"]?.date
        if let first, let last, last < first, let element = body["to"] {
            diagnostics.error(
                "the last day, \(last), lies before the first, \(first)",
                at: element.place,
                hint: "exchange the two"
            )
            return nil
        }
        if verb == "close-days" {
            guard let first, let last else { return nil }
            return .command(at: at, kind: .command) { _ in
                .accepted(.closeDays(library, first: first, last: last))
            }
        }
        guard let library else { return nil }
        let isResourceSharing = node.institution.libraries[library.position].isResourceSharing
        if !isResourceSharing, let element = body["library"] {
            diagnostics.error(
                "library '\(element.text ?? "")' of \(node.institution.code) is not a resource "
                    + "sharing library",
                at: element.place,
                hint: "name one that is, or give it 'resource-sharing: true'"
            )
            return nil
        }
        let named = body["for"]?.items.compactMap(\.text)
        let sides = ClosableSide.allCases.filter { named?.contains($0.code) ?? true }
        return .command(at: at, kind: .command) { _ in
            .accepted(
                verb == "open-library"
                    ? .openLibrary(library, sides)
                    : .closeLibrary(library, sides, first: first, last: last)
            )
        }
    }
}

/// A request as a file speaks of it: the patron's last one, for a title or for anything.
struct Wish {
    var patron: PatronReference
    var title: TitleID?

    func request(at node: InstitutionNode) -> BorrowingRequestID? {
        node.borrowing.kept.last { position in
            node.borrowing[position].patron == patron.patron
                && (title == nil || node.borrowing[position].title == title)
        }
        .map { BorrowingRequestID($0) }
    }
}
