import Foundation
package import FulfillmentNetwork
import InstitutionStorage
import LibraryModel
import SimulationKernel

/// A run directory that is opened again, to look at or to work on what its stores hold.
package struct FinishedRun {
    package let directory: RunDirectory
    package let record: RunRecord
    package let scenario: Scenario
    package let network: Network
    private let stores: RunStores

    /// What may be done with a run that is opened.
    package enum Access {
        case readOnly, readWrite
    }

    /// Opens a complete run; nil where its configuration has been damaged, with the reasons among
    /// the diagnostics.
    package init?(_ path: String, access: Access, into diagnostics: Diagnostics) throws {
        let directory = RunDirectory(path)
        let record = try directory.record()
        guard record.stores != .none else { throw RunDirectoryError.withoutStores(path) }
        guard record.state == .complete else {
            throw RunDirectoryError.notFinished(path, record)
        }
        let reader = ScenarioReader(into: diagnostics, keptNetworkPath: directory.networkPath)
        guard var scenario = reader.read(path: directory.scenarioPath) else { return nil }
        scenario.seed = record.seed
        guard scenario.configurationHash == record.configurationHash else {
            throw RunDirectoryError.notARun(
                path,
                reason: "the files in config/ are not those of the run; restore them, or "
                    + record.again(path)
            )
        }
        (self.directory, self.record, self.scenario) = (directory, record, scenario)
        (stores, network) = try record.opening(path) {
            try Self.read(path, record, scenario, access)
        }
    }

    /// Reads a run's stores.
    private static func read(
        _ path: String,
        _ record: RunRecord,
        _ scenario: Scenario,
        _ access: Access
    ) throws -> (RunStores, Network) {
        let configuration = scenario.plan.configuration
        let stores = try RunStores.open(
            in: path,
            configuration,
            configurationHash: record.configurationHash,
            access: access == .readOnly ? .readOnly : .readWrite
        )
        guard stores.checkpoint == record.checkpoint else {
            throw RunDirectoryError.notARun(
                path,
                reason: "its stores stand at checkpoint \(stores.checkpoint), run.json names "
                    + "\(record.checkpoint); \(record.again(path))"
            )
        }
        guard let cursors = RunCursors(rows: try stores.readCursors()) else {
            throw RunDirectoryError.notARun(
                path,
                reason: "network.sqlite does not say where the run is"
            )
        }
        let nodes = try configuration.institutions.map { institution in
            InstitutionNode(
                id: institution.id,
                network: configuration,
                rows: try stores.readNode(institution.id)
            )
        }
        // A fault that was in force at the end is no part of the stores; who looks says who is
        // down.
        let network = Network(
            configuration: configuration,
            nodes: nodes,
            zone: NetworkZone(network: configuration, rows: try stores.readZone()),
            seed: record.seed,
            now: cursors.now,
            runDigest: cursors.runDigest,
            eventsHandled: cursors.eventsHandled,
            routing: scenario.routing.routing(in: configuration)
        )
        return (stores, network)
    }

    /// Writes what was changed, to all stores at one new checkpoint.
    package func commit() throws {
        let cursors = try stores.readCursors()
        try stores.checkpoint(
            stores.checkpoint + 1,
            nodes: network.tableRows,
            zone: network.zone.drain(to: .tables),
            cursors: cursors
        )
        var next = record
        next.checkpoint = stores.checkpoint
        next.stateDigest = "\(network.stateDigest)"
        try directory.write(next)
    }

    package func close() throws {
        try stores.close()
    }
}
