// Conformances and ends need no documentation of their own.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

/// Who takes part in the message bus: the network itself, or an institution.
public struct ParticipantID: Hashable, Comparable, Sendable, Codable {
    /// 0 for the network, an institution's rank by code from 1 otherwise.
    public var rank: Int32

    @inlinable
    public init(rank: Int32) {
        self.rank = rank
    }

    @inlinable
    public init(_ institution: InstitutionID) {
        rank = institution.index + 1
    }

    /// The network zone, with discovery, the timeline and demand.
    public static let network = ParticipantID(rank: 0)

    /// The institution, unless this is the network.
    @inlinable public var institution: InstitutionID? {
        rank > 0 ? InstitutionID(rank - 1) : nil
    }

    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    public init(from decoder: any Decoder) throws {
        rank = try decoder.singleValueContainer().decode(Int32.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rank)
    }
}

/// The two ends of a link, in the direction in which envelopes travel.
public struct LinkEnds: Hashable, Sendable {
    public var source: ParticipantID
    public var destination: ParticipantID

    @inlinable
    public init(from source: ParticipantID, to destination: ParticipantID) {
        self.source = source
        self.destination = destination
    }
}
