import Foundation
import LibraryModel
import SimulationKernel

/// Reads a scenario and the network it is about, and finds everything that is wrong with them.
package struct ScenarioReader {
    private let diagnostics: Diagnostics
    private let keptNetworkPath: String?

    /// Creates a reader; `keptNetworkPath` is where a run directory keeps the network configuration, whose people
    /// and copies are then in the stores and not read again.
    package init(into diagnostics: Diagnostics, keptNetworkPath: String? = nil) {
        self.diagnostics = diagnostics
        self.keptNetworkPath = keptNetworkPath
    }

    /// Reads a file; nil where nothing usable came of it, with the reasons among the diagnostics.
    package func read(path: String) -> Scenario? {
        guard let document = SourceDocument(path: path, into: diagnostics) else { return nil }
        return read(document)
    }

    /// Reads a document; relative paths in it start from its own directory.
    package func read(_ document: SourceDocument) -> Scenario? {
        let before = diagnostics.count(of: .error)
        let root = document.root
        ScenarioShapes.file.validate(root, as: "a scenario", into: diagnostics)
        guard diagnostics.count(of: .error) == before, let network = root["network"]?.text else {
            return nil
        }
        let networkPath = keptNetworkPath ?? SourceFile.path(network, from: document.name)
        var networkReader = NetworkReader(
            into: diagnostics,
            readsPopulations: keptNetworkPath == nil
        )
        guard FileManager.default.fileExists(atPath: networkPath) else {
            diagnostics.error(
                "there is no network configuration '\(networkPath)'",
                at: root["network"]?.place ?? root.place,
                hint: "the path starts from the scenario's own directory"
            )
            return nil
        }
        guard var plan = networkReader.read(path: networkPath) else { return nil }
        plan.scale(
            patrons: root["population"]?["patrons"]?.number ?? 1,
            titles: root["population"]?["titles"]?.number ?? 1
        )
        let zone = plan.configuration.zone
        guard let start = time(root["start"], zone), let end = time(root["end"], zone) else {
            return nil
        }
        if end <= start {
            diagnostics.error(
                "the scenario ends before it starts",
                at: root["end"]?.place ?? root.place,
                hint: "exchange the two, or mend the year"
            )
        }
        let interval = root["checkpoint"]?.duration ?? .days(7)
        if interval < .minutes(1), let element = root["checkpoint"] {
            diagnostics.error(
                "checkpoints every \(interval) are too close",
                at: element.place,
                hint: "leave at least 1 min between them; --stores every-event writes each event"
            )
        }
        let scenario = Scenario(
            path: document.name,
            name: root["name"]?.text ?? "",
            summary: root["description"]?.text ?? "",
            networkPath: networkPath,
            plan: plan,
            seed: UInt64(root["seed"]?.integer ?? 1),
            start: start,
            end: end,
            checkpointInterval: interval,
            demand: DemandReader(plan: plan, diagnostics: diagnostics).read(root["demand"]),
            timeline: entries(root["timeline"], start: start, end: end, zone)
        )
        return diagnostics.count(of: .error) == before ? scenario : nil
    }

    private func time(_ element: Element?, _ zone: ZoneTable) -> SimulationTime? {
        guard let element else { return nil }
        if let day = element.date { return zone.startOfDay(day) }
        return element.civilDateTime.map { zone.instant(of: $0) }
    }

    private func entries(
        _ list: Element?,
        start: SimulationTime,
        end: SimulationTime,
        _ zone: ZoneTable
    ) -> [TimelineEntry] {
        var entries: [TimelineEntry] = []
        var previous = start
        var ids: [String: SourcePlace] = [:]
        for element in list?.items ?? [] {
            guard let verb = element.variant(of: ScenarioShapes.entry) else { continue }
            let given = time(element["time"], zone)
            let isExpectation = verb.key == "expect"
            let time = given ?? (isExpectation ? previous : previous + .seconds(1))
            if let given, given < start || given > end, let place = element["time"]?.place {
                diagnostics.error(
                    "the time lies outside the scenario, which runs from \(start) to \(end)",
                    at: place,
                    hint: "mend the time, or the scenario's start and end"
                )
            }
            if let given, given < previous, let place = element["time"]?.place {
                diagnostics.error(
                    "the entry comes before the one above it",
                    at: place,
                    hint: "put the timeline in the order of time"
                )
            }
            if let id = element["id"], let code = id.text {
                if let other = ids.updateValue(id.place, forKey: code) {
                    diagnostics.error(
                        "the id '\(code)' is taken by line \(other.line)",
                        at: id.place,
                        hint: "give each action an id of its own"
                    )
                }
            }
            previous = max(previous, time)
            entries.append(
                TimelineEntry(
                    verb: verb.key,
                    body: verb.value,
                    place: verb.keyPlace,
                    id: element["id"]?.text,
                    time: time,
                    isDated: given != nil
                )
            )
        }
        return entries
    }
}
