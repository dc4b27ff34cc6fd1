import FulfillmentNetwork
import LibraryModel
import SimulationKernel

// Loads of accounts, and what staff do to accounts by hand.
extension TimelineCompiler {
    /// A patron who is there, or whom a load above may bring.
    func person(_ element: Element?) -> Person? {
        let parts = (element?.text ?? "").split(separator: "/", maxSplits: 1).map(String.init)
        if parts.count == 2, let home = institutions[parts[0]],
            network.node(home).patron(code: parts[1]) == nil,
            accounts.mayBring(parts[1], to: home)
        {
            return .expected(at: home, code: parts[1])
        }
        return patron(element).map { .present($0) }
    }

    func syncAccounts(_ entry: TimelineEntry) -> TimelineStep.Action? {
        let body = entry.body
        guard let at = institution(body["at"]), let path = entry.file,
            let records = accounts.read(
                path,
                namedAt: body["file"]?.place ?? entry.place,
                for: network.node(at),
                into: diagnostics
            )
        else { return nil }
        var options = AccountSyncOptions()
        options.blank = body["blank"]?.text.flatMap(AccountSyncOptions.Blank.init) ?? .clear
        options.isDryRun = body["dry-run"]?.boolean ?? false
        options.convertsInternal = body["convert-internal"]?.boolean ?? false
        for element in body["override"]?.items ?? [] {
            guard let field = element.text.flatMap(AccountField.init) else { continue }
            options.overrides.formUnion(ProtectedFields(field))
        }
        let load = AccountLoad(records, options)
        return .command(at: at, kind: .job) { _ in .accepted(.syncAccounts(load)) }
    }

    func editAccount(_ body: Element) -> TimelineStep.Action? {
        guard let at = institution(body["at"]) else { return nil }
        if (body["set"]?.entries ?? []).isEmpty, (body["add"]?.entries ?? []).isEmpty,
            body["open-for-update"] == nil
        {
            diagnostics.error(
                "nothing is said about what is changed",
                at: body.place,
                hint: "add 'set:' or 'add:'"
            )
        }
        let before = diagnostics.count(of: .error)
        var edit = AccountEdit()
        readFields(body["set"], at: network.node(at), into: &edit)
        readLines(body["add"], at: network.node(at), into: &edit)
        edit.isKeptByLoads = body["open-for-update"]?.boolean ?? true
        guard diagnostics.count(of: .error) == before else { return nil }
        return onPatron(body) { patron, _ in .editAccount(patron: patron, edit) }
    }

    private func readFields(
        _ set: Element?,
        at node: InstitutionNode,
        into edit: inout AccountEdit
    ) {
        let institution = node.institution
        if let name = set?["name"] { edit.name = name.text.map { .value($0) } ?? .blank }
        if let expiry = set?["expiry"], let day = expiry.date {
            if day < CivilDate(daysSinceEpoch: 0) {
                diagnostics.error(
                    "no account ends on \(day), before 1970",
                    at: expiry.place,
                    hint: "mend the year"
                )
            }
            edit.expiry = day
        }
        edit.group = code(set?["group"], "user group", institution.userGroups.map(\.code), at: node)
        edit.campus = given(set?["campus"], "campus", institution.campuses.map(\.code), at: node)
        edit.jobCategory = given(
            set?["job-category"],
            "job category",
            institution.jobCategories.map(\.code),
            at: node
        )
        if let list = set?["resource-sharing-libraries"] {
            let libraries: [LibraryID] = list.items.compactMap {
                code($0, "library", institution.libraries.map(\.code), at: node)
            }
            edit.resourceSharingLibraries = libraries.isEmpty ? .blank : .value(SmallSet(libraries))
        }
        edit.preferredEmail = set?["preferred-email"]?.text
    }

    /// A code, or none where the text is empty.
    private func given<Handle: RecordHandle>(
        _ element: Element?,
        _ kind: String,
        _ codes: [String],
        at node: InstitutionNode
    ) -> Given<Handle> {
        guard let element else { return .absent }
        guard let text = element.text, !text.isEmpty else { return .blank }
        let handle: Handle? = code(element, kind, codes, at: node)
        return handle.map { .value($0) } ?? .absent
    }

    private func readLines(
        _ add: Element?,
        at node: InstitutionNode,
        into edit: inout AccountEdit
    ) {
        let kinds = CodeTable<IdentifierKindID>("identifier kind", node.network.identifierKinds)
        for entry in add?["identifiers"]?.entries ?? [] {
            guard let kind = kinds.resolve(entry.key, at: entry.keyPlace, into: diagnostics),
                let value = entry.value.text
            else { continue }
            if kind == .primary {
                diagnostics.error(
                    "'\(entry.key)' is the primary identifier, of which an account has one",
                    at: entry.keyPlace,
                    hint: "add an identifier of another kind"
                )
            }
            edit.added.identifiers.insert(PatronIdentifier(kind: kind, value: value))
        }
        let categories: [StatisticalCategoryID] = (add?["statistical-categories"]?.items ?? [])
            .compactMap {
                code(
                    $0,
                    "statistical category",
                    node.institution.statisticalCategories.map(\.code),
                    at: node
                )
            }
        edit.added.statisticalCategories = SmallSet(categories)
        for kind in ContactKind.allCases {
            edit.added[kind] = Set((add?[kind.field.rawValue]?.items ?? []).compactMap(\.text))
        }
    }
}
