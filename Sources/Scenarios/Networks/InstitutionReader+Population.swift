import LibraryModel
import SimulationKernel

extension AccountKind {
    /// What a file says, or internal where it says nothing.
    fileprivate init(_ element: Element?) {
        self = Self.allCases.first { $0.name == element?.text } ?? .internal
    }
}

extension InstitutionReader {
    /// Reads the people and copies that the institution begins with.
    func population() -> PopulationPlan {
        var plan = PopulationPlan()
        var patronCodes: Set<String> = []
        var barcodes: Set<String> = []
        var identifiers: Set<PatronIdentifier> = []
        let patrons = setting("patrons")
        for entry in patrons?["list"]?.items ?? [] {
            let fields = Dictionary(
                entry.entries.map { ($0.key, $0.value) },
                uniquingKeysWith: { first, _ in first }
            )
            add(
                patron(fields, at: entry.place),
                at: entry.place,
                to: &plan,
                &patronCodes,
                &identifiers
            )
        }
        if let csv = patrons?["csv"] {
            for row in table(
                csv,
                required: ["code", "group", "expiry"],
                optional: Self.optionalPatronColumns + identifierKinds.codes
            ) where isWellFormed(row, NetworkShapes.patron) {
                add(
                    patron(row.fields, at: row.place),
                    at: row.place,
                    to: &plan,
                    &patronCodes,
                    &identifiers
                )
            }
        }
        if let synthetic = patrons?["synthetic"],
            let groups: Shares<UserGroupID> = shares(synthetic["groups"], userGroups),
            let expiry = accountDay(synthetic["expiry"])
        {
            plan.syntheticPatrons = PopulationPlan.SyntheticPatrons(
                count: synthetic["count"]?.integer ?? 0,
                groups: groups,
                campuses: synthetic["campuses"].flatMap { shares($0, campuses) },
                expiry: expiry,
                account: AccountKind(synthetic["account"])
            )
            checkNames(of: plan, patrons)
        }
        let items = setting("items")
        for entry in items?["list"]?.items ?? [] {
            let fields = Dictionary(
                entry.entries.map { ($0.key, $0.value) },
                uniquingKeysWith: { first, _ in first }
            )
            add(item(fields), at: entry.place, to: &plan, &barcodes)
        }
        if let csv = items?["csv"] {
            for row in table(
                csv,
                required: ["barcode", "title", "location", "policy"],
                optional: ["title-id", "material-type"]
            ) where isWellFormed(row, NetworkShapes.item) {
                add(item(row.fields), at: row.place, to: &plan, &barcodes)
            }
        }
        plan.syntheticItems = syntheticItems(items?["synthetic"], barcodes)
        return plan
    }

    /// The columns of a patron file beside the kinds of identifier.
    static var patronColumns: [String] { ["code", "group", "expiry"] + optionalPatronColumns }

    private static var optionalPatronColumns: [String] {
        [
            "name", "campus", "job-category", "statistical-categories",
            "resource-sharing-libraries", "account",
        ]
    }

    /// Whether the cells of a row are what the same keys of a list would have to be.
    private func isWellFormed(_ row: CSVTable.Row, _ shape: ObjectShape) -> Bool {
        let before = diagnostics.count(of: .error)
        for field in shape.fields where field.shape.kinds.contains(.scalar) {
            if let cell = row.fields[field.key] {
                field.shape.validate(cell, as: "'\(field.key)'", into: diagnostics)
            }
        }
        return diagnostics.count(of: .error) == before
    }

    /// Nobody who is named has the code or the card of somebody made up.
    private func checkNames(of plan: PopulationPlan, _ patrons: Element?) {
        guard let made = plan.takenPatron(at: code) else { return }
        diagnostics.error(
            "\(code) names a patron '\(made)' or a card '\(code)-\(made)', which a synthetic "
                + "patron has too",
            at: patrons?["synthetic"]?.place ?? element.place,
            hint: "give the named patron another code or card"
        )
    }

    private func add(
        _ patron: PopulationPlan.NamedPatron?,
        at place: SourcePlace,
        to plan: inout PopulationPlan,
        _ codes: inout Set<String>,
        _ identifiers: inout Set<PatronIdentifier>
    ) {
        guard let patron else { return }
        if !codes.insert(patron.code).inserted {
            diagnostics.error(
                "\(code) has a patron '\(patron.code)' already",
                at: place,
                hint: "codes are unique within an institution"
            )
        }
        for identifier in patron.identifiers where !identifiers.insert(identifier).inserted {
            diagnostics.error(
                "another patron of \(code) has the "
                    + "\(identifierKinds.codes[identifier.kind.position]) '\(identifier.value)'",
                at: place,
                hint: "identifiers are unique within an institution"
            )
        }
        plan.patrons.append(patron)
    }

    private func add(
        _ item: PopulationPlan.NamedItem?,
        at place: SourcePlace,
        to plan: inout PopulationPlan,
        _ barcodes: inout Set<String>
    ) {
        guard let item else { return }
        if !barcodes.insert(item.barcode).inserted {
            diagnostics.error(
                "\(code) has an item '\(item.barcode)' already",
                at: place,
                hint: "barcodes are unique within an institution"
            )
        }
        plan.items.append(item)
    }

    private func patron(
        _ fields: [String: Element],
        at place: SourcePlace
    ) -> PopulationPlan.NamedPatron? {
        guard let patronCode = fields["code"]?.text,
            let group = userGroups.resolve(fields["group"], into: diagnostics),
            let expiry = accountDay(fields["expiry"])
        else { return nil }
        let libraryList = libraries.resolveAll(
            split(fields["resource-sharing-libraries"]),
            into: diagnostics
        )
        var record = Patron(
            group: group,
            expiry: expiry,
            campus: campuses.resolve(fields["campus"], into: diagnostics),
            jobCategory: jobCategories.resolve(fields["job-category"], into: diagnostics),
            statisticalCategories: SmallSet(
                statisticalCategories.resolveAll(
                    split(fields["statistical-categories"]),
                    into: diagnostics
                )
            ),
            account: AccountKind(fields["account"])
        )
        if !libraryList.isEmpty {
            record.resourceSharingLibraries = SmallSet(libraryList)
            record.resourceSharingOrigin = .manual
        }
        var identifiers: [PatronIdentifier] = []
        for entry in fields["identifiers"]?.entries ?? [] {
            if let kind = identifierKinds.resolve(
                entry.key,
                at: entry.keyPlace,
                into: diagnostics
            ),
                let value = entry.value.text
            {
                identifiers.append(PatronIdentifier(kind: kind, value: value))
            }
        }
        for kind in identifierKinds.codes {
            if let value = fields[kind]?.text, let handle = identifierKinds[kind] {
                identifiers.append(PatronIdentifier(kind: handle, value: value))
            }
        }
        return PopulationPlan.NamedPatron(
            record: record,
            code: patronCode,
            name: fields["name"]?.text ?? "",
            identifiers: identifiers
        )
    }

    /// A list in YAML, or words parted by semicolons in CSV.
    private func split(_ element: Element?) -> Element? {
        guard let element, let text = element.text else { return element }
        let words = text.split(separator: ";").map(String.init)
        return Element(
            .sequence(
                words.map {
                    Element(
                        .scalar(String($0.trimmingPrefix(while: { $0 == " " })), .plain),
                        at: element.place
                    )
                }
            ),
            at: element.place
        )
    }

    private func item(_ fields: [String: Element]) -> PopulationPlan.NamedItem? {
        guard let barcode = fields["barcode"]?.text, let title = fields["title"]?.text,
            let location = locations.resolve(fields["location"], into: diagnostics),
            let policy = itemPolicies.resolve(fields["policy"], into: diagnostics)
        else { return nil }
        return PopulationPlan.NamedItem(
            barcode: barcode,
            title: title,
            titleCode: fields["title-id"]?.text,
            location: location,
            policy: policy,
            materialType: materialTypes.resolve(fields["material-type"], into: diagnostics)
        )
    }

    private func syntheticItems(
        _ element: Element?,
        _ barcodes: Set<String>
    ) -> PopulationPlan.SyntheticItems? {
        guard let element,
            let locations: Shares<LocationID> = shares(element["locations"], locations),
            let policies: Shares<ItemPolicyID> = shares(element["policies"], itemPolicies)
        else { return nil }
        let titles = element["titles"]?.integer ?? 0
        if titles > universe.count {
            diagnostics.error(
                "\(code) holds \(titles) titles of a universe of \(universe.count)",
                at: element["titles"]?.place ?? element.place,
                hint: "give 'network: universe: titles:' at least as many"
            )
        }
        let copies = element["copies"]?.integer ?? 1
        let limit = 20_000_000
        if titles * copies > limit {
            diagnostics.error(
                "\(code) holds \(titles * copies) copies, of at most \(limit)",
                at: element["copies"]?.place ?? element.place,
                hint: "give fewer titles or copies"
            )
        } else if let taken = Population.first(
            of: barcodes,
            after: code + "-",
            of: titles * copies
        ) {
            diagnostics.error(
                "\(code) names an item '\(taken)', which a synthetic copy has too",
                at: element.place,
                hint: "give the named item another barcode"
            )
        }
        return PopulationPlan.SyntheticItems(
            titles: titles,
            copies: copies,
            locations: locations,
            policies: policies
        )
    }

    private func shares<Handle>(
        _ element: Element?,
        _ table: CodeTable<Handle>
    ) -> Shares<Handle>? {
        guard let element else { return nil }
        let pairs = element.entries.compactMap { entry in
            table.resolve(entry.key, at: entry.keyPlace, into: diagnostics)
                .map { (handle: $0, weight: entry.value.number ?? 0) }
        }
        guard let shares = Shares(pairs) else {
            if pairs.count == element.entries.count {
                diagnostics.error(
                    "the shares add up to nothing",
                    at: element.place,
                    hint: "give at least one of them more than 0"
                )
            }
            return nil
        }
        return shares
    }
}
