package import LibraryModel
import SimulationKernel

/// A value about another institution, and when it was true.
package struct Fact<Value: Sendable & Hashable & Codable>: Sendable, Hashable, Codable {
    package var value: Value
    /// Microseconds since 1970 UTC.
    package var asOf: Int64

    package init(value: Value, asOf: Int64) {
        self.value = value
        self.asOf = asOf
    }
}

/// An institution that may be asked to lend, with what is known of it.
package struct Candidate: Sendable {
    package var institution: InstitutionID
    /// How many items it has out to partners; nil where that is unknown.
    package var load: Fact<Int64>?
    /// How many of the borrower's requests are open with it.
    package var openRequests: Int
    /// Whether one of its copies may go to partners, as it published.
    package var isLendable: Bool
    /// Whether it does not lend now, as it published.
    package var isClosed: Bool

    package init(
        institution: InstitutionID,
        load: Fact<Int64>?,
        openRequests: Int,
        isLendable: Bool = true,
        isClosed: Bool = false
    ) {
        self.institution = institution
        self.load = load
        self.openRequests = openRequests
        self.isLendable = isLendable
        self.isClosed = isClosed
    }
}

/// Who is asked to lend, in which order, and why others are not.
package struct RoutingDecision: Sendable {
    /// Why a candidate is not asked.
    package enum Exclusion: String, Sendable {
        /// The network does not let its items go to the borrower.
        case notDelivered = "its items are not delivered to the borrower"
        /// None of its copies may go to partners.
        case notLendable = "none of its copies may go to partners"
        /// It does not lend now.
        case closed = "it does not lend now"

        /// The reason that stays on the request's record.
        package var reason: UnfilledReason {
            switch self {
            case .notDelivered: .notDelivered
            case .notLendable: .notLendable
            case .closed: .notLending
            }
        }
    }

    package var rota: [InstitutionID]
    /// Whom something speaks against; neither the borrower itself nor those after enough others.
    package var excluded: [(institution: InstitutionID, why: Exclusion)]
}

/// The rules by which lenders are chosen: facts in, a rota and every reason out.
///
/// One rule set so far, `alma-rota`: the template's order, in which a lender with too many of our
/// requests open goes to the end, as the vendor describes without giving the formula.
package struct RuleSet: Sendable {
    private let settings: ResourceSharingSettings
    /// The place of each institution in the template, by rank.
    private let places: [Int32]

    /// Prepares the rules for a network.
    package init(_ settings: ResourceSharingSettings, institutionCount: Int) {
        self.settings = settings
        var places = Array(repeating: Int32(-1), count: institutionCount)
        for (place, institution) in settings.template.enumerated()
        where places[institution.position] < 0 {
            places[institution.position] = Int32(place)
        }
        var next = Int32(settings.template.count)
        for position in places.indices where places[position] < 0 {
            places[position] = next
            next += 1
        }
        self.places = places
    }

    /// A candidate with what it is ranked by.
    private struct Ranked {
        var institution: InstitutionID
        var place: Int32
        var load: Int64
        var isLate: Bool

        static func < (left: Self, right: Self) -> Bool {
            if left.isLate != right.isLate { return right.isLate }
            if left.load != right.load { return left.load < right.load }
            return left.place < right.place
        }
    }

    /// Decides who is asked, in which order; each of a number of candidates is looked at once.
    package func decide(
        among count: Int,
        for borrower: InstitutionID,
        fetchedAt pickup: InstitutionID? = nil,
        in network: NetworkConfiguration,
        candidate: (Int) -> Candidate
    ) -> RoutingDecision {
        var excluded: [(institution: InstitutionID, why: RoutingDecision.Exclusion)] = []
        // The best so far, in order: never more than are asked.
        var best: [Ranked] = []
        let limit = min(count, max(0, settings.attempts))
        best.reserveCapacity(limit)
        for position in 0..<count {
            let candidate = candidate(position)
            if candidate.institution == borrower { continue }
            if let why = exclusion(of: candidate, for: borrower, fetchedAt: pickup, in: network) {
                excluded.append((candidate.institution, why))
                continue
            }
            let isLate = settings.openRequestsThreshold.map { candidate.openRequests > $0 }
            let ranked = Ranked(
                institution: candidate.institution,
                place: places[candidate.institution.position],
                // An unknown load is taken for none: nobody has seen the lender busy.
                load: settings.order == .leastLoaded ? candidate.load?.value ?? 0 : 0,
                isLate: isLate ?? false
            )
            if best.count < limit {
                best.append(ranked)
            } else if let last = best.last, ranked < last {
                best[limit - 1] = ranked
            } else {
                continue
            }
            var place = best.count - 1
            while place > 0, best[place] < best[place - 1] {
                best.swapAt(place, place - 1)
                place -= 1
            }
        }
        return RoutingDecision(rota: best.map(\.institution), excluded: excluded)
    }

    /// What speaks against asking a candidate.
    private func exclusion(
        of candidate: Candidate,
        for borrower: InstitutionID,
        fetchedAt pickup: InstitutionID?,
        in network: NetworkConfiguration
    ) -> RoutingDecision.Exclusion? {
        let institution = candidate.institution
        guard network.relation(of: institution, with: pickup ?? borrower).deliver else {
            return .notDelivered
        }
        // Only a lender that lends to the patron itself can leave the item elsewhere.
        if let pickup, pickup != borrower,
            network.partnerKind(of: institution, for: borrower) == .peerToPeer
        {
            return .notDelivered
        }
        guard candidate.isLendable else { return .notLendable }
        return candidate.isClosed ? .closed : nil
    }
}
