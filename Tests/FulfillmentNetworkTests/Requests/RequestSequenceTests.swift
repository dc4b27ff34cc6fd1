import FulfillmentNetwork
import LibraryModel
import RequestRouting
import SimulationKernel
import Synchronization
import Testing

/// Random sequences of everything that people can do about requests, losses and money, legal or
/// not, while links fail and nodes crash: every invariant holds after every event.
@Suite struct RequestSequenceTests {
    /// How often each command was accepted and refused.
    private struct Tally: Sendable {
        var accepted: [Int64: Int] = [:]
        var refused: [Int64: Int] = [:]

        mutating func note(_ command: Command, _ outcome: Outcome) {
            if outcome.refusal == nil {
                accepted[command.number, default: 0] += 1
            } else {
                refused[command.number, default: 0] += 1
            }
        }

        mutating func add(_ other: Tally) {
            accepted.merge(other.accepted, uniquingKeysWith: +)
            refused.merge(other.refused, uniquingKeysWith: +)
        }
    }

    @Test("Ten thousand sequences break no invariant, and every refusal is explained")
    func tenThousandSequences() async {
        let chunks = 40
        let tally = await withTaskGroup(of: Tally.self) { group in
            for chunk in 0..<chunks {
                group.addTask {
                    var tally = Tally()
                    for seed in 0..<UInt64(10_000 / chunks) {
                        Self.act(seed: UInt64(chunk) * 1_000_000 + seed, &tally)
                    }
                    return tally
                }
            }
            var sum = Tally()
            for await tally in group { sum.add(tally) }
            return sum
        }
        for number in 1...Command.lastNumber {
            #expect(tally.accepted[number, default: 0] > 0, "command \(number) never accepted")
            #expect(tally.refused[number, default: 0] > 0, "command \(number) never refused")
        }
    }

    @Test("Nor do they under rules that ask, defer, count, take turns and choose anew")
    func sequencesUnderRules() async {
        let decided = await withTaskGroup(of: Int.self) { group in
            for chunk in 0..<20 {
                group.addTask {
                    var tally = Tally()
                    return (0..<UInt64(100)).reduce(0) { sum, seed in
                        let seed = UInt64(chunk) * 1_000_000 + seed
                        return sum + Self.act(seed: seed, under: Self.rules(seed), &tally)
                    }
                }
            }
            var sum = 0
            for await decided in group { sum += decided }
            return sum
        }
        // Else the rules have chosen nobody.
        #expect(decided > 1_000)
    }

    /// Rules that use every part of the network, and walk in one way or another by the seed.
    private static func rules(_ seed: UInt64) -> RoutingRules {
        func filter(
            _ code: String,
            _ effect: FilterEffect = .exclude,
            _ condition: RuleCondition
        ) -> RuleFilter {
            RuleFilter(code, "found by \(code)", effect: effect, [condition])
        }
        var gather = GatherPlan()
        gather.entries = [
            GatherPlan.Entry(.itemStatus, .asked),
            GatherPlan.Entry(.loans, seed.isMultiple(of: 2) ? .carried : .published),
            GatherPlan.Entry(.closed, .carried, maximumAge: .days(3)),
            GatherPlan.Entry(.openRequestsOfAll, .carried),
        ]
        gather.askAtMost = Int(seed % 3) + 1
        gather.timeLimit = .seconds(20)
        var walk = WalkPolicy()
        walk.attempts = 4
        walk.rounds = seed.isMultiple(of: 3) ? 2 : 1
        walk.retries = seed.isMultiple(of: 2) ? 1 : 0
        walk.reResolves = seed.isMultiple(of: 4)
        walk.excludesTried = !seed.isMultiple(of: 8)
        walk.mayChangeWorkflow = !seed.isMultiple(of: 5)
        walk.keepsManualSelection = seed.isMultiple(of: 3)
        walk.end = seed.isMultiple(of: 7) ? .keep : .unfilled
        walk.timeLimits = [WalkPolicy.TimeLimit(limit: .days(1), excludesWeekends: true)]
        return RoutingRules(
            "everything",
            admission: [
                filter("BLOCKED", .exclude, RuleCondition(.fact(.patronBlocks), .above, .number(2)))
            ],
            gather: gather,
            filters: [
                filter("OWN-COPY", .exclude, RuleCondition(.fact(.isBorrower), .isEqual)),
                filter(
                    "OUT",
                    .demote,
                    RuleCondition(.fact(.itemStatus), .isNot, .number(0))
                ),
                filter("CLOSED", .defer, RuleCondition(.fact(.closed), .isEqual)),
                filter(
                    "QUOTA",
                    .demote,
                    RuleCondition(.load(.requestsInPeriod(.month)), .atLeast, .number(3))
                ),
            ],
            keys: [
                RankKey("row", .load(.consecutiveRequests)),
                RankKey("silences", .fact(.silences)),
                RankKey("response", .fact(.responseTime)),
                RankKey("busy", .fact(.openRequestsOfAll)),
            ],
            tieBreaks: [.roundRobin],
            walk: walk
        )
    }

    @discardableResult
    private static func act(
        seed: UInt64,
        under rules: RoutingRules? = nil,
        _ tally: inout Tally
    ) -> Int {
        var options = Consortium.Options(seed: seed)
        options.rules = rules
        options.link = Link(
            latency: .lognormal(median: 0.3, sigma: 2.5),
            timeout: .seconds(30)
        )
        options.outboxLimit = seed.isMultiple(of: 5) ? 2 : 1_000
        let network = Consortium.network(options)
        network.isWatching = true
        network.checksInvariants = true
        var people = RandomConsortiumPeople(seed: seed)
        var turmoil = Turmoil(seed: seed, institutions: 3)
        var open: [(command: Command, conversation: ConversationID)] = []
        do {
            for number in 0..<24 {
                try network.pass(.seconds(Int64(people.pause)))
                open.removeAll { command, conversation in
                    guard let outcome = network.outcome(of: conversation) else { return false }
                    tally.note(command, outcome)
                    return true
                }
                if number.isMultiple(of: 3) { try turmoil.stir(network) }
                let (command, actor, at) = people.next(in: network)
                switch try network.perform(command, by: actor, at: at) {
                case .ended(let outcome)?:
                    tally.note(command, outcome)
                    if let refusal = outcome.refusal {
                        #expect(!refusal.description.isEmpty, "seed \(seed), \(refusal.code)")
                    }
                case .began(let conversation)?: open.append((command, conversation))
                case nil: Issue.record("seed \(seed): a command was not applied")
                }
                if let broken = network.brokenInvariants.first {
                    Issue.record("seed \(seed), command \(number) \(command) at \(at): \(broken)")
                    return 0
                }
            }
            try turmoil.settle(network)
            try network.pass(.days(60))
            #expect(network.forgotten == [], "seed \(seed)")
        } catch {
            Issue.record("seed \(seed): \(error)")
        }
        return network.nodes.reduce(0) { $0 + $1.decisions.count }
    }
}
