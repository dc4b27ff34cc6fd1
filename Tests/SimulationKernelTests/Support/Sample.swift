import Foundation
import SimulationKernel

/// A sample of a law and what it says about the law.
struct Sample {
    let sorted: [Double]

    /// Draws at the ordinals from 0, for one entity and purpose under a seed.
    init(seed: UInt64, count: Int, variate: (Draw) -> Double) {
        let source = DrawSource(seed: seed)
        let entity = EntityKey(path: "TEST/sample")
        let purpose = DrawPurpose(rawValue: 1)
        sorted = (0..<count)
            .map { variate(source.draw(entity, purpose, Int64($0))) }
            .sorted()
    }

    init(_ values: [Double]) {
        sorted = values.sorted()
    }

    var count: Double { Double(sorted.count) }

    var mean: Double { sorted.reduce(0, +) / count }

    var variance: Double {
        let mean = mean
        return sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    }

    /// The share of values up to a bound.
    func share(upTo bound: Double) -> Double {
        Double(sorted.count { $0 <= bound }) / count
    }

    /// Kolmogorov and Smirnov's statistic √n·D against a continuous law.
    ///
    /// It exceeds 1.95 with a probability of 0.001.
    func kolmogorovSmirnov(_ distribution: (Double) -> Double) -> Double {
        var distance = 0.0
        for (index, value) in sorted.enumerated() {
            let expected = distribution(value)
            distance = max(
                distance,
                expected - Double(index) / count,
                Double(index + 1) / count - expected
            )
        }
        return distance * count.squareRoot()
    }
}

/// Pearson's statistic of counts against the probabilities of their cells.
func chiSquare(_ counts: [Int], _ probabilities: [Double]) -> Double {
    let total = Double(counts.reduce(0, +))
    return zip(counts, probabilities).reduce(0) { sum, cell in
        let expected = total * cell.1
        return sum + (Double(cell.0) - expected) * (Double(cell.0) - expected) / expected
    }
}
