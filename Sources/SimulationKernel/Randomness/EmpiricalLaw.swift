/// A choice among given values with given weights.
public struct EmpiricalLaw: Hashable, Sendable {
    /// The values that can be drawn.
    public let values: [Double]
    private let cumulative: [Double]

    /// Creates the law, or nil unless there are as many weights as values, none is negative, and
    /// their sum is an ordinary positive number.
    public init?(values: [Double], weights: [Double]) {
        var sum = 0.0
        let cumulative = weights.map { weight in
            sum += weight
            return sum
        }
        // An infinite or subnormal sum would round a draw near 1 up to the sum itself, and so to
        // the last value, whatever its weight.
        guard values.count == weights.count, weights.allSatisfy({ $0 >= 0 }), sum.isNormal
        else { return nil }
        self.values = values
        self.cumulative = cumulative
    }

    /// The position of the value that a draw gives; never one of weight zero.
    ///
    /// - Complexity: O(log *n*).
    public func index(_ draw: Draw) -> Int {
        partitionIndex(of: draw.unit, in: cumulative)
    }

    /// The weighted mean of the values.
    public var mean: Double {
        var previous = 0.0
        var total = 0.0
        for (value, upper) in zip(values, cumulative) {
            total += value * (upper - previous)
            previous = upper
        }
        return total / previous
    }
}

/// Zipf's law on ranks from 0: rank *k* has a weight of 1 / (*k* + 1)ˢ.
public struct ZipfLaw: Sendable {
    private let cumulative: [Double]

    /// Creates the law over a number of ranks; exponent 0 makes them all alike.
    public init(count: Int, exponent: Double) {
        precondition(count > 0, "Zipf's law needs at least one rank")
        var sum = 0.0
        cumulative = (1...count).map { rank in
            sum += power(Double(rank), -exponent)
            return sum
        }
    }

    /// The number of ranks.
    public var count: Int { cumulative.count }

    /// The rank that a draw gives.
    ///
    /// - Complexity: O(log *n*).
    public func rank(_ draw: Draw) -> Int {
        partitionIndex(of: draw.unit, in: cumulative)
    }

    /// The probability of a rank.
    public func probability(ofRank rank: Int) -> Double {
        let lower = rank == 0 ? 0 : cumulative[rank - 1]
        return (cumulative[rank] - lower) / (cumulative.last ?? 1)
    }
}

/// The first position whose cumulative weight exceeds `unit` of the total.
func partitionIndex(of unit: Double, in cumulative: [Double]) -> Int {
    let target = unit * (cumulative.last ?? 0)
    var low = 0
    var high = cumulative.count - 1
    while low < high {
        let middle = (low + high) / 2
        if cumulative[middle] > target { high = middle } else { low = middle + 1 }
    }
    return low
}
