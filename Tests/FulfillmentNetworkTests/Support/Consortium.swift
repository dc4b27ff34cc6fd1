import FulfillmentNetwork
import LibraryModel
import RequestRouting
import SimulationKernel

/// Three institutions that request from each other in every way there is.
///
/// ASH sends and answers by itself. BAY leaves sending and answering to staff and keeps what came
/// to nothing. COD lends to ASH as in a fulfillment network, by holds for linked accounts; its items
/// are not checked in at BAY.
enum Consortium {
    static let ash = InstitutionID(0 as Int32)
    static let bay = InstitutionID(1 as Int32)
    static let cod = InstitutionID(2 as Int32)
    static let codes = ["ASH", "BAY", "COD"]
    /// Monday, 2026-01-05, noon in UTC.
    static let start = SimulationTime(microseconds: 1_767_614_400_000_000)
    static let patronCount = 3
    static let titleCount = 5

    static let manager = StaffID(0 as Int32)
    static let lender = StaffID(1 as Int32)
    static let limited = StaffID(2 as Int32)

    struct Options {
        var seed: UInt64 = 1
        var link = Link(latency: .constant(0.1))
        var outboxLimit = 1_000
        var jobs = NightlyJobs(kinds: NightlyJobs.standard + [.finesElsewhere])
        /// Who holds which titles: ASH 0 and 1, BAY 1 and 2, COD 1, 2 and 3, nobody 4.
        var holdings: [[Int]] = [[0, 1], [1, 2], [1, 2, 3]]
        /// Changes an institution before the network is made.
        var change: (inout Institution) -> Void = { _ in }
        var settings: (inout ResourceSharingSettings) -> Void = { _ in }
        /// The rules by which lenders are chosen, if not those of the settings.
        var rules: RoutingRules?
    }

    static func configuration(_ options: Options = Options()) -> NetworkConfiguration {
        var relations = Array(repeating: InstitutionRelation.all, count: 9)
        relations[cod.position * 3 + bay.position].checkIn = false
        var configuration = NetworkConfiguration(
            code: "THREE",
            name: "Three",
            zone: .utc,
            institutions: codes.enumerated().map { position, code in
                var institution = institution(code, position)
                options.change(&institution)
                return institution
            },
            relations: relations,
            defaultLink: options.link,
            outboxLimit: options.outboxLimit
        )
        configuration.jobs = options.jobs
        configuration.partnerKinds = Array(repeating: .peerToPeer, count: 9)
        configuration.partnerKinds[cod.position * 3 + ash.position] = .fulfillmentNetwork
        configuration.resourceSharing = ResourceSharingSettings(
            processing: .constant(0.5),
            courier: .constant(1),
            loanDays: 6,
            shippingDays: 1
        )
        configuration.resourceSharing.recallDays = 1
        options.settings(&configuration.resourceSharing)
        return configuration
    }

    static func network(
        _ options: Options = Options(),
        deliver: Bool = true,
        routing: Routing? = nil
    ) -> Network {
        var configuration = configuration(options)
        for position in configuration.relations.indices {
            configuration.relations[position].deliver = deliver
        }
        let nodes = configuration.institutions.map { institution in
            node(institution, configuration, holding: options.holdings[institution.id.position])
        }
        let zone = NetworkZone(network: configuration)
        zone.publishHoldings(of: nodes, at: start)
        for node in nodes { node.startNightlyJobs(at: start) }
        return Network(
            configuration: configuration,
            nodes: nodes,
            zone: zone,
            seed: options.seed,
            now: start,
            routing: routing ?? options.rules.map { Routing($0, keeping: .all, in: configuration) }
        )
    }

    private static func institution(_ code: String, _ position: Int) -> Institution {
        var institution = Institution(
            id: InstitutionID(position),
            code: code,
            name: "\(code) College",
            zone: .utc,
            currency: .usDollar
        )
        institution.libraries = [
            Library(code: "MAIN", name: "Main", isResourceSharing: true),
            Library(code: "ANNEX", name: "Annex"),
        ]
        institution.locations = [
            Location(code: "STACKS", name: "Stacks", library: LibraryID(0 as Int32))
        ]
        institution.userGroups = [
            UserGroup(
                code: "student",
                name: "Student",
                limits: PatronLimits(fees: Money(minorUnits: 2_000), overdueLoans: 1, loans: 3)
            )
        ]
        institution.itemPolicies = [NamedCode(code: "book", name: "Book")]
        institution.loanTerms = [terms]
        institution.loanRules = [LoanRule(terms: LoanTermsID(0 as Int32))]
        institution.blockDefinitions = [
            BlockDefinition(
                code: "CONDUCT",
                name: "Conduct",
                action: .everything,
                isNetworkBlock: true
            )
        ]
        institution.staff = staff
        institution.linkedAccountRules = [
            LinkedAccountRule(
                group: UserGroupID(0 as Int32),
                purge: .afterRefresh(days: 10),
                refreshesPurge: true,
                copiesNetworkBlocks: true
            )
        ]
        institution.holdExpiry = .days(9)
        if code == "BAY" {
            institution.borrowing.sendsAutomatically = false
            institution.borrowing.cancelsOnLocateFailure = false
            institution.borrowing.keepsRejectedActive = true
            institution.borrowing.expiry = .days(12)
            institution.borrowing.pickup = .constant(2)
            institution.borrowing.holdShelf = HoldShelfPolicy(period: .days(1))
            institution.borrowing.cancelsOpenWhenClosed = true
            institution.lending.answersAutomatically = false
            institution.lending.refusesOpenWhenClosed = true
            institution.lending.lostAfter = .days(8)
        } else {
            institution.lending.renewals = 1
            institution.lending.refusesWhenClosed = code == "ASH"
        }
        return institution
    }

    private static let terms: TermsOfUse = {
        var terms = TermsOfUse(
            code: "STANDARD",
            periodDays: 7,
            maximumRenewalDays: 12,
            finePerDay: Money(minorUnits: 50)
        )
        terms.fines.lostItemProcessFee = Money(minorUnits: 500)
        terms.fines.replacementFee = Money(minorUnits: 4_000)
        terms.lostAfter = .days(10)
        terms.recall = RecallPolicy(isRecallable: true, period: .days(2))
        terms.holdShelf = HoldShelfPolicy(period: .days(2))
        return terms
    }()

    private static let staff = [
        StaffMember(
            code: "manager",
            name: "Mona Dale",
            roles: [
                RoleAssignment(role: .circulationDeskManager),
                RoleAssignment(role: .fulfillmentServicesManager),
                RoleAssignment(role: .generalSystemAdministrator),
                RoleAssignment(role: .userManager),
            ]
        ),
        StaffMember(
            code: "lender",
            name: "Lee Ford",
            roles: [
                RoleAssignment(
                    role: .fulfillmentServicesOperator,
                    library: LibraryID(0 as Int32)
                )
            ]
        ),
        StaffMember(
            code: "limited",
            name: "Lin Gray",
            roles: [
                RoleAssignment(
                    role: .circulationDeskOperatorLimited,
                    library: LibraryID(1 as Int32)
                )
            ]
        ),
    ]

    private static func node(
        _ institution: Institution,
        _ configuration: NetworkConfiguration,
        holding titles: [Int]
    ) -> InstitutionNode {
        let node = InstitutionNode(id: institution.id, network: configuration)
        for number in 0..<patronCount {
            node.addPatron(
                Patron(
                    group: UserGroupID(0 as Int32),
                    expiry: CivilDate(daysSinceEpoch: 21_000)
                ),
                code: "P\(number)",
                name: "Patron \(number) of \(institution.code)",
                identifiers: [
                    PatronIdentifier(
                        kind: .primary,
                        value: "p\(number)@\(institution.code)"
                    )
                ]
            )
        }
        for title in titles {
            let bib = node.addBib(TitleID(title), code: "T\(title)", text: "Title \(title)")
            node.addItem(
                Item(
                    bib: bib,
                    location: LocationID(0 as Int32),
                    policy: ItemPolicyID(0 as Int32)
                ),
                code: "\(institution.code)-\(title)"
            )
        }
        return node
    }
}
