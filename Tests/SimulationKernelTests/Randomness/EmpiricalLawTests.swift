import SimulationKernel
import Testing

struct EmpiricalLawTests {
    /// Draws at both ends and around every sixteenth of the range.
    private static let draws: [Draw] = (UInt64(0)...16).flatMap { part in
        [part << 60, (part << 60) &- 1, (part << 60) &+ 1]
    }.map { Draw(first: $0, second: 0) }

    @Test(
        "A value of weight zero is never drawn",
        arguments: [
            [0, 1, 0, 0, 2, 0], [1, 0], [0, 1], [0, 0, 0.1, 0], [0, 1e-300, 0], [0, 1e300, 0],
            [0.1, 0.2, 0.3, 0], [3, 0, 0, 0, 0, 0, 0, 0, 5, 0], [0, 2.3e-308, 0],
        ] as [[Double]]
    )
    func weightZero(weights: [Double]) throws {
        let law = try #require(
            EmpiricalLaw(values: weights.indices.map(Double.init), weights: weights)
        )
        #expect(Self.draws.map { weights[law.index($0)] }.allSatisfy { $0 > 0 })
    }

    @Test(
        "Weights from which nothing can be drawn make no law",
        arguments: [
            [], [0], [0, 0], [1, -1], [1, .infinity], [.nan], [1e308, 1e308],
            [.leastNonzeroMagnitude, 0],
            [-0.5, 1],
        ] as [[Double]]
    )
    func invalidWeights(weights: [Double]) {
        #expect(EmpiricalLaw(values: weights.map { _ in 1 }, weights: weights) == nil)
    }

    @Test("There must be as many weights as values")
    func counts() {
        #expect(EmpiricalLaw(values: [1, 2], weights: [1]) == nil)
        #expect(EmpiricalLaw(values: [1], weights: [1, 2]) == nil)
    }

    @Test("The unit interval is cut in the proportions of the weights")
    func cuts() throws {
        let law = try #require(EmpiricalLaw(values: [10, 20, 30], weights: [1, 2, 1]))
        let bits: [UInt64] = [0, (1 << 62) - 1, 1 << 62, (3 << 62) - 1, 3 << 62, .max]
        #expect(bits.map { law.index(Draw(first: $0, second: 0)) } == [0, 0, 1, 1, 2, 2])
        #expect(law.mean == 20)
    }

    /// The critical value of chi-square with 3 degrees of freedom at 0.001 is 16.266.
    @Test("Values come as often as their weights say")
    func frequencies() throws {
        let seed: UInt64 = 5
        let law = try #require(EmpiricalLaw(values: [0, 1, 2, 3, 4], weights: [5, 1, 0, 3, 1]))
        let sample = Sample(seed: seed, count: 100_000) { law.values[law.index($0)] }
        let counts = [0.0, 1, 3, 4].map { value in sample.sorted.count { $0 == value } }
        #expect(counts.reduce(0, +) == 100_000)
        #expect(chiSquare(counts, [0.5, 0.1, 0.3, 0.1]) < 16.266, "seed \(seed)")
        // Mean 1.4 and variance 0.1 + 2.7 + 1.6 − 1.96 = 2.44.
        #expect(abs(law.mean - 1.4) < 1e-12)
        #expect(abs(sample.mean - 1.4) < 4 * (2.44 / 100_000).squareRoot(), "seed \(seed)")
    }
}
