import FulfillmentNetwork
import InstitutionStorage
import LibraryModel
import SimulationKernel

/// A small network for tests: three institutions with currencies of two, no and three decimals.
enum TestNetwork {
    static let codes = ["EAST", "NORTH", "WEST"]
    static let patronsPerInstitution = 12
    static let bibsPerInstitution = 6
    static let itemsPerInstitution = 15
    /// A Monday.
    static let start = SimulationTime(microseconds: 1_767_571_200_000_000)

    static var configuration: NetworkConfiguration {
        let currencies = ["USD", "JPY", "KWD"].compactMap(Currency.init(code:))
        return NetworkConfiguration(
            code: "TEST",
            name: "Test network",
            zone: .utc,
            institutions: zip(codes, currencies).enumerated().map { rank, pair in
                institution(rank: rank, code: pair.0, currency: pair.1)
            }
        )
    }

    private static func institution(
        rank: Int,
        code: String,
        currency: Currency
    ) -> Institution {
        var institution = Institution(
            id: InstitutionID(rank),
            code: code,
            name: "\(code) University",
            zone: .utc,
            currency: currency
        )
        institution.campuses = [NamedCode(code: "MAIN", name: "Main campus")]
        institution.libraries = [
            Library(code: "CENTRAL", name: "Central", isResourceSharing: true),
            Library(code: "LAW", name: "Law", isResourceSharing: true),
        ]
        institution.locations = [
            Location(code: "STACKS", name: "Stacks", library: LibraryID(0 as Int32)),
            Location(code: "LAWSTACKS", name: "Law stacks", library: LibraryID(1 as Int32)),
        ]
        institution.userGroups = [
            UserGroup(code: "STAFF", name: "Staff"),
            UserGroup(
                code: "VISITOR",
                name: "Visitors",
                limits: PatronLimits(fees: Money(minorUnits: 900), overdueLoans: 2, loans: 5)
            ),
        ]
        institution.itemPolicies = [NamedCode(code: "BOOK", name: "Book")]
        institution.statisticalCategories = [NamedCode(code: "PHD", name: "Doctoral student")]
        institution.jobCategories = [NamedCode(code: "FACULTY", name: "Faculty")]
        institution.loanTerms = [
            TermsOfUse(
                code: "SHORT",
                periodDays: 2,
                maximumRenewalDays: 9,
                finePerDay: Money(minorUnits: 55),
                maximumFine: Money(minorUnits: 1234)
            ),
            TermsOfUse(code: "REGULAR", periodDays: 5, finePerDay: Money(minorUnits: 25)),
        ]
        institution.loanRules = [
            LoanRule(
                groups: .oneOf([UserGroupID(1 as Int32)]),
                terms: LoanTermsID(0 as Int32)
            ),
            LoanRule(terms: LoanTermsID(1 as Int32)),
        ]
        institution.blockDefinitions = [
            BlockDefinition(code: "LOST", name: "Lost card", action: .loan, isNetworkBlock: true)
        ]
        institution.staff = [
            StaffMember(
                code: "desk",
                name: "Desk",
                roles: [
                    RoleAssignment(role: .circulationDeskOperator, library: LibraryID(0 as Int32))
                ]
            )
        ]
        institution.linkedAccountRules = [
            LinkedAccountRule(
                group: UserGroupID(1 as Int32),
                expiry: .afterRefresh(days: 8),
                refreshesExpiry: true,
                purge: .afterExpiry(days: 2),
                refreshesPurge: true,
                copiesNetworkBlocks: true
            )
        ]
        institution.assignmentRules = AssignmentRules(otherwise: LibraryID(1 as Int32))
        return institution
    }

    /// The institutions with their patrons, records and copies, before anything has happened.
    static func populatedNodes(_ configuration: NetworkConfiguration) -> [InstitutionNode] {
        configuration.institutions.map { institution in
            let node = InstitutionNode(id: institution.id, network: configuration)
            for number in 0..<patronsPerInstitution {
                var patron = Patron(
                    group: UserGroupID(0 as Int32),
                    expiry: CivilDate(daysSinceEpoch: 20_900),
                    campus: number.isMultiple(of: 2) ? CampusID(0 as Int32) : nil,
                    jobCategory: number.isMultiple(of: 3) ? JobCategoryID(0 as Int32) : nil
                )
                if number == 1 { patron.statisticalCategories = SmallSet(bits: 1) }
                node.addPatron(
                    patron,
                    code: "P\(number)",
                    name: "Özil \(number) of \(institution.code)",
                    identifiers: [
                        PatronIdentifier(kind: .primary, value: "\(institution.code)\(number)")
                    ]
                )
            }
            for number in 0..<bibsPerInstitution {
                node.addBib(
                    number.isMultiple(of: 2) ? TitleID(number) : nil,
                    code: "B\(number)",
                    text: "Title \(number), or \"A Life\""
                )
            }
            for number in 0..<itemsPerInstitution {
                node.addItem(
                    Item(
                        bib: BibID(number % bibsPerInstitution),
                        location: LocationID(number % 2),
                        policy: ItemPolicyID(0 as Int32)
                    ),
                    code: "\(institution.code)-\(number)"
                )
            }
            return node
        }
    }

    static func network(
        seed: UInt64,
        everyEventStore: (any NetworkStore)? = nil
    ) -> Network {
        let configuration = configuration
        let network = Network(
            configuration: configuration,
            nodes: populatedNodes(configuration),
            zone: NetworkZone(network: configuration),
            seed: seed,
            now: start,
            everyEventStore: everyEventStore
        )
        impair(network)
        return network
    }

    /// Makes every link lose and double envelopes, so that outboxes and inbox marks are never
    /// trivial.
    static func impair(_ network: Network) {
        network.changeFaults {
            $0.begin(LinkImpairment(loss: 0.25, duplication: 0.25, slowdown: 20), on: nil)
        }
    }

    /// Goes on with a network from what stores hold.
    static func network(
        from stores: RunStores,
        continuing network: Network,
        seed: UInt64
    ) throws -> Network {
        let configuration = network.configuration
        let reopened = Network(
            configuration: configuration,
            nodes: try configuration.institutions.map {
                InstitutionNode(
                    id: $0.id,
                    network: configuration,
                    rows: try stores.readNode($0.id)
                )
            },
            zone: NetworkZone(network: configuration, rows: try stores.readZone()),
            seed: seed,
            now: network.now,
            runDigest: network.runDigest,
            eventsHandled: network.eventsHandled
        )
        impair(reopened)
        return reopened
    }
}

/// People at the desks of a test network, who do something at random every now and then.
struct RandomPeople {
    private var generator: SplitMix
    private var elapsed = SimulationDuration.zero

    init(seed: UInt64) {
        generator = SplitMix(state: seed)
    }

    /// Lets up to four hours pass, and then does something somewhere.
    mutating func act(in network: Network) throws {
        elapsed = elapsed + .seconds(Int64(below(4 * 3600)))
        _ = try network.advance(to: TestNetwork.start + elapsed)
        let institution = InstitutionID(below(TestNetwork.codes.count))
        if below(12) == 0 {
            let home = PatronReference(institution: institution, patron: ownPatron())
            let chosen = InstitutionID(below(TestNetwork.codes.count))
            _ = try network.openCard(of: home, chosen: chosen)
        } else {
            let command = command(at: network.node(institution))
            _ = try network.perform(command, at: institution)
        }
    }

    private mutating func below(_ bound: Int) -> Int {
        Int.random(in: 0..<bound, using: &generator)
    }

    private mutating func ownPatron() -> PatronID {
        PatronID(below(TestNetwork.patronsPerInstitution))
    }

    private mutating func command(at node: InstitutionNode) -> Command {
        let patron = PatronID(below(node.patrons.count))
        let item = ItemID(below(TestNetwork.itemsPerInstitution))
        let bib = BibID(below(TestNetwork.bibsPerInstitution))
        let block = BlockDefinitionID(0 as Int32)
        switch below(16) {
        case 0, 1, 2: return .checkOut(patron: patron, wanted: .item(item), stay: stay())
        case 3, 4, 5, 6: return walkIn(from: node.id, wanted: .bib(bib))
        case 7: return .checkIn(item)
        case 8: return .placeHold(patron: patron, bib: bib)
        case 9 where node.loans.count > 0: return .renew(LoanID(below(node.loans.count)))
        case 9, 10: return .charge(patron: patron, amount: Money(minorUnits: Int64(below(700))))
        case 11:
            let amount = node.owed(by: patron).minorUnits / 2
            return .pay(patron: patron, amount: Money(minorUnits: amount), owedTo: nil)
        case 12: return .addBlock(patron: patron, definition: block)
        case 13: return .removeBlock(patron: patron, definition: block)
        case 14: return .runJob(.purgeLinkedAccounts)
        default:
            return .networkActivity(staff: StaffID(0 as Int32), patron: ownPatron(), at: nil)
        }
    }

    private mutating func stay() -> SimulationDuration? {
        below(3) == 0 ? nil : .seconds(Int64(3600 * (1 + below(150))))
    }

    private mutating func walkIn(from host: InstitutionID, wanted: WantedItem) -> Command {
        let home = InstitutionID(below(TestNetwork.codes.count))
        let code = TestNetwork.codes[home.position]
        return .walkIn(
            home: home,
            identifier: PatronIdentifier(
                kind: .primary,
                value: "\(code)\(below(TestNetwork.patronsPerInstitution + 1))"
            ),
            wanted: wanted,
            stay: stay()
        )
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }
}
