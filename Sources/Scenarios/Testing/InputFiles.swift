import Foundation
import FulfillmentNetwork
import LibraryModel
import SimulationKernel

/// The YAML files that a user names, one by one or by directory.
package enum InputFiles {
    /// The files, in order; a directory stands for the YAML files in it and below.
    package static func find(_ paths: [String], into diagnostics: Diagnostics) -> [String] {
        paths.flatMap { path -> [String] in
            var isDirectory: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory),
                isDirectory.boolValue
            else { return [path] }
            let below = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String }
            let files = (below ?? []).filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
            if files.isEmpty {
                diagnostics.error(
                    "the directory holds no YAML files",
                    at: SourcePlace(file: path),
                    hint: "name a directory of scenarios"
                )
            }
            let base = path.hasSuffix("/") ? path : path + "/"
            return files.sorted().map { base + $0 }
        }
    }

    /// Checks a file as what it is by its first keys: a scenario, or a network configuration.
    package static func check(_ path: String, into diagnostics: Diagnostics) {
        guard let document = SourceDocument(path: path, into: diagnostics) else { return }
        if document.root["institutions"] != nil, document.root["start"] == nil {
            var reader = NetworkReader(into: diagnostics)
            _ = reader.read(document)
            return
        }
        guard let scenario = ScenarioReader(into: diagnostics).read(document) else { return }
        let population = Population(of: scenario.plan, seed: scenario.seed)
        let configuration = scenario.plan.configuration
        let nodes = configuration.institutions.map { population.node($0.id) }
        let zone = NetworkZone(network: configuration)
        for node in nodes { zone.publishHoldings(of: node, at: scenario.start) }
        let network = Network(
            configuration: configuration,
            nodes: nodes,
            zone: zone,
            seed: scenario.seed,
            now: scenario.start
        )
        _ = TimelineCompiler(network: network, diagnostics: diagnostics)
            .compile(scenario.timeline)
    }
}
