import Foundation

/// A law from which a real number is drawn, each by inversion: one draw, one variate; a mixture
/// chooses among its laws by the draw's other half.
public enum Distribution: Hashable, Sendable {
    /// Always the same value.
    case constant(Double)
    /// Any value between two bounds alike.
    case uniform(from: Double, to: Double)
    /// The time between events that come at a constant rate.
    case exponential(mean: Double)
    /// The same, after something that is always there.
    case exponentialBeyond(Double, mean: Double)
    /// A positive value whose logarithm is normal, with a standard deviation of `sigma`.
    case lognormal(median: Double, sigma: Double)
    /// Between two bounds, most likely at the mode.
    case triangular(from: Double, mode: Double, to: Double)
    /// Values seen, with the weights with which they were seen.
    case empirical(EmpiricalLaw)
    /// One of several laws, each with a share.
    case mixture(MixtureLaw)

    /// The variate that a draw gives.
    public func sample(_ draw: Draw) -> Double {
        switch self {
        case .constant(let value):
            value
        case .uniform(let low, let high):
            low + (high - low) * draw.unit
        // What is left to 1 is exact, as the unit is the centre of a cell.
        case .exponential(let mean):
            -mean * log(1 - draw.unit)
        case .exponentialBeyond(let least, let mean):
            least - mean * log(1 - draw.unit)
        case .lognormal(let median, let sigma):
            median * exp(sigma * NormalLaw.quantile(draw.unit))
        case .triangular(let low, let mode, let high):
            triangularQuantile(draw.unit, low, mode, high)
        case .empirical(let law):
            law.values[law.index(draw)]
        case .mixture(let law):
            law.sample(draw)
        }
    }

    /// The mean of the law, in closed form.
    public var mean: Double {
        switch self {
        case .constant(let value): value
        case .uniform(let low, let high): (low + high) / 2
        case .exponential(let mean): mean
        case .exponentialBeyond(let least, let mean): least + mean
        case .lognormal(let median, let sigma): median * exp(sigma * sigma / 2)
        case .triangular(let low, let mode, let high): (low + mode + high) / 3
        case .empirical(let law): law.mean
        case .mixture(let law): law.mean
        }
    }

    private func triangularQuantile(
        _ unit: Double,
        _ low: Double,
        _ mode: Double,
        _ high: Double
    ) -> Double {
        guard high > low else { return low }
        let split = (mode - low) / (high - low)
        return unit < split
            ? low + ((high - low) * (mode - low) * unit).squareRoot()
            : high - ((high - low) * (high - mode) * (1 - unit)).squareRoot()
    }
}
