import Foundation
import FulfillmentNetwork
import LibraryModel
import SimulationKernel

/// The YAML files that a user names, one by one or by directory.
package enum InputFiles {
    /// What is looked for in directories.
    package enum Kind {
        case any, scenarios
    }

    /// The files, in order; a directory stands for the YAML files in it and below, but for those
    /// that runs keep.
    package static func find(
        _ paths: [String],
        _ kind: Kind = .any,
        into diagnostics: Diagnostics
    ) -> [String] {
        paths.flatMap { path -> [String] in
            var isDirectory: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory),
                isDirectory.boolValue
            else { return [path] }
            let below = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String }
            let base = path.hasSuffix("/") ? path : path + "/"
            let files = (below ?? []).sorted().map { base + $0 }
                .filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
                .filter { !isKept($0) && (kind == .any || !isNetwork(at: $0)) }
            if files.isEmpty {
                diagnostics.error(
                    kind == .any
                        ? "the directory holds no YAML files" : "the directory holds no scenarios",
                    at: SourcePlace(file: path),
                    hint: "name a directory of scenarios"
                )
            }
            return files
        }
    }

    /// Whether a file is what a run directory keeps of a scenario, whose paths no longer lead
    /// anywhere.
    private static func isKept(_ path: String) -> Bool {
        let directory = URL(fileURLWithPath: path).deletingLastPathComponent()
        return directory.lastPathComponent == "config"
            && RunDirectory(directory.deletingLastPathComponent().path).isRun
    }

    private static func isNetwork(at path: String) -> Bool {
        // What is wrong with it is said when it is read.
        SourceDocument(path: path, into: Diagnostics())
            .map { isNetwork($0) || RuleSetReader.isRuleSet($0) } ?? false
    }

    private static func isNetwork(_ document: SourceDocument) -> Bool {
        document.root["institutions"] != nil && document.root["start"] == nil
    }

    /// Checks a file as what it is by its first keys: a case file, a rule set, a scenario, or a
    /// network configuration.
    package static func check(_ path: String, into diagnostics: Diagnostics) {
        guard let document = SourceDocument(path: path, into: diagnostics) else { return }
        check(document, into: diagnostics)
    }

    /// Checks a document in the same way.
    package static func check(_ document: SourceDocument, into diagnostics: Diagnostics) {
        if CaseFileReader.isCaseFile(document) {
            _ = CaseFileReader(into: diagnostics).read(document)
            return
        }
        if RuleSetReader.isRuleSet(document) {
            RuleSetCheck(into: diagnostics).check(document)
            return
        }
        if isNetwork(document) {
            var reader = NetworkReader(into: diagnostics)
            _ = reader.read(document)
            return
        }
        guard let scenario = ScenarioReader(into: diagnostics).read(document) else { return }
        let population = Population(of: scenario.plan, seed: scenario.seed)
        let configuration = scenario.plan.configuration
        RuleSetCheck(into: diagnostics).check(scenario.routing, in: configuration)
        let nodes = configuration.institutions.map { population.node($0.id) }
        let zone = NetworkZone(network: configuration)
        zone.publishHoldings(of: nodes, at: scenario.start)
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
