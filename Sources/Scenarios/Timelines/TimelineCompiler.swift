import FulfillmentNetwork
import LibraryModel
import SimulationKernel

/// Turns the entries of a timeline into steps, and finds codes that nothing in the network has.
struct TimelineCompiler {
    let network: Network
    let diagnostics: Diagnostics
    let institutions: CodeTable<InstitutionID>
    /// What the data files of the timeline say.
    let accounts: AccountFiles

    init(network: Network, diagnostics: Diagnostics) {
        self.network = network
        self.diagnostics = diagnostics
        accounts = AccountFiles()
        institutions = CodeTable(
            "institution",
            network.configuration.institutions.map(\.code)
        )
    }

    func compile(_ entries: [TimelineEntry]) -> [TimelineStep] {
        var above: [String: TimelineEntry] = [:]
        let lines = Dictionary(
            entries.compactMap { entry in entry.id.map { ($0, entry.place.line) } },
            uniquingKeysWith: { first, _ in first }
        )
        return entries.compactMap { entry in
            let action = self.action(entry, above, lines: lines)
            if let id = entry.id { above[id] = entry }
            return action.map {
                TimelineStep(action: $0, actor: actor(entry, of: $0), entry: entry)
            }
        }
    }

    /// Who does it: a member of staff of the institution where it is done.
    private func actor(_ entry: TimelineEntry, of action: TimelineStep.Action) -> Actor {
        guard case .command(let at, _, _) = action else {
            if let needless = entry.staff ?? entry.overrides {
                diagnostics.error(
                    "'\(entry.verb)' is not done by staff",
                    at: needless.place,
                    hint: "remove this line"
                )
            }
            return .anyone
        }
        if entry.verb == "network-activity", let needless = entry.staff {
            diagnostics.error(
                "a look at Network Activity says itself who looks",
                at: needless.place,
                hint: "remove this line; the roles of the member of staff within must allow it"
            )
        }
        if entry.staff == nil, let needless = entry.overrides {
            diagnostics.error(
                "only a member of staff overrides a block",
                at: needless.place,
                hint: "add 'as:' with a member of staff, or remove this line"
            )
        }
        let node = network.node(at)
        return Actor(
            staff: entry.staff.flatMap {
                code($0, "member of staff", node.institution.staff.map(\.code), at: node)
            },
            overrides: entry.overrides?.boolean ?? false
        )
    }

    private func action(
        _ entry: TimelineEntry,
        _ above: [String: TimelineEntry],
        lines: [String: Int]
    ) -> TimelineStep.Action? {
        let body = entry.body
        switch entry.verb {
        case "check-out": return checkOut(body)
        case "walk-in", "find-user": return visit(body, isWalkIn: entry.verb == "walk-in")
        case "renew" where body["patron"] != nil: return onLoan(body, entry.verb)
        case "renew", "check-in": return onItem(body, renews: entry.verb == "renew")
        case "request": return request(body, at: entry.time)
        case "bring-back", "send-back", "cancel-request", "send-request", "locate-again",
            "accept-condition",
            "decline-condition":
            return onRequest(body, entry.verb)
        case "will-supply", "set-condition", "refuse-request", "ship", "recall-from-partner",
            "lost-by-partner", "close-without-return":
            return onLending(body, entry.verb)
        case "return": return returnElsewhere(body)
        case "close-library", "open-library", "close-days": return closure(body, entry.verb)
        case "recall", "declare-lost", "find-item", "close-lost-loan", "relink-lost-loan":
            return onLoan(body, entry.verb)
        case "place-hold", "cancel-hold": return hold(body, places: entry.verb == "place-hold")
        case "add-block", "remove-block": return block(body, adds: entry.verb == "add-block")
        case "charge", "pay", "waive", "dispute", "refund": return money(body, entry.verb)
        case "network-activity": return networkActivity(body)
        case "library-card":
            guard let patron = patron(body["patron"]) else { return nil }
            return .card(patron, chosen: institution(body["institution"]))
        case "resolve-library", "set-libraries":
            return libraries(body, resolves: entry.verb == "resolve-library")
        case "job": return job(body)
        case "sync-accounts": return syncAccounts(entry)
        case "edit-account": return editAccount(body)
        case "convert-account":
            return onPatron(body) { patron, _ in .convertAccount(patron: patron) }
        case "outage", "crash", "partition", "impair": return fault(entry.verb, body)
        case "expect":
            let list = body.kind == .sequence ? body.items : [body]
            let compiler = ExpectationCompiler(compiler: self, above: above, lines: lines)
            return .expect(list.compactMap(compiler.expectation))
        default: return nil
        }
    }

    // MARK: Codes

    func institution(_ element: Element?) -> InstitutionID? {
        institutions.resolve(element, into: diagnostics)
    }

    func patron(_ element: Element?) -> PatronReference? {
        guard let element, let text = element.text else { return nil }
        let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2,
            let home = institutions.resolve(parts[0], at: element.place, into: diagnostics)
        else { return nil }
        let node = network.node(home)
        guard let patron = node.patron(code: parts[1]) else {
            diagnostics.error(
                "\(parts[0]) has no patron '\(parts[1])'",
                at: element.place,
                hint: hint(parts[1], node.patronLabels.indices) { node.patronLabels[$0] }
            )
            return nil
        }
        return PatronReference(institution: home, patron: patron)
    }

    func item(_ element: Element?, at node: InstitutionNode) -> ItemID? {
        guard let element, let code = element.text else { return nil }
        if let item = node.item(code: code) { return item }
        diagnostics.error(
            "\(node.institution.code) has no item '\(code)'",
            at: element.place,
            hint: hint(code, node.itemLabels.indices) { node.itemLabels[$0] }
        )
        return nil
    }

    func bib(_ element: Element?, at node: InstitutionNode) -> BibID? {
        guard let element, let code = element.text else { return nil }
        if let bib = node.bib(code: code) { return bib }
        diagnostics.error(
            "\(node.institution.code) has no title '\(code)'",
            at: element.place,
            hint: hint(code, node.bibLabels.indices) { node.bibLabels[$0] }
        )
        return nil
    }

    func amount(_ element: Element?, at institution: InstitutionID) -> Money? {
        guard let element, let amount = element.money else { return nil }
        let currency = network.configuration.institutions[institution.position].currency
        if let units = amount.scaled(toFractionDigits: currency.digits) {
            return Money(minorUnits: units)
        }
        diagnostics.reportDigits(of: element, currency)
        return nil
    }

    /// A code of a short list of the institution's, such as its staff.
    func code<Handle: RecordHandle>(
        _ element: Element?,
        _ kind: String,
        _ codes: [String],
        at node: InstitutionNode
    ) -> Handle? {
        CodeTable<Handle>("\(kind) of \(node.institution.code)", codes)
            .resolve(element, into: diagnostics)
    }

    func hint(_ code: String, _ rows: some Collection<Int>, _ label: (Int) -> Label) -> String {
        // Comparing with a million codes would take longer than reading them.
        let codes = rows.prefix(20_000).map { label($0).code }
        return Spelling.hint(for: code, among: codes)
            ?? (codes.first.map { "codes there look like '\($0)'" } ?? "there are none")
    }

    /// The copy or the title that an element names; exactly one of them.
    private func wanted(_ body: Element, at node: InstitutionNode) -> WantedItem? {
        switch (body["item"], body["title"]) {
        case (let element?, nil): return item(element, at: node).map { .item($0) }
        case (nil, let element?): return bib(element, at: node).map { .bib($0) }
        default:
            diagnostics.error(
                "what is wanted must be said by either 'item' or 'title'",
                at: body.place,
                hint: "give one of them"
            )
            return nil
        }
    }

    /// The record of a patron at an institution at the moment of the command: the own one, or the
    /// linked copy.
    static func record(
        of reference: PatronReference,
        at node: InstitutionNode
    ) -> Decision<PatronID> {
        if reference.institution == node.id { return .accepted(reference.patron) }
        guard let account = node.linkedAccount(of: reference) else {
            return .refused(Refusal(.notLinked, detail: node.institution.code))
        }
        return .accepted(node.linkedAccounts[account.position].patron)
    }

    // MARK: Actions

    func onPatron(
        _ body: Element,
        _ make: @escaping (PatronID, InstitutionNode) -> Command
    ) -> TimelineStep.Action? {
        guard let at = institution(body["at"]), let patron = person(body["patron"]) else {
            return nil
        }
        return .command(at: at, kind: .command) { [network] node in
            switch patron.record(at: node, in: network) {
            case .accepted(let id): .accepted(make(id, node))
            case .refused(let refusal): .refused(refusal)
            }
        }
    }

    private func checkOut(_ body: Element) -> TimelineStep.Action? {
        guard let at = institution(body["at"]),
            let wanted = wanted(body, at: network.node(at))
        else { return nil }
        let stay = body["stay"]?.duration
        return onPatron(body) { patron, _ in
            .checkOut(patron: patron, wanted: wanted, stay: stay)
        }
    }

    private func visit(_ body: Element, isWalkIn: Bool) -> TimelineStep.Action? {
        guard let at = institution(body["at"]), let card = card(body) else { return nil }
        guard isWalkIn else {
            return .command(at: at, kind: .command) { _ in
                .accepted(.findUser(home: card.home, identifier: card.identifier()))
            }
        }
        guard let wanted = wanted(body, at: network.node(at)) else { return nil }
        let stay = body["stay"]?.duration
        return .command(at: at, kind: .command) { _ in
            .accepted(
                .walkIn(
                    home: card.home,
                    identifier: card.identifier(),
                    wanted: wanted,
                    stay: stay
                )
            )
        }
    }

    /// What is shown at the desk: a patron's card, as it is at the moment, or a made-up one.
    private func card(
        _ body: Element
    ) -> (home: InstitutionID, identifier: () -> PatronIdentifier)? {
        let kinds = CodeTable<IdentifierKindID>(
            "identifier kind",
            network.configuration.identifierKinds
        )
        let isStranger = body["identifier"] != nil || body["home"] != nil
        if isStranger, let needless = body["patron"] ?? body["by"] {
            diagnostics.error(
                "the card is the patron's, or one that is made up, but not both",
                at: needless.place,
                hint: "give 'patron' (and 'by'), or 'home' and 'identifier'"
            )
            return nil
        }
        if let home = body["home"], body["identifier"] == nil {
            diagnostics.error(
                "a home needs an identifier",
                at: home.place,
                hint: "add 'identifier:' with what is on the card, such as {barcode: \"1001\"}"
            )
            return nil
        }
        if let entry = body["identifier"]?.entries.first {
            guard let home = institution(body["home"]),
                let kind = kinds.resolve(entry.key, at: entry.keyPlace, into: diagnostics)
            else {
                if body["home"] == nil {
                    diagnostics.error(
                        "an identifier needs a home",
                        at: entry.keyPlace,
                        hint: "add 'home:' with the institution to ask"
                    )
                }
                return nil
            }
            let identifier = PatronIdentifier(kind: kind, value: entry.value.text ?? "")
            return (home, { identifier })
        }
        guard let patron = patron(body["patron"]) else {
            if body["patron"] == nil {
                diagnostics.error(
                    "nobody is at the desk",
                    at: body.place,
                    hint: "give 'patron', or 'home' and 'identifier'"
                )
            }
            return nil
        }
        let home = patron.institution
        guard let by = body["by"] else {
            return (home, { [network] in network.node(home).card(of: patron.patron) })
        }
        guard let kind = kinds.resolve(by, into: diagnostics) else { return nil }
        guard let identifier = network.identifier(of: patron, kind: kind) else {
            diagnostics.error(
                "the patron has no \(by.text ?? "")",
                at: by.place,
                hint: "use 'home' and 'identifier' for a card that is not the patron's"
            )
            return nil
        }
        return (home, { [network] in network.identifier(of: patron, kind: kind) ?? identifier })
    }

    private func onItem(_ body: Element, renews: Bool) -> TimelineStep.Action? {
        if renews, body["item"] == nil {
            diagnostics.error(
                "nothing says which loan is renewed",
                at: body.place,
                hint: "give 'item', or 'patron' and perhaps 'title'"
            )
        }
        if body["item"] != nil, let needless = body["title"] {
            diagnostics.error(
                "a loan is of an item or of a title, but not both",
                at: needless.place,
                hint: "remove one of them; a title needs the patron, too"
            )
        }
        guard let at = institution(body["at"]),
            let item = item(body["item"], at: network.node(at))
        else { return nil }
        return .command(at: at, kind: .command) { node in
            guard renews else { return .accepted(.checkIn(item)) }
            guard let loan = node.openLoan(of: item) else {
                return .refused(
                    Refusal(.notOnLoan, detail: node.items[item.position].status.name)
                )
            }
            return .accepted(.renew(loan))
        }
    }

    private func hold(_ body: Element, places: Bool) -> TimelineStep.Action? {
        guard let at = institution(body["at"]),
            let bib = bib(body["title"], at: network.node(at)),
            let patron = patron(body["patron"])
        else { return nil }
        let lastInterest = body["last-interest"]?.date
        return .command(at: at, kind: .command) { node in
            switch Self.record(of: patron, at: node) {
            case .refused(let refusal): return .refused(refusal)
            case .accepted(let id):
                if places {
                    return .accepted(.placeHold(patron: id, bib: bib, lastInterest: lastInterest))
                }
                let hold = node.openHolds(of: id).first { node.holds[$0.position].bib == bib }
                guard let hold else {
                    return .refused(Refusal(.requestClosed, detail: "not there"))
                }
                return .accepted(.cancelHold(hold))
            }
        }
    }

    /// A title of the union catalogue, by its network identifier.
    func title(_ element: Element?) -> TitleID? {
        guard let element, let code = element.text else { return nil }
        let zone = network.zone
        if let position = zone.titles.indices.first(where: { zone.titles[$0].code == code }) {
            return TitleID(position)
        }
        diagnostics.error(
            "the union catalogue has no title '\(code)'",
            at: element.place,
            hint: hint(code, zone.titles.indices) { zone.titles[$0] }
        )
        return nil
    }

    private func block(_ body: Element, adds: Bool) -> TimelineStep.Action? {
        guard let at = institution(body["at"]),
            let block: BlockDefinitionID = code(
                body["block"],
                "block",
                network.node(at).institution.blockDefinitions.map(\.code),
                at: network.node(at)
            )
        else { return nil }
        return onPatron(body) { patron, _ in
            adds
                ? .addBlock(patron: patron, definition: block)
                : .removeBlock(patron: patron, definition: block)
        }
    }

    private func networkActivity(_ body: Element) -> TimelineStep.Action? {
        guard let at = institution(body["at"]),
            let staff: StaffID = code(
                body["as"],
                "member of staff",
                network.node(at).institution.staff.map(\.code),
                at: network.node(at)
            )
        else { return nil }
        let chosen = institution(body["institution"])
        if body["institution"] != nil, chosen == nil { return nil }
        return onPatron(body) { patron, _ in
            .networkActivity(staff: staff, patron: patron, at: chosen)
        }
    }

    private func libraries(_ body: Element, resolves: Bool) -> TimelineStep.Action? {
        guard let patron = patron(body["patron"]) else { return nil }
        let node = network.node(patron.institution)
        let codes = node.institution.libraries.map(\.code)
        if resolves {
            var owner: LibraryID?
            if let element = body["owner"] {
                owner = code(element, "library", codes, at: node)
                guard owner != nil else { return nil }
            }
            return .command(at: patron.institution, kind: .command) { _ in
                .accepted(.resolveResourceSharingLibrary(patron: patron.patron, owner: owner))
            }
        }
        let list: [LibraryID] = (body["libraries"]?.items ?? []).compactMap {
            code($0, "library", codes, at: node)
        }
        return .command(at: patron.institution, kind: .command) { _ in
            .accepted(
                .setResourceSharingLibraries(
                    patron: patron.patron,
                    libraries: SmallSet(list)
                )
            )
        }
    }

    // MARK: Faults

    private func fault(_ verb: String, _ body: Element) -> TimelineStep.Action? {
        let duration = body["for"]?.duration
        switch verb {
        case "outage": return institution(body["of"]).map { .fault(.outage($0), duration) }
        case "crash":
            return institution(body["of"]).map { .fault(.crash($0), duration ?? .zero) }
        case "partition":
            let one = (body["from"]?.items ?? []).compactMap(participant)
            let other = (body["to"]?.items ?? []).compactMap(participant)
            let isOneWay = body["one-way"]?.boolean ?? false
            var ends: [LinkEnds] = []
            for source in one {
                for destination in other where source != destination {
                    ends.append(LinkEnds(from: source, to: destination))
                    if !isOneWay { ends.append(LinkEnds(from: destination, to: source)) }
                }
            }
            if ends.isEmpty, !one.isEmpty, !other.isEmpty {
                diagnostics.error(
                    "both sides of the partition are the same participant",
                    at: body.place,
                    hint: "name others under 'to'"
                )
            }
            return .fault(.partition(ends), duration)
        default:
            let impairment = LinkImpairment(
                loss: body["loss"]?.number ?? 0,
                duplication: body["duplication"]?.number ?? 0,
                slowdown: body["slowdown"]?.number ?? 1
            )
            if ["loss", "duplication", "slowdown"].allSatisfy({ body[$0] == nil }) {
                diagnostics.error(
                    "nothing is said about how the link works badly",
                    at: body.place,
                    hint: "add 'loss:', 'duplication:' or 'slowdown:'"
                )
            }
            switch (body["from"], body["to"]) {
            case (nil, nil): return .fault(.impairmentEverywhere(impairment), duration)
            case (let from?, let to?):
                guard let source = participant(from), let destination = participant(to) else {
                    return nil
                }
                if source == destination {
                    diagnostics.error(
                        "a link is between two participants",
                        at: to.place,
                        hint: "name another one under 'to'"
                    )
                }
                return .fault(
                    .impairment([LinkEnds(from: source, to: destination)], impairment),
                    duration
                )
            default:
                diagnostics.error(
                    "a link has two ends",
                    at: body.place,
                    hint: "give both 'from' and 'to', or neither for all links"
                )
                return nil
            }
        }
    }

    private func participant(_ element: Element) -> ParticipantID? {
        element.text == "network" ? .network : institution(element).map { ParticipantID($0) }
    }
}
