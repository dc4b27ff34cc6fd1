import LibraryModel

/// The network configuration that an import writes.
struct NetworkDraft {
    private let members: ImportedMembers
    private let options: IPEDSImport.Options
    /// The survey knows nothing of couriers.
    private let courier = ResourceSharingSettings()

    /// The order of an institution's keys, in which an overlay's are put as well.
    private static let order = [
        "name", "time-zone", "currency", "campuses", "libraries", "locations", "desks",
        "resource-sharing", "staff", "patrons", "items",
    ]

    init(_ members: ImportedMembers, options: IPEDSImport.Options) {
        self.members = members
        self.options = options
    }

    /// The text, or nil where the overlay makes it something that is no network configuration, with
    /// the reasons reported.
    func text(into diagnostics: Diagnostics) -> String? {
        let before = diagnostics.count(of: .error)
        var network = network
        var institutions = members.all.map { (code: $0.code, draft: draft(of: $0)) }
        overlay(&network, &institutions, into: diagnostics)
        let head = heading + network.text(key: "network") + "\n" + ImportedPolicies.yaml + "\n"
        guard diagnostics.count(of: .error) == before,
            let top = SourceDocument(text: head, name: options.networkPath, into: diagnostics)
        else { return nil }
        // Checked as a tree and not as text, so that a fault of the overlay is found in the
        // overlay.
        let place = SourcePlace(file: options.networkPath)
        let all = Draft.mapping(institutions.map { ($0.code, $0.draft) }, at: place)
        let entry = ElementMapping.Entry(
            key: "institutions",
            keyPlace: place,
            value: all.element
        )
        let root = Element(.mapping(ElementMapping(top.root.entries + [entry])), at: place)
        var reader = NetworkReader(into: diagnostics)
        let document = SourceDocument(name: options.networkPath, root: root)
        guard reader.read(document) != nil else { return nil }
        return head + all.text(key: "institutions")
    }

    private var heading: String {
        var lines = [
            "Written by 'fulfillnet import ipeds' from the 2021 Academic Libraries survey (IPEDS), "
                + "joined with the institution directory: US federal statistics in the public "
                + "domain, nces.ed.gov/ipeds. Selected: \(options.selection.summary)."
        ]
        if let overlay = options.overlayPath {
            let name = overlay.split(separator: "/").last.map(String.init) ?? overlay
            lines.append("Laid over it, and written by hand: \(name).")
        }
        let bands = SurveyDefaults.patronsBySizeBand.sorted { $0.key < $1.key }
            .map { grouped($0.value) }.joined(separator: ", ")
        lines += [
            members.summary + ".",
            "",
            "name, coordinates: INSTNM, LATITUDE, LONGITUD.",
            "patrons: the midpoint of the size band (INSTSIZE 1 to 5: \(bands)).",
            "items: \(DecimalText(options.activeShare, digits: 4)) of the volumes (LPBOOKS), one "
                + "copy of each title: most of a collection does not move in a semester.",
            "universe: \(DecimalText(SurveyDefaults.distinctShare, digits: 2)) of all copies, an "
                + "assumption; \(DecimalText(SurveyDefaults.overlap, digits: 2)) of each "
                + "collection are the titles that everybody has.",
            "A cell that says nothing, or nothing that can be, is named above its institution with "
                + "what was taken instead.",
        ]
        if let far = members.farthest {
            let days = courier.courierDays(kilometres: far.kilometres)
            lines += [
                "",
                "A courier takes \(DecimalText(courier.courierHandlingDays, digits: 1)) d, and "
                    + "1 d more for each "
                    + "\(DecimalText(courier.courierKilometresPerDay, digits: 0)) km: "
                    + "\(DecimalText(days, digits: 1)) d between \(far.one.code) and "
                    + "\(far.other.code), \(DecimalText(far.kilometres, digits: 0)) km apart. "
                    + "That is the median of what a parcel takes.",
            ]
        }
        return Draft.comment(lines) + "\n"
    }

    /// What the members have in common, as far as the survey knows.
    private var network: Draft {
        let place = SourcePlace(file: options.networkPath)
        func map(_ entries: [(String, Draft)]) -> Draft { .mapping(entries, at: place) }
        func scalar(_ value: some CustomStringConvertible) -> Draft { .scalar(value, at: place) }
        let name = options.networkName ?? options.selection.systems.first ?? "Imported libraries"
        let handling = DecimalText(courier.courierHandlingDays, digits: 0)
        let speed = DecimalText(courier.courierKilometresPerDay, digits: 0)
        return map([
            ("code", scalar(options.networkCode ?? "IPEDS")),
            ("name", scalar(name)),
            ("time-zone", scalar(members.zone)),
            ("identifiers", .list([scalar("primary-id"), scalar("barcode")], at: place)),
            (
                "universe",
                map([
                    ("titles", scalar(members.universe)),
                    ("overlap", scalar(SurveyDefaults.overlap)),
                ])
            ),
            (
                "resource-sharing",
                map([
                    ("courier-handling", scalar("\(handling) d")),
                    ("courier-kilometres-per-day", scalar(speed)),
                ])
            ),
        ])
    }

    private func draft(of member: ImportedMembers.Member) -> Draft {
        let institution = member.institution
        let place = institution.place
        func map(_ entries: [(String, Draft)]) -> Draft { .mapping(entries, at: place) }
        func scalar(_ value: some CustomStringConvertible) -> Draft { .scalar(value, at: place) }
        func shares(_ shares: [(String, Double)]) -> Draft {
            map(shares.map { ($0.0, scalar($0.1)) })
        }
        let groups = ImportedPolicies.groups
        var entries: [(String, Draft)] = [("name", scalar(institution.name))]
        let zone = ImportedMembers.zone(of: institution)
        if zone != members.zone { entries.append(("time-zone", scalar(zone))) }
        entries += [
            ("libraries", map([("MAIN", library(of: institution))])),
            (
                "locations",
                map([("STACKS", map([("name", scalar("Stacks")), ("library", scalar("MAIN"))]))])
            ),
            (
                "desks",
                map([
                    (
                        "DESK",
                        map([("name", scalar("Circulation desk")), ("library", scalar("MAIN"))])
                    )
                ])
            ),
            (
                "patrons",
                map([
                    (
                        "synthetic",
                        map([
                            ("count", scalar(institution.patrons)),
                            (
                                "groups",
                                shares(
                                    institution.hasFourYearProgramme
                                        ? groups.fourYear : groups.twoYear
                                )
                            ),
                            ("expiry", scalar(ImportedPolicies.patronExpiry)),
                        ])
                    )
                ])
            ),
            (
                "items",
                map([
                    (
                        "synthetic",
                        map([
                            (
                                "titles",
                                scalar(member.titles).noted(
                                    "of \(grouped(institution.volumes)) volumes"
                                )
                            ),
                            ("locations", shares([("STACKS", 1)])),
                            ("policies", shares(ImportedPolicies.items)),
                        ])
                    )
                ])
            ),
        ]
        var draft = map(entries)
        draft.comments = comments(on: institution)
        return draft
    }

    private func comments(on institution: SurveyInstitution) -> [String] {
        var place = [institution.city, institution.state].filter { !$0.isEmpty }
        place.append("UNITID \(institution.unitID)")
        var lines = [place.joined(separator: ", ") + "."]
        if institution.branches > 0 {
            lines[0] +=
                " The survey counts \(institution.branches + 1) libraries (LBRANCH), "
                + "the import one."
        }
        return lines + institution.substitutions.map { $0 + "." }
    }

    private func library(of institution: SurveyInstitution) -> Draft {
        let place = institution.place
        func map(_ entries: [(String, Draft)]) -> Draft { .mapping(entries, at: place) }
        func scalar(_ value: some CustomStringConvertible) -> Draft { .scalar(value, at: place) }
        var entries: [(String, Draft)] = [("name", scalar("Library"))]
        if let point = institution.coordinates {
            entries.append(
                (
                    "coordinates",
                    map([
                        ("latitude", scalar(DecimalText(point.latitude, digits: 6))),
                        ("longitude", scalar(DecimalText(point.longitude, digits: 6))),
                    ])
                )
            )
        }
        let hours = ImportedPolicies.hours
        let week = institution.hasFourYearProgramme ? hours.fourYear : hours.twoYear
        entries += [
            ("resource-sharing", scalar(true)),
            ("opening-hours", map(week.map { ($0.0, .list([scalar($0.1)], at: place)) })),
            (
                "exceptions",
                .list(
                    ImportedPolicies.closures.map { closure in
                        var entries = [("from", scalar(closure.from))]
                        if let to = closure.to { entries.append(("to", scalar(to))) }
                        return map(entries).noted(closure.why)
                    },
                    at: place
                )
            ),
        ]
        return map(entries)
    }

    private func overlay(
        _ network: inout Draft,
        _ institutions: inout [(code: String, draft: Draft)],
        into diagnostics: Diagnostics
    ) {
        guard let path = options.overlayPath,
            let document = SourceDocument(path: path, into: diagnostics)
        else { return }
        let keys = ["network", "institutions"]
        for entry in document.root.entries where !keys.contains(entry.key) {
            diagnostics.error(
                "an overlay has no key '\(entry.key)'",
                at: entry.keyPlace,
                hint: Spelling.hint(for: entry.key, among: keys)
                    ?? "it holds 'network' and 'institutions', and what differs of each by code"
            )
        }
        if let common = document.root["network"] { network.overlay(common) }
        let entries = document.root["institutions"]?.entries ?? []
        if entries.isEmpty, document.root["network"] == nil {
            diagnostics.error(
                "the overlay names no institution",
                at: document.root.place,
                hint: "write 'institutions:', and under it by code what differs"
            )
        }
        for entry in entries {
            guard let index = institutions.firstIndex(where: { $0.code == entry.key }) else {
                diagnostics.error(
                    "institution '\(entry.key)' is not imported",
                    at: entry.keyPlace,
                    hint: Spelling.hint(for: entry.key, among: institutions.map(\.code))
                        ?? "select it, or remove it here"
                )
                continue
            }
            institutions[index].draft.overlay(entry.value)
            institutions[index].draft.sort(by: Self.order)
        }
    }
}

extension Draft {
    /// Puts the entries of a mapping into the order of a list, those that are not on it at its end.
    mutating func sort(by order: [String]) {
        guard case .mapping(let entries) = content else { return }
        let ranked = entries.enumerated().map { position, entry in
            (rank: order.firstIndex(of: entry.key) ?? order.count, position: position, entry: entry)
        }
        content = .mapping(
            ranked.sorted { ($0.rank, $0.position) < ($1.rank, $1.position) }.map(\.entry)
        )
    }
}

extension SourceDocument {
    /// A document that was made and not read.
    init(name: String, root: Element) {
        self.name = name
        self.root = root
    }
}
