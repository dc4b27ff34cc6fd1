import LibraryModel
import SimulationKernel

/// Reads a network configuration, and finds everything that is wrong with it.
package struct NetworkReader {
    let diagnostics: Diagnostics
    private let readsPopulations: Bool
    private var zones = Zones()

    /// Creates a reader, which may leave out the people and copies that institutions begin with.
    package init(into diagnostics: Diagnostics, readsPopulations: Bool = true) {
        self.diagnostics = diagnostics
        self.readsPopulations = readsPopulations
    }

    /// Reads a file; nil where nothing usable came of it, with the reasons among the diagnostics.
    package mutating func read(path: String) -> NetworkPlan? {
        guard let document = SourceDocument(path: path, into: diagnostics) else { return nil }
        return read(document)
    }

    /// Reads a document; relative paths in it start from its own directory.
    package mutating func read(_ document: SourceDocument) -> NetworkPlan? {
        let before = diagnostics.count(of: .error)
        NetworkShapes.file.validate(document.root, as: "the file", into: diagnostics)
        // Without the right shape the rest would only repeat itself.
        guard diagnostics.count(of: .error) == before,
            let network = document.root["network"],
            let members = document.root["institutions"]
        else { return nil }
        let codes = members.entries.map(\.key).sorted()
        let institutions = CodeTable<InstitutionID>("institution", codes)
        let identifierKinds =
            network["identifiers"]?.items.compactMap(\.code) ?? ["primary-id", "barcode"]
        reportRepeats(in: network["identifiers"])
        reportReserved(in: network["identifiers"])
        check(codes: members)
        let zone = zones.table(of: network["time-zone"], into: diagnostics)
        var configurations: [Institution] = []
        var populations: [PopulationPlan] = []
        let universe = TitleUniverse(
            count: network["universe"]?["titles"]?.integer ?? 0,
            overlap: network["universe"]?["overlap"]?.number ?? 0.3
        )
        for (rank, code) in codes.enumerated() {
            guard let element = members[code] else { continue }
            var reader = InstitutionReader(
                id: InstitutionID(rank),
                code: code,
                element: element,
                defaults: document.root["defaults"],
                networkZone: zone,
                institutions: institutions,
                identifierKinds: CodeTable("identifier kind", identifierKinds),
                universe: universe,
                file: document.name,
                diagnostics: diagnostics
            )
            configurations.append(reader.read(zones: &zones))
            populations.append(readsPopulations ? reader.population() : PopulationPlan())
        }
        reportUnknownGroups(in: configurations, members, document.root["defaults"])
        let defaultLink = link(network["bus"], defaults: Link())
        var configuration = NetworkConfiguration(
            code: network["code"]?.text ?? "",
            name: network["name"]?.text ?? "",
            zone: zone,
            institutions: configurations,
            sharesIdentifiers: network["shared-identifiers"]?.boolean ?? false,
            identifierKinds: identifierKinds,
            relations: relations(network["relations"], institutions),
            defaultLink: defaultLink,
            links: links(network["bus"]?["links"], institutions, defaultLink),
            outboxLimit: network["bus"]?["outbox-limit"]?.integer ?? 10_000
        )
        configuration.resourceSharing = resourceSharing(
            network["resource-sharing"],
            institutions
        )
        configuration.partnerKinds = partnerKinds(
            network["resource-sharing"]?["partners"],
            institutions
        )
        configuration.jobs = jobs(network["jobs"])
        guard diagnostics.count(of: .error) == before else { return nil }
        return NetworkPlan(
            configuration: configuration,
            universe: universe,
            populations: populations
        )
    }

    func reportRepeats(in list: Element?) {
        var seen: Set<String> = []
        for element in list?.items ?? [] where !seen.insert(element.text ?? "").inserted {
            diagnostics.error(
                "'\(element.text ?? "")' is listed twice",
                at: element.place,
                hint: "remove one of them"
            )
        }
    }

    private func resourceSharing(
        _ element: Element?,
        _ institutions: CodeTable<InstitutionID>
    ) -> ResourceSharingSettings {
        var settings = ResourceSharingSettings()
        guard let element else { return settings }
        func days(_ key: String) -> Int? {
            element[key]?.duration.map { Int($0.inDays) }
        }
        settings.order =
            element["rota"]?.text.flatMap(ResourceSharingSettings.RotaOrder.init)
            ?? settings.order
        reportRepeats(in: element["template"])
        settings.template = institutions.resolveAll(element["template"], into: diagnostics)
        settings.openRequestsThreshold = element["open-requests-threshold"]?.integer
        settings.attempts = element["attempts"]?.integer ?? settings.attempts
        settings.processing =
            element["processing"]?.distribution(in: .days) ?? settings.processing
        settings.courier = element["courier"]?.distribution(in: .days)
        settings.courierHandlingDays =
            element["courier-handling"]?.duration?.inDays ?? settings.courierHandlingDays
        settings.courierKilometresPerDay =
            element["courier-kilometres-per-day"]?.number ?? settings.courierKilometresPerDay
        settings.loanDays = days("loan") ?? settings.loanDays
        settings.shippingDays = days("shipping") ?? settings.shippingDays
        settings.recallDays = days("recall") ?? settings.recallDays
        settings.publishEvery = element["publish-every"]?.duration ?? settings.publishEvery
        return settings
    }

    /// In a CSV file the kinds of identifier are columns beside those that every file may have.
    private func reportReserved(in list: Element?) {
        let columns = InstitutionReader.patronColumns + AccountShapes.ownColumns
        for element in list?.items ?? [] where columns.contains(element.text ?? "") {
            diagnostics.error(
                "'\(element.text ?? "")' is a column of a patron file, and no kind of identifier",
                at: element.place,
                hint: "give the kind another name"
            )
        }
    }

    /// Codes of institutions name files and the ends of links.
    private func check(codes members: Element) {
        var seen: [String: String] = [:]
        for entry in members.entries {
            if entry.key == "network" {
                diagnostics.error(
                    "no institution can have the code 'network', which means the network zone",
                    at: entry.keyPlace,
                    hint: "give the institution another code"
                )
            }
            if let other = seen.updateValue(entry.key, forKey: entry.key.lowercased()) {
                diagnostics.error(
                    "the codes '\(entry.key)' and '\(other)' differ only in case, and their stores "
                        + "would be one file on some systems",
                    at: entry.keyPlace,
                    hint: "give one of them another code"
                )
            }
        }
    }

    private func relations(
        _ element: Element?,
        _ institutions: CodeTable<InstitutionID>
    ) -> [InstitutionRelation] {
        let count = institutions.codes.count
        let standard = relation(element?["default"], defaults: .all)
        var relations = Array(repeating: standard, count: count * count)
        var seen: Set<Int> = []
        for pair in element?["pairs"]?.items ?? [] {
            guard let lender = institutions.resolve(pair["of"], into: diagnostics),
                let other = institutions.resolve(pair["with"], into: diagnostics)
            else { continue }
            let position = lender.position * count + other.position
            if lender == other {
                diagnostics.error(
                    "a relation is between two institutions",
                    at: pair.place,
                    hint: "name another institution under 'with'"
                )
            } else if !seen.insert(position).inserted {
                diagnostics.error(
                    "this pair has a relation already",
                    at: pair.place,
                    hint: "join the two"
                )
            }
            relations[position] = relation(pair, defaults: standard)
        }
        return relations
    }

    private func relation(
        _ element: Element?,
        defaults: InstitutionRelation
    ) -> InstitutionRelation {
        InstitutionRelation(
            checkOut: element?["check-out"]?.boolean ?? defaults.checkOut,
            checkIn: element?["check-in"]?.boolean ?? defaults.checkIn,
            deliver: element?["deliver"]?.boolean ?? defaults.deliver
        )
    }

    private func links(
        _ list: Element?,
        _ institutions: CodeTable<InstitutionID>,
        _ standard: Link
    ) -> [LinkEnds: Link] {
        var links: [LinkEnds: Link] = [:]
        for element in list?.items ?? [] {
            guard let source = participant(element["from"], institutions),
                let destination = participant(element["to"], institutions)
            else { continue }
            guard source != destination else {
                diagnostics.error(
                    "a link is between two participants",
                    at: element.place,
                    hint: "name another one under 'to'"
                )
                continue
            }
            let settings = link(element, defaults: standard)
            var ways = [LinkEnds(from: source, to: destination)]
            if element["one-way"]?.boolean != true {
                ways.append(LinkEnds(from: destination, to: source))
            }
            if ways.contains(where: { links[$0] != nil }) {
                diagnostics.error(
                    "this link has settings already",
                    at: element.place,
                    hint: "join the two, or make each of them 'one-way: true'"
                )
            }
            for way in ways { links[way] = settings }
        }
        return links
    }

    private func participant(
        _ element: Element?,
        _ institutions: CodeTable<InstitutionID>
    ) -> ParticipantID? {
        if element?.text == "network" { return .network }
        return institutions.resolve(element, into: diagnostics).map { ParticipantID($0) }
    }

    private func link(_ element: Element?, defaults: Link) -> Link {
        // Whatever happens takes time: an answer is never there in the instant of the question.
        if let latency = element?["latency"], latency.duration == .zero {
            diagnostics.error(
                "an envelope cannot take no time at all",
                at: latency.place,
                hint: "give a latency above zero, such as 1 ms"
            )
        }
        return Link(
            latency: element?["latency"]?.distribution(in: .seconds) ?? defaults.latency,
            timeout: element?["timeout"]?.duration ?? defaults.timeout,
            retryAfter: element?["retry-after"]?.duration ?? defaults.retryAfter,
            attempts: element?["attempts"]?.integer ?? defaults.attempts
        )
    }
}

extension Zones {
    /// The zone that an element names; UTC with an error reported where there is none.
    mutating func table(of element: Element?, into diagnostics: Diagnostics) -> ZoneTable {
        guard let element, let name = element.text else { return .utc }
        if let table = table(named: name) { return table }
        diagnostics.error(
            "there is no time zone '\(name)'",
            at: element.place,
            hint: Spelling.hint(for: name, among: Self.knownNames)
                ?? "use a name of the IANA database, such as America/Chicago"
        )
        return .utc
    }
}
