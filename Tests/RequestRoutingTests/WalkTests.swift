import LibraryModel
import RequestRouting
import SimulationKernel
import Testing

struct WalkTests {
    private let home = InstitutionID(0)
    private let first = InstitutionID(1)
    private let second = InstitutionID(2)

    private func walk(
        pickup: InstitutionID? = nil,
        isManual: Bool = false,
        _ change: (inout WalkPolicy) -> Void = { _ in }
    ) -> Walk {
        var policy = WalkPolicy()
        change(&policy)
        return Walk(
            policy,
            Walk.Parties(borrower: home, pickup: pickup ?? home, isManual: isManual)
        )
    }

    @Test("The rota is gone along as often as there are rounds, within the attempts")
    func rounds() {
        var walk = walk { ($0.rounds, $0.attempts) = (2, 3) }
        #expect(walk.begin([first, second], at: monday) == .ask(first, .standard, until: nil))
        #expect(walk.handle(.unfilled, at: monday) == .ask(second, .standard, until: nil))
        #expect(walk.handle(.unreachable, at: monday) == .ask(first, .standard, until: nil))
        #expect(walk.round == 2)
        #expect(walk.handle(.unfilled, at: monday) == .finish(.unfilled))
        #expect(walk.inactive == [first, second, first])
        #expect(walk.attempts == 3)
        #expect(walk.handle(.willSupply, at: monday) == .ignore(.ended))
    }

    @Test("A lender that does not answer in time is passed over, and not before")
    func timeLimit() {
        var walk = walk {
            $0.timeLimits = [.init(limit: .days(2))]
            $0.end = .keep
        }
        let deadline = monday + .days(2)
        #expect(walk.begin([first], at: monday) == .ask(first, .standard, until: deadline))
        #expect(walk.handle(.timePassed, at: deadline - .tick) == .wait)
        #expect(walk.handle(.timePassed, at: deadline) == .finish(.kept))
    }

    @Test("A promise stops the clock")
    func promise() {
        var walk = walk { $0.timeLimits = [.init(limit: .days(2))] }
        _ = walk.begin([first, second], at: monday)
        #expect(walk.handle(.willSupply, at: monday + .days(1)) == .wait)
        #expect(walk.handle(.timePassed, at: monday + .days(9)) == .wait)
        #expect(walk.deadline == nil)
    }

    @Test("A lender that fails after its promise is chosen anew; after dispatch never")
    func reResolution() {
        var walk = walk { $0.reResolves = true }
        _ = walk.begin([first, second], at: monday)
        _ = walk.handle(.willSupply, at: monday)
        #expect(walk.handle(.unfilled, at: monday) == .reResolve(excluding: [first]))
        #expect(walk.handle(.unfilled, at: monday) == .ignore(.notExpected))
        let step = walk.handle(.resolved([first, second]), at: monday)
        #expect(step == .ask(second, .standard, until: nil))
        #expect(walk.handle(.shipped, at: monday) == .wait)
        for event in [WalkEvent.unfilled, .cancel, .timePassed, .resolved([first])] {
            #expect(walk.handle(event, at: monday) == .ignore(.dispatched))
        }
        #expect(walk.handle(.completed, at: monday) == .finish(.completed))
        #expect(walk.active == second)
    }

    @Test("What staff chose stays, and a limit ends choosing anew")
    func switches() {
        var manual = walk(isManual: true) { $0.reResolves = true }
        _ = manual.begin([first, second], at: monday)
        #expect(manual.handle(.unfilled, at: monday) == .finish(.unfilled))
        var replaced = walk(isManual: true) { $0.keepsManualSelection = false }
        _ = replaced.begin([first, second], at: monday)
        #expect(replaced.handle(.unfilled, at: monday) == .ask(second, .standard, until: nil))
        var limited = walk { ($0.reResolves, $0.reResolutionLimit) = (true, 1) }
        _ = limited.begin([first], at: monday)
        _ = limited.handle(.unfilled, at: monday)
        _ = limited.handle(.resolved([second]), at: monday)
        #expect(limited.handle(.unfilled, at: monday) == .finish(.unfilled))
        #expect(limited.resolutions == 2)
    }

    @Test("A workflow that may not change passes over lenders that would change it")
    func workflow() {
        var walk = walk { $0.mayChangeWorkflow = false }
        _ = walk.begin([first, home, second], at: monday)
        #expect(walk.handle(.unfilled, at: monday) == .ask(second, .standard, until: nil))
    }

    @Test("An own item that is fetched elsewhere is no workflow, and passed over")
    func unsupported() {
        var walk = walk(pickup: second)
        #expect(walk.begin([home, second], at: monday) == .ask(second, .walkIn, until: nil))
    }

    @Test("A cancelled request ends when its lender agrees, and goes on when it does not")
    func cancel() {
        var agreed = walk()
        _ = agreed.begin([first, second], at: monday)
        #expect(agreed.handle(.cancel, at: monday) == .askToCancel(first))
        var refused = agreed
        #expect(agreed.handle(.cancelAnswered(agrees: true), at: monday) == .finish(.cancelled))
        #expect(refused.handle(.cancelAnswered(agrees: false), at: monday) == .wait)
        #expect(refused.state == .willSupply)
    }

    @Test("Messages are sent again after waits that grow, and then no more")
    func sending() {
        var sending = WalkPolicy.Sending()
        sending.attempts = 9
        #expect(
            [1, 6, 7, 8, 9].map { sending.wait(after: $0) }
                == [.minutes(10), .minutes(10), .minutes(20), .minutes(20), nil]
        )
    }

    @Test("Weekends count, or do not, in both directions")
    func weekends() {
        let working = WorkingTime(excludesWeekends: true)
        let friday = monday - .days(3)
        #expect(working.instant(.days(1), before: monday, in: .utc) == friday)
        #expect(working.instant(.days(1), after: friday, in: .utc) == monday)
        // From a Saturday noon, a working hour ends at one on Monday morning.
        let saturday = monday - .days(2) + .hours(2)
        #expect(working.instant(.hours(1), after: saturday, in: .utc) == monday - .hours(9))
        #expect(
            working.instant(.hours(1), before: saturday, in: .utc) == monday - .days(2) - .hours(11)
        )
        let all = WorkingTime(excludesWeekends: false)
        #expect(all.instant(.days(3), before: monday, in: .utc) == friday)
    }

    @Test("Random events never trap, and end where every walk ends", arguments: [UInt64(1), 2, 3])
    func random(seed: UInt64) {
        var random = SplitMix(state: seed)
        let offer = WalkOffer(cost: Money(minorUnits: 4254), currency: "CAD")
        for _ in 0..<20_000 {
            var walk = walk(isManual: random.chance(20)) {
                $0.rounds = 1 + random.below(3)
                $0.retries = random.below(3)
                $0.reResolves = random.chance(50)
                $0.reResolutionLimit = 3
                $0.excludesTried = random.chance(50)
                $0.attempts = random.chance(50) ? random.below(5) : nil
            }
            var asked = 0
            var now = monday
            let institutions = [home, first, second]
            func rota() -> [InstitutionID] {
                (0..<random.below(4)).map { _ in random.pick(institutions) }
            }
            if case .ask = walk.begin(rota(), at: now) { asked += 1 }
            var wasDispatched = false
            for _ in 0..<40 {
                let event = random.pick([
                    WalkEvent.unfilled, .unfilled, .willSupply, .conditional(offer),
                    .retryPossible(offer), .unreachable, .shipped, .completed, .acceptCondition,
                    .declineCondition, .cancel, .cancelAnswered(agrees: random.chance(50)),
                    .timePassed, .resolved(rota()),
                ])
                now = now + .hours(Int64(random.below(9)))
                let step = walk.handle(event, at: now)
                if case .ask = step {
                    asked += 1
                    #expect(!wasDispatched, "seed \(seed)")
                }
                wasDispatched = wasDispatched || walk.state == .dispatched
            }
            #expect(asked == walk.attempts, "seed \(seed)")
            #expect((walk.active != nil) || walk.state != .sent, "seed \(seed)")
        }
    }
}
