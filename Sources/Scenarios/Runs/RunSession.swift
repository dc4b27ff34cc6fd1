import Foundation
package import FulfillmentNetwork
import InstitutionStorage
import LibraryModel
package import SimulationKernel

/// How a run is to be made.
package struct RunOptions: Sendable {
    package var output: String?
    /// When stores are written; as the run was begun where it is resumed, and else at checkpoints, if
    /// not given.
    package var stores: RunRecord.StorePolicy?
    package var replaces = false
    package var resumes = false
    package var keepsJournal = false
    /// Look at every invariant after every event, and end the run at the first that is broken.
    package var checksInvariants = false
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
    private let failures = Failures()
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
        let start: Start
        if options.resumes, let directory {
            let record = try directory.record()
            start = try record.opening(directory.path) {
                try Self.resume(scenario, directory, record, options)
            }
        } else {
            guard let fresh = try Self.begin(scenario, directory, options, into: diagnostics)
            else { return nil }
            start = fresh
        }
        record = start.record
        stores = start.stores
        let writesEveryEvent = record.stores == .everyEvent
        guard
            let run = ScenarioRun(
                scenario,
                network: start.network,
                stores: stores,
                writesEveryEvent: writesEveryEvent,
                resuming: start.cursors,
                into: diagnostics
            )
        else { return nil }
        self.run = run
        run.network.checksInvariants = options.checksInvariants
        do {
            // A journal that was begun goes on, so that it is never one of a part of the run.
            if let directory, options.keepsJournal || record.journalLength != nil {
                run.network.journal = Journal(
                    handle: try Self.openJournal(directory, record),
                    network: scenario.plan.configuration,
                    flushesAlways: writesEveryEvent
                )
                record.journalLength = record.journalLength ?? 0
            }
            if !options.resumes {
                try Self.writeBeginning(of: run, stores)
                record.state = .running
                try directory?.write(record)
            }
        } catch {
            throw Self.failed(record, directory, error)
        }
        setupSeconds = Self.seconds(ContinuousClock.now - began)
    }

    /// What a run starts from, fresh or where it was stopped.
    private struct Start {
        var record: RunRecord
        var stores: RunStores?
        var network: Network
        var cursors: RunCursors?
    }

    /// Makes the directory and the stores of a fresh run.
    private static func begin(
        _ scenario: Scenario,
        _ directory: RunDirectory?,
        _ options: RunOptions,
        into diagnostics: Diagnostics
    ) throws -> Start? {
        let configuration = scenario.plan.configuration
        let policy = directory == nil ? .none : options.stores ?? .checkpoint
        let record = RunRecord(
            state: .beginning,
            scenario: scenario.path,
            network: configuration.code,
            seed: scenario.seed,
            stores: policy,
            checkpoint: 0,
            time: "\(scenario.start)",
            eventsHandled: 0,
            runDigest: "\(Digest())",
            configurationHash: scenario.configurationHash
        )
        let nodes = try populate(scenario)
        // Codes are checked before anything is written, so that a mistyped one leaves no directory
        // behind.
        let trial = Network(
            configuration: configuration,
            nodes: nodes,
            zone: Self.zone(of: scenario, nodes),
            seed: scenario.seed,
            now: scenario.start,
            routing: scenario.routing.routing(in: configuration)
        )
        let before = diagnostics.count(of: .error)
        _ = TimelineCompiler(network: trial, diagnostics: diagnostics)
            .compile(scenario.timeline)
        guard diagnostics.count(of: .error) == before else { return nil }
        var stores: RunStores?
        if let directory {
            try directory.create(for: scenario, record, replaces: options.replaces)
            if policy != .none {
                do {
                    stores = try RunStores.create(
                        in: directory.path,
                        configuration,
                        configurationHash: record.configurationHash,
                        options: storeOptions(policy, options)
                    )
                } catch {
                    throw failed(record, directory, error)
                }
            }
        }
        let network = Network(
            configuration: configuration,
            nodes: nodes,
            zone: trial.zone,
            seed: scenario.seed,
            now: scenario.start,
            everyEventStore: policy == .everyEvent ? stores : nil,
            routing: trial.routing
        )
        return Start(record: record, stores: stores, network: network)
    }

    private static func storeOptions(
        _ policy: RunRecord.StorePolicy,
        _ options: RunOptions
    ) -> StoreOptions {
        var result = StoreOptions(
            policy: policy == .everyEvent ? .everyEvent : .checkpoint
        )
        result.maximumPageCount = options.maximumPageCount
        return result
    }

    /// The error that ended a run, after the record says so.
    private static func failed(
        _ record: RunRecord,
        _ directory: RunDirectory?,
        _ error: any Error
    ) -> any Error {
        var record = record
        record.state = .failed
        record.failure = "\(error)"
        // Where not even this can be written, the record goes on to say 'running', and never
        // 'complete'.
        try? directory?.write(record)
        return error
    }

    /// The nodes with everything they begin with; each institution is made apart, so they are made
    /// side by side.
    package static func populate(_ scenario: Scenario) throws -> [InstitutionNode] {
        let population = Population(of: scenario.plan, seed: scenario.seed)
        return scenario.plan.configuration.institutions.map { population.node($0.id) }
    }

    /// The network zone, with everything that the institutions publish at the start.
    private static func zone(of scenario: Scenario, _ nodes: [InstitutionNode]) -> NetworkZone {
        let zone = NetworkZone(network: scenario.plan.configuration)
        let wantsLoads = scenario.routing.routing(in: zone.network).wantsLoads
        zone.publishHoldings(of: nodes, at: scenario.start)
        for node in nodes {
            if wantsLoads { node.startPublishing(at: scenario.start) }
            node.startNightlyJobs(at: scenario.start)
        }
        return zone
    }

    private static func writeBeginning(of run: ScenarioRun, _ stores: RunStores?) throws {
        try stores?.checkpoint(
            0,
            nodes: run.network.tableRows,
            zone: run.network.zone.drain(to: .tables),
            cursors: run.cursors.rows
        )
    }

    private static func resume(
        _ scenario: Scenario,
        _ directory: RunDirectory,
        _ record: RunRecord,
        _ options: RunOptions
    ) throws -> Start {
        let configuration = scenario.plan.configuration
        guard record.stores != .none else { throw RunDirectoryError.withoutStores(directory.path) }
        guard record.state != .failed, record.state != .beginning else {
            throw RunDirectoryError.notFinished(directory.path, record)
        }
        func refusal(_ reason: String) -> RunDirectoryError {
            .cannotResume(directory.path, reason: reason)
        }
        guard record.state == .running else { throw refusal("the run is complete") }
        guard record.configurationHash == scenario.configurationHash else {
            throw refusal(
                "it was begun with another network, seed, start, end, population, demand or "
                    + "timeline; restore them, or \(record.again(directory.path))"
            )
        }
        if let policy = options.stores, policy != record.stores {
            throw refusal(
                "it was begun with '--stores \(record.stores.rawValue)', and goes on so; leave "
                    + "--stores out"
            )
        }
        let stores = try RunStores.open(
            in: directory.path,
            configuration,
            configurationHash: record.configurationHash,
            options: storeOptions(record.stores, options),
            access: .readWrite
        )
        guard stores.checkpoint == record.checkpoint else {
            throw refusal(
                "the stores stand at checkpoint \(stores.checkpoint), run.json names "
                    + "\(record.checkpoint): the run was killed while it wrote; "
                    + record.again(directory.path)
            )
        }
        guard let cursors = RunCursors(rows: try stores.readCursors()) else {
            throw refusal(
                "network.sqlite does not say where the run is; \(record.again(directory.path))"
            )
        }
        if let until = options.until, until <= cursors.now {
            throw refusal(
                "it stands at \(configuration.zone.civil(at: cursors.now).iso8601) already, and "
                    + "would stop at \(configuration.zone.civil(at: until).iso8601); give --until "
                    + "a later day, or leave it out"
            )
        }
        let nodes = zip(configuration.institutions, try stores.readNodes()).map {
            InstitutionNode(id: $0.id, network: configuration, rows: $1)
        }
        let network = Network(
            configuration: configuration,
            nodes: nodes,
            zone: NetworkZone(network: configuration, rows: try stores.readZone()),
            seed: scenario.seed,
            now: cursors.now,
            runDigest: cursors.runDigest,
            eventsHandled: cursors.eventsHandled,
            everyEventStore: record.stores == .everyEvent ? stores : nil,
            routing: scenario.routing.routing(in: configuration)
        )
        return Start(record: record, stores: stores, network: network, cursors: cursors)
    }

    private static func openJournal(
        _ directory: RunDirectory,
        _ record: RunRecord
    ) throws(RunDirectoryError) -> FileHandle {
        let path = directory.journalPath
        if !FileManager.default.fileExists(atPath: path),
            !FileManager.default.createFile(atPath: path, contents: nil)
        {
            throw .cannotCreate(path, reason: "the journal cannot be made")
        }
        do {
            let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
            if record.stores == .everyEvent {
                // Everything in it has happened; only a line that was being written is no line.
                let text = try handle.readToEnd() ?? Data()
                let end = text.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
                try handle.truncate(atOffset: UInt64(end))
            } else {
                // What was written after the checkpoint is going to happen again.
                try handle.truncate(atOffset: record.journalLength ?? 0)
            }
            try handle.seekToEnd()
            return handle
        } catch {
            throw .cannotWrite(path, reason: RunDirectory.reason(error))
        }
    }

    /// Runs to the end, or to where the options say, and writes everything.
    ///
    /// `progress` is told the share of the time that is done and the number of events, from time to time.
    package func finish(progress: (Double, Int64) -> Void = { _, _ in }) throws -> RunSummary {
        let began = ContinuousClock.now
        // Reading files needs other code than running does, and looking at the end other again.
        run.network.releaseUnusedMemory()
        let scenario = run.scenario
        let end = min(options.until ?? scenario.end, scenario.end)
        var summary: RunSummary
        do {
            try loop(to: end, progress: progress)
            let isComplete = end == scenario.end
            let looped = ContinuousClock.now
            run.network.releaseUnusedMemory()
            if isComplete, var broken = run.network.brokenInvariants.first {
                broken.event = "the end of the run, seed \(scenario.seed)"
                throw broken
            }
            let lookingAtInvariants = ContinuousClock.now - looped
            try run.network.journal?.flush()
            try writeStores()
            try stores?.close()
            let written = ContinuousClock.now
            run.network.releaseUnusedMemory()
            summary = RunSummary(of: run)
            let summingUp = ContinuousClock.now - written
            summary.setupSeconds = setupSeconds
            summary.wallSeconds = Self.seconds(written - began - lookingAtInvariants)
            summary.checkSeconds = Self.seconds(lookingAtInvariants + summingUp)
            if let directory {
                try directory.write(try summary.json(), to: directory.summaryPath)
            }
            if isComplete { record.stateDigest = summary.stateDigest }
            // The last thing that is written, so that whatever says complete is complete.
            try writeRecord(isComplete ? .complete : .running)
        } catch {
            let placed = placed(error)
            // Whatever is still under way must not come after the last word.
            do { try stores?.settle() } catch { throw Self.failed(record, directory, placed) }
            throw Self.failed(record, directory, placed)
        }
        return summary
    }

    /// An error of a file with the file's name, which only the stores' errors have by themselves.
    private func placed(_ error: any Error) -> any Error {
        switch error {
        case is StoreError, is RunDirectoryError, is BrokenInvariant: return error
        default: break
        }
        guard let directory, run.network.journal != nil else { return error }
        return RunDirectoryError.cannotWrite(
            directory.journalPath,
            reason: RunDirectory.reason(error)
        )
    }

    private func loop(to end: SimulationTime, progress: (Double, Int64) -> Void) throws {
        let scenario = run.scenario
        let total = scenario.end - scenario.start
        let slice = SimulationDuration(microseconds: max(1, total.microseconds / 200))
        var released = ContinuousClock.now
        var checkpoint = run.network.now + scenario.checkpointInterval
        while run.network.now < end {
            let limit = min(run.network.now + slice, checkpoint, end)
            try run.run(to: limit)
            if limit == checkpoint {
                if limit < end { try beginCheckpoint() }
                checkpoint = checkpoint + scenario.checkpointInterval
            }
            // Seldom enough that reading code again costs nothing to speak of.
            if ContinuousClock.now - released > .milliseconds(250) {
                run.network.releaseUnusedMemory()
                released = .now
            }
            let done = (run.network.now - scenario.start).inSeconds / total.inSeconds
            progress(done, run.network.eventsHandled)
        }
    }

    /// Brings all stores to the present while the run goes on, and then the record.
    private func beginCheckpoint() throws {
        // Under *every event* the stores are at the present already.
        guard let stores, record.stores != .everyEvent else {
            try writeStores()
            try writeRecord(.running)
            return
        }
        try settle(stores)
        let number = stores.checkpoint + 1
        let next = try recordOfNow(.running, at: number)
        let (directory, failures) = (directory, failures)
        let parts = try stores.nextParts { run.network.node($0).hasMuchToLetGo }
        let rows = run.network.drainNodes { parts.institutions[$0.position] }
        for node in run.network.nodes where parts.institutions[node.id.position] == .tables {
            node.letGoOfOldRows(at: run.network.now)
        }
        try stores.begin(
            checkpoint: number,
            nodes: { rows[$0.position] },
            zone: run.network.zone.drain(to: parts.zone),
            cursors: run.cursors.rows,
            metrics: metrics
        ) {
            failures.note { try directory?.write(next) }
        }
    }

    /// Waits for the checkpoint under way.
    private func settle(_ stores: RunStores) throws {
        try stores.settle()
        try failures.rethrow()
    }

    /// Brings all stores to the present.
    private func writeStores() throws {
        guard let stores else { return }
        try settle(stores)
        // Under *every event* each store is right by itself, and a process killed between two of
        // them loses nothing: the number stays, so that they open.
        let number = record.stores == .everyEvent ? stores.checkpoint : stores.checkpoint + 1
        try stores.checkpoint(
            number,
            nodes: run.network.tableRows,
            zone: run.network.zone.drain(to: .tables),
            cursors: run.cursors.rows,
            metrics: metrics
        )
    }

    /// The record as the run stands now.
    private func recordOfNow(_ state: RunRecord.State, at checkpoint: Int64) throws -> RunRecord {
        let network = run.network
        record.checkpoint = checkpoint
        record.time = "\(network.now)"
        record.eventsHandled = network.eventsHandled
        record.runDigest = "\(network.runDigest)"
        record.journalLength = try network.journal?.length()
        var next = record
        next.state = state
        return next
    }

    /// Replaces the record by one that names the stores' checkpoint.
    private func writeRecord(_ state: RunRecord.State) throws {
        try directory?.write(recordOfNow(state, at: stores?.checkpoint ?? record.checkpoint))
    }

    /// What is counted in the whole network, as it stands now.
    private var metrics: [MetricSample] {
        let network = run.network
        let counters = network.totalCounters
        let open = network.nodes.reduce(0) { $0 + $1.openLoanCount }
        return Counter.allCases.map {
            MetricSample(time: network.now, name: $0.name, value: Double(counters[$0]))
        } + [MetricSample(time: network.now, name: "openLoans", value: Double(open))]
    }

    private static func seconds(_ duration: Duration) -> Double {
        let (seconds, attoseconds) = duration.components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }
}
