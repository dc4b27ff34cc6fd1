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
        /// The borrower itself.
        case borrower = "it is the borrower itself"
        /// The network does not let its items go to the borrower.
        case notDelivered = "its items are not delivered to the borrower"
        /// None of its copies may go to partners.
        case notLendable = "none of its copies may go to partners"
        /// It does not lend now.
        case closed = "it does not lend now"
        /// Enough others come first.
        case beyondLimit = "enough others are asked before"

        /// The reason that stays on the request's record; nil where nothing speaks against asking.
        package var reason: UnfilledReason? {
            switch self {
            case .notDelivered: .notDelivered
            case .notLendable: .notLendable
            case .closed: .notLending
            case .borrower, .beyondLimit: nil
            }
        }
    }

    package var rota: [InstitutionID]
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

    /// Decides who is asked, in which order.
    package func decide(
        _ candidates: [Candidate],
        for borrower: InstitutionID,
        fetchedAt pickup: InstitutionID? = nil,
        in network: NetworkConfiguration
    ) -> RoutingDecision {
        var decision = RoutingDecision(rota: [], excluded: [])
        var ranked: [(late: Bool, load: Int64, place: Int32, institution: InstitutionID)] = []
        ranked.reserveCapacity(candidates.count)
        for candidate in candidates {
            let institution = candidate.institution
            if institution == borrower {
                decision.excluded.append((institution, .borrower))
                continue
            }
            guard network.relation(of: institution, with: pickup ?? borrower).deliver else {
                decision.excluded.append((institution, .notDelivered))
                continue
            }
            // Only a lender that lends to the patron itself can leave the item elsewhere.
            if let pickup, pickup != borrower,
                network.partnerKind(of: institution, for: borrower) == .peerToPeer
            {
                decision.excluded.append((institution, .notDelivered))
                continue
            }
            guard candidate.isLendable else {
                decision.excluded.append((institution, .notLendable))
                continue
            }
            guard !candidate.isClosed else {
                decision.excluded.append((institution, .closed))
                continue
            }
            let isLate = settings.openRequestsThreshold.map { candidate.openRequests > $0 }
            // An unknown load is taken for none: nobody has seen the lender busy.
            let load = settings.order == .leastLoaded ? candidate.load?.value ?? 0 : 0
            ranked.append((isLate ?? false, load, places[institution.position], institution))
        }
        ranked.sort { left, right in
            if left.late != right.late { return right.late }
            if left.load != right.load { return left.load < right.load }
            return left.place < right.place
        }
        for (position, entry) in ranked.enumerated() {
            if position < settings.attempts {
                decision.rota.append(entry.institution)
            } else {
                decision.excluded.append((entry.institution, .beyondLimit))
            }
        }
        return decision
    }
}
