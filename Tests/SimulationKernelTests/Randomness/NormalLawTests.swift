import Foundation
import SimulationKernel
import Testing

struct NormalLawTests {
    /// The first three are the test values of Wichura's paper, the others were computed with 30
    /// digits in mpmath.
    @Test(
        "A quantile has 15 digits right",
        arguments: [
            (0.25, -0.674_489_750_196_081_7), (0.001, -3.090_232_306_167_813_5),
            (1e-20, -9.262_340_089_798_408), (0.5, 0), (0.9, 1.281_551_565_544_600_5),
            (0.975, 1.959_963_984_540_054), (0.99, 2.326_347_874_040_841),
            (1e-10, -6.361_340_902_404_056),
        ]
    )
    func quantiles(probability: Double, expected: Double) {
        let quantile = NormalLaw.quantile(probability)
        #expect(abs(quantile - expected) <= 1e-15 * max(1, abs(expected)))
    }

    @Test("Quantiles are symmetric about the median")
    func symmetry() {
        // Exact in binary, so that 1 − p loses nothing.
        for exponent in 2...40 {
            let probability = Double(sign: .plus, exponent: -exponent, significand: 1)
            #expect(NormalLaw.quantile(probability) == -NormalLaw.quantile(1 - probability))
        }
    }

    @Test("The distribution function undoes the quantile, and quantiles rise")
    func inverse() {
        var previous = -Double.infinity
        var worst = 0.0
        for step in 1..<10_000 {
            let probability = Double(step) / 10_000
            let quantile = NormalLaw.quantile(probability)
            #expect(quantile > previous)
            previous = quantile
            let back = erfc(-quantile / 2.0.squareRoot()) / 2
            worst = max(worst, abs(back - probability) / probability)
        }
        #expect(worst < 1e-14)
    }

    @Test("Every draw has a finite quantile")
    func bounds() {
        let least = NormalLaw.quantile(Draw(first: 0, second: 0).unit)
        let greatest = NormalLaw.quantile(Draw(first: .max, second: 0).unit)
        #expect(least == -greatest)
        #expect((8.2...8.3).contains(greatest))
    }
}
