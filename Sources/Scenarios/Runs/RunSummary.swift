import FulfillmentNetwork
package import Foundation
import LibraryModel
import SimulationKernel

/// What a run came to, in numbers: the file `summary.json`.
package struct RunSummary: Sendable, Codable, Equatable {
    /// One institution's line.
    package struct InstitutionLine: Sendable, Codable, Equatable {
        package var code: String
        package var name: String
        package var patrons: Int
        package var items: Int
        /// Loans to the institution's own patrons.
        package var ownLoans: Int64
        /// Loans to patrons of other institutions.
        package var lentToVisitors: Int64
        /// Loans that its patrons made at other institutions.
        package var borrowedElsewhere: Int64
        /// Items lent to partners on requests, and items borrowed from them.
        package var suppliedToPartners: Int64
        package var receivedFromPartners: Int64
        /// The first less the second: what the institution gives the network.
        package var netLending: Int64
        package var openLoans: Int
        /// What patrons owe, in the institution's currency.
        package var owed: String
    }

    package var scenario: String
    package var network: String
    package var seed: UInt64
    package var start: String
    /// Where the run stands.
    package var end: String
    /// The end of the scenario, where the run was stopped before it.
    package var scenarioEnd: String?
    package var institutions: Int
    package var patrons: Int
    package var items: Int
    package var eventsHandled: Int64
    package var loans: Int64
    package var loansToVisitors: Int64
    package var renewals: Int64
    package var returns: Int64
    package var overdueReturns: Int64
    /// Loans that came back late, and those that are overdue at the end.
    package var overdueLoans: Int64
    package var openLoans: Int
    package var linkedAccounts: Int
    package var fines: Int64
    /// What is owed in the whole network, by currency.
    package var owed: [String]
    /// How many commands were refused, by reason.
    package var refusals: [String: Int64]
    /// What the bus counted.
    package var bus: [String: Int64]
    /// Titles that patrons wanted, wherever they are.
    package var requests: Int64
    package var filledLocally: Int64
    package var filledRemotely: Int64
    package var unfilled: Int64
    /// Why requests were not filled, and how many each.
    package var unfilledReasons: [String: Int]
    /// From the wish to the loan, over all that were filled; at home it takes no time.
    package var meanTurnaroundDays: Double
    /// The same over those that partners filled, to the second, by percentile: p50, p90, p95 and p99.
    package var remoteTurnaroundDays: [String: Double]
    package var lines: [InstitutionLine]
    package var runDigest: String
    package var stateDigest: String
    /// Reading, populating and creating stores, in seconds; no part of the results.
    package var setupSeconds: Double?
    /// The loop and all writing, in seconds; no part of the results.
    package var wallSeconds: Double?
    /// Looking at the invariants at the end, the state digest, and summing up, in seconds; no part of
    /// the results.
    package var checkSeconds: Double?

    /// The percentiles of turnaround that are told, in order.
    static let percentiles = [50, 90, 95, 99]

    /// Takes stock of a run.
    package init(of run: ScenarioRun) {
        let network = run.network
        let configuration = network.configuration
        let zone = configuration.zone
        scenario = run.scenario.name
        self.network = configuration.name
        seed = run.scenario.seed
        start = zone.civil(at: run.scenario.start).iso8601
        end = zone.civil(at: network.now).iso8601
        scenarioEnd =
            network.now < run.scenario.end ? zone.civil(at: run.scenario.end).iso8601 : nil
        institutions = network.nodes.count
        eventsHandled = network.eventsHandled
        let counters = network.totalCounters
        loans = counters[.loansToOwnPatrons] + counters[.loansToVisitors]
        loansToVisitors = counters[.loansToVisitors]
        renewals = counters[.renewals]
        returns = counters[.returns]
        overdueReturns = counters[.overdueReturns]
        overdueLoans = counters[.overdueReturns]
        fines = counters[.fines]
        refusals = [:]
        for code in RefusalCode.allCases where counters[code] != 0 {
            refusals[code.rawValue] = counters[code]
        }
        bus = [:]
        let busCounters: [Counter] = [
            .sent, .delivered, .lost, .resent, .duplicatesMade, .duplicatesIgnored, .deadLetters,
            .refusedByFullOutbox, .lookUpsAnswered, .accountQueriesAnswered,
        ]
        for counter in busCounters { bus[counter.name] = counters[counter] }
        patrons = 0
        items = 0
        openLoans = 0
        linkedAccounts = 0
        lines = []
        requests = counters[.requests]
        filledLocally = counters[.filledLocally]
        filledRemotely = counters[.filledRemotely]
        unfilled = counters[.unfilled]
        unfilledReasons = [:]
        let now = network.now
        let stocks = network.eachNode { InstitutionStock(of: $0, at: now) }
        for (place, reason) in UnfilledReason.allCases.enumerated() {
            let count = stocks.reduce(Int(0)) {
                $0 + $1.kept.unfilled[place] + $1.gone.unfilled[place]
            }
            if count > 0 { unfilledReasons[reason.code] = count }
        }
        let ranked = RankedValues(stocks.flatMap { [$0.kept.turnaround, $0.gone.turnaround] })
        let filled = Double(filledLocally) + Double(ranked.count)
        let total = stocks.reduce(SimulationDuration.zero) {
            $0 + $1.kept.totalTurnaround + $1.gone.totalTurnaround
        }
        meanTurnaroundDays = filled == 0 ? 0 : total.inDays / filled
        remoteTurnaroundDays = [:]
        for percent in Self.percentiles where ranked.count > 0 {
            // The least value that so many percent of all do not exceed.
            let rank = max(1, (percent * ranked.count + 99) / 100) - 1
            let value = SimulationDuration.seconds(Int64(ranked[rank]))
            remoteTurnaroundDays["p\(percent)"] = value.inDays
        }
        var owedByCurrency: [String: (Currency, Money)] = [:]
        for (node, stock) in zip(network.nodes, stocks) {
            let institution = node.institution
            owedByCurrency[institution.currency.code, default: (institution.currency, .zero)].1 +=
                stock.owed
            patrons += stock.patrons
            items += stock.items
            openLoans += stock.openLoans
            overdueLoans += Int64(stock.overdueLoans)
            linkedAccounts += stock.linkedAccounts
            lines.append(
                InstitutionLine(
                    code: institution.code,
                    name: institution.name,
                    patrons: stock.patrons,
                    items: stock.items,
                    ownLoans: node.counters[.loansToOwnPatrons],
                    lentToVisitors: node.counters[.loansToVisitors],
                    borrowedElsewhere: stocks.reduce(Int64(0)) {
                        $0 + $1.kept.lentTo[node.id.position] + $1.gone.lentTo[node.id.position]
                    },
                    suppliedToPartners: node.counters[.supplied],
                    receivedFromPartners: node.counters[.filledRemotely],
                    netLending: node.counters[.supplied] - node.counters[.filledRemotely],
                    openLoans: stock.openLoans,
                    owed: institution.currency.text(stock.owed)
                )
            )
        }
        owed = owedByCurrency.values.map { $0.0.text($0.1) }.sorted()
        // Folding what is open needs other code than counting.
        network.releaseUnusedMemory()
        runDigest = "\(network.runDigest)"
        stateDigest = "\(network.stateDigest)"
    }

    /// The summary without what depends on the machine: what a golden file keeps.
    package var withoutTimes: RunSummary {
        var copy = self
        copy.setupSeconds = nil
        copy.wallSeconds = nil
        copy.checkSeconds = nil
        return copy
    }

    /// The summary as JSON, keys in order.
    package func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self) + Data("\n".utf8)
    }
}
