import Foundation
import LibraryModel
import SimulationKernel

/// Reads what patrons do of themselves.
struct DemandReader {
    let plan: NetworkPlan
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
            func rate(_ key: String) -> (perPatronDay: Double, popularity: Double)? {
                setting(key).map { element in
                    (
                        perPatronDay: element["per-patron-day"]?.number ?? 0,
                        popularity: element["popularity"]?.number ?? 0.8
                    )
                }
            }
            return InstitutionDemand(
                ownLoans: rate("own-loans"),
                visits: setting("visits").flatMap { visits($0, of: institution, institutions) },
                requests: rate("requests"),
                stay: setting("stay")?.distribution(in: .days)
                    ?? .lognormal(median: 14, sigma: 0.6)
            )
        }
    }

    private func visits(
        _ element: Element,
        of institution: Institution,
        _ institutions: CodeTable<InstitutionID>
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
                if other != institution.id { weights[other.position] = entry.value.number ?? 0 }
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
        // A network of one, or shares for the institution alone: nobody goes anywhere.
        guard
            let law = EmpiricalLaw(values: (0..<count).map(Double.init), weights: weights)
        else { return nil }
        return InstitutionDemand.Visits(
            perPatronDay: element["per-patron-day"]?.number ?? 0,
            popularity: element["popularity"]?.number ?? 0.8,
            weights: law
        )
    }
}
