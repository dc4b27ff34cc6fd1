import LibraryModel
import RequestRouting
import SimulationKernel
import Testing

struct TieBreakTests {
    @Test(
        "A draw puts equal candidates in the same order in every run, and another for another request"
    )
    func random() {
        let rules = RoutingRules("r", tieBreaks: [.random()])
        let sheet = rules.sheet(20)
        func rota(_ seed: UInt64, _ request: String) -> [Int32] {
            rules.rota(
                sheet,
                RoutingContext(
                    draws: DrawSource(seed: seed),
                    request: EntityKey(path: request)
                )
            )
        }
        #expect(rota(1, "A/request/1") == rota(1, "A/request/1"))
        #expect(rota(1, "A/request/1") != rota(1, "A/request/2"))
        #expect(rota(1, "A/request/1") != rota(2, "A/request/1"))
        #expect(rota(1, "A/request/1").sorted() == Array(0..<20))
    }

    @Test("Another candidate does not change the order of those there are")
    func stability() {
        let rules = RoutingRules("r", tieBreaks: [.random()])
        let context = RoutingContext(request: EntityKey(path: "A/request/1"))
        let few = rules.rota(rules.sheet(6), context)
        let more = rules.rota(rules.sheet(7), context)
        #expect(more.filter { $0 != 6 } == few)
    }

    @Test("A weight of three comes first three times as often as a weight of one")
    func weighted() {
        let rules = RoutingRules("r", tieBreaks: [.weighted(.fact(.weight)), .symbol])
        let sheet = rules.sheet(3, [.weight: [1, 3, 0]])
        var firsts = [0, 0, 0]
        for request in 0..<20_000 {
            let context = RoutingContext(
                draws: DrawSource(seed: 11),
                request: EntityKey(path: "A").child(Int64(request))
            )
            firsts[Int(rules.rota(sheet, context)[0])] += 1
        }
        #expect(firsts[2] == 0)
        #expect((4_800...5_200).contains(firsts[0]), "seed 11: \(firsts)")
    }

    @Test("In turn, each equal candidate comes first once")
    func roundRobin() {
        let rules = RoutingRules("r", tieBreaks: [.roundRobin])
        var context = RoutingContext()
        var firsts: [Int32] = []
        for _ in 0..<7 {
            let outcome = rules.decide(rules.sheet(3), context)
            firsts.append(outcome.rota[0].index)
            context.cursor = outcome.cursor
        }
        #expect(firsts == [0, 1, 2, 0, 1, 2, 0])
    }

    @Test("A tie-break for the best group leaves the others as they were found")
    func bestGroup() {
        let nearest = RankKey("near", .fact(.proximity))
        for (onlyBest, expected) in [(true, [3, 0, 1, 2]), (false, [3, 0, 2, 1])]
            as [(Bool, [Int32])]
        {
            let rules = RoutingRules(
                "r",
                keys: [RankKey("cost", .fact(.cost))],
                tieBreaks: [.keys([nearest], onlyBest: onlyBest), .listed]
            )
            let sheet = rules.sheet(
                4,
                [.cost: [1, 2, 2, 1], .proximity: [9, 9, 1, 1], .listed: [0, 1, 2, 3]]
            )
            #expect(rules.rota(sheet) == expected)
        }
    }
}
