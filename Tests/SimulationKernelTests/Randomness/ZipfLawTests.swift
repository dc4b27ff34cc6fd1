import SimulationKernel
import Testing

struct ZipfLawTests {
    @Test("Ranks have probabilities in the ratio of 1 / (k + 1)ˢ")
    func probabilities() {
        // 1 + 1/2 + 1/3 + 1/4 = 25/12, and 1 + 1/4 + 1/9 + 1/16 = 205/144.
        let harmonic = ZipfLaw(count: 4, exponent: 1)
        let square = ZipfLaw(count: 4, exponent: 2)
        let harmonicValues = [12.0 / 25, 6.0 / 25, 4.0 / 25, 3.0 / 25]
        let squareValues = [144.0 / 205, 36.0 / 205, 16.0 / 205, 9.0 / 205]
        for rank in 0..<4 {
            #expect(abs(harmonic.probability(ofRank: rank) - harmonicValues[rank]) < 1e-15)
            #expect(abs(square.probability(ofRank: rank) - squareValues[rank]) < 1e-15)
            #expect(ZipfLaw(count: 4, exponent: 0).probability(ofRank: rank) == 0.25)
        }
    }

    @Test("Probabilities sum to one and never rise", arguments: [0, 0.5, 0.8, 1, 1.2])
    func sums(exponent: Double) {
        let law = ZipfLaw(count: 10_000, exponent: exponent)
        let probabilities = (0..<law.count).map { law.probability(ofRank: $0) }
        #expect(abs(probabilities.reduce(0, +) - 1) < 1e-9)
        let rises = zip(probabilities, probabilities.dropFirst()).filter { $0 + 1e-12 < $1 }
        #expect(rises.count == 0)
    }

    @Test("Every rank within the bounds can be drawn, and none beyond")
    func bounds() {
        let law = ZipfLaw(count: 1_000, exponent: 1)
        #expect(law.rank(Draw(first: 0, second: 0)) == 0)
        #expect(law.rank(Draw(first: .max, second: 0)) == 999)
        #expect(ZipfLaw(count: 1, exponent: 1).rank(Draw(first: .max, second: 0)) == 0)
    }

    /// The critical value of chi-square with 19 degrees of freedom at 0.001 is 43.820.
    @Test("Ranks come as often as their probabilities say", arguments: [0, 0.8, 1, 1.5])
    func frequencies(exponent: Double) {
        let seed: UInt64 = 77
        let law = ZipfLaw(count: 20, exponent: exponent)
        let source = DrawSource(seed: seed)
        let entity = EntityKey(path: "TEST/title")
        var counts = Array(repeating: 0, count: 20)
        for ordinal in Int64(0)..<100_000 {
            counts[law.rank(source.draw(entity, DrawPurpose(rawValue: 3), ordinal))] += 1
        }
        let probabilities = (0..<20).map { law.probability(ofRank: $0) }
        #expect(chiSquare(counts, probabilities) < 43.820, "seed \(seed)")
    }
}
