import Foundation
import SimulationKernel
import Testing

struct DistributionTests {
    /// A law with its closed forms; the kurtosis is the fourth central moment by σ⁴.
    struct Law: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let distribution: Distribution
        let mean: Double
        let variance: Double
        let kurtosis: Double
        let cumulative: @Sendable (Double) -> Double
    }

    static let laws: [Law] = [
        Law(
            testDescription: "uniform on 2 to 6",
            distribution: .uniform(from: 2, to: 6),
            mean: 4,
            variance: 16.0 / 12,
            kurtosis: 9.0 / 5,
            cumulative: { ($0 - 2) / 4 }
        ),
        Law(
            testDescription: "exponential with mean 3",
            distribution: .exponential(mean: 3),
            mean: 3,
            variance: 9,
            kurtosis: 9,
            cumulative: { 1 - exp(-$0 / 3) }
        ),
        Law(
            testDescription: "exponential with mean 3 beyond 2",
            distribution: .exponentialBeyond(2, mean: 3),
            mean: 5,
            variance: 9,
            kurtosis: 9,
            cumulative: { $0 < 2 ? 0 : 1 - exp(-($0 - 2) / 3) }
        ),
        Law(
            testDescription: "lognormal with median 2 and sigma 0.5",
            distribution: .lognormal(median: 2, sigma: 0.5),
            mean: 2 * exp(0.125),
            variance: 4 * exp(0.25) * (exp(0.25) - 1),
            kurtosis: exp(1) + 2 * exp(0.75) + 3 * exp(0.5) - 3,
            cumulative: { erfc(-log($0 / 2) / (0.5 * 2.0.squareRoot())) / 2 }
        ),
        Law(
            testDescription: "triangular from 1 over 2 to 5",
            distribution: .triangular(from: 1, mode: 2, to: 5),
            mean: 8.0 / 3,
            // (1 + 4 + 25 − 2 − 5 − 10) / 18
            variance: 13.0 / 18,
            kurtosis: 12.0 / 5,
            cumulative: { $0 < 2 ? ($0 - 1) * ($0 - 1) / 4 : 1 - (5 - $0) * (5 - $0) / 12 }
        ),
        Law(
            testDescription: "triangular with the mode at its end",
            distribution: .triangular(from: 0, mode: 1, to: 1),
            mean: 2.0 / 3,
            variance: 1.0 / 18,
            kurtosis: 12.0 / 5,
            cumulative: { $0 * $0 }
        ),
    ]

    private static let seed: UInt64 = 20_260_112
    private static let count = 100_000

    private func sample(_ law: Law) -> Sample {
        Sample(seed: Self.seed, count: Self.count) { law.distribution.sample($0) }
    }

    @Test(
        "The mean given is the law's, and a sample's lies within 4 standard errors",
        arguments: laws
    )
    func means(law: Law) {
        let sample = sample(law)
        let error = (law.variance / sample.count).squareRoot()
        #expect(abs(law.distribution.mean - law.mean) < 1e-12)
        #expect(abs(sample.mean - law.mean) < 4 * error, "seed \(Self.seed)")
    }

    /// A sample's variance has a standard error of σ²·√((κ − 1) / n).
    @Test("A sample's variance lies within 4 standard errors", arguments: laws)
    func variances(law: Law) {
        let sample = sample(law)
        let error = law.variance * ((law.kurtosis - 1) / sample.count).squareRoot()
        #expect(abs(sample.variance - law.variance) < 4 * error, "seed \(Self.seed)")
    }

    @Test("A sample follows the distribution function", arguments: laws)
    func goodnessOfFit(law: Law) {
        #expect(sample(law).kolmogorovSmirnov(law.cumulative) < 1.95, "seed \(Self.seed)")
    }

    @Test("A variate is the quantile of the draw's unit", arguments: laws)
    func inversion(law: Law) {
        for step in UInt64(0)...64 {
            let draw = Draw(first: step == 64 ? .max : step << 58, second: 0)
            let variate = law.distribution.sample(draw)
            #expect(abs(law.cumulative(variate) - draw.unit) < 1e-12)
        }
    }

    @Test(
        "The median is the one of the closed form",
        arguments: [
            (.constant(7), 7), (.uniform(from: 2, to: 6), 4),
            (.exponential(mean: 1), 0.693_147_180_56),
            (.lognormal(median: 2, sigma: 0.5), 2), (.triangular(from: 0, mode: 1, to: 2), 1),
            // 5 − √6
            (.triangular(from: 1, mode: 2, to: 5), 2.550_510_257_22),
        ] as [(Distribution, Double)]
    )
    func medians(law: Distribution, median: Double) {
        let middle = Draw(first: 1 << 63, second: 0)
        #expect(abs(law.sample(middle) - median) < 1e-11)
    }

    @Test("A constant is the same for every draw")
    func constants() {
        let law = Distribution.constant(2.5)
        #expect(Set([0, 1 << 63, .max].map { law.sample(Draw(first: $0, second: 0)) }) == [2.5])
        #expect(law.mean == 2.5)
    }

    @Test("A law without width always gives its one value")
    func degenerate() {
        for bits in [0, 1 << 63, UInt64.max] {
            let draw = Draw(first: bits, second: 0)
            #expect(Distribution.triangular(from: 3, mode: 3, to: 3).sample(draw) == 3)
            #expect(Distribution.uniform(from: 3, to: 3).sample(draw) == 3)
            #expect(Distribution.exponential(mean: 0).sample(draw) == 0)
            #expect(Distribution.lognormal(median: 3, sigma: 0).sample(draw) == 3)
        }
    }

    @Test("Every draw gives a finite variate inside the law's bounds", arguments: laws)
    func extremes(law: Law) {
        let least = law.distribution.sample(Draw(first: 0, second: 0))
        let greatest = law.distribution.sample(Draw(first: .max, second: 0))
        #expect(least.isFinite && greatest.isFinite)
        #expect(least >= 0)
        #expect(least < law.mean)
        #expect(greatest > law.mean)
        #expect(law.cumulative(greatest) <= 1)
    }

    @Test("A mixture has each of its parts as often as its share says, also within another")
    func mixture() throws {
        let stay = try #require(
            MixtureLaw(
                parts: [.uniform(from: 3, to: 21), .exponentialBeyond(21, mean: 7)],
                shares: [85, 15]
            )
        )
        let law = Distribution.mixture(
            try #require(MixtureLaw(parts: [.constant(0), .mixture(stay)], shares: [1, 1]))
        )
        #expect(abs(stay.mean - (0.85 * 12 + 0.15 * 28)) < 1e-12)
        #expect(abs(law.mean - stay.mean / 2) < 1e-12)
        let sample = Sample(seed: Self.seed, count: Self.count) { stay.sample($0) }
        let cumulative = { (days: Double) in
            days < 21 ? 0.85 * (days - 3) / 18 : 1 - 0.15 * exp(-(days - 21) / 7)
        }
        #expect(sample.kolmogorovSmirnov(cumulative) < 1.95, "seed \(Self.seed)")
        let nested = Sample(seed: Self.seed, count: Self.count) { law.sample($0) }
        #expect(abs(nested.share(upTo: 0) - 0.5) < 4 * 0.0016, "seed \(Self.seed)")
        let kept = Sample(nested.sorted.filter { $0 > 0 })
        #expect(kept.kolmogorovSmirnov(cumulative) < 1.95, "seed \(Self.seed)")
        #expect(MixtureLaw(parts: [.constant(1)], shares: [0]) == nil)
        #expect(MixtureLaw(parts: [.constant(1)], shares: [1, 2]) == nil)
    }

    @Test("An empirical law gives its values")
    func empirical() throws {
        let law = try #require(EmpiricalLaw(values: [1, 10], weights: [1, 3]))
        let distribution = Distribution.empirical(law)
        #expect(distribution.mean == 7.75)
        #expect(distribution.sample(Draw(first: 0, second: 0)) == 1)
        #expect(distribution.sample(Draw(first: .max, second: 0)) == 10)
    }
}
