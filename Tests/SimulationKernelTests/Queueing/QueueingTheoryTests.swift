import SimulationKernel
import Testing

/// Queues whose long-run behaviour is known in closed form, run on the kernel's own events and
/// draws.
struct QueueingTheoryTests {
    private static let arrival = DrawPurpose(rawValue: 1)
    private static let service = DrawPurpose(rawValue: 2)

    /// What a run of a service station counted.
    struct Outcome {
        var waits: [Double] = []
        var sojourns: [Double] = []
        var losses: [Bool] = []
    }

    /// A station with servers and, if it queues, an unbounded waiting room in order of arrival.
    final class Station {
        let source: DrawSource
        let interarrival: Distribution
        let serviceTime: Distribution
        let queues: Bool
        var queue = EventQueue()
        var idle: Int
        var waiting: [(customer: Int64, since: SimulationTime)] = []
        var served = 0
        var outcome = Outcome()

        init(
            seed: UInt64,
            servers: Int,
            queues: Bool,
            interarrival: Distribution,
            serviceTime: Distribution
        ) {
            source = DrawSource(seed: seed)
            idle = servers
            self.queues = queues
            self.interarrival = interarrival
            self.serviceTime = serviceTime
        }

        private func duration(_ law: Distribution, _ purpose: DrawPurpose, _ customer: Int64)
            -> SimulationDuration
        {
            let draw = source.draw(EntityKey(path: "TEST/station"), purpose, customer)
            return SimulationDuration(seconds: law.sample(draw))
        }

        private func schedule(_ eventClass: EventClass, at time: SimulationTime, _ customer: Int64)
        {
            queue.insert(
                EventKey(
                    time: time,
                    class: eventClass,
                    source: 1,
                    sequence: UInt64(customer),
                    payload: UInt64(customer)
                )
            )
        }

        private func serve(_ customer: Int64, since arrival: SimulationTime, now: SimulationTime) {
            let length = duration(serviceTime, QueueingTheoryTests.service, customer)
            outcome.waits.append((now - arrival).inSeconds)
            outcome.sojourns.append((now + length - arrival).inSeconds)
            schedule(.timer, at: now + length, customer)
        }

        /// Runs until a number of customers have come.
        func run(customers: Int64) -> Outcome {
            schedule(.command, at: SimulationTime(microseconds: 0), 0)
            while let event = queue.removeFirst() {
                let (now, customer) = (event.time, Int64(event.payload))
                guard event.eventClass == .command else {
                    idle += 1
                    if served < waiting.count {
                        idle -= 1
                        let next = waiting[served]
                        served += 1
                        serve(next.customer, since: next.since, now: now)
                    }
                    continue
                }
                if customer + 1 < customers {
                    let gap = duration(interarrival, QueueingTheoryTests.arrival, customer)
                    schedule(.command, at: now + gap, customer + 1)
                }
                outcome.losses.append(idle == 0 && !queues)
                if idle > 0 {
                    idle -= 1
                    serve(customer, since: now, now: now)
                } else if queues {
                    waiting.append((customer, now))
                }
            }
            return outcome
        }
    }

    /// M/M/1 with λ = 0.8 and μ = 1: customers wait λ / (μ(μ − λ)) = 4 and stay 1 / (μ − λ) = 5.
    ///
    /// The mean wait of n successive customers has an asymptotic variance of
    /// ρ(2 + 5ρ − 4ρ² + ρ³) / (1 − ρ)⁴ = 1976 by n (Daley, "The serial correlation coefficients of
    /// waiting times in a stationary single server queue", 1968).
    @Test("A single server with exponential times keeps customers as long as theory says")
    func singleServer() {
        let seed: UInt64 = 1
        let customers = 500_000
        let outcome = Station(
            seed: seed,
            servers: 1,
            queues: true,
            interarrival: .exponential(mean: 1 / 0.8),
            serviceTime: .exponential(mean: 1)
        ).run(customers: Int64(customers))
        let wait = outcome.waits.reduce(0, +) / Double(customers)
        let sojourn = outcome.sojourns.reduce(0, +) / Double(customers)
        let waitError = (1_976 / Double(customers)).squareRoot()
        let serviceError = (1 / Double(customers)).squareRoot()
        #expect(outcome.waits.count == customers)
        #expect(abs(wait - 4) < 4 * waitError, "seed \(seed)")
        #expect(abs(sojourn - 5) < 4 * (waitError + serviceError), "seed \(seed)")
    }

    /// Erlang's loss formula B(3, 2.4) = (2.4³ / 6) / (1 + 2.4 + 2.4² / 2 + 2.4³ / 6), which holds
    /// for every law of service time with the same mean.
    ///
    /// The standard error comes from 50 batch means, since losses come in clusters.
    @Test(
        "Three servers without a waiting room lose as many customers as Erlang says",
        arguments: [
            .exponential(mean: 2.4),
            .constant(2.4),
            // The median is 2.4·exp(−1/8).
            .lognormal(median: 2.117_992_566, sigma: 0.5),
            .uniform(from: 0, to: 4.8),
            .triangular(from: 0, mode: 1.2, to: 6),
        ] as [Distribution]
    )
    func erlangLoss(serviceTime: Distribution) {
        let seed: UInt64 = 3
        let customers = 200_000
        let losses = Station(
            seed: seed,
            servers: 3,
            queues: false,
            interarrival: .exponential(mean: 1),
            serviceTime: serviceTime
        ).run(customers: Int64(customers)).losses
        let size = customers / 50
        let batches = (0..<50).map { batch in
            let part = losses[(batch * size)..<((batch + 1) * size)]
            return Double(part.count { $0 }) / Double(size)
        }
        let sample = Sample(batches)
        let error = (sample.variance / 50).squareRoot()
        #expect(error < 0.003, "seed \(seed)")
        #expect(abs(sample.mean - 0.268_406_34) < 4 * error, "seed \(seed)")
    }
}
