import FulfillmentNetwork
import LibraryModel
import SimulationKernel

/// People at the desks of a test network who do at random what people do, right or wrong.
struct RandomPeople {
    var generator: SplitMix

    init(seed: UInt64) {
        generator = SplitMix(state: seed)
    }

    /// What happens next, and where; it depends on the seed and on what the nodes hold.
    mutating func next(in network: Network) -> (command: Command, at: InstitutionID) {
        let code = TestNetwork.codes[generator.below(TestNetwork.codes.count)]
        let at = network.configuration.institution(code: code) ?? TestNetwork.east
        return (command(at: network.node(at), in: network), at)
    }

    private mutating func command(at node: InstitutionNode, in network: Network) -> Command {
        let patron = PatronID(generator.below(node.patrons.count))
        let bib = BibID(generator.below(TestNetwork.holdings.count))
        let item = ItemID(generator.below(node.items.count))
        switch generator.below(34) {
        case 0, 1, 2: return .checkOut(patron: patron, wanted: .bib(bib), stay: stay())
        case 3: return .checkOut(patron: patron, wanted: .item(item), stay: nil)
        case 4, 5, 6, 7:
            let card = card(in: network)
            return .walkIn(
                home: card.home,
                identifier: card.identifier,
                wanted: .bib(bib),
                stay: stay()
            )
        case 8, 9:
            let card = card(in: network)
            return .findUser(home: card.home, identifier: card.identifier)
        case 10...11 where node.loans.count > 0:
            return .renew(LoanID(generator.below(node.loans.count)))
        case 12, 13: return .checkIn(item)
        case 14, 15: return .placeHold(patron: patron, bib: bib)
        case 16 where node.holds.count > 0:
            return .cancelHold(HoldID(generator.below(node.holds.count)))
        case 17:
            return .addBlock(patron: patron, definition: BlockDefinitionID(generator.below(2)))
        case 18, 19:
            return .removeBlock(patron: patron, definition: BlockDefinitionID(generator.below(2)))
        case 20:
            return .charge(patron: patron, amount: Money(minorUnits: units(upTo: 700)))
        case 21:
            let owed = Int(node.owed(by: patron).minorUnits)
            return .pay(
                patron: patron,
                amount: Money(minorUnits: units(upTo: owed + 9)),
                owedTo: nil
            )
        case 22:
            return .networkActivity(
                staff: StaffID(generator.below(3)),
                patron: patron,
                at: generator.below(3) == 0 ? InstitutionID(generator.below(4)) : nil
            )
        case 23:
            let owner = generator.below(3)
            return .resolveResourceSharingLibrary(
                patron: patron,
                owner: owner < 2 ? LibraryID(owner) : nil
            )
        case 24:
            return generator.below(2) == 0
                ? .setResourceSharingLibraries(
                    patron: patron,
                    libraries: SmallSet(bits: UInt64(generator.below(4)))
                ) : .assignResourceSharingLibrary(AssignmentOptions())
        case 25: return .runJob(.purgeLinkedAccounts)
        case 26 where node.borrowing.count > 0:
            return .cancelRequest(BorrowingRequestID(generator.below(node.borrowing.count)))
        case 26, 27:
            return .request(patron: patron, wanted: .title(title()), owner: nil, pickup: nil)
        case 30: return .syncAccounts(load(at: node))
        case 31, 32: return .editAccount(patron: patron, edit(at: node))
        case 33: return .convertAccount(patron: patron)
        default:
            return .wantTitle(patron: patron, title: title(), stay: stay())
        }
    }

    private mutating func title() -> TitleID {
        TitleID(generator.below(TestNetwork.holdings.count))
    }

    /// Mostly above zero.
    private mutating func units(upTo bound: Int) -> Int64 {
        Int64(generator.below(bound + 3) - 2)
    }

    private mutating func stay() -> SimulationDuration? {
        generator.below(3) == 0 ? nil : .hours(Int64(1 + generator.below(600)))
    }

    /// A card of some institution, sometimes of nobody, sometimes of a kind that is not searched.
    private mutating func card(
        in network: Network
    ) -> (home: InstitutionID, identifier: PatronIdentifier) {
        let code = TestNetwork.codes[generator.below(TestNetwork.codes.count)]
        let home = network.configuration.institution(code: code) ?? TestNetwork.east
        let number = generator.below(TestNetwork.patronCount + 1)
        let identifier =
            generator.below(4) == 0
            ? PatronIdentifier(kind: .primary, value: "P\(number)@\(code)")
            : PatronIdentifier(kind: TestNetwork.barcode, value: "\(code)-\(number)x")
        return (home, identifier)
    }
}

/// Faults that begin and end at random, and all end when told to.
struct Turmoil {
    private enum Fault {
        case outage(InstitutionID)
        case cut(LinkEnds)
        case impairment(LinkImpairment, LinkEnds?)
    }

    private var generator: SplitMix
    private var inForce: [Fault] = []
    private let institutions: Int

    init(seed: UInt64, institutions: Int = TestNetwork.codes.count) {
        generator = SplitMix(state: seed ^ 0xfa17)
        self.institutions = institutions
    }

    /// Perhaps begins a fault, ends one, or lets a node crash.
    mutating func stir(_ network: Network) throws {
        switch generator.below(10) {
        case 0: try begin(.outage(institution()), in: network)
        case 1: try begin(.cut(ends()), in: network)
        case 2:
            let bad = LinkImpairment(loss: 0.4, duplication: 0.5, slowdown: 30)
            try begin(.impairment(bad, generator.below(2) == 0 ? nil : ends()), in: network)
        case 3...5 where !inForce.isEmpty:
            try end(inForce.remove(at: generator.below(inForce.count)), in: network)
        case 6: try network.crash(institution(), store: nil)
        default: break
        }
    }

    /// Ends every fault.
    mutating func settle(_ network: Network) throws {
        while let fault = inForce.popLast() { try end(fault, in: network) }
    }

    private mutating func begin(_ fault: Fault, in network: Network) throws {
        guard inForce.count < 4 else { return }
        inForce.append(fault)
        switch fault {
        case .outage(let institution): network.beginOutage(of: institution)
        case .cut(let ends): network.changeFaults { $0.setCut(ends, true) }
        case .impairment(let bad, let ends): network.changeFaults { $0.begin(bad, on: ends) }
        }
    }

    private func end(_ fault: Fault, in network: Network) throws {
        switch fault {
        case .outage(let institution): try network.endOutage(of: institution)
        case .cut(let ends): network.changeFaults { $0.setCut(ends, false) }
        case .impairment(let bad, let ends): network.changeFaults { $0.end(bad, on: ends) }
        }
    }

    private mutating func institution() -> InstitutionID {
        InstitutionID(generator.below(institutions))
    }

    /// A link in one direction, of an institution or of discovery.
    private mutating func ends() -> LinkEnds {
        let source = ParticipantID(rank: Int32(generator.below(institutions + 1)))
        return LinkEnds(from: source, to: ParticipantID(institution()))
    }
}
