public import LibraryModel
public import SimulationKernel

/// What tie-breaks need besides facts: the run's draws, the request, and whose turn it is.
public struct RoutingContext: Sendable, Hashable {
    /// The source of the run's draws.
    public var draws: DrawSource
    /// The request, by its path.
    public var request: EntityKey
    /// How often the request was routed before; draws differ from time to time.
    public var round: Int64
    /// Who came first in the last round-robin.
    public var cursor: InstitutionID?

    /// Creates a context.
    public init(
        draws: DrawSource = DrawSource(seed: 0),
        request: EntityKey = EntityKey(hash: 0),
        round: Int64 = 0,
        cursor: InstitutionID? = nil
    ) {
        self.draws = draws
        self.request = request
        self.round = round
        self.cursor = cursor
    }
}

extension DrawPurpose {
    /// The order of candidates that rules leave equal.
    static let routingTie = DrawPurpose(rawValue: 40)
}
