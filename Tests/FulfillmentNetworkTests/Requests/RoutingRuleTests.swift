import Foundation
import FulfillmentNetwork
import LibraryModel
import RequestRouting
import SimulationKernel
import Testing

/// Whoever has the fewest requests of ours before it, and of those the last of the alphabet.
struct LastOfTheIdle: RoutingRule {
    let name = "last-of-the-idle"
    let facts: [FactColumn] = [.isBorrower, .openRequests, .attempts]
    let filters = [
        RuleDescription.Filter("OWN-COPY", "it is the borrower itself", .exclude),
        RuleDescription.Filter("TRIED", "it was asked before", .demote),
    ]
    let keys = [
        RuleDescription.Key("open", .count), RuleDescription.Key("place", .count, .descending),
    ]

    func filters(finding candidate: CandidateFacts) -> [Int] {
        if candidate.holds(.isBorrower) == true { return [0] }
        return (candidate[.attempts] ?? 0) > 0 ? [1] : []
    }

    func keyValues(of candidate: CandidateFacts) -> [Int64] {
        [candidate[.openRequests] ?? FactValue.unknown, Int64(candidate.institution.index)]
    }
}

/// A rule in Swift that a whole network goes by.
@Suite struct RoutingRuleTests {
    private static let ash = Consortium.ash

    private func request(_ number: Int, in network: Network) throws -> BorrowingRequestID {
        let outcome = try network.ask(
            .request(
                patron: PatronID(number),
                wanted: .title(TitleID(2)),
                owner: nil,
                pickup: nil
            ),
            at: Self.ash
        )
        try network.pass(.minutes(5))
        guard case .request(let id) = outcome else {
            Issue.record("not requested: \(outcome)")
            return BorrowingRequestID(0)
        }
        return id
    }

    private func code(of institution: InstitutionID) -> String {
        Consortium.codes[institution.position]
    }

    @Test("A network goes by a rule in Swift, and what it decided is explained from the records")
    func decides() throws {
        var options = Consortium.Options()
        options.holdings = [[0, 1], [1, 2], [1, 2]]
        let configuration = Consortium.configuration(options)
        let rule = LastOfTheIdle()
        // begin of the network example in docs/routing.md
        let routing = Routing(rule, keeping: .all, in: configuration)
        // end of the network example
        let network = Consortium.network(options, routing: routing)
        let home = network.node(Self.ash)
        let first = try request(0, in: network)
        #expect(
            home.borrowing[first.position].rota.map { code(of: $0.institution) } == ["COD", "BAY"]
        )
        let second = try request(1, in: network)
        #expect(
            home.borrowing[second.position].rota.map { code(of: $0.institution) } == ["BAY", "COD"]
        )
        var text = ""
        // begin of the second part
        for decision in home.decisions(about: second) {
            text += routing.explain(decision) { code(of: $0) }?.text() ?? ""
        }
        // end of the second part
        #expect(
            text == """
                last-of-the-idle, at 2026-01-05T12:05:00.200000
                1. BAY: asked
                2. COD: asked
                   behind BAY by open: 1 against 0
                """
        )
    }

    @Test("What a rule in Swift decides is the same after a crash")
    func survivesCrash() throws {
        func digest(crashing: Bool) throws -> [String] {
            let options = Consortium.Options()
            let routing = Routing(
                LastOfTheIdle(),
                keeping: .all,
                in: Consortium.configuration(options)
            )
            let network = Consortium.network(options, routing: routing)
            _ = try request(0, in: network)
            if crashing { try network.crash(Self.ash, store: nil) }
            let second = try request(1, in: network)
            let home = network.node(Self.ash)
            return home.decisions(about: second).flatMap { decision in
                decision.outcome.records.map { "\($0.institution.index) \($0.value)" }
            }
        }
        let plain = try digest(crashing: false)
        #expect(plain.count == 2)
        #expect(try digest(crashing: true) == plain)
    }

    @Test(
        "A lender that staff chose is not replaced or chosen anew, where the rules keep to it",
        arguments: [(true, true), (true, false), (false, false)]
    )
    func keepsWhatStaffChose(keeps: Bool, reResolves: Bool) throws {
        var walk = WalkPolicy()
        walk.keepsManualSelection = keeps
        walk.reResolves = reResolves
        var options = Consortium.Options()
        options.holdings = [[3], [], [3]]
        // BAY sends by hand, and keeps what came to nothing.
        let network = Consortium.network(
            options,
            routing: Routing(
                LastOfTheIdle(),
                walk: walk,
                keeping: .all,
                in: Consortium.configuration(options)
            )
        )
        let outcome = try network.ask(
            .request(
                patron: PatronID(0),
                wanted: .title(TitleID(3)),
                owner: nil,
                pickup: nil
            ),
            at: Consortium.bay
        )
        guard case .request(let id) = outcome else {
            Issue.record("not requested: \(outcome)")
            return
        }
        try network.pass(.minutes(5))
        network.beginOutage(of: Consortium.ash)
        _ = try network.ask(.sendRequest(id, to: Consortium.ash), at: Consortium.bay)
        try network.crash(Consortium.bay, store: nil)
        try network.pass(.minutes(5))
        let request = network.node(Consortium.bay).borrowing[id.position]
        #expect(request.entry(at: 0) == RotaEntry(institution: Self.ash, reason: .unreachable))
        #expect(request.asked == (keeps ? 1 : 2))
        #expect(request.state == (keeps ? .rejectedByPartners : .willSupply))
        #expect(network.brokenInvariants == [])
        guard keeps else { return }
        // Staff leave it to the rules again.
        try network.endOutage(of: Consortium.ash)
        _ = try network.ask(.locateAgain(id), at: Consortium.bay)
        try network.pass(.minutes(5))
        #expect(network.node(Consortium.bay).borrowing[id.position].state == .readyToSend)
        _ = try network.ask(.sendRequest(id, to: nil), at: Consortium.bay)
        try network.pass(.minutes(5))
        #expect(
            network.node(Consortium.bay).borrowing[id.position].lender == Consortium.cod
        )
    }

    @Test("The documentation shows this very code")
    func documentation() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let source = try String(contentsOf: URL(fileURLWithPath: #filePath), encoding: .utf8)
        let page = try String(
            contentsOf: folder.appending(path: "../../../docs/routing.md").standardized,
            encoding: .utf8
        )
        for (begin, end) in [
            ("begin of the network example in docs/routing.md\n", "// end of the network example"),
            ("begin of the second part\n", "// end of the second part"),
        ] {
            let example = try #require(
                source.split(separator: begin).dropFirst().first?.split(separator: end).first
            )
            let lines = example.split(separator: "\n").map { $0.dropFirst(8) }
                .filter { !$0.isEmpty }
            #expect(page.contains(lines.joined(separator: "\n")), "\(lines)")
        }
    }
}
