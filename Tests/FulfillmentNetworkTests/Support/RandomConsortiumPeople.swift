import FulfillmentNetwork
import LibraryModel
import SimulationKernel

/// People of a consortium who do at random what can be done, right or wrong.
struct RandomConsortiumPeople {
    var generator: SplitMix

    init(seed: UInt64) {
        generator = SplitMix(state: seed ^ 0xc0de)
    }

    /// How long nothing is done, in seconds.
    var pause: Int {
        mutating get { generator.below(3) == 0 ? generator.below(30) : generator.below(260_000) }
    }

    /// What happens next, by whom, and where; it depends on the seed and on what the nodes hold.
    mutating func next(
        in network: Network
    ) -> (command: Command, actor: Actor, at: InstitutionID) {
        let at = InstitutionID(generator.below(3))
        let command = command(at: network.node(at), in: network)
        // Mostly nobody in particular; sometimes somebody who may, or may not.
        let actor =
            generator.below(3) > 0
            ? Actor.anyone
            : Actor(
                staff: StaffID(generator.below(3)),
                overrides: generator.below(3) == 0
            )
        return (command, actor, at)
    }

    private mutating func any<Handle: RecordHandle>(of count: Int) -> Handle? {
        count > 0 ? Handle(generator.below(count)) : nil
    }

    private mutating func command(at node: InstitutionNode, in network: Network) -> Command {
        let patron = PatronID(generator.below(node.patrons.count))
        let request: BorrowingRequestID? = any(of: node.borrowing.count)
        let lending: LendingRequestID? = any(of: node.lending.count)
        let loan: LoanID? = any(of: node.loans.count)
        let number = generator.below(66)
        if number < 14 { return wish(of: patron, at: node) }
        let conditional = node.borrowing.indices.first {
            node.borrowing[$0].state == .conditional
        }
        if number < 19, let conditional {
            return .answerCondition(
                BorrowingRequestID(conditional),
                accepts: generator.below(3) > 0
            )
        }
        if number < 24, let request { return aboutBorrowing(request) }
        if number < 36, let lending { return aboutLending(lending) }
        let lost = node.loans.indices.first { node.loans[$0].state == .lost }
        if number < 39, let lost, generator.below(2) == 0 { return .findItem(LoanID(lost)) }
        if number < 46, let loan { return aboutLoan(loan) }
        let creditor = node.patrons.indices.first { node.owed(by: PatronID($0)) < .zero }
        if number < 49, let creditor { return .refund(patron: PatronID(creditor)) }
        // Whoever lost something pays for it, so that it can be given back.
        let debtor = lost.map { node.loans[$0].patron }
        if number < 50, let debtor, node.owed(by: debtor) > .zero {
            return .pay(patron: debtor, amount: node.owed(by: debtor), owedTo: nil)
        }
        if number < 52 { return aboutMoney(of: patron, at: node) }
        if number < 56 { return aboutClosures(network.now) }
        if number > 63 { return aboutAccounts(patron, at: node) }
        return further(patron, at: node, in: network)
    }

    private mutating func aboutAccounts(
        _ patron: PatronID,
        at node: InstitutionNode
    ) -> Command {
        switch generator.below(3) {
        case 0: return .convertAccount(patron: patron)
        case 1:
            var edit = AccountEdit()
            edit.name = .value("Name \(generator.below(3))")
            return .editAccount(patron: patron, edit)
        default:
            let code = node.institution.code
            var record = IncomingAccount(primaryID: "p\(generator.below(4))@\(code)")
            record.group = .value(UserGroupID(0 as Int32))
            record.expiry = .value(CivilDate(daysSinceEpoch: 21_000))
            record.contacts = [.email: .value(["\(generator.below(3))@x"])]
            return .syncAccounts(
                AccountLoad([record], AccountSyncOptions(convertsInternal: true))
            )
        }
    }

    private mutating func title() -> TitleID { TitleID(generator.below(Consortium.titleCount)) }

    private mutating func stay() -> SimulationDuration? {
        generator.below(3) == 0 ? nil : .hours(Int64(1 + generator.below(400)))
    }

    private mutating func service(at node: InstitutionNode) -> RequestedService {
        RequestedService(
            level: ServiceLevel(rawValue: UInt8(generator.below(5))),
            maximumCost: generator.below(2) == 0
                ? nil : Money(minorUnits: Int64(generator.below(30) * 100)),
            neededBy: generator.below(3) == 0 ? Consortium.start + .days(20) : nil,
            isExpedited: generator.below(4) == 0
        )
    }

    private mutating func wish(of patron: PatronID, at node: InstitutionNode) -> Command {
        switch generator.below(10) {
        case 0:
            let form =
                generator.below(2) == 0
                ? Citation(title: "title \(generator.below(6))")
                : Citation(systemNumber: "T\(generator.below(6))")
            return .request(patron: patron, wanted: .citation(form), owner: nil, pickup: nil)
        case 1:
            return .request(
                patron: patron,
                wanted: .title(title()),
                owner: generator.below(2) == 0 ? LibraryID(generator.below(2)) : nil,
                pickup: nil
            )
        case 2, 3:
            return .request(
                patron: patron,
                wanted: .title(title()),
                owner: nil,
                pickup: InstitutionID(generator.below(3))
            )
        case 4, 5: return .wantTitle(patron: patron, title: title(), stay: stay())
        case 6:
            return .wantService(service(at: node), patron: patron, title: title(), stay: stay())
        default:
            return .request(patron: patron, wanted: .title(title()), owner: nil, pickup: nil)
        }
    }

    private mutating func aboutBorrowing(_ request: BorrowingRequestID) -> Command {
        switch generator.below(9) {
        case 0: .cancelRequest(request)
        case 1: .locateAgain(request)
        case 2: .answerCondition(request, accepts: generator.below(3) > 0)
        case 3: .sendRequest(request, to: InstitutionID(generator.below(3)))
        case 4, 5: .sendBack(request)
        case 6: .bringBack(request)
        default: .sendRequest(request, to: nil)
        }
    }

    private mutating func aboutLending(_ lending: LendingRequestID) -> Command {
        switch generator.below(10) {
        case 0: .promise(lending)
        case 1: .setCondition(lending)
        case 2:
            .setCondition(lending, price: Money(minorUnits: Int64(generator.below(30) * 100)))
        case 3:
            .refuse(lending, generator.below(2) == 0 ? .refusedByStaff : .notAvailable)
        case 4, 5, 6: .ship(lending)
        case 7: .recallFromPartner(lending)
        case 8: .declareLostByPartner(lending)
        default: .closeWithoutReturn(lending)
        }
    }

    private mutating func aboutLoan(_ loan: LoanID) -> Command {
        switch generator.below(8) {
        case 0: .recall(loan)
        case 1, 2: .declareLost(loan)
        case 3: .findItem(loan)
        case 4: .closeAsLost(loan)
        case 5: .relink(loan)
        default: .renew(loan)
        }
    }

    private mutating func aboutMoney(of patron: PatronID, at node: InstitutionNode) -> Command {
        let kind = FeeKind.allCases[generator.below(FeeKind.allCases.count)]
        let owed = Int(node.owed(by: patron).minorUnits)
        switch generator.below(7) {
        case 0: return .charge(patron: patron, amount: units(upTo: 700))
        case 1:
            return .pay(
                patron: patron,
                amount: units(upTo: max(0, owed) + 9),
                owedTo: InstitutionID(generator.below(3))
            )
        case 2, 3:
            return .pay(patron: patron, amount: Money(minorUnits: Int64(owed)), owedTo: nil)
        case 4:
            return .waive(
                patron: patron,
                kind: kind,
                amount: generator.below(2) == 0 ? nil : units(upTo: 900)
            )
        case 5:
            return .dispute(patron: patron, kind: kind, isDisputed: generator.below(3) > 0)
        default: return .refund(patron: patron)
        }
    }

    /// Mostly above zero.
    private mutating func units(upTo bound: Int) -> Money {
        Money(minorUnits: Int64(generator.below(bound + 3) - 2))
    }

    private mutating func aboutClosures(_ now: SimulationTime) -> Command {
        let today = ZoneTable.utc.date(at: now)
        let first = generator.below(2) == 0 ? nil : today + generator.below(4)
        let last = generator.below(3) == 0 ? nil : today + generator.below(6) + 4
        let sides = generator.below(3)
        let library = LibraryID(generator.below(4) == 0 ? 1 : 0)
        switch generator.below(4) {
        case 0:
            return .closeLibrary(
                library,
                sides == 0 ? [.borrowing] : sides == 1 ? [.lending] : [.borrowing, .lending],
                first: first,
                last: last
            )
        case 1, 2: return .openLibrary(library, [.borrowing, .lending])
        default: return .closeDays(nil, first: today + 1, last: today + 1 + generator.below(4))
        }
    }

    private mutating func further(
        _ patron: PatronID,
        at node: InstitutionNode,
        in network: Network
    ) -> Command {
        let bib = BibID(generator.below(node.bibs.count))
        let item = ItemID(generator.below(node.items.count))
        let other = InstitutionID(generator.below(3))
        let card = PatronIdentifier(
            kind: .primary,
            value: "p\(generator.below(4))@\(Consortium.codes[other.position])"
        )
        switch generator.below(22) {
        case 0: return .checkOut(patron: patron, wanted: .bib(bib), stay: stay())
        case 1: return .checkOut(patron: patron, wanted: .item(item), stay: stay())
        case 2:
            return .walkIn(home: other, identifier: card, wanted: .bib(bib), stay: stay())
        case 3: return .findUser(home: other, identifier: card)
        case 4, 5: return .checkIn(item)
        case 6, 7, 8:
            let owner = network.node(other)
            let there = ItemID(generator.below(owner.items.count))
            return .takeBack(owner: other, barcode: owner.code(of: there))
        case 9, 10:
            let day = ZoneTable.utc.date(at: network.now) + generator.below(5)
            let lastInterest = generator.below(3) == 0 ? day : nil
            return .placeHold(patron: patron, bib: bib, lastInterest: lastInterest)
        case 11 where node.holds.count > 0:
            return .cancelHold(HoldID(generator.below(node.holds.count)))
        case 12: return .addBlock(patron: patron, definition: BlockDefinitionID(0 as Int32))
        case 13, 14:
            return .removeBlock(patron: patron, definition: BlockDefinitionID(0 as Int32))
        case 15:
            return .networkActivity(
                staff: StaffID(generator.below(3)),
                patron: patron,
                at: nil
            )
        case 16:
            return .resolveResourceSharingLibrary(
                patron: patron,
                owner: generator.below(2) == 0 ? LibraryID(0 as Int32) : nil
            )
        case 17: return .setResourceSharingLibraries(patron: patron, libraries: SmallSet())
        case 18: return .assignResourceSharingLibrary(AssignmentOptions())
        case 19: return .wantTitle(patron: patron, title: title(), stay: stay())
        default:
            return .runJob(JobKind.allCases[generator.below(JobKind.allCases.count)])
        }
    }
}
