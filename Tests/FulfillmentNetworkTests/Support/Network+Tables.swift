import FulfillmentNetwork
import LibraryModel
import SimulationKernel

extension Network {
    /// Every table of every node, as text by institution and table; what belongs to the bus is left
    /// out.
    var tables: [String] {
        nodes.flatMap { node in
            let rows = node.allRows
            let tables: [(String, Any)] = [
                ("patrons", rows.patrons), ("patron labels", rows.patronLabels),
                ("identifiers", rows.identifiers), ("contacts", rows.contacts),
                ("external accounts", rows.externalAccounts),
                ("linked accounts", rows.linkedAccounts),
                ("blocks", rows.blocks), ("bibs", rows.bibs), ("bib labels", rows.bibLabels),
                ("items", rows.items), ("item labels", rows.itemLabels), ("loans", rows.loans),
                ("fees", rows.fees), ("holds", rows.holds), ("noted", rows.notedLookUps),
                ("looks", rows.looks), ("borrowing", rows.borrowing), ("lending", rows.lending),
                ("jobs", rows.jobs),
                ("conversations", rows.conversations.rows.map(\.id)),
            ]
            return tables.map { "\(node.institution.code) \($0): \($1)" }
        }
    }

    /// What still waits for something: conversations, envelopes, and deadlines of conversations.
    var unfinished: [String] {
        let endpoints = nodes.map(\.endpoint) + [zone.endpoint]
        let conversations = nodes.map(\.conversations) + [zone.conversations]
        return conversations.flatMap { $0.all.map { "conversation \($0.id)" } }
            + endpoints.flatMap { $0.outbox.all.map { "envelope \($0.id)" } }
            + endpoints.flatMap { endpoint in
                endpoint.timers.all.filter { $0.record.kind == .conversationDeadline }
                    .map { "deadline \($0.id)" }
            }
    }

    /// What has waited for more than two days: whatever jobs begin anew is younger.
    var forgotten: [String] {
        let limit = now - .days(2)
        return nodes.flatMap { node in
            node.conversations.all.filter { $0.record.began < limit.microseconds }
                .map { "\(node.institution.code), conversation \($0.id)" }
                + node.endpoint.outbox.all.filter { $0.record.sent < limit }
                .map { "\(node.institution.code), envelope \($0.id)" }
        }
    }

    /// Lets time pass, whatever ends meanwhile.
    func pass(_ duration: SimulationDuration) throws {
        let end = now + duration
        while try advance(to: end) != .limit {}
    }
}

/// The two digests of a run.
struct Digests: Equatable {
    var run: Digest
    var state: Digest

    init(of network: Network) {
        run = network.runDigest
        state = network.stateDigest
    }
}
