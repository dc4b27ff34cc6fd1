import FulfillmentNetwork
import LibraryModel
import SimulationKernel

/// Four institutions that differ in what they allow, in their clocks and in their money.
///
/// EAST keeps New York's time and counts dollars; it shows NORTH everything, SOUTH totals and WEST
/// nothing. NORTH counts yen, is found by barcode only, and has no user group for patrons of WEST.
/// SOUTH keeps Tokyo's time, counts Kuwaiti dinars, links patrons of EAST and NORTH only, and
/// copies no blocks. WEST counts dollars, has one library, and lends nothing to SOUTH.
enum TestNetwork {
    static let codes = ["EAST", "NORTH", "SOUTH", "WEST"]
    static let east = InstitutionID(0 as Int32)
    static let north = InstitutionID(1 as Int32)
    static let south = InstitutionID(2 as Int32)
    static let west = InstitutionID(3 as Int32)

    /// Monday, 2026-01-05, noon in UTC.
    static let start = SimulationTime(microseconds: 1_767_614_400_000_000)
    static let barcode = IdentifierKindID(1 as Int32)
    static let main = LibraryID(0 as Int32)
    static let law = LibraryID(1 as Int32)
    static let conduct = BlockDefinitionID(0 as Int32)
    static let desk = StaffID(0 as Int32)
    static let cataloguer = StaffID(1 as Int32)
    static let newcomer = StaffID(2 as Int32)
    static let steadyLink = Link(latency: .constant(0.1))

    /// The patrons of each institution: six students, one whom others do not find, one whose
    /// account ended.
    ///
    /// The accounts with even numbers are external.
    static let patronCount = 8
    /// What each institution holds: the policy of each copy, by record.
    static let holdings: [[Policy]] = [
        [.book, .book], [.book], [.dvd], [.reference], [], [.book], [.book], [.book],
    ]

    enum Policy: Int32 {
        case book, dvd, reference
    }

    struct Options {
        var seed: UInt64 = 1
        var sharesIdentifiers = false
        var link = steadyLink
        var outboxLimit = 1_000
        /// Institutions beyond the four, which nobody visits.
        var further: [String] = []
        var store: (any NetworkStore)?
    }

    static func configuration(_ options: Options = Options()) -> NetworkConfiguration {
        let codes = (codes + options.further).sorted()
        let count = codes.count
        var relations = Array(repeating: InstitutionRelation.all, count: count * count)
        let position = Dictionary(uniqueKeysWithValues: zip(codes, 0...))
        if let west = position["WEST"], let south = position["SOUTH"] {
            relations[west * count + south] = .none
        }
        return NetworkConfiguration(
            code: "TEST",
            name: "Test network",
            zone: .utc,
            institutions: codes.enumerated().map { institution($1, rank: $0, codes) },
            sharesIdentifiers: options.sharesIdentifiers,
            relations: relations,
            defaultLink: options.link,
            outboxLimit: options.outboxLimit
        )
    }

    static func nodes(_ configuration: NetworkConfiguration) -> [InstitutionNode] {
        configuration.institutions.map { node($0, configuration) }
    }

    static func network(_ options: Options = Options()) -> Network {
        let configuration = configuration(options)
        let nodes = nodes(configuration)
        let zone = NetworkZone(network: configuration)
        // The further ones keep what they hold to themselves.
        zone.publishHoldings(
            of: nodes.filter { codes.contains($0.institution.code) },
            at: start
        )
        return Network(
            configuration: configuration,
            nodes: nodes,
            zone: zone,
            seed: options.seed,
            now: start,
            everyEventStore: options.store
        )
    }

    private static func institution(_ code: String, rank: Int, _ codes: [String]) -> Institution {
        let currencies = ["NORTH": "JPY", "SOUTH": "KWD"]
        let zones = [
            "EAST": ZoneTable(name: "America/New_York", offset: .hours(-5)),
            "SOUTH": ZoneTable(name: "Asia/Tokyo", offset: .hours(9)),
        ]
        var institution = Institution(
            id: InstitutionID(rank),
            code: code,
            name: "\(code) University",
            zone: zones[code] ?? .utc,
            currency: Currency(code: currencies[code] ?? "USD") ?? .usDollar
        )
        institution.campuses = [NamedCode(code: "CITY", name: "City")]
        institution.jobCategories = [NamedCode(code: "PROF", name: "Professor")]
        institution.statisticalCategories = ["ARTS", "LAW"].map { NamedCode(code: $0, name: $0) }
        institution.libraries = [
            Library(code: "MAIN", name: "Main", isResourceSharing: true),
            Library(code: "LAW", name: "Law", isResourceSharing: code != "WEST"),
        ]
        institution.locations = [
            Location(code: "STACKS", name: "Stacks", library: main),
            Location(code: "LAWSTACKS", name: "Law stacks", library: law),
        ]
        institution.userGroups = userGroups
        institution.itemPolicies = ["book", "dvd", "reference"].map {
            NamedCode(code: $0, name: $0)
        }
        institution.loanTerms = loanTerms
        institution.loanRules = [
            LoanRule(policies: .oneOf([ItemPolicyID(2 as Int32)]), terms: LoanTermsID(2)),
            LoanRule(policies: .oneOf([ItemPolicyID(1 as Int32)]), terms: LoanTermsID(1)),
            LoanRule(terms: LoanTermsID(0 as Int32)),
        ]
        institution.blockDefinitions = [
            BlockDefinition(
                code: "CONDUCT",
                name: "Conduct",
                action: .everything,
                isNetworkBlock: true
            ),
            BlockDefinition(code: "CARD", name: "Card", action: .loan, isNetworkBlock: false),
        ]
        institution.staff = [
            StaffMember(
                code: "desk",
                name: "Desk",
                roles: [RoleAssignment(role: .circulationDeskOperator, library: main)]
            ),
            StaffMember(
                code: "cataloguer",
                name: "Cataloguer",
                roles: [
                    RoleAssignment(role: .requestsOperator, library: law),
                    RoleAssignment(role: .fulfillmentAdministrator),
                ]
            ),
            StaffMember(code: "newcomer", name: "Newcomer", roles: []),
        ]
        institution.linkedAccountRules = rules(of: code, codes)
        if code == "NORTH" { institution.searchableIdentifiers = SmallSet([barcode]) }
        if code == "EAST" {
            institution.visibility = codes.map {
                $0 == "WEST" ? .none : $0 == "SOUTH" ? .totals : .full
            }
        }
        institution.assignmentRules = AssignmentRules(
            rules: [AssignmentRule(campuses: [CampusID(0 as Int32)], library: law)],
            otherwise: code == "SOUTH" ? nil : main
        )
        return institution
    }

    private static let userGroups = [
        UserGroup(
            code: "student",
            name: "Student",
            limits: PatronLimits(fees: Money(minorUnits: 1_000), overdueLoans: 1, loans: 3)
        ),
        UserGroup(
            code: "visitor",
            name: "Visitor",
            limits: PatronLimits(fees: Money(minorUnits: 500), overdueLoans: 0, loans: 2)
        ),
        UserGroup(code: "dean", name: "Dean", isHiddenFromNetwork: true),
    ]

    private static let loanTerms = [
        TermsOfUse(
            code: "STANDARD",
            periodDays: 14,
            maximumRenewalDays: 28,
            finePerDay: Money(minorUnits: 25),
            maximumFine: Money(minorUnits: 300)
        ),
        TermsOfUse(
            code: "SHORT",
            periodDays: 2,
            isRenewable: false,
            finePerDay: Money(minorUnits: 100)
        ),
        TermsOfUse(code: "READING", isLoanable: false, periodDays: 0),
    ]

    private static func rules(of code: String, _ codes: [String]) -> [LinkedAccountRule] {
        let visitor = UserGroupID(1 as Int32)
        func rank(_ code: String) -> InstitutionID {
            InstitutionID(codes.firstIndex(of: code) ?? 0)
        }
        switch code {
        case "NORTH":
            return [
                LinkedAccountRule(sources: [rank("WEST")], group: nil),
                LinkedAccountRule(
                    group: visitor,
                    expiry: .afterRefresh(days: 60),
                    copiesNetworkBlocks: true
                ),
            ]
        case "SOUTH":
            return [
                LinkedAccountRule(
                    sources: [rank("EAST"), rank("NORTH")],
                    group: visitor,
                    purge: .afterRefresh(days: 5),
                    refreshesPurge: true
                )
            ]
        case "WEST":
            return [
                LinkedAccountRule(
                    group: visitor,
                    purge: .absolute(CivilDate(daysSinceEpoch: 20_000)),
                    copiesNetworkBlocks: true
                )
            ]
        default:
            return [
                LinkedAccountRule(
                    group: visitor,
                    expiry: .afterRefresh(days: 40),
                    refreshesExpiry: true,
                    purge: .afterExpiry(days: 10),
                    refreshesPurge: true,
                    copiesNetworkBlocks: true
                )
            ]
        }
    }

    private static func node(
        _ institution: Institution,
        _ configuration: NetworkConfiguration
    ) -> InstitutionNode {
        let node = InstitutionNode(id: institution.id, network: configuration)
        let code = institution.code
        for number in 0..<patronCount {
            node.addPatron(
                Patron(
                    group: UserGroupID(number == 6 ? 2 : 0),
                    expiry: CivilDate(daysSinceEpoch: number == 7 ? 20_400 : 21_000),
                    campus: number == 1 ? CampusID(0 as Int32) : nil,
                    account: number.isMultiple(of: 2) ? .external : .internal
                ),
                code: "P\(number)",
                name: "Patron \(number) of \(code)",
                identifiers: [
                    PatronIdentifier(kind: .primary, value: "P\(number)@\(code)"),
                    PatronIdentifier(kind: barcode, value: "\(code)-\(number)x"),
                ]
            )
        }
        for (number, copies) in holdings.enumerated() {
            let bib = node.addBib(TitleID(number), code: "B\(number)", text: "Title \(number)")
            for (copy, policy) in copies.enumerated() {
                node.addItem(
                    Item(
                        bib: bib,
                        location: LocationID(copy),
                        policy: ItemPolicyID(policy.rawValue)
                    ),
                    code: "\(code)-B\(number)-\(copy)"
                )
            }
        }
        return node
    }
}
