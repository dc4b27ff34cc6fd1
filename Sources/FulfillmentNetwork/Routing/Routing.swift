package import LibraryModel
package import RequestRouting
import SimulationKernel

/// How lenders are chosen in a network, and which decisions are kept.
package final class Routing: Sendable {
    /// Which decisions are kept, so that they can be explained.
    package enum Keeping: Sendable, Hashable {
        case all
        case none
        /// This share of them, drawn by the request.
        case sample(Double)
    }

    /// The most decisions that an institution keeps; more are counted.
    package static let decisionLimit = 20_000

    package let rules: RoutingRules
    package let keeping: Keeping
    /// The place of each institution in the template, by rank.
    let templatePlaces: [Int64]
    /// Whether each institution is on the list of those that are not asked, by rank.
    let isExcluded: [Bool]
    /// What draws about each institution are keyed by, by rank.
    let entities: [EntityKey]
    /// Lenders of last resort, in their order.
    let lastResort: [InstitutionID]
    let usesHistory: Bool
    let usesEarlierRequests: Bool
    /// Whether the rules look at how lenders answered before.
    let usesExperience: Bool
    /// What institutions offer each other, where the rules look at it.
    let terms: NetworkTerms?
    /// Whether any fact is asked for.
    let asksForFacts: Bool
    /// The facts that lenders' replies carry.
    let carried: [CarriedFact]
    /// What each filter's finding is on the record of a request.
    let reasons: [UnfilledReason]

    /// Prepares rules for a network, whose own template counts where theirs names nobody.
    package init(
        _ rules: RoutingRules,
        keeping: Keeping = .none,
        in network: NetworkConfiguration
    ) {
        self.rules = rules
        self.keeping = keeping
        func institutions(_ codes: [String]) -> [InstitutionID] {
            codes.compactMap { code in
                network.institutions.firstIndex { $0.code == code }.map { InstitutionID($0) }
            }
        }
        let named = institutions(rules.lists.template)
        var places = Array(repeating: FactValue.missing, count: network.institutions.count)
        let template = named.isEmpty ? network.resourceSharing.template : named
        for (place, institution) in template.enumerated()
        where places[institution.position] == FactValue.missing {
            places[institution.position] = Int64(place)
        }
        templatePlaces = places
        var isExcluded = Array(repeating: false, count: network.institutions.count)
        for institution in institutions(rules.lists.excluded) {
            isExcluded[institution.position] = true
        }
        self.isExcluded = isExcluded
        entities = network.institutions.map(\.entity)
        lastResort = institutions(rules.lists.lastResort)
        usesHistory = rules.usesHistory
        usesEarlierRequests = rules.usesEarlierRequests
        usesExperience = rules.layout.contains(.responseTime) || rules.layout.contains(.silences)
        terms =
            NetworkTerms.columns.contains(where: rules.layout.contains)
            ? NetworkTerms(of: network) : nil
        asksForFacts = !rules.gather.askedColumns.isEmpty
        let carried = rules.gather.carriedColumns
        self.carried = CarriedFact.allCases.filter { carried.contains($0.column) }
        reasons = rules.filters.map { UnfilledReason(filter: $0.code) }
    }

    /// What a network does that names no rules.
    package static func standard(
        in network: NetworkConfiguration,
        keeping: Keeping = .none
    ) -> Routing {
        Routing(.standard(network.resourceSharing), keeping: keeping, in: network)
    }

    /// Whether institutions are to publish how much they have lent and borrowed.
    package var wantsLoads: Bool {
        rules.layout.contains(.loans) || rules.layout.contains(.borrows)
    }
}

extension UnfilledReason {
    /// What a filter's code says in the words of requests.
    fileprivate init(filter code: String) {
        self =
            switch code {
            case "NOT-DELIVERED": .notDelivered
            case "NOT-LENDABLE": .notLendable
            case "CLOSED", "NOT-LENDING": .notLending
            default: .excludedByRule
            }
    }
}
