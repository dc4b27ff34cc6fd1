import FulfillmentNetwork
import LibraryModel

// What is expected of loads and of the accounts that they change.
extension ExpectationCompiler {
    /// A value of an account, if something is expected of it.
    struct AccountValue {
        var subject: String
        var expected: String?
        var found: (InstitutionNode, PatronID) -> String
    }

    /// The totals of a load; nil where one is asked for that loads do not have.
    func accountCounts(of id: String, _ counts: Element?) -> [Expectation.Check]? {
        var checks: [Expectation.Check] = []
        for entry in counts?.entries ?? [] {
            guard let what = AccountSyncReport.Count(rawValue: entry.key),
                let expected = entry.value.integer
            else {
                compiler.diagnostics.error(
                    "a load does not count '\(entry.key)'",
                    at: entry.keyPlace,
                    hint: "use "
                        + AccountSyncReport.Count.allCases.map(\.rawValue).joined(separator: ", ")
                )
                return nil
            }
            checks.append(
                Expectation.Check(
                    subject: "'\(what.rawValue)' of '\(id)'",
                    expected: "\(expected)",
                    action: id
                ) { context in
                    guard case .accounts(let report) = context.outcomes[id] else {
                        return "no load"
                    }
                    return "\(report.count(what))"
                }
            )
        }
        return checks
    }

    /// What became of one record of a load.
    func record(_ body: Element) -> [Expectation.Check]? {
        guard let id = action(body["of"], verbs: ["sync-accounts"]) else { return nil }
        let key = (body["primary-id"]?.text ?? "").lowercased()
        let name = "record '\(body["primary-id"]?.text ?? "")' of '\(id)'"
        var checks: [Expectation.Check] = []
        func check(
            _ subject: String,
            _ expected: String?,
            absent: String = "no such record",
            _ found: @escaping (AccountSyncReport.Line) -> String
        ) {
            guard let expected else { return }
            checks.append(
                Expectation.Check(subject: subject, expected: expected, action: id) { context in
                    guard case .accounts(let report) = context.outcomes[id] else {
                        return "no load"
                    }
                    return report.lines.first { $0.primaryID.lowercased() == key }
                        .map(found) ?? absent
                }
            )
        }
        func fields(_ key: String) -> String? {
            body[key].map { Self.list($0.items.compactMap(\.text)) }
        }
        func list(_ fields: [AccountField]) -> String { Self.list(fields.map(\.rawValue)) }
        check(name, body["is"]?.text, absent: "none") { $0.result.rawValue }
        check("fields changed by \(name)", fields("changed")) { list($0.changed) }
        check("fields kept from \(name)", fields("kept")) { list($0.kept) }
        check("fields released by \(name)", fields("released")) { list($0.released) }
        check("reason against \(name)", body["reason"]?.text) {
            $0.problem?.reason.rawValue ?? "none"
        }
        reportEmpty(checks, "record", body, hint: "add 'is:', 'changed:' or another of its keys")
        return checks
    }

    /// What is expected of the fields and lists that loads and staff change.
    func accountValues(_ body: Element, at: InstitutionID) -> [AccountValue] {
        let institution = network.node(at).institution
        checkCodes(body, at: at)
        func list(_ key: String) -> String? {
            body[key].map { Self.list($0.items.compactMap(\.text)) }
        }
        var values = [
            AccountValue(subject: "kind of account", expected: body["kind"]?.text) { node, id in
                node.patrons[id.position].account.name
            },
            AccountValue(subject: "name", expected: body["name"].map { $0.text ?? "" }) {
                node,
                id in
                node.patronLabels[id.position].text
            },
            AccountValue(subject: "campus", expected: body["campus"]?.text) { node, id in
                node.patrons[id.position].campus.map { institution.campuses[$0.position].code }
                    ?? "none"
            },
            AccountValue(subject: "job category", expected: body["job-category"]?.text) {
                node,
                id in
                node.patrons[id.position].jobCategory
                    .map { institution.jobCategories[$0.position].code } ?? "none"
            },
            AccountValue(
                subject: "statistical categories",
                expected: list("statistical-categories")
            ) { node, id in
                Self.list(
                    node.patrons[id.position].statisticalCategories
                        .members(StatisticalCategoryID.self)
                        .map { institution.statisticalCategories[$0.position].code }
                )
            },
            AccountValue(subject: "preferred e-mail", expected: body["preferred-email"]?.text) {
                node,
                id in node.account(of: id).preferredEmail ?? "none"
            },
            AccountValue(subject: "protected fields", expected: list("protected")) { node, id in
                Self.list(node.externalAccount(of: id).protected.fields.map(\.rawValue))
            },
        ]
        for kind in ContactKind.allCases {
            let key = kind.field.rawValue
            values.append(
                AccountValue(subject: key, expected: list(key)) { node, id in
                    Self.list(node.contacts(of: id).filter { $0.kind == kind }.map(\.value))
                }
            )
        }
        return values + identifiers(body["identifiers"])
    }

    private func identifiers(_ map: Element?) -> [AccountValue] {
        let kinds = CodeTable<IdentifierKindID>(
            "identifier kind",
            network.configuration.identifierKinds
        )
        return (map?.entries ?? []).compactMap { entry in
            let kind = kinds.resolve(
                entry.key,
                at: entry.keyPlace,
                into: compiler.diagnostics
            )
            guard let kind else { return nil }
            let texts = entry.value.text.map { [$0] } ?? entry.value.items.compactMap(\.text)
            let expected = texts.map { PatronIdentifier(kind: kind, value: $0).value }
            return AccountValue(subject: entry.key, expected: Self.list(expected)) { node, id in
                Self.list(
                    node.identifiers(of: id).map(\.identifier)
                        .filter { $0.kind == kind }.map(\.value)
                )
            }
        }
    }

    private func checkCodes(_ body: Element, at: InstitutionID) {
        let institution = network.node(at).institution
        func one(_ key: String) -> [Element] {
            body[key].map { $0.text == "none" ? [] : [$0] } ?? []
        }
        requireCodes(one("campus"), "campus", institution.campuses.map(\.code), at: at)
        requireCodes(
            one("job-category"),
            "job category",
            institution.jobCategories.map(\.code),
            at: at
        )
        requireCodes(
            body["statistical-categories"]?.items ?? [],
            "statistical category",
            institution.statisticalCategories.map(\.code),
            at: at
        )
    }
}
