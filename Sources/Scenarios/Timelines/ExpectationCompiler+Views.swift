import FulfillmentNetwork
import LibraryModel

extension ExpectationCompiler {
    func view(_ body: Element) -> [Expectation.Check]? {
        guard let id = action(body["of"], verbs: ["network-activity", "library-card"]) else {
            return nil
        }
        var checks: [Expectation.Check] = []
        func check(
            _ subject: String,
            _ expected: String,
            _ found: @escaping ([AccountPart]) -> String
        ) {
            checks.append(
                Expectation.Check(
                    subject: "\(subject) in '\(id)'",
                    expected: expected,
                    action: id
                ) { context in
                    switch context.outcomes[id] {
                    case .networkActivity(let activity): return found(activity.parts)
                    case .libraryCard(let card):
                        return found([card.home] + (card.chosen.map { [$0] } ?? []))
                    case .refused(let refusal): return refusal.code.rawValue
                    default: return "not ended"
                    }
                }
            )
        }
        func total(
            _ key: String,
            _ subject: String,
            _ value: @escaping (AccountTotals) -> String
        ) {
            guard let expected = body[key]?.text else { return }
            check(subject, expected) { value(AccountTotals(of: $0)) }
        }
        total("loans", "loans in all") { "\($0.loans)" }
        total("overdue", "overdue loans in all") { "\($0.overdue)" }
        total("requests", "requests in all") { "\($0.requests)" }
        total("partial", "partial") { "\($0.isPartial)" }
        for entry in body["owed"]?.entries ?? [] {
            let known = Set(network.configuration.institutions.map(\.currency.code))
            guard known.contains(entry.key), let currency = Currency(code: entry.key) else {
                compiler.diagnostics.error(
                    "no institution has the currency '\(entry.key)'",
                    at: entry.keyPlace,
                    hint: "currencies here are \(known.sorted().joined(separator: ", "))"
                )
                continue
            }
            guard let units = entry.value.money?.scaled(toFractionDigits: currency.digits) else {
                compiler.diagnostics.reportDigits(of: entry.value, currency)
                continue
            }
            check("owed in all", currency.text(Money(minorUnits: units))) { parts in
                AccountTotals(of: parts).owed.first { $0.currency == currency }?.text
                    ?? currency.text(.zero)
            }
        }
        for entry in body["parts"]?.entries ?? [] {
            guard
                let institution = compiler.institution(
                    Element(.scalar(entry.key, .plain), at: entry.keyPlace)
                )
            else { return nil }
            self.part(entry, at: institution) { subject, expected, found in
                check("\(entry.key)'s \(subject)", expected) { parts in
                    parts.first { $0.institution == institution }.map(found) ?? "not asked"
                }
            }
        }
        require("library-card", of: id, for: body["marks"], "marks")
        for entry in body["marks"]?.entries ?? [] {
            guard
                let institution = compiler.institution(
                    Element(.scalar(entry.key, .plain), at: entry.keyPlace)
                )
            else { return nil }
            checks.append(
                Expectation.Check(
                    subject: "mark of \(entry.key) in '\(id)'",
                    expected: entry.value.text ?? "",
                    action: id
                ) { context in
                    guard case .libraryCard(let card) = context.outcomes[id] else {
                        return "no library card"
                    }
                    return card.institutions.first { $0.institution == institution }
                        .map { card.mark(of: $0).rawValue } ?? "not listed"
                }
            )
        }
        reportEmpty(checks, "view", body, hint: "add 'loans:', 'partial:', 'parts:' or another key")
        return checks
    }

    private func part(
        _ entry: ElementMapping.Entry,
        at institution: InstitutionID,
        check: (String, String, @escaping (AccountPart) -> String) -> Void
    ) {
        if let state = entry.value.text {
            check("part", state) { $0.absence?.code.rawValue ?? "data" }
            return
        }
        func value(_ reply: Reply<some Codable & Hashable & Sendable>, _ text: String?) -> String {
            text ?? reply.absence?.code.rawValue ?? "not asked"
        }
        let body = entry.value
        if let expected = body["loans"]?.text {
            check("loans", expected) { value($0.loans, $0.loans.data.map { "\($0.count)" }) }
        }
        if let expected = body["overdue"]?.text {
            check("overdue loans", expected) {
                value($0.loans, $0.loans.data.map { "\($0.overdue)" })
            }
        }
        if let expected = body["requests"]?.text {
            check("requests", expected) {
                value($0.requests, $0.requests.data.map { "\($0.count)" })
            }
        }
        if let amount = compiler.amount(body["owed"], at: institution) {
            let currency = network.configuration.institutions[institution.position].currency
            check("balance", currency.text(amount)) {
                value($0.balance, $0.balance.data.map { currency.text($0.owed) })
            }
        }
    }

    // MARK: Counts

    func count(_ body: Element) -> [Expectation.Check]? {
        guard let name = body["of"]?.text else { return nil }
        var at: InstitutionID?
        if let element = body["at"] {
            at = compiler.institution(element)
            if at == nil { return nil }
        }
        if let element = body["reason"], name != "refusals" {
            compiler.diagnostics.error(
                "only refusals have a reason",
                at: element.place,
                hint: "write 'of: refusals', or remove the reason"
            )
        }
        if let least = body["at-least"]?.integer, let most = body["at-most"]?.integer,
            least > most, let element = body["at-most"]
        {
            compiler.diagnostics.error(
                "no number is at least \(least) and at most \(most)",
                at: element.place,
                hint: "exchange the two"
            )
        }
        let reason = body["reason"]?.text.flatMap(RefusalCode.init)
        let nodes: (ExpectationContext) -> [InstitutionNode] = { context in
            at.map { [context.network.node($0)] } ?? context.network.nodes
        }
        let value: (ExpectationContext) -> Int64 = { context in
            switch name {
            case "openLoans":
                return nodes(context).reduce(0) { sum, node in
                    sum + Int64(node.loans.kept.count { node.loans[$0].isOpen })
                }
            case "openRequests":
                return nodes(context).reduce(0) { sum, node in
                    sum
                        + Int64(
                            node.borrowing.kept
                                .count { !node.borrowing[$0].state.isFinal }
                        )
                }
            case "openLending":
                return nodes(context).reduce(0) { sum, node in
                    sum
                        + Int64(
                            node.lending.kept.count { !node.lending[$0].state.isFinal }
                        )
                }
            case "linkedAccounts":
                return nodes(context).reduce(0) { sum, node in
                    sum
                        + Int64(
                            node.linkedAccounts.indices
                                .count { node.linkedAccounts[$0].purged == nil }
                        )
                }
            default:
                let counters =
                    at.map { context.network.node($0).counters.all }
                    ?? context.network.totalCounters
                if name == "refusals" {
                    return reason.map { counters[$0] } ?? counters.refusals.reduce(0, +)
                }
                return Counter.allCases.first { $0.name == name }.map { counters[$0] } ?? 0
            }
        }
        let subject =
            "number of \(name)\(reason.map { " for \($0.rawValue)" } ?? "")"
            + (body["at"]?.text.map { " at \($0)" } ?? "")
        var checks: [Expectation.Check] = []
        if let expected = body["is"]?.integer {
            checks.append(
                Expectation.Check(subject: subject, expected: "\(expected)") { "\(value($0))" }
            )
        }
        if let least = body["at-least"]?.integer {
            checks.append(
                Expectation.Check(subject: subject, expected: "at least \(least)") {
                    let found = value($0)
                    return found >= Int64(least) ? "at least \(least)" : "\(found)"
                }
            )
        }
        if let most = body["at-most"]?.integer {
            checks.append(
                Expectation.Check(subject: subject, expected: "at most \(most)") {
                    let found = value($0)
                    return found <= Int64(most) ? "at most \(most)" : "\(found)"
                }
            )
        }
        if checks.isEmpty {
            compiler.diagnostics.error(
                "nothing is said about the count",
                at: body.place,
                hint: "add 'is:', 'at-least:' or 'at-most:'"
            )
        }
        return checks
    }
}
