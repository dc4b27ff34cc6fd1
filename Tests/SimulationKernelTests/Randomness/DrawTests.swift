import SimulationKernel
import Testing

struct DrawTests {
    private func draw(_ first: UInt64) -> Draw { Draw(first: first, second: 0) }

    @Test("A unit lies inside the open interval from 0 to 1, at the centre of a cell")
    func units() {
        #expect(draw(0).unit == 0x1p-53)
        #expect(draw(.max).unit == 1 - 0x1p-53)
        #expect(draw(.max).unit < 1)
        #expect(draw(1 << 63).unit == 0.5 + 0x1p-53)
        #expect(draw(1 << 12).unit - draw(0).unit == 0x1p-52)
        #expect(draw(0xfff).unit == draw(0).unit)
    }

    @Test("The halves of a draw swap")
    func other() {
        let draw = Draw(first: 1, second: 2)
        #expect(draw.other == Draw(first: 2, second: 1))
        #expect(draw.other.other == draw)
    }

    @Test(
        "A bounded draw cuts the range of bits into equal parts",
        arguments: [
            (0, 1, 0), (.max, 1, 0), (0, 6, 0), (.max, 6, 5), (0x7fff_ffff_ffff_ffff, 2, 0),
            (0x8000_0000_0000_0000, 2, 1), (0x5555_5555_5555_5555, 3, 0),
            (0x5555_5555_5555_5556, 3, 1), (.max, .max, .max - 1),
        ] as [(UInt64, Int, Int)]
    )
    func bounded(bits: UInt64, bound: Int, expected: Int) {
        #expect(draw(bits).below(bound) == expected)
    }

    /// Critical values of chi-square at 0.001.
    @Test(
        "Bounded draws give every integer alike",
        arguments: [(2, 10.828), (6, 20.515), (10, 27.877), (20, 43.820)]
    )
    func boundedUniformity(bound: Int, critical: Double) {
        let seed: UInt64 = 2_026
        let source = DrawSource(seed: seed)
        let entity = EntityKey(path: "TEST/die")
        var counts = Array(repeating: 0, count: bound)
        for ordinal in Int64(0)..<100_000 {
            counts[source.draw(entity, DrawPurpose(rawValue: 9), ordinal).below(bound)] += 1
        }
        let probabilities = Array(repeating: 1 / Double(bound), count: bound)
        #expect(chiSquare(counts, probabilities) < critical, "seed \(seed)")
    }

    @Test("What is impossible never happens, and what is certain always")
    func certainties() {
        for bits in [0, 1, 1 << 63, UInt64.max] {
            #expect(draw(bits).happens(0) == false)
            #expect(draw(bits).happens(1) == true)
        }
    }

    /// A share of n trials has a standard error of √(p(1 − p) / n).
    @Test("An event happens as often as its probability says", arguments: [0.001, 0.25, 0.5, 0.99])
    func frequencies(probability: Double) {
        let seed: UInt64 = 11
        let sample = Sample(seed: seed, count: 200_000) { $0.happens(probability) ? 1 : 0 }
        let error = (probability * (1 - probability) / sample.count).squareRoot()
        #expect(abs(sample.mean - probability) < 4 * error, "seed \(seed)")
    }
}
