import FulfillmentNetwork
import LibraryModel
import SimulationKernel

/// Turns what a file expects into checks, and finds codes that nothing has.
struct ExpectationCompiler {
    let compiler: TimelineCompiler
    /// The actions above that have an id.
    let above: [String: TimelineEntry]
    /// The line of every action that has an id, wherever it stands.
    let lines: [String: Int]

    var network: Network { compiler.network }

    func expectation(_ element: Element) -> Expectation? {
        guard let variant = element.variant(of: ScenarioShapes.expectation) else { return nil }
        let body = variant.value
        var checks: [Expectation.Check]?
        var names: String?
        switch variant.key {
        case "outcome":
            names = body["of"]?.text
            checks = outcome(body)
        case "loan": checks = loan(body)
        case "request": checks = request(body)
        case "lending": checks = lending(body)
        case "hold": checks = hold(body)
        case "item": checks = item(body)
        case "fee": checks = fee(body)
        case "copies": checks = copies(body)
        case "money": checks = money(body)
        case "job": checks = job(body)
        case "reported-fine": checks = reportedFine(body)
        case "balance": checks = balance(body)
        case "account": checks = account(body)
        case "record": checks = record(body)
        case "view": checks = view(body)
        case "count": checks = count(body)
        default: break
        }
        return checks.map {
            Expectation(place: variant.keyPlace, checks: $0, namesOutcomeOf: names)
        }
    }

    /// The id of an action above with one of the verbs.
    func action(_ element: Element?, verbs: [String]? = nil) -> String? {
        guard let element, let id = element.text else { return nil }
        guard let verb = above[id]?.verb else {
            if let line = lines[id] {
                compiler.diagnostics.error(
                    "the action '\(id)' comes later, on line \(line)",
                    at: element.place,
                    hint: "put what is expected of it after it"
                )
                return nil
            }
            compiler.diagnostics.error(
                "no action above has the id '\(id)'",
                at: element.place,
                hint: Spelling.hint(for: id, among: above.keys.sorted())
                    ?? "give the action 'id: \(id)'"
            )
            return nil
        }
        if verb == "expect" {
            compiler.diagnostics.error(
                "'\(id)' is an expectation, of which nothing comes",
                at: element.place,
                hint: "name an action"
            )
            return nil
        }
        if let verbs, !verbs.contains(verb) {
            compiler.diagnostics.error(
                "'\(id)' is of the kind '\(verb)'",
                at: element.place,
                hint: "name an action of the kind \(verbs.joined(separator: " or "))"
            )
            return nil
        }
        return id
    }

    /// Reports a key that is about actions of another kind.
    func require(
        _ verbs: String...,
        of id: String,
        for element: Element?,
        _ key: String
    ) {
        guard let element, let verb = above[id]?.verb, !verbs.contains(verb) else { return }
        compiler.diagnostics.error(
            "'\(key)' says nothing about '\(id)', which is of the kind '\(verb)'",
            at: element.place,
            hint: "remove it, or name an action of the kind \(verbs.joined(separator: " or "))"
        )
    }

    /// Reports an expectation that would be met whatever happens.
    func reportEmpty(
        _ checks: [Expectation.Check],
        _ what: String,
        _ body: Element,
        hint: String
    ) {
        guard checks.isEmpty, !compiler.diagnostics.hasErrors else { return }
        compiler.diagnostics.error(
            "nothing is said about the \(what)",
            at: body.place,
            hint: hint
        )
    }

    /// A code that a list of the institution's must have.
    func requireCodes(
        _ elements: [Element],
        _ kind: String,
        _ codes: [String],
        at institution: InstitutionID
    ) {
        for element in elements {
            // The handle is of no use: what is found is compared by its code.
            let _: LibraryID? = compiler.code(
                element,
                kind,
                codes,
                at: network.node(institution)
            )
        }
    }

    // MARK: Outcomes

    func outcome(_ body: Element) -> [Expectation.Check]? {
        guard let id = action(body["of"]), let expected = body["is"]?.text else { return nil }
        func check(
            _ subject: String,
            _ expected: String,
            _ found: @escaping (Outcome) -> String
        ) -> Expectation.Check {
            Expectation.Check(
                subject: "\(subject) of '\(id)'",
                expected: expected,
                action: id
            ) { context in context.outcomes[id].map(found) ?? "not ended" }
        }
        var checks = [
            check("outcome", expected) { $0.refusal?.code.rawValue ?? "accepted" }
        ]
        if let value = body["value"]?.integer {
            checks.append(
                check("value", "\(value)") { $0.refusal.map { "\($0.value)" } ?? "none" }
            )
        }
        if let limit = body["limit"]?.integer {
            checks.append(
                check("limit", "\(limit)") { $0.refusal.map { "\($0.limit)" } ?? "none" }
            )
        }
        require("resolve-library", of: id, for: body["library"], "library")
        require("job", "sync-accounts", of: id, for: body["counts"], "counts")
        if above[id]?.verb == "sync-accounts" {
            guard let counts = accountCounts(of: id, body["counts"]) else { return nil }
            return checks + counts
        }
        if let element = body["library"], let library = element.text,
            above[id]?.verb == "resolve-library",
            let patron = compiler.patron(above[id]?.body["patron"])
        {
            requireCodes(
                [element],
                "library",
                network.node(patron.institution).institution.libraries.map(\.code),
                at: patron.institution
            )
            let libraries = network.node(patron.institution).institution.libraries
            checks.append(
                check("library", library) { outcome in
                    guard case .resourceSharingLibrary(let resolution) = outcome else {
                        return "none"
                    }
                    return libraries[resolution.library.position].code
                }
            )
        }
        for entry in body["counts"]?.entries ?? [] {
            let key = entry.key.replacing("-", with: " ")
            guard let result = AssignmentReport.Result(rawValue: key),
                let expected = entry.value.integer
            else {
                compiler.diagnostics.error(
                    "an assignment does not count '\(entry.key)'",
                    at: entry.keyPlace,
                    hint: "use changed, unchanged, no-rule-matched, kept or needless"
                )
                return nil
            }
            checks.append(
                check("'\(key)'", "\(expected)") { outcome in
                    guard case .assignment(let report) = outcome else { return "no assignment" }
                    return "\(report.count(result))"
                }
            )
        }
        return checks
    }

    // MARK: Records

    func loan(_ body: Element) -> [Expectation.Check]? {
        guard let at = compiler.institution(body["at"]),
            let patron = compiler.patron(body["patron"])
        else { return nil }
        let node = network.node(at)
        if body["is"]?.text == "none",
            let needless = body["due"] ?? body["renewals"] ?? body["overdue"] ?? body["state"]
        {
            compiler.diagnostics.error(
                "a loan that is not there has neither due date nor renewals",
                at: needless.place,
                hint: "remove this, or 'is: none'"
            )
        }
        var wanted: LoanOf?
        if body["item"] != nil || body["title"] != nil {
            wanted = compiler.loanOf(body, at: node)
            guard wanted != nil else { return nil }
        }
        let what = body["item"]?.text ?? body["title"]?.text
        let subject =
            "loan \(what.map { "of \($0) " } ?? "")to \(body["patron"]?.text ?? "") "
            + "at \(node.institution.code)"
        /// The patron's last such loan.
        func find(_ context: ExpectationContext) -> Loan? {
            let node = context.network.node(at)
            guard case .accepted(let record) = TimelineCompiler.record(of: patron, at: node)
            else { return nil }
            return node.loans.kept.reversed().map { node.loans[$0] }.first { loan in
                loan.patron == record && (wanted?.matches(loan, at: node) ?? true)
            }
        }
        let state = body["is"]?.text ?? "open"
        var checks = [
            Expectation.Check(subject: subject, expected: state) { context in
                find(context).map { $0.isOpen ? "open" : "closed" } ?? "none"
            }
        ]
        func check(
            _ name: String,
            _ expected: String,
            _ found: @escaping (Loan, ExpectationContext) -> String
        ) {
            checks.append(
                Expectation.Check(subject: "\(name) of \(subject)", expected: expected) {
                    context in find(context).map { found($0, context) } ?? "no loan"
                }
            )
        }
        if let due = body["due"]?.date {
            check("due date", "\(due)") { loan, context in
                "\(context.network.node(at).institution.zone.date(at: loan.due))"
            }
        }
        if let renewals = body["renewals"]?.integer {
            check("renewals", "\(renewals)") { loan, _ in "\(loan.renewals)" }
        }
        if let state = body["state"]?.text { check("state", state) { loan, _ in loan.state.code } }
        if let overdue = body["overdue"]?.boolean {
            check("overdue", "\(overdue)") { loan, context in
                "\(loan.isOverdue(at: context.network.now))"
            }
        }
        return checks
    }

    func balance(_ body: Element) -> [Expectation.Check]? {
        guard let at = compiler.institution(body["at"]),
            let patron = compiler.patron(body["patron"]),
            let amount = compiler.amount(body["is"], at: at)
        else { return nil }
        let institution = network.configuration.institutions[at.position]
        return [
            Expectation.Check(
                subject: "balance of \(body["patron"]?.text ?? "") at \(institution.code)",
                expected: institution.currency.text(amount)
            ) { context in
                let node = context.network.node(at)
                switch TimelineCompiler.record(of: patron, at: node) {
                case .accepted(let record): return institution.currency.text(node.owed(by: record))
                case .refused(let refusal): return refusal.code.rawValue
                }
            }
        ]
    }

    func account(_ body: Element) -> [Expectation.Check]? {
        guard let at = compiler.institution(body["at"]),
            let patron = compiler.person(body["patron"])
        else { return nil }
        let name = "of \(body["patron"]?.text ?? "") at \(network.node(at).institution.code)"
        let institution = network.node(at).institution
        requireCodes(
            body["group"].map { [$0] } ?? [],
            "user group",
            institution.userGroups.map(\.code),
            at: at
        )
        requireCodes(
            body["blocks"]?.items ?? [],
            "block",
            institution.blockDefinitions.map(\.code),
            at: at
        )
        requireCodes(
            body["libraries"]?.items ?? [],
            "library",
            institution.libraries.map(\.code),
            at: at
        )
        for element in body["known-at"]?.items ?? [] { _ = compiler.institution(element) }
        var checks: [Expectation.Check] = []
        reportBesideAbsence(body, "account")
        func check(
            _ subject: String,
            _ expected: String?,
            absent: String = "no such account",
            _ found: @escaping (InstitutionNode, PatronID) -> String
        ) {
            guard let expected else { return }
            checks.append(
                Expectation.Check(subject: "\(subject) \(name)", expected: expected) { context in
                    let node = context.network.node(at)
                    guard case .accepted(let id) = patron.record(at: node, in: context.network)
                    else { return absent }
                    return found(node, id)
                }
            )
        }
        func list(_ key: String) -> String? {
            body[key].map { Self.list($0.items.compactMap(\.text)) }
        }
        check("account", body["is"]?.text, absent: "none") { node, id in
            node.patrons[id.position].linkedAccount == nil ? "own" : "linked"
        }
        check("group", body["group"]?.text) { node, id in
            node.institution.userGroups[node.patrons[id.position].group.position].code
        }
        check("expiry", body["expiry"]?.date.map { "\($0)" }) { node, id in
            "\(node.patrons[id.position].expiry)"
        }
        check("purge date", body["purge"]?.date.map { "\($0)" }) { node, id in
            node.patrons[id.position].linkedAccount
                .map { "\(node.linkedAccounts[$0.position].purge)" } ?? "not a linked account"
        }
        check("blocks", list("blocks")) { node, id in
            Self.list(node.blockCodes(of: id))
        }
        check("resource sharing libraries", list("libraries")) { node, id in
            Self.list(
                node.patrons[id.position].resourceSharingLibraries.members(LibraryID.self)
                    .map { node.institution.libraries[$0.position].code }
            )
        }
        check("institutions that know the account", list("known-at")) { node, id in
            Self.list(
                node.knownElsewhere(id).map {
                    node.network.institutions[$0.position].code
                }
            )
        }
        for value in accountValues(body, at: at) {
            check(value.subject, value.expected, value.found)
        }
        reportEmpty(checks, "account", body, hint: "add 'is:', 'expiry:' or another of its keys")
        return checks
    }

    static func list(_ words: [String]) -> String {
        words.isEmpty ? "none" : words.sorted().joined(separator: ", ")
    }
}
