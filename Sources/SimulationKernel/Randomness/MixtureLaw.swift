/// One of several laws, each with a share: the first half of a draw gives the value, the second the
/// law.
public struct MixtureLaw: Hashable, Sendable {
    private let parts: [Distribution]
    private let choice: EmpiricalLaw

    /// Creates the law, or nil unless there are as many shares as parts, none is negative, and
    /// their sum is an ordinary positive number.
    public init?(parts: [Distribution], shares: [Double]) {
        guard parts.count == shares.count,
            let choice = EmpiricalLaw(values: parts.map(\.mean), weights: shares)
        else { return nil }
        self.parts = parts
        self.choice = choice
    }

    /// The variate that a draw gives.
    ///
    /// Apart from the other laws, which need less.
    @inline(never)
    public func sample(_ draw: Draw) -> Double {
        // A mixture within the mixture must not choose by the same bits.
        let inner = Draw(first: draw.first, second: mix64(draw.second))
        return parts[choice.index(draw.other)].sample(inner)
    }

    /// The mean of the law.
    public var mean: Double { choice.mean }
}
