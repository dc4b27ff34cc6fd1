package import FulfillmentNetwork
import LibraryModel
import RequestRouting
import SimulationKernel

/// Two rule sets on the same demand with the same draws: what went elsewhere, why, and what came of
/// it.
package struct RoutingComparison: Codable, Sendable {
    /// A request that the two rule sets sent to different lenders at first.
    package struct Difference: Codable, Sendable {
        /// The request as it is called under the first rule set.
        package var request: String
        /// Who was asked first under each; nil for nobody.
        package var first: String?
        package var second: String?
        /// What made the second rule set choose otherwise: a filter, or the first key that differed.
        package var decidedBy: String
        package var detail: String
    }

    /// What one rule set came to.
    package struct Measures: Codable, Sendable {
        package var rules: String
        package var requests: Int
        package var filled: Int
        /// The share of requests sent to partners that were filled.
        package var fillRate: Double
        package var meanTurnaroundDays: Double
        /// How many lenders were asked for each request.
        package var lendersAskedPerRequest: Double
        /// Jain's index of what institutions supplied: 1 where all supplied alike.
        package var fairness: Double
    }

    /// What an institution supplied and received under each rule set.
    package struct Line: Codable, Sendable {
        package var institution: String
        package var supplied: [Int64]
        package var received: [Int64]
        package var meanTurnaroundDays: [Double]
    }

    package var scenario: String
    package var measures: [Measures]
    /// Requests that were made under both rule sets.
    package var inBoth: Int
    /// Requests of one rule set only: another copy was on the shelf under the other.
    package var onlyInOne: [Int]
    /// How many requests of both went to another lender first.
    package var elsewhere: Int
    /// How many of them each filter or key decided.
    package var deciders: [String: Int]
    /// The first of them, in order of time.
    package var differences: [Difference]
    package var institutions: [Line]

    /// Compares two finished runs of a scenario; at most `limit` differences are told.
    package init(_ runs: [Network], of scenario: Scenario, rules names: [String], limit: Int) {
        self.scenario = scenario.name
        measures = zip(runs, names).map { Measures(of: $0, rules: $1) }
        let sent = runs.map { Self.requests(in: $0) }
        let both = sent[0].filter { sent[1][$0.key] != nil }
        inBoth = both.count
        onlyInOne = sent.map { $0.count - both.count }
        var all: [(time: SimulationTime, difference: Difference)] = []
        deciders = [:]
        for (key, first) in both {
            guard let second = sent[1][key],
                let difference = Self.difference(first, second, in: runs)
            else { continue }
            deciders[difference.decidedBy, default: 0] += 1
            all.append((key.made, difference))
        }
        elsewhere = all.count
        differences = all.sorted {
            ($0.time, $0.difference.request) < ($1.time, $1.difference.request)
        }
        .prefix(limit).map(\.difference)
        institutions = zip(runs[0].nodes, runs[1].nodes).map { first, second in
            Line(
                institution: first.institution.code,
                supplied: [first, second].map { $0.counters[.supplied] },
                received: [first, second].map { $0.counters[.filledRemotely] },
                meanTurnaroundDays: [first, second].map { $0.meanTurnaroundDays }
            )
        }
    }

    /// What tells a request of one run that it is the same as one of the other.
    private struct Key: Hashable {
        var home: InstitutionID
        var patron: PatronID
        var title: TitleID?
        var made: SimulationTime
    }

    private struct Sent {
        var home: InstitutionID
        var id: BorrowingRequestID
        /// Whom the first decision about it asks first; nil for nobody.
        var first: InstitutionID?
    }

    private static func requests(in network: Network) -> [Key: Sent] {
        var requests: [Key: Sent] = [:]
        for node in network.nodes {
            var first: [BorrowingRequestID: InstitutionID] = [:]
            for position in node.decisions.indices.reversed() {
                first[node.decisions[position].request] =
                    node.decisions[position].outcome.rota.first
            }
            for position in node.borrowing.kept {
                let record = node.borrowing[position]
                let key = Key(
                    home: node.id,
                    patron: record.patron,
                    title: record.title,
                    made: record.created
                )
                let id = BorrowingRequestID(position)
                requests[key] = Sent(home: node.id, id: id, first: first[id])
            }
        }
        return requests
    }

    private static func difference(
        _ first: Sent,
        _ second: Sent,
        in runs: [Network]
    ) -> Difference? {
        let chosen = [first.first, second.first]
        guard chosen[0] != chosen[1] else { return nil }
        let codes = chosen.map { lender in
            lender.map { runs[0].configuration.institutions[$0.position].code }
        }
        let node = runs[1].node(second.home)
        let explanation = RequestExplanation(second.id, at: node, in: runs[1], file: "")
            .decisions.first
        let why = explanation.map { Self.reason($0, instead: codes[0], of: codes[1]) }
        return Difference(
            request: RequestExplanation.name(first.id, at: runs[0].node(first.home)),
            first: codes[0],
            second: codes[1],
            decidedBy: why?.decidedBy ?? "no decision",
            detail: why?.detail ?? ""
        )
    }

    /// Why a decision put one lender before the one that the other rule set had first.
    private static func reason(
        _ decision: Explanation,
        instead other: String?,
        of chosen: String?
    ) -> (decidedBy: String, detail: String) {
        guard let other else { return ("candidates", "nobody was asked before") }
        let candidates = decision.candidates
        guard let passed = candidates.first(where: { $0.institution == other }) else {
            return ("candidates", "\(other) was no candidate")
        }
        if let reason = passed.reasons.first(where: { $0.effect != .demote }) {
            return (reason.code, "\(other): \(reason.message)")
        }
        guard let chosen, let ahead = candidates.first(where: { $0.institution == chosen }) else {
            return ("candidates", "nobody is asked")
        }
        if let reason = passed.reasons.first, ahead.reasons.isEmpty {
            return (reason.code, "\(other): \(reason.message)")
        }
        for (mine, theirs) in zip(ahead.keys, passed.keys) where mine.value != theirs.value {
            return (mine.of, "\(chosen) \(mine.value), \(other) \(theirs.value)")
        }
        return ("tie-break", "\(chosen) before \(other)")
    }
}

extension RoutingComparison.Measures {
    init(of network: Network, rules: String) {
        self.rules = rules
        let counters = network.totalCounters
        var turnaround = 0.0
        requests = 0
        filled = 0
        for node in network.nodes {
            requests += node.borrowing.count
            for position in node.borrowing.kept {
                guard let time = node.borrowing[position].filled else { continue }
                filled += 1
                turnaround += (time - node.borrowing[position].created).inDays
            }
        }
        fillRate = requests == 0 ? 0 : Double(filled) / Double(requests)
        meanTurnaroundDays = filled == 0 ? 0 : turnaround / Double(filled)
        lendersAskedPerRequest =
            requests == 0 ? 0 : Double(counters[.lenderAsked]) / Double(requests)
        let supplied = network.nodes.map { Double($0.counters[.supplied]) }
        let squares = supplied.reduce(0) { $0 + $1 * $1 }
        let sum = supplied.reduce(0, +)
        fairness = squares == 0 ? 1 : sum * sum / (Double(supplied.count) * squares)
    }
}

extension InstitutionNode {
    fileprivate var meanTurnaroundDays: Double {
        var sum = 0.0
        var count = 0
        for position in borrowing.kept {
            guard let time = borrowing[position].filled else { continue }
            sum += (time - borrowing[position].created).inDays
            count += 1
        }
        return count == 0 ? 0 : sum / Double(count)
    }
}
