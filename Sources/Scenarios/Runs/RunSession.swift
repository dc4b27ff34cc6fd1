import Foundation
package import FulfillmentNetwork
import InstitutionStorage
import LibraryModel
package import SimulationKernel

/// How a run is to be made.
package struct RunOptions: Sendable {
    package var output: String?
    package var stores = RunRecord.StorePolicy.checkpoint
    package var replaces = false
    package var resumes = false
    package var keepsJournal = false
    /// Stop there, so that the run can be resumed; the scenario's end, if not given.
    package var until: SimulationTime?
    /// The largest number of pages of a store, for tests of a full disk.
    package var maximumPageCount: Int?

    package init() {}
}

/// A run from its files to its results: everything around the loop of `ScenarioRun`.
package final class RunSession {
    package let run: ScenarioRun
    private let options: RunOptions
    private let directory: RunDirectory?
    private let stores: RunStores?
    private var record: RunRecord
    private let setupSeconds: Double

    /// Opens or creates everything that a run needs.
    ///
    /// Nil where the scenario cannot be run, with the reasons among the diagnostics.
    package init?(
        _ scenario: Scenario,
        options: RunOptions,
        into diagnostics: Diagnostics
    ) throws {
        let began = ContinuousClock.now
        self.options = options
        directory = options.output.map { RunDirectory($0) }
        let policy = options.output == nil ? .none : options.stores
        let hash = scenario.configurationHash
        var storeOptions = StoreOptions(
            policy: policy == .everyEvent ? .everyEvent : .checkpoint
        )
        storeOptions.maximumPageCount = options.maximumPageCount
        let network: Network
        var cursors: RunCursors?
        if options.resumes, let directory {
            let opened = try Self.resume(
                scenario,
                directory,
                hash: hash,
                options: storeOptions
            )
            record = opened.record
            stores = opened.stores
            cursors = opened.cursors
            network = opened.network
        } else {
            record = RunRecord(
                state: .running,
                scenario: scenario.path,
                network: scenario.plan.configuration.code,
                seed: scenario.seed,
                stores: policy,
                checkpoint: 0,
                time: "\(scenario.start)",
                eventsHandled: 0,
                runDigest: "\(Digest())",
                configurationHash: hash
            )
            let nodes = try Self.populate(scenario)
            // Codes are checked before anything is written, so that a mistyped one leaves no directory behind.
            let trial = Network(
                configuration: scenario.plan.configuration,
                nodes: nodes,
                zone: Self.zone(of: scenario, nodes),
                seed: scenario.seed,
                now: scenario.start
            )
            let before = diagnostics.count(of: .error)
            _ = TimelineCompiler(network: trial, diagnostics: diagnostics)
                .compile(scenario.timeline)
            guard diagnostics.count(of: .error) == before else { return nil }
            try directory?.create(replaces: options.replaces)
            try directory?.keepConfiguration(of: scenario)
            try directory?.write(record)
            if policy != .none, let directory {
                stores = try RunStores.create(
                    in: directory.path,
                    scenario.plan.configuration,
                    configurationHash: hash,
                    options: storeOptions
                )
            } else {
                stores = nil
            }
            network = Network(
                configuration: scenario.plan.configuration,
                nodes: nodes,
                zone: trial.zone,
                seed: scenario.seed,
                now: scenario.start,
                everyEventStore: policy == .everyEvent ? stores : nil
            )
        }
        if options.keepsJournal, let directory {
            network.journal = Journal(
                handle: try Self.openJournal(directory, keeping: record.journalLength),
                network: scenario.plan.configuration,
                flushesAlways: policy == .everyEvent
            )
        }
        guard
            let run = ScenarioRun(
                scenario,
                network: network,
                stores: stores,
                writesEveryEvent: record.stores == .everyEvent,
                resuming: cursors,
                into: diagnostics
            )
        else { return nil }
        self.run = run
        if !options.resumes { try Self.writeBeginning(of: run, stores) }
        setupSeconds = Self.seconds(since: began)
    }

    /// The nodes with everything they begin with; each institution is made apart, so they are made side by side.
    package static func populate(_ scenario: Scenario) throws -> [InstitutionNode] {
        let population = Population(of: scenario.plan, seed: scenario.seed)
        return scenario.plan.configuration.institutions.map { population.node($0.id) }
    }

    /// The network zone, with everything that the institutions publish at the start.
    private static func zone(of scenario: Scenario, _ nodes: [InstitutionNode]) -> NetworkZone {
        let zone = NetworkZone(network: scenario.plan.configuration)
        for node in nodes {
            zone.publishHoldings(of: node, at: scenario.start)
            node.startPublishing(at: scenario.start)
        }
        return zone
    }

    private static func writeBeginning(of run: ScenarioRun, _ stores: RunStores?) throws {
        try stores?.checkpoint(
            0,
            nodes: run.network.nodes.map { ($0.id, $0.drain()) },
            zone: run.network.zone.drain(),
            cursors: run.cursors.rows
        )
    }

    private static func resume(
        _ scenario: Scenario,
        _ directory: RunDirectory,
        hash: String,
        options: StoreOptions
    ) throws -> (
        record: RunRecord, stores: RunStores, cursors: RunCursors, network: Network
    ) {
        let record = try directory.record()
        guard record.stores != .none else { throw RunDirectoryError.withoutStores(directory.path) }
        guard record.state == .running else {
            throw RunDirectoryError.cannotResume(
                directory.path,
                reason: "the run is \(record.state.rawValue)"
            )
        }
        guard record.configurationHash == hash else {
            throw RunDirectoryError.cannotResume(
                directory.path,
                reason: "it was begun with another network, seed, start or end"
            )
        }
        let stores = try RunStores.open(
            in: directory.path,
            scenario.plan.configuration,
            configurationHash: hash,
            options: options,
            access: .readWrite
        )
        guard record.stores == .everyEvent || stores.checkpoint == record.checkpoint else {
            throw RunDirectoryError.cannotResume(
                directory.path,
                reason: "the stores stand at checkpoint \(stores.checkpoint), run.json names "
                    + "\(record.checkpoint): the run was killed while it wrote; run again with "
                    + "'fulfillnet run \(record.scenario) --output \(directory.path) --replace'"
            )
        }
        guard let cursors = RunCursors(rows: try stores.readCursors()) else {
            throw RunDirectoryError.cannotResume(
                directory.path,
                reason: "network.sqlite does not say where the run is"
            )
        }
        let nodes = try scenario.plan.configuration.institutions.map { institution in
            InstitutionNode(
                id: institution.id,
                network: scenario.plan.configuration,
                rows: try stores.readNode(institution.id)
            )
        }
        let network = Network(
            configuration: scenario.plan.configuration,
            nodes: nodes,
            zone: NetworkZone(
                network: scenario.plan.configuration,
                rows: try stores.readZone()
            ),
            seed: scenario.seed,
            now: cursors.now,
            runDigest: cursors.runDigest,
            eventsHandled: cursors.eventsHandled,
            everyEventStore: record.stores == .everyEvent ? stores : nil
        )
        return (record, stores, cursors, network)
    }

    private static func openJournal(
        _ directory: RunDirectory,
        keeping length: UInt64?
    ) throws -> FileHandle {
        let path = directory.journalPath
        if !FileManager.default.fileExists(atPath: path),
            !FileManager.default.createFile(atPath: path, contents: nil)
        {
            throw RunDirectoryError.cannotCreate(path, reason: "the journal cannot be made")
        }
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        // What was written after the checkpoint is going to happen again.
        try handle.truncate(atOffset: length ?? 0)
        try handle.seekToEnd()
        return handle
    }

    /// Runs to the end, or to where the options say, and writes everything.
    ///
    /// `progress` is told the share of the time that is done and the number of events, from time to time.
    package func finish(progress: (Double, Int64) -> Void = { _, _ in }) throws -> RunSummary {
        let began = ContinuousClock.now
        let scenario = run.scenario
        let end = min(options.until ?? scenario.end, scenario.end)
        do {
            try loop(to: end, progress: progress)
            let isComplete = end == scenario.end
            if isComplete, let broken = run.network.brokenInvariants.first { throw broken }
            try run.network.journal?.flush()
            try writeCheckpoint(state: isComplete ? .complete : .running)
            try stores?.close()
        } catch {
            // The record says that the run failed, unless not even that can be written.
            record.state = .failed
            record.failure = "\(error)"
            try? directory?.write(record)
            throw error
        }
        var summary = RunSummary(of: run)
        summary.setupSeconds = setupSeconds
        summary.wallSeconds = Self.seconds(since: began)
        if let directory { try directory.write(try summary.json(), to: directory.summaryPath) }
        return summary
    }

    private func loop(to end: SimulationTime, progress: (Double, Int64) -> Void) throws {
        let scenario = run.scenario
        let total = scenario.end - scenario.start
        let slice = SimulationDuration(microseconds: max(1, total.microseconds / 200))
        var checkpoint = run.network.now + scenario.checkpointInterval
        while run.network.now < end {
            let limit = min(run.network.now + slice, checkpoint, end)
            try run.run(to: limit)
            if limit == checkpoint {
                if limit < end { try writeCheckpoint(state: .running) }
                checkpoint = checkpoint + scenario.checkpointInterval
            }
            let done = (run.network.now - scenario.start).inSeconds / total.inSeconds
            progress(done, run.network.eventsHandled)
        }
    }

    /// Brings all stores to the present, and then the record that names their checkpoint.
    private func writeCheckpoint(state: RunRecord.State) throws {
        let network = run.network
        if let stores {
            try stores.checkpoint(
                stores.checkpoint + 1,
                nodes: network.nodes.map { ($0.id, $0.drain()) },
                zone: network.zone.drain(),
                cursors: run.cursors.rows,
                metrics: metrics
            )
            record.checkpoint = stores.checkpoint
        }
        record.time = "\(network.now)"
        record.eventsHandled = network.eventsHandled
        record.runDigest = "\(network.runDigest)"
        record.journalLength = try network.journal?.length()
        if state == .complete { record.stateDigest = "\(network.stateDigest)" }
        record.state = state
        try directory?.write(record)
    }

    /// What is counted in the whole network, as it stands now.
    private var metrics: [MetricSample] {
        let network = run.network
        let counters = network.totalCounters
        let open = network.nodes.reduce(0) { sum, node in
            sum + node.loans.indices.count { node.loans[$0].isOpen }
        }
        return Counter.allCases.map {
            MetricSample(time: network.now, name: $0.name, value: Double(counters[$0]))
        } + [MetricSample(time: network.now, name: "openLoans", value: Double(open))]
    }

    private static func seconds(since began: ContinuousClock.Instant) -> Double {
        let elapsed = (ContinuousClock.now - began).components
        return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    }
}
