import LibraryModel
import SimulationKernel

/// Reads one institution of a network configuration.
struct InstitutionReader {
    let id: InstitutionID
    let code: String
    let element: Element
    let defaults: Element?
    let networkZone: ZoneTable
    let institutions: CodeTable<InstitutionID>
    let identifierKinds: CodeTable<IdentifierKindID>
    let universe: TitleUniverse
    let file: String
    let diagnostics: Diagnostics

    var currency = Currency.usDollar
    let campuses: CodeTable<CampusID>
    let libraries: CodeTable<LibraryID>
    let locations: CodeTable<LocationID>
    let userGroups: CodeTable<UserGroupID>
    let itemPolicies: CodeTable<ItemPolicyID>
    let materialTypes: CodeTable<MaterialTypeID>
    let units: CodeTable<FulfillmentUnitID>
    let loanTerms: CodeTable<LoanTermsID>
    let statisticalCategories: CodeTable<StatisticalCategoryID>
    let jobCategories: CodeTable<JobCategoryID>

    init(
        id: InstitutionID,
        code: String,
        element: Element,
        defaults: Element?,
        networkZone: ZoneTable,
        institutions: CodeTable<InstitutionID>,
        identifierKinds: CodeTable<IdentifierKindID>,
        universe: TitleUniverse,
        file: String,
        diagnostics: Diagnostics
    ) {
        self.id = id
        self.code = code
        self.element = element
        self.defaults = defaults
        self.networkZone = networkZone
        self.institutions = institutions
        self.identifierKinds = identifierKinds
        self.universe = universe
        self.file = file
        self.diagnostics = diagnostics
        func table<Handle>(_ key: String, _ kind: String) -> CodeTable<Handle> {
            let entries = (element[key] ?? defaults?[key])?.entries ?? []
            return CodeTable("\(kind) of \(code)", entries.map(\.key))
        }
        campuses = table("campuses", "campus")
        libraries = table("libraries", "library")
        locations = table("locations", "location")
        userGroups = table("user-groups", "user group")
        itemPolicies = table("item-policies", "item policy")
        materialTypes = table("material-types", "material type")
        units = table("fulfillment-units", "fulfillment unit")
        loanTerms = table("loan-terms", "loan terms")
        statisticalCategories = table("statistical-categories", "statistical category")
        jobCategories = table("job-categories", "job category")
    }

    /// What the institution says, or else the defaults.
    func setting(_ key: String) -> Element? {
        element[key] ?? defaults?[key]
    }

    mutating func read(zones: inout Zones) -> Institution {
        let zone =
            setting("time-zone").map { zones.table(of: $0, into: diagnostics) } ?? networkZone
        if let text = setting("currency")?.text, let named = Currency(code: text) {
            currency = named
        }
        var institution = Institution(
            id: id,
            code: code,
            name: element["name"]?.text ?? code,
            zone: zone,
            currency: currency
        )
        institution.campuses = named("campuses")
        institution.libraries = entries("libraries").map(library)
        institution.locations = entries("locations").map { entry in
            Location(code: entry.key, name: name(entry), library: library(in: entry.value))
        }
        institution.desks = entries("desks").map { entry in
            Desk(
                code: entry.key,
                name: name(entry),
                library: library(in: entry.value),
                holdShelfMaximum: entry.value["hold-shelf-maximum"]?.period
            )
        }
        institution.userGroups = entries("user-groups").map(userGroup)
        institution.itemPolicies = named("item-policies")
        institution.materialTypes = named("material-types")
        institution.statisticalCategories = named("statistical-categories")
        institution.jobCategories = named("job-categories")
        readCirculation(into: &institution)
        readBorrowedItems(into: &institution)
        institution.blockDefinitions = entries("blocks").map { entry in
            BlockDefinition(
                code: entry.key,
                name: name(entry),
                action: entry.value["action"]?.text.flatMap(BlockedAction.init) ?? .loan,
                isNetworkBlock: entry.value["network"]?.boolean ?? false
            )
        }
        institution.staff = entries("staff").map(staffMember)
        institution.searchableIdentifiers = SmallSet(
            identifierKinds.resolveAll(setting("searchable-identifiers"), into: diagnostics)
        )
        institution.linkedAccountRules = (setting("linked-account-rules")?.items ?? [])
            .map(linkedAccountRule)
        institution.visibility = visibility()
        readResourceSharing(into: &institution)
        readRequestPolicies(into: &institution)
        checkStock()
        checkSizes()
        return institution
    }

    func entries(_ key: String) -> [ElementMapping.Entry] {
        setting(key)?.entries ?? []
    }

    func named(_ key: String) -> [NamedCode] {
        entries(key).map { NamedCode(code: $0.key, name: name($0)) }
    }

    func name(_ entry: ElementMapping.Entry) -> String {
        entry.value.text ?? entry.value["name"]?.text ?? entry.key
    }

    private func library(in element: Element) -> LibraryID {
        libraries.resolve(element["library"], into: diagnostics) ?? LibraryID(0)
    }

    /// An amount in the institution's currency; more digits than it has are an error.
    func money(_ element: Element?) -> Money? {
        currency.amount(element, into: diagnostics)
    }

    /// A day on which an account ends; none lies before the time that a run can have.
    func accountDay(_ element: Element?) -> CivilDate? {
        guard let element, let day = element.date else { return nil }
        if day < CivilDate(daysSinceEpoch: 0) {
            diagnostics.error(
                "no account ends on \(day), before 1970",
                at: element.place,
                hint: "mend the year"
            )
        }
        return day
    }

    private func days(_ element: Element?) -> Int? {
        element?.duration.map { Int($0.microseconds / SimulationDuration.days(1).microseconds) }
    }

    private func library(_ entry: ElementMapping.Entry) -> Library {
        let value = entry.value
        let place = value["coordinates"]
        return Library(
            code: entry.key,
            name: name(entry),
            campus: campuses.resolve(value["campus"], into: diagnostics),
            coordinates: place.map {
                Coordinates(
                    latitude: $0["latitude"]?.number ?? 0,
                    longitude: $0["longitude"]?.number ?? 0
                )
            },
            isResourceSharing: value["resource-sharing"]?.boolean ?? false,
            calendar: CalendarReader(diagnostics: diagnostics).read(value)
        )
    }

    private func userGroup(_ entry: ElementMapping.Entry) -> UserGroup {
        let limits = entry.value["limits"]
        return UserGroup(
            code: entry.key,
            name: name(entry),
            limits: PatronLimits(
                fees: money(limits?["fees"]),
                overdueLoans: limits?["overdue-loans"]?.integer,
                overdueRecalls: limits?["overdue-recalls"]?.integer,
                loans: limits?["loans"]?.integer,
                requests: limits?["requests"]?.integer
            ),
            isHiddenFromNetwork: entry.value["hidden-from-network"]?.boolean ?? false
        )
    }

    private func staffMember(_ entry: ElementMapping.Entry) -> StaffMember {
        let roles = (entry.value["roles"]?.items ?? []).compactMap { element -> RoleAssignment? in
            guard let role = element["role"]?.text.flatMap(Role.init) else { return nil }
            return RoleAssignment(
                role: role,
                library: libraries.resolve(element["library"], into: diagnostics)
            )
        }
        return StaffMember(code: entry.key, name: name(entry), roles: roles)
    }

    private func linkedAccountRule(_ element: Element) -> LinkedAccountRule {
        LinkedAccountRule(
            sources: institutions.resolveAll(element["from"], into: diagnostics),
            group: userGroups.resolve(element["group"], into: diagnostics),
            expiry: dateRule(element["expiry"]) ?? .afterExpiry(days: 0),
            refreshesExpiry: element["refresh-expiry"]?.boolean ?? false,
            purge: dateRule(element["purge"]) ?? .afterExpiry(days: 30),
            refreshesPurge: element["refresh-purge"]?.boolean ?? false,
            copiesNetworkBlocks: element["copy-network-blocks"]?.boolean ?? false
        )
    }

    private func dateRule(_ element: Element?) -> LinkedAccountRule.DateRule? {
        guard let element else { return nil }
        if let day = accountDay(element["on"]) { return .absolute(day) }
        if let after = days(element["after-expiry"]) { return .afterExpiry(days: after) }
        if let before = days(element["before-expiry"]) { return .afterExpiry(days: -before) }
        if let after = days(element["after-refresh"]) { return .afterRefresh(days: after) }
        return nil
    }

    private func visibility() -> [Visibility] {
        let policy = setting("visibility")
        let standard = policy?["default"]?.text.flatMap(Visibility.init) ?? .full
        var table = Array(repeating: standard, count: institutions.codes.count)
        for entry in policy?["to"]?.entries ?? [] {
            if let other = institutions.resolve(
                entry.key,
                at: entry.keyPlace,
                into: diagnostics
            ) {
                table[other.position] = entry.value.text.flatMap(Visibility.init) ?? standard
            }
        }
        return table
    }

    private func readResourceSharing(into institution: inout Institution) {
        let settings = element["resource-sharing"]
        if settings?["order"]?.text == "dated" {
            institution.resourceSharingOrder = .dated(
                institutionDefault: libraries.resolve(
                    settings?["default-library"],
                    into: diagnostics
                )
            )
        } else if let needless = settings?["default-library"] {
            diagnostics.warning(
                "only the dated order looks at the default library",
                at: needless.place,
                hint: "add 'order: dated', or remove this line"
            )
        }
        institution.assignmentRules = AssignmentRules(
            rules: (settings?["assignment"]?.items ?? []).compactMap { element in
                resourceSharingLibrary(element["library"], of: institution).map { library in
                    AssignmentRule(
                        campuses: campuses.resolveAll(element["campuses"], into: diagnostics),
                        groups: userGroups.resolveAll(element["groups"], into: diagnostics),
                        statisticalCategories: SmallSet(
                            statisticalCategories.resolveAll(
                                element["statistical-categories"],
                                into: diagnostics
                            )
                        ),
                        jobCategories: jobCategories.resolveAll(
                            element["job-categories"],
                            into: diagnostics
                        ),
                        library: library
                    )
                }
            },
            otherwise: settings?["otherwise"].flatMap {
                resourceSharingLibrary($0, of: institution)
            }
        )
    }

    private func resourceSharingLibrary(
        _ element: Element?,
        of institution: Institution
    ) -> LibraryID? {
        guard let library = libraries.resolve(element, into: diagnostics) else { return nil }
        if !institution.libraries[library.position].isResourceSharing, let element {
            diagnostics.error(
                "library '\(element.text ?? "")' of \(code) is not a resource sharing library",
                at: element.place,
                hint: "give the library 'resource-sharing: true'"
            )
        }
        return library
    }

    /// Both are found here or under the defaults.
    private func checkStock() {
        for (key, isMissing) in [
            ("libraries", libraries.codes.isEmpty), ("locations", locations.codes.isEmpty),
        ] where isMissing {
            diagnostics.error(
                "\(code) has no \(key)",
                at: element.place,
                hint: "give it '\(key)', or give them under 'defaults'"
            )
        }
    }

    /// Sets of some are kept in 64 bits, and each of others in 16.
    private func checkSizes() {
        for (key, count) in [
            ("campuses", campuses.codes.count),
            ("locations", locations.codes.count),
            ("user-groups", userGroups.codes.count),
            ("item-policies", itemPolicies.codes.count),
            ("material-types", materialTypes.codes.count),
            ("job-categories", jobCategories.codes.count),
        ] where count > ShortHandle<LocationID>.maximumCount {
            diagnostics.error(
                "\(code) has \(count) \(key), of which at most "
                    + "\(ShortHandle<LocationID>.maximumCount) can be told apart",
                at: setting(key)?.place ?? element.place,
                hint: "join some of them"
            )
        }
        for (key, count) in [
            ("libraries", libraries.codes.count),
            ("statistical-categories", statisticalCategories.codes.count),
        ] where count > SmallSet.maximumCount {
            diagnostics.error(
                "\(code) has \(count) \(key), of which at most \(SmallSet.maximumCount) can be "
                    + "told apart on a patron's record",
                at: setting(key)?.place ?? element.place,
                hint: "join some of them"
            )
        }
    }
}
