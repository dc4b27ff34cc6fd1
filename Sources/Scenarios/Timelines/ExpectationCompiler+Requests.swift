import FulfillmentNetwork
import LibraryModel
import SimulationKernel

// What is expected of requests, holds, items, fees and jobs.
extension ExpectationCompiler {
    /// Collects the checks of one record that is found when they are looked at.
    private struct RecordChecks<Record> {
        /// What such a record is called: `request`.
        let kind: String
        /// Whose it is: `of SMU/P1 for T2`.
        let name: String
        let find: (ExpectationContext) -> Record?
        var checks: [Expectation.Check] = []

        /// Adds a check; `absent` is what is found where there is no such record, which is as expected
        /// only where absence itself is.
        mutating func check(
            _ name: String,
            _ expected: String?,
            absent: String? = nil,
            _ found: @escaping (Record) -> String
        ) {
            guard let expected else { return }
            let absent = absent ?? "no such \(kind)"
            checks.append(
                Expectation.Check(
                    subject: "\(name) of the \(kind) \(self.name)",
                    expected: expected
                ) { [find] context in find(context).map(found) ?? absent }
            )
        }

        /// The state, or that there is no such record.
        mutating func state(_ expected: String?, _ found: @escaping (Record) -> String) {
            check("state", expected, absent: "none", found)
        }
    }

    func request(_ body: Element) -> [Expectation.Check]? {
        guard let wish = wish(body) else { return nil }
        var list = RecordChecks<BorrowingRequest>(kind: "request", name: "of \(wish.name)") {
            context in
            let node = context.network.node(wish.patron.institution)
            return wish.wish.request(at: node).map { node.borrowing[$0.position] }
        }
        let zone = network.node(wish.patron.institution).institution.zone
        let institutions = network.configuration.institutions
        reportBesideAbsence(body, "request")
        list.state(body["is"]?.text) { $0.state.code }
        list.check("lender", body["lender"]?.text) { request in
            request.lender.map { institutions[$0.position].code } ?? "none"
        }
        list.check("number of lenders asked", body["asked"]?.text) { "\($0.asked)" }
        list.check("reason", body["reason"]?.text) { $0.reason?.code ?? "none" }
        list.check("lender's due date", body["lender-due"]?.date.map { "\($0)" }) { request in
            request.lenderDue.map { "\(zone.date(at: $0))" } ?? "none"
        }
        for (key, name) in [("unfilled", "answer"), ("removed", "removal")] {
            for entry in body[key]?.entries ?? [] {
                let element = Element(.scalar(entry.key, .plain), at: entry.keyPlace)
                guard let institution = compiler.institution(element) else { return nil }
                list.check("\(name) of \(entry.key)", entry.value.text) { request in
                    (key == "removed" ? request.trimmed : request.rota)
                        .first { $0.institution == institution }?.reason?.code ?? "none"
                }
            }
        }
        reportEmpty(
            list.checks,
            "request",
            body,
            hint: "add 'is:', 'lender:' or another of its keys"
        )
        return list.checks
    }

    private func wish(
        _ body: Element
    ) -> (wish: Wish, patron: PatronReference, name: String)? {
        guard let patron = compiler.patron(body["patron"]) else { return nil }
        var title: TitleID?
        if let element = body["title"] {
            title = compiler.title(element)
            guard title != nil else { return nil }
        }
        let name =
            (body["patron"]?.text ?? "") + (body["title"]?.text.map { " for \($0)" } ?? "")
        return (Wish(patron: patron, title: title), patron, name)
    }

    func lending(_ body: Element) -> [Expectation.Check]? {
        guard let at = compiler.institution(body["at"]), let wish = wish(body) else { return nil }
        let zone = network.node(at).institution.zone
        var list = RecordChecks<LendingRequest>(
            kind: "lending request",
            name: "of \(wish.name) at \(network.node(at).institution.code)"
        ) { context in
            let home = wish.patron.institution
            let node = context.network.node(at)
            return wish.wish.request(at: context.network.node(home))
                .flatMap {
                    node.lendingRequest(RequestID(home: home, number: Int64($0.index) + 1))
                }
                .map { node.lending[$0.position] }
        }
        reportBesideAbsence(body, "lending request")
        list.state(body["is"]?.text) { $0.state.code }
        list.check("reason", body["reason"]?.text) { $0.reason?.code ?? "none" }
        list.check("due date", body["due"]?.date.map { "\($0)" }) { request in
            request.due.map { "\(zone.date(at: $0))" } ?? "none"
        }
        reportEmpty(list.checks, "lending request", body, hint: "add 'is:', 'reason:' or 'due:'")
        return list.checks
    }

    func hold(_ body: Element) -> [Expectation.Check]? {
        guard let at = compiler.institution(body["at"]),
            let patron = compiler.patron(body["patron"]),
            let bib = compiler.bib(body["title"], at: network.node(at))
        else { return nil }
        let zone = network.node(at).institution.zone
        let name = "\(body["patron"]?.text ?? "") for \(body["title"]?.text ?? "")"
        var list = RecordChecks<Hold>(kind: "hold", name: "of \(name)") { context in
            let node = context.network.node(at)
            guard case .accepted(let record) = TimelineCompiler.record(of: patron, at: node)
            else { return nil }
            return node.holds.indices.reversed().map { node.holds[$0] }
                .first { $0.patron == record && $0.bib == bib }
        }
        reportBesideAbsence(body, "hold")
        list.state(body["is"]?.text) { $0.state.code }
        list.check("last day on the shelf", body["held-until"]?.date.map { "\($0)" }) { hold in
            hold.heldUntil.map { "\(zone.date(at: $0))" } ?? "none"
        }
        reportEmpty(list.checks, "hold", body, hint: "add 'is:' or 'held-until:'")
        return list.checks
    }

    func item(_ body: Element) -> [Expectation.Check]? {
        guard let at = compiler.institution(body["at"]),
            let item = compiler.item(body["item"], at: network.node(at))
        else { return nil }
        var list = RecordChecks<Item>(kind: "item", name: body["item"]?.text ?? "") { context in
            context.network.node(at).items[item.position]
        }
        list.check("status", body["is"]?.text) { $0.status.code }
        return list.checks
    }

    func fee(_ body: Element) -> [Expectation.Check]? {
        guard let at = compiler.institution(body["at"]),
            let patron = compiler.patron(body["patron"])
        else { return nil }
        let kind = FeeKind.allCases.first { $0.code == body["kind"]?.text }
        let currency = network.node(at).institution.currency
        var list = RecordChecks<Fee>(
            kind: kind?.name ?? "fee",
            name: "of \(body["patron"]?.text ?? "")"
        ) { context in
            let node = context.network.node(at)
            guard case .accepted(let record) = TimelineCompiler.record(of: patron, at: node)
            else { return nil }
            return node.fees.indices.reversed().map { node.fees[$0] }
                .first { $0.patron == record && (kind == nil || $0.kind == kind) }
        }
        for (key, value) in [
            ("amount", \Fee.amount), ("paid", \Fee.paid), ("waived", \Fee.waived),
            ("owed", \Fee.owed),
        ] as [(String, KeyPath<Fee, Money> & Sendable)] {
            guard body[key] != nil else { continue }
            guard let amount = compiler.amount(body[key], at: at) else { return nil }
            list.check(key, currency.text(amount)) { currency.text($0[keyPath: value]) }
        }
        list.check("dispute", body["disputed"]?.boolean.map { "\($0)" }) { "\($0.isDisputed)" }
        if list.checks.isEmpty { list.check("kind", kind?.code) { $0.kind.code } }
        return list.checks
    }

    /// How many copies an institution has where; the copies that it owns are conserved.
    func copies(_ body: Element) -> [Expectation.Check]? {
        guard let at = compiler.institution(body["at"]) else { return nil }
        let code = network.node(at).institution.code
        var checks: [Expectation.Check] = []
        func check(
            _ key: String,
            _ isMeant: @escaping (Item) -> Bool
        ) {
            guard let expected = body[key]?.integer else { return }
            checks.append(
                Expectation.Check(
                    subject: "copies of \(code), \(key)",
                    expected: "\(expected)"
                ) { context in
                    let node = context.network.node(at)
                    let copies = node.items.kept.count {
                        node.items[$0].borrowedFor == nil && isMeant(node.items[$0])
                    }
                    return "\(copies)"
                }
            )
        }
        check("owned") { _ in true }
        for status in ItemStatus.ownCases { check(status.code) { $0.status == status } }
        reportEmpty(checks, "copies", body, hint: "add 'owned:', 'on-shelf:' or another key")
        return checks
    }

    /// What an institution has charged, and what has become of it.
    func money(_ body: Element) -> [Expectation.Check]? {
        guard let at = compiler.institution(body["at"]) else { return nil }
        let institution = network.node(at).institution
        var checks: [Expectation.Check] = []
        for (key, value) in [
            ("charged", \Fee.amount), ("paid", \Fee.paid), ("waived", \Fee.waived),
            ("owed", \Fee.owed),
        ] as [(String, KeyPath<Fee, Money> & Sendable)] {
            guard body[key] != nil else { continue }
            guard let amount = compiler.amount(body[key], at: at) else { return nil }
            checks.append(
                Expectation.Check(
                    subject: "\(key) in all at \(institution.code)",
                    expected: institution.currency.text(amount)
                ) { context in
                    let node = context.network.node(at)
                    return institution.currency.text(
                        node.fees.indices.map { node.fees[$0][keyPath: value] }.reduce(.zero, +)
                    )
                }
            )
        }
        reportEmpty(checks, "money", body, hint: "add 'charged:', 'paid:', 'waived:' or 'owed:'")
        return checks
    }

    /// The last run of a job.
    func job(_ body: Element) -> [Expectation.Check]? {
        guard let at = compiler.institution(body["at"]), let name = body["name"]?.text else {
            return nil
        }
        var list = RecordChecks<[JobRecord]>(
            kind: "job",
            name: "\(name) at \(network.node(at).institution.code)"
        ) { context in
            context.network.node(at).jobs.all.map(\.record).filter { $0.name == name }
        }
        list.check("result", body["result"]?.text) { $0.last?.result ?? "it never ran" }
        list.check("number of runs", body["runs"]?.text) { "\($0.count)" }
        reportEmpty(list.checks, "job", body, hint: "add 'result:' or 'runs:'")
        return list.checks
    }

    /// What the last nightly report said that a patron owes elsewhere.
    func reportedFine(_ body: Element) -> [Expectation.Check]? {
        guard let patron = compiler.patron(body["patron"]),
            let other = compiler.institution(body["institution"]),
            let amount = compiler.amount(body["owed"], at: other)
        else { return nil }
        let currency = network.node(other).institution.currency
        return [
            Expectation.Check(
                subject: "reported fine of \(body["patron"]?.text ?? "") at "
                    + network.node(other).institution.code,
                expected: currency.text(amount)
            ) { context in
                let node = context.network.node(patron.institution)
                let reports = node.jobs.all.map(\.record).filter {
                    $0.name == JobKind.finesElsewhere.code
                }
                guard let last = reports.last else { return "no report was made" }
                // The last report's answers came after the report before had ended.
                let before = reports.dropLast().last?.time
                let row = node.finesElsewhere.indices.last {
                    let fine = node.finesElsewhere[$0]
                    return fine.patron == patron.patron && fine.institution == other
                        && before.map { fine.asOf > $0 } ?? true
                }
                if let row { return currency.text(node.finesElsewhere[row].owed) }
                guard node.knownElsewhere(patron.patron).contains(other) else {
                    return "no report of it: the patron is not known there"
                }
                // Who was silent is not kept, and may owe anything.
                return last.result.hasSuffix(" 0") ? currency.text(.zero) : "no answer"
            }
        ]
    }

    /// Reports what is said of a thing that is expected not to be there.
    func reportBesideAbsence(_ body: Element, _ what: String) {
        let naming: Set = ["is", "at", "patron", "item", "title"]
        guard body["is"]?.text == "none",
            let needless = body.entries.first(where: { !naming.contains($0.key) })
        else { return }
        compiler.diagnostics.error(
            "of a\(what.hasPrefix("a") ? "n" : "") \(what) that is not there nothing else can be "
                + "expected",
            at: needless.keyPlace,
            hint: "remove this, or 'is: none'"
        )
    }
}

extension ItemStatus {
    /// The status as files name it: `on-shelf`.
    var code: String {
        switch self {
        case .onShelf: "on-shelf"
        case .onLoan: "on-loan"
        case .onHoldShelf: "on-hold-shelf"
        case .inTransit: "in-transit"
        case .lost: "lost"
        case .sentBack: "sent-back"
        case .inProcess: "in-process"
        case .outToPartner: "out-to-partner"
        case .missing: "missing"
        case .onHoldShelfElsewhere: "on-hold-shelf-elsewhere"
        }
    }

    /// Where an own copy can be.
    static let ownCases = allCases.filter { $0 != .sentBack }
}
