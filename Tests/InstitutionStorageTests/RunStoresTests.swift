import FulfillmentNetwork
import Foundation
import InstitutionStorage
import LibraryModel
import SimulationKernel
import Testing

struct RunStoresTests {
    static let seeds: [UInt64] = [1, 7, 42]
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func makeStores(
        _ options: StoreOptions = StoreOptions()
    ) throws -> RunStores {
        try RunStores.create(
            in: directory("run"),
            TestNetwork.configuration,
            configurationHash: "c0ffee",
            options: options
        )
    }

    private func openStores(_ access: RunStores.Access = .readWrite) throws -> RunStores {
        try RunStores.open(
            in: directory("run"),
            TestNetwork.configuration,
            configurationHash: "c0ffee",
            access: access
        )
    }

    private func writeCheckpoint(
        _ number: Int64,
        of network: Network,
        to stores: RunStores
    ) throws {
        try stores.checkpoint(
            number,
            nodes: network.nodes.map { ($0.id, $0.drain()) },
            zone: network.zone.drain()
        )
    }

    @Test("What is written at checkpoints is read back, row for row", arguments: seeds)
    func roundTrip(seed: UInt64) throws {
        print("seed \(seed)")
        let network = TestNetwork.network(seed: seed)
        var people = RandomPeople(seed: seed)
        let stores = try makeStores()
        for checkpoint in 1...20 {
            for _ in 0..<40 { try people.act(in: network) }
            try writeCheckpoint(Int64(checkpoint), of: network, to: stores)
            let read = try TestNetwork.network(from: stores, continuing: network, seed: seed)
            for (written, read) in zip(network.nodes, read.nodes) {
                #expect("\(read.allRows)" == "\(written.allRows)")
            }
            #expect(read.stateDigest == network.stateDigest)
        }
        let counters = network.totalCounters
        #expect(counters[.loansToVisitors] > 20)
        #expect(counters[.fines] > 5)
        #expect(counters[.linkedAccountsPurged] > 0)
        #expect(counters[.duplicatesIgnored] > 0)
        #expect(network.brokenInvariants == [])
    }
}
