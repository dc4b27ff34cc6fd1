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

    /// How a fact comes about when lenders are chosen.
    enum FactKind: Equatable {
        /// It is about the request.
        case ofRequest
        /// It is the same for all holders, always.
        case same(Int64)
        /// It is about a lender, and stands for the whole run wherever the item is picked up at home.
        case standing
        /// It follows from the terms, and stands so long as no service is asked for.
        case terms
        /// It is about a lender, and may be another one each time.
        case changing
    }

    package let rules: RoutingRules
    /// The columns of the rules by slot, and how their facts come about.
    let columns: [(column: FactColumn, kind: FactKind)]
    /// The rule that decides in place of those from a file: a Swift type.
    ///
    /// `rules` then only says which facts it needs, and how a request goes along its lenders.
    package let rule: (any RoutingRule)?
    /// Whether there is such a rule.
    let hasRule: Bool
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
    /// Whether institutions are to publish how much they have lent and borrowed.
    package let wantsLoads: Bool
    /// What institutions offer each other, where the rules look at it.
    let terms: NetworkTerms?
    /// Whether any fact is asked for.
    let asksForFacts: Bool
    /// The facts that lenders' replies carry.
    let carried: [CarriedFact]
    /// How often the whole rota is gone along.
    let rounds: Int
    /// Whether lenders have less than all the time there is, at any service level.
    let hasTimeLimits: Bool
    /// What each filter's finding is on the record of a request.
    let reasons: [UnfilledReason]

    /// Prepares rules for a network, whose own template counts where theirs names nobody.
    package convenience init(
        _ rules: RoutingRules,
        keeping: Keeping = .none,
        in network: NetworkConfiguration
    ) {
        self.init(rules, by: nil, keeping, network)
    }

    /// Prepares a rule that is a Swift type for a network.
    ///
    /// - Parameters:
    ///   - rule: What decides; it is called once for a decision.
    ///   - gather: How facts are come by; those that it does not name are taken as they are published.
    ///   - lists: A template, and lenders that are not asked, by their codes. Lenders of last resort are
    ///     candidates like others: where they come is the rule's to say.
    ///   - walk: How a request goes along its lenders.
    ///   - keeping: Which decisions are kept.
    ///   - network: The network.
    package convenience init(
        _ rule: any RoutingRule,
        gather: GatherPlan = GatherPlan(),
        lists: RoutingRules.Lists = RoutingRules.Lists(),
        walk: WalkPolicy = WalkPolicy(),
        keeping: Keeping = .none,
        in network: NetworkConfiguration
    ) {
        let rules = RoutingRules(standingFor: rule, gather: gather, lists: lists, walk: walk)
        self.init(rules, by: rule, keeping, network)
    }

    private init(
        _ rules: RoutingRules,
        by rule: (any RoutingRule)?,
        _ keeping: Keeping,
        _ network: NetworkConfiguration
    ) {
        self.rules = rules
        columns = rules.layout.columns.map { ($0, FactKind(of: $0)) }
        self.rule = rule
        hasRule = rule != nil
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
        wantsLoads = rules.layout.contains(.loans) || rules.layout.contains(.borrows)
        terms =
            NetworkTerms.columns.contains(where: rules.layout.contains)
            ? NetworkTerms(of: network) : nil
        asksForFacts = !rules.gather.askedColumns.isEmpty
        let carried = rules.gather.carriedColumns
        self.carried = CarriedFact.allCases.filter { carried.contains($0.column) }
        rounds = max(1, rules.walk.rounds)
        hasTimeLimits = !rules.walk.timeLimits.isEmpty
        let filters = rule?.filters.map(\.code) ?? rules.filters.map(\.code)
        reasons = filters.map { UnfilledReason(filter: $0) }
    }

    /// Whom to ask for the facts that must be asked for.
    func institutionsToAsk(_ sheet: FactSheet, _ context: RoutingContext) -> [InstitutionID] {
        rule?.institutionsToAsk(sheet, atMost: rules.gather.askAtMost)
            ?? rules.institutionsToAsk(sheet, context)
    }

    /// Explains a decision that was kept; nil where it was made by other rules.
    ///
    /// - Parameters:
    ///   - decision: The decision.
    ///   - history: Whom the institution had asked before, for rules that count.
    ///   - file: What the explanation calls the file of the rules.
    ///   - name: The code of an institution.
    /// - Returns: What a person or a program reads.
    package func explain(
        _ decision: RoutingDecisionRecord,
        history: RoutingHistory = RoutingHistory(),
        file: String = "",
        name: (InstitutionID) -> String
    ) -> Explanation? {
        guard var sheet = decision.sheet(for: rules) else { return nil }
        if let rule { return rule.explain(decision.outcome, decidedAt: decision.time, name: name) }
        sheet.history = history
        return rules.explain(decision.outcome, of: sheet, file: file, name: name)
    }

    /// What a network does that names no rules.
    package static func standard(
        in network: NetworkConfiguration,
        keeping: Keeping = .none
    ) -> Routing {
        Routing(.standard(network.resourceSharing), keeping: keeping, in: network)
    }
}

extension Routing.FactKind {
    fileprivate init(of column: FactColumn) {
        if column.scope == .request {
            self = .ofRequest
        } else if NetworkTerms.columns.contains(column) {
            self = .terms
        } else {
            switch column {
            case .lastResortPlace: self = .same(FactValue.missing)
            case .ownerKnown: self = .same(1)
            case .isBorrower, .isPatronHome, .isPickup, .homeIsPickup, .delivers, .preferred,
                .transferDisabled, .proximity, .transportCost, .templatePlace, .listedAsExcluded,
                .latitude, .longitude, .ratioLoans, .ratioBorrows, .weight:
                self = .standing
            default: self = .changing
            }
        }
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
