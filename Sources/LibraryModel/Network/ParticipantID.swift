/// Who takes part in the message bus: the network itself, or an institution.
package struct ParticipantID: Hashable, Comparable, Sendable, Codable {
    /// 0 for the network, an institution's rank by code from 1 otherwise.
    package var rank: Int32

    package init(rank: Int32) {
        self.rank = rank
    }

    package init(_ institution: InstitutionID) {
        rank = institution.index + 1
    }

    /// The network zone, with discovery, the timeline and demand.
    package static let network = ParticipantID(rank: 0)

    /// The institution, unless this is the network.
    package var institution: InstitutionID? {
        rank > 0 ? InstitutionID(rank - 1) : nil
    }

    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    package init(from decoder: any Decoder) throws {
        rank = try decoder.singleValueContainer().decode(Int32.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rank)
    }
}

/// The two ends of a link, in the direction in which envelopes travel.
package struct LinkEnds: Hashable, Sendable {
    package var source: ParticipantID
    package var destination: ParticipantID

    package init(from source: ParticipantID, to destination: ParticipantID) {
        self.source = source
        self.destination = destination
    }
}
