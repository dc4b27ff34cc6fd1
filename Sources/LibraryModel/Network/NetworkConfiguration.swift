package import SimulationKernel

/// What one institution's items may do at another; the network zone decides it for each ordered
/// pair.
package struct InstitutionRelation: Sendable, Hashable {
    /// Items of the first may be lent to patrons of the second.
    package var checkOut: Bool
    /// Items of the first may be returned at the second.
    package var checkIn: Bool
    /// Items of the first may be sent to the second for pickup.
    package var deliver: Bool

    package init(checkOut: Bool, checkIn: Bool, deliver: Bool) {
        self.checkOut = checkOut
        self.checkIn = checkIn
        self.deliver = deliver
    }

    package static let all = InstitutionRelation(checkOut: true, checkIn: true, deliver: true)
    package static let none = InstitutionRelation(checkOut: false, checkIn: false, deliver: false)
}

/// How envelopes travel from one participant to another.
package struct Link: Sendable, Hashable {
    /// The time under way, in seconds.
    package var latency: Distribution
    /// How long an answer is waited for.
    package var timeout: SimulationDuration
    /// How long after a loss the first repetition follows; each further one waits twice as long.
    package var retryAfter: SimulationDuration
    /// How often an envelope is sent before it is a dead letter.
    package var attempts: Int

    package init(
        latency: Distribution = .lognormal(median: 0.2, sigma: 0.5),
        timeout: SimulationDuration = .seconds(30),
        retryAfter: SimulationDuration = .seconds(1),
        attempts: Int = 4
    ) {
        self.latency = latency
        self.timeout = timeout
        self.retryAfter = retryAfter
        self.attempts = attempts
    }
}

/// The configuration of a network: its members, what they allow each other, and how they are
/// connected.
package struct NetworkConfiguration: Sendable {
    package var code: String
    package var name: String
    package var zone: ZoneTable
    /// Whether patron identifiers are unique across all members.
    package var sharesIdentifiers: Bool
    /// The kinds of patron identifier, the primary one first.
    package var identifierKinds: [String]
    /// In order of code.
    package var institutions: [Institution]
    /// By lender's rank times the number of institutions, plus the other's rank.
    package var relations: [InstitutionRelation]
    package var defaultLink: Link
    /// Links that differ from the default, by ordered pair of participants.
    package var links: [LinkEnds: Link]
    /// How many envelopes a participant may have under way to one other.
    package var outboxLimit: Int
    package var resourceSharing = ResourceSharingSettings()
    package var jobs = NightlyJobs()
    /// How each lender deals with each borrower, by lender's rank times the number of institutions,
    /// plus the borrower's rank; empty where all do as peers.
    package var partnerKinds: [PartnerKind] = []

    package init(
        code: String,
        name: String,
        zone: ZoneTable,
        institutions: [Institution],
        sharesIdentifiers: Bool = false,
        identifierKinds: [String] = ["primary-id", "barcode"],
        relations: [InstitutionRelation]? = nil,
        defaultLink: Link = Link(),
        links: [LinkEnds: Link] = [:],
        outboxLimit: Int = 10_000
    ) {
        self.code = code
        self.name = name
        self.zone = zone
        self.institutions = institutions
        self.sharesIdentifiers = sharesIdentifiers
        self.identifierKinds = identifierKinds
        self.relations =
            relations
            ?? Array(repeating: .all, count: institutions.count * institutions.count)
        self.defaultLink = defaultLink
        self.links = links
        self.outboxLimit = outboxLimit
    }

    /// What items of one institution may do at another.
    package func relation(
        of lender: InstitutionID,
        with other: InstitutionID
    ) -> InstitutionRelation {
        relations[lender.position * institutions.count + other.position]
    }

    /// How a lender deals with requests of a borrower.
    package func partnerKind(of lender: InstitutionID, for borrower: InstitutionID) -> PartnerKind {
        partnerKinds.isEmpty
            ? .peerToPeer
            : partnerKinds[lender.position * institutions.count + borrower.position]
    }

    /// The link from one participant to another.
    package func link(from source: ParticipantID, to destination: ParticipantID) -> Link {
        links.isEmpty
            ? defaultLink : links[LinkEnds(from: source, to: destination)] ?? defaultLink
    }

    /// The distance between the first libraries of two institutions; none where a place is not
    /// known.
    package func kilometres(_ one: InstitutionID, _ other: InstitutionID) -> Double {
        guard let from = institutions[one.position].libraries.first?.coordinates,
            let to = institutions[other.position].libraries.first?.coordinates
        else { return 0 }
        return from.kilometres(to: to)
    }

    /// The institution with a code.
    package func institution(code: String) -> InstitutionID? {
        institutions.firstIndex { $0.code == code }.map { InstitutionID($0) }
    }
}
