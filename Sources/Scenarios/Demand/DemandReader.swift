import Foundation
import LibraryModel
import SimulationKernel

/// Reads what patrons do of themselves.
struct DemandReader {
    let plan: NetworkPlan
    /// Whether the plan says what institutions hold; otherwise their stores do.
    let hasPopulations: Bool
    let diagnostics: Diagnostics

    func read(_ demand: Element?) -> [InstitutionDemand] {
        let institutions = CodeTable<InstitutionID>(
            "institution",
            plan.configuration.institutions.map(\.code)
        )
        let own = demand?["institutions"]
        for entry in own?.entries ?? [] {
            _ = institutions.resolve(entry.key, at: entry.keyPlace, into: diagnostics)
        }
        return plan.configuration.institutions.map { institution in
            let special = own?[institution.code]
            func setting(_ key: String) -> Element? { special?[key] ?? demand?[key] }
            if let element = setting("own-loans"), holdsNothing(institution.id),
                (element["per-patron-day"]?.number ?? 0) > 0
            {
                diagnostics.warning(
                    "\(institution.code) has no copies, so its patrons borrow nothing at home",
                    at: element.place,
                    hint: "give it items, or 'own-loans: {per-patron-day: 0}' of its own"
                )
            }
            func rate(_ key: String) -> (perPatronDay: Double, popularity: Popularity)? {
                setting(key).map { element in
                    (
                        perPatronDay: element["per-patron-day"]?.number ?? 0,
                        popularity: Popularity(element["popularity"])
                    )
                }
            }
            return InstitutionDemand(
                ownLoans: rate("own-loans"),
                visits: setting("visits").flatMap {
                    visits($0, of: institution, institutions, isOwn: special?["visits"] != nil)
                },
                requests: rate("requests"),
                service: service(setting("requests"), of: institution),
                stay: setting("stay")?.distribution(in: .days)
                    ?? .lognormal(median: 14, sigma: 0.6)
            )
        }
    }

    /// What requests ask for besides titles; nil where nothing is said.
    private func service(
        _ element: Element?,
        of institution: Institution
    ) -> InstitutionDemand.Service? {
        let keys = ["service-level", "maximum-cost", "needed-within"]
        guard let element, keys.contains(where: { element[$0] != nil }) else { return nil }
        var service = InstitutionDemand.Service(
            levels: nil,
            maximumCost: institution.currency.amount(element["maximum-cost"], into: diagnostics),
            neededWithin: element["needed-within"]?.duration
        )
        guard let level = element["service-level"] else { return service }
        let shares = ServiceLevel.allCases.map { level[$0.code]?.number ?? 0 }
        let weights =
            level.serviceLevel.map { named in ServiceLevel.allCases.map { $0 == named ? 1 : 0 } }
            ?? shares
        service.levels = EmpiricalLaw(values: weights.indices.map(Double.init), weights: weights)
        if service.levels == nil {
            diagnostics.error(
                "the shares of service levels add up to nothing",
                at: level.place,
                hint: "give one of them more than 0"
            )
        }
        return service
    }

    private func visits(
        _ element: Element,
        of institution: Institution,
        _ institutions: CodeTable<InstitutionID>,
        isOwn: Bool
    ) -> InstitutionDemand.Visits? {
        let count = plan.configuration.institutions.count
        var weights = Array(repeating: 0.0, count: count)
        if let shares = element["to"] {
            for entry in shares.entries {
                guard
                    let other = institutions.resolve(
                        entry.key,
                        at: entry.keyPlace,
                        into: diagnostics
                    )
                else { continue }
                let share = entry.value.number ?? 0
                if other != institution.id { weights[other.position] = share }
                if share > 0, holdsNothing(other), isOwn || institution.id.position == 0 {
                    diagnostics.warning(
                        "\(entry.key) has no copies, so visits there borrow nothing",
                        at: entry.keyPlace,
                        hint: "give it items, or take it out"
                    )
                }
            }
            let nobody = shares.entries.allSatisfy { ($0.value.number ?? 0) == 0 }
            let onlyItself = isOwn && !weights.contains { $0 > 0 }
            if nobody || onlyItself, isOwn || institution.id.position == 0 {
                diagnostics.error(
                    nobody
                        ? "the shares of visits add up to nothing"
                        : "the only share of visits is that of \(institution.code) itself",
                    at: shares.place,
                    hint: "give another institution more than 0, or no visits at all"
                )
            }
        } else {
            let decay = element["distance-decay"]?.number ?? 50
            for other in plan.configuration.institutions where other.id != institution.id {
                let distance = plan.configuration.kilometres(institution.id, other.id)
                // People go where much is held and near: a gravity model.
                let titles = plan.populations[other.id.position].titleCount
                weights[other.id.position] = Double(titles) * exp(-distance / decay)
            }
        }
        if count == 1 {
            diagnostics.error(
                "there is no other institution to visit",
                at: element.place,
                hint: "remove the visits"
            )
        }
        // Shares for this institution alone: others come here, and nobody goes anywhere.
        guard
            let law = EmpiricalLaw(values: (0..<count).map(Double.init), weights: weights)
        else { return nil }
        return InstitutionDemand.Visits(
            perPatronDay: element["per-patron-day"]?.number ?? 0,
            popularity: Popularity(element["popularity"]),
            weights: law
        )
    }

    private func holdsNothing(_ institution: InstitutionID) -> Bool {
        let population = plan.populations[institution.position]
        return hasPopulations && population.items.isEmpty && population.syntheticItems == nil
    }
}
