import FulfillmentNetwork
import LibraryModel
import SimulationKernel
import Testing

/// What is done about requests, losses and money, once for each reason that can refuse it.
@Suite struct RequestOutcomeTests {
    struct Row: CustomTestStringConvertible, Sendable {
        var title: String
        var code: RefusalCode
        var act: @Sendable (Network) throws -> Outcome

        init(
            _ title: String,
            _ code: RefusalCode,
            _ act: @escaping @Sendable (Network) throws -> Outcome
        ) {
            self.title = title
            self.code = code
            self.act = act
        }

        var testDescription: String { "\(title): \(code.rawValue)" }
    }

    private static let patron = PatronID(0 as Int32)
    private static let neighbour = PatronID(1 as Int32)
    private static let main = LibraryID(0 as Int32)
    private static let ash = Consortium.ash
    private static let bay = Consortium.bay
    private static let cod = Consortium.cod

    private static func request(_ title: Int, in network: Network) throws -> Outcome {
        try network.ask(
            .request(
                patron: patron,
                wanted: .title(TitleID(title)),
                owner: nil,
                pickup: nil
            ),
            at: bay
        )
    }

    /// Lends the first copy of ASH to its first patron.
    private static func lend(in network: Network) throws -> LoanID {
        let outcome = try network.ask(
            .checkOut(patron: patron, wanted: .bib(BibID(0 as Int32)), stay: nil),
            at: ash
        )
        guard case .loan(let loan) = outcome else {
            Issue.record("not lent: \(outcome)")
            return LoanID(0 as Int32)
        }
        return loan
    }

    static let rows: [Row] = [
        Row("a request while the library is closed for borrowing", .closedForBorrowing) {
            _ = try $0.ask(.closeLibrary(main, [.borrowing], first: nil, last: nil), at: bay)
            return try request(0, in: $0)
        },
        Row("opening a library that is open", .notClosed) {
            try $0.ask(.openLibrary(main, [.borrowing, .lending]), at: bay)
        },
        Row("paying at home what is owed elsewhere", .feeOfAnotherInstitution) {
            try $0.ask(
                .pay(patron: patron, amount: Money(minorUnits: 5), owedTo: cod),
                at: ash
            )
        },
        Row("waiving what is not owed", .noSuchFee) {
            try $0.ask(.waive(patron: patron, kind: .overdue, amount: nil), at: ash)
        },
        Row("paying out what is not there", .noCredit) {
            try $0.ask(.refund(patron: patron), at: ash)
        },
        Row("returning what the owner does not have", .itemNotFound) {
            try $0.ask(.takeBack(owner: cod, barcode: "X"), at: ash)
        },
        Row("returning where the owner does not allow it", .notCheckedInHere) {
            try $0.ask(.takeBack(owner: cod, barcode: "COD-1"), at: bay)
        },
        Row("returning at home through another's door", .ownInstitution) {
            try $0.ask(.takeBack(owner: ash, barcode: "ASH-0"), at: ash)
        },
        Row("sending to a lender that does not deliver", .notDelivered) { _ in
            var options = Consortium.Options()
            options.holdings[1] = []
            let network = Consortium.network(options, deliver: false)
            _ = try request(0, in: network)
            try network.pass(.minutes(1))
            return try network.ask(.sendRequest(BorrowingRequestID(0 as Int32), to: ash), at: bay)
        },
        Row("recalling what terms do not let be recalled", .notRecallable) { _ in
            var options = Consortium.Options()
            options.change = { $0.loanTerms[0].recall = .none }
            let network = Consortium.network(options)
            return try network.ask(.recall(try lend(in: network)), at: ash)
        },
        Row("overriding what nobody may override", .overrideNotAllowed) {
            _ = try lend(in: $0)
            _ = try $0.ask(.placeHold(patron: neighbour, bib: BibID(0 as Int32)), at: ash)
            _ = try $0.ask(.checkIn(ItemID(0 as Int32)), at: ash)
            let outcome = try $0.perform(
                .checkOut(patron: patron, wanted: .item(ItemID(0 as Int32)), stay: nil),
                by: Actor(staff: Consortium.manager, overrides: true),
                at: ash
            )
            guard case .ended(let ended)? = outcome else { return .done }
            return ended
        },
        Row("one request too many", .requestLimit) { _ in
            var options = Consortium.Options()
            options.change = { $0.userGroups[0].limits.requests = 1 }
            let network = Consortium.network(options)
            _ = try request(0, in: network)
            return try request(3, in: network)
        },
        Row("a loan while a recalled one is overdue", .overdueRecallLimit) { _ in
            var options = Consortium.Options()
            options.change = {
                $0.userGroups[0].limits = PatronLimits(overdueRecalls: 0)
            }
            let network = Consortium.network(options)
            _ = try network.ask(.recall(try lend(in: network)), at: ash)
            try network.pass(.days(4))
            return try network.ask(
                .checkOut(patron: patron, wanted: .bib(BibID(1 as Int32)), stay: nil),
                at: ash
            )
        },
        Row("relinking a loan whose title somebody waits for", .requestedByAnother) {
            let loan = try lend(in: $0)
            _ = try $0.ask(.declareLost(loan), at: ash)
            _ = try $0.ask(.closeAsLost(loan), at: ash)
            _ = try $0.ask(.placeHold(patron: neighbour, bib: BibID(0 as Int32)), at: ash)
            return try $0.ask(.relink(loan), at: ash)
        },
        Row("relinking a loan that is open", .illegalTransition) {
            try $0.ask(.relink(try lend(in: $0)), at: ash)
        },
        Row("a command that the role does not allow there", .roleMissing) {
            let outcome = try $0.perform(
                .checkIn(ItemID(0 as Int32)),
                by: Actor(staff: Consortium.limited),
                at: ash
            )
            guard case .ended(let ended)? = outcome else { return .done }
            return ended
        },
    ]

    @Test("What is not possible is refused with its reason", arguments: rows)
    func refuses(_ row: Row) throws {
        let network = Consortium.network()
        let outcome = try row.act(network)
        #expect(outcome.refusal?.code == row.code)
        #expect(outcome.refusal?.description.isEmpty == false)
        #expect(network.brokenInvariants == [])
    }

    @Test("A missing role is named, and the place where it is needed")
    func namesRoleAndPlace() throws {
        let network = Consortium.network()
        let outcome = try network.perform(
            .checkIn(ItemID(0 as Int32)),
            by: Actor(staff: Consortium.limited),
            at: Consortium.ash
        )
        guard case .ended(.refused(let refusal))? = outcome else {
            Issue.record("not refused")
            return
        }
        #expect(
            refusal.description
                == "Lin Gray has none of the roles that this needs, at MAIN or at the institution: "
                + "Circulation Desk Manager, Circulation Desk Operator, "
                + "Circulation Desk Operator Limited"
        )
    }
}
