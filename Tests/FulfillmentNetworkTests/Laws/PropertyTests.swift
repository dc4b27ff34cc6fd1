import FulfillmentNetwork
import LibraryModel
import SimulationKernel
import Testing

/// Random sequences of commands under faults: whatever happens, invariants hold and everything
/// ends.
@Suite struct PropertyTests {
    /// How often each command was accepted and refused.
    private struct Tally {
        var accepted: [Int64: Int] = [:]
        var refused: [Int64: Int] = [:]

        mutating func note(_ command: Command, _ outcome: Outcome, seed: UInt64) {
            guard let refusal = outcome.refusal else {
                accepted[command.number, default: 0] += 1
                return
            }
            refused[command.number, default: 0] += 1
            #expect(refusal.description.isEmpty == false, "seed \(seed), \(refusal.code)")
        }
    }

    private static let heavyTail = Link(
        latency: .lognormal(median: 0.3, sigma: 2.5),
        timeout: .seconds(30)
    )

    @Test("No sequence of commands and faults breaks an invariant or leaves anything waiting")
    func holdsInvariants() throws {
        var tally = Tally()
        for seed in 1...UInt64(4_000) {
            try act(seed: seed, commands: 32, &tally)
        }
        // 8, 9, 14 and the jobs 15, 16 and 42 have nothing that could refuse them but an institution
        // that is down.
        for number in Array(1...Int64(19)) + [42, 43, 44] {
            #expect(tally.accepted[number, default: 0] > 0, "command \(number) never accepted")
            #expect(tally.refused[number, default: 0] > 0, "command \(number) never refused")
        }
    }

    private func act(seed: UInt64, commands: Int, _ tally: inout Tally) throws {
        var options = TestNetwork.Options(seed: seed, link: Self.heavyTail)
        options.sharesIdentifiers = seed.isMultiple(of: 2)
        options.outboxLimit = seed.isMultiple(of: 5) ? 2 : 1_000
        let network = TestNetwork.network(options)
        network.isWatching = true
        var people = RandomPeople(seed: seed)
        var turmoil = Turmoil(seed: seed)
        var open: [(command: Command, conversation: ConversationID)] = []
        func collect(_ tally: inout Tally) {
            open.removeAll { command, conversation in
                guard let outcome = network.outcome(of: conversation) else { return false }
                tally.note(command, outcome, seed: seed)
                return true
            }
        }
        for number in 0..<commands {
            let pause = people.generator.below(3) == 0 ? 200_000 : 20
            try network.pass(.seconds(Int64(people.generator.below(pause))))
            collect(&tally)
            if number.isMultiple(of: 3) { try turmoil.stir(network) }
            let (command, at) = people.next(in: network)
            switch try network.perform(command, at: at) {
            case .ended(let outcome)?: tally.note(command, outcome, seed: seed)
            case .began(let conversation)?: open.append((command, conversation))
            case nil: Issue.record("seed \(seed): a command without a number was not applied")
            }
            if number.isMultiple(of: 7) { try openCard(&people, network) }
            let broken = network.brokenInvariants
            guard broken.isEmpty else {
                Issue.record("seed \(seed), command \(number) \(command): \(broken)")
                return
            }
        }
        try turmoil.settle(network)
        try network.pass(.days(400))
        collect(&tally)
        #expect(open.isEmpty, "seed \(seed)")
        #expect(network.unfinished == [], "seed \(seed)")
        #expect(network.brokenInvariants == [], "seed \(seed)")
    }

    private func openCard(_ people: inout RandomPeople, _ network: Network) throws {
        let home = InstitutionID(people.generator.below(4))
        let patron = PatronID(people.generator.below(TestNetwork.patronCount))
        _ = try network.openCard(
            of: PatronReference(institution: home, patron: patron),
            chosen: InstitutionID(people.generator.below(4))
        )
    }
}
