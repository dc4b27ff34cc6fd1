import Foundation
import LibraryModel
import SimulationKernel

/// Reads a scenario and the network it is about, and finds everything that is wrong with them.
package struct ScenarioReader {
    private let diagnostics: Diagnostics
    private let keptNetworkPath: String?

    /// Creates a reader; `keptNetworkPath` is where a run directory keeps the network
    /// configuration, whose people and copies are then in the stores and not read again.
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
        ScenarioShapes.file.validate(root, as: "the file", into: diagnostics)
        guard diagnostics.count(of: .error) == before, let network = root["network"]?.text else {
            return nil
        }
        let networkPath = keptNetworkPath ?? SourceFile.path(network, from: document.name)
        var networkReader = NetworkReader(
            into: diagnostics,
            readsPopulations: keptNetworkPath == nil
        )
        guard isNetwork(networkPath, at: root["network"]?.place ?? root.place, document) else {
            return nil
        }
        guard var plan = networkReader.read(path: networkPath) else { return nil }
        plan.scale(
            patrons: root["population"]?["patrons"]?.number ?? 1,
            titles: root["population"]?["titles"]?.number ?? 1
        )
        let population = root["population"]?.place ?? root["network"]?.place ?? root.place
        plan.reportSize(at: population, into: diagnostics)
        plan.reportTaken(at: population, into: diagnostics)
        let zone = plan.configuration.zone
        guard let start = time(root["start"], zone), let end = time(root["end"], zone) else {
            return nil
        }
        let years = Zones.years
        for key in ["start", "end"] {
            guard let element = root[key],
                let day = element.date ?? element.civilDateTime?.date,
                !(years.lowerBound..<years.upperBound).contains(day.parts.year)
            else { continue }
            diagnostics.error(
                "'\(key)' lies outside the years from \(years.lowerBound) to "
                    + "\(years.upperBound - 1), for which time zones are known",
                at: element.place,
                hint: "mend the year"
            )
        }
        if end <= start {
            diagnostics.error(
                end == start
                    ? "the scenario ends when it starts" : "the scenario ends before it starts",
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
        if let element = root["keep-finished"], let kept = element.duration, kept < .days(1) {
            diagnostics.error(
                "what is over is kept for \(kept), which is too short",
                at: element.place,
                hint: "keep it for 1 d at least: partners have something to say of it after its end"
            )
        }
        var scenario = Scenario(
            path: document.name,
            name: root["name"]?.text ?? "",
            summary: root["description"]?.text ?? "",
            networkPath: networkPath,
            plan: plan,
            seed: UInt64(root["seed"]?.integer ?? 1),
            start: start,
            end: end,
            checkpointInterval: interval,
            demand: DemandReader(
                plan: plan,
                hasPopulations: keptNetworkPath == nil,
                diagnostics: diagnostics
            ).read(root["demand"]),
            timeline: entries(root["timeline"], of: document, start: start, end: end, zone)
        )
        scenario.keepsFinished = root["keep-finished"]?.duration
        scenario.routing = RoutingChoice(
            root["routing"],
            in: document,
            kept: keptNetworkPath.map(RunDirectory.rulesPath),
            into: diagnostics
        )
        if root["routing"] != nil { scenario.course.fold(root["routing"]) }
        scenario.course.fold(root["population"])
        scenario.course.fold(root["demand"])
        if scenario.keepsFinished != nil {
            for entry in scenario.timeline where entry.verb == "crash" {
                diagnostics.error(
                    "an institution whose finished loans and requests leave memory cannot crash",
                    at: entry.place,
                    hint: "leave 'keep-finished' out, or use 'outage'"
                )
            }
        }
        for entry in scenario.timeline where entry.verb != "expect" {
            scenario.course.fold(entry.verb)
            scenario.course.fold(entry.time.microseconds)
            scenario.course.fold(entry.body)
        }
        return diagnostics.count(of: .error) == before ? scenario : nil
    }

    /// Whether there is a file that can be the network configuration.
    private func isNetwork(
        _ path: String,
        at place: SourcePlace,
        _ scenario: SourceDocument
    ) -> Bool {
        var isDirectory: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
        let problem =
            if !exists {
                "there is no network configuration '\(path)'"
            } else if isDirectory.boolValue {
                "'\(path)' is a directory, not a network configuration"
            } else if Self.isSame(path, scenario.name) {
                "the scenario names itself as its network configuration"
            } else {
                nil as String?
            }
        guard let problem else { return true }
        diagnostics.error(
            problem,
            at: place,
            hint: "the path starts from the scenario's own directory"
        )
        return false
    }

    private static func isSame(_ one: String, _ other: String) -> Bool {
        URL(fileURLWithPath: one).resolvingSymlinksInPath().path
            == URL(fileURLWithPath: other).resolvingSymlinksInPath().path
    }

    private func time(_ element: Element?, _ zone: ZoneTable) -> SimulationTime? {
        guard let element else { return nil }
        if let day = element.date { return zone.startOfDay(day) }
        return element.civilDateTime.map { zone.instant(of: $0) }
    }

    private func entries(
        _ list: Element?,
        of document: SourceDocument,
        start: SimulationTime,
        end: SimulationTime,
        _ zone: ZoneTable
    ) -> [TimelineEntry] {
        var entries: [TimelineEntry] = []
        var previous = start
        var above: Element?
        var ids: [String: SourcePlace] = [:]
        var files = 0
        for element in list?.items ?? [] {
            guard let verb = element.variant(of: ScenarioShapes.entry) else { continue }
            let given = time(element["time"], zone)
            let isExpectation = verb.key == "expect"
            let time = given ?? (isExpectation ? previous : previous + .seconds(1))
            if time < start || time > end {
                let span =
                    "which runs from \(zone.civil(at: start).iso8601) to "
                    + zone.civil(at: end).iso8601
                diagnostics.error(
                    given == nil
                        ? "the entry, one second after the one above, lies outside the scenario, "
                            + span
                        : "the time lies outside the scenario, \(span)",
                    at: element["time"]?.place ?? verb.keyPlace,
                    hint: "mend the time, or the scenario's start and end"
                )
            } else if let given, given < previous, let place = element["time"]?.place {
                diagnostics.error(
                    "the entry comes before the one above it" + moved(above, to: previous, zone),
                    at: place,
                    hint: "put the timeline in the order of time"
                )
            }
            if given != nil { above = element["time"] }
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
            var file: String?
            if verb.key == "sync-accounts", let name = verb.value["file"]?.text {
                files += 1
                file =
                    keptNetworkPath.map { RunDirectory.dataFile(files, name, beside: $0) }
                    ?? SourceFile.path(name, from: document.name)
            }
            entries.append(
                TimelineEntry(
                    verb: verb.key,
                    body: verb.value,
                    place: verb.keyPlace,
                    id: element["id"]?.text,
                    staff: element["as"],
                    overrides: element["override"],
                    time: time,
                    isDated: given != nil,
                    file: file
                )
            )
        }
        return entries
    }
}

extension ScenarioReader {
    /// What to add of the time above, where clocks skip it.
    private func moved(_ written: Element?, to time: SimulationTime, _ zone: ZoneTable) -> String {
        guard let wanted = written?.civilDateTime, zone.instant(of: wanted) == time,
            zone.civil(at: time) != wanted
        else { return "" }
        return ", whose time the clocks skip: \(wanted.iso8601) is \(zone.civil(at: time).iso8601)"
    }
}

extension Digest {
    /// Folds what a part of a document says, wherever it stands.
    fileprivate mutating func fold(_ element: Element?) {
        switch element?.content {
        case nil: fold(Int64(0))
        case .scalar(let text, _)?: fold(text)
        case .sequence(let items)?:
            fold(Int64(items.count))
            for item in items { fold(item) }
        case .mapping(let mapping)?:
            fold(Int64(-1 - mapping.entries.count))
            for entry in mapping.entries {
                fold(entry.key)
                fold(entry.value)
            }
        }
    }
}
