package import LibraryModel
import SimulationKernel

// What goes wrong: links, outages and crashes.
extension Network {
    /// Changes the faults of links.
    package func changeFaults(_ change: (inout FaultState) -> Void) {
        change(&bus.faults)
    }

    /// Takes an institution down: envelopes to it are lost, and what is due there waits.
    package func beginOutage(of institution: InstitutionID) {
        bus.faults.setDown(institution, true)
    }

    /// Reopens an institution: what fell due meanwhile happens now, in its order.
    package func endOutage(of institution: InstitutionID) throws {
        bus.faults.setDown(institution, false)
        // Another outage may hold it down still.
        guard !bus.faults.isDown(ParticipantID(institution)) else { return }
        let participant = ParticipantID(institution)
        let node = nodes[institution.position]
        let late = node.endpoint.postponeOverdue(to: now)
        for sequence in late.timers {
            if let timer = node.endpoint.timers[sequence] {
                newEvents.append(event(sequence, timer, of: participant))
            }
        }
        for sequence in late.envelopes {
            if let envelope = node.endpoint.outbox[sequence] {
                newEvents.append(MessageBus.event(sequence, envelope))
            }
        }
        try settle(participant)
    }

    /// Throws a node's memory away and rebuilds it from its store, or, without one, from what a
    /// store would hold.
    package func crash(_ institution: InstitutionID, store: (any NetworkStore)?) throws {
        let node = nodes[institution.position]
        let rows: NodeRows
        if let store {
            try store.write(node.drain(), of: institution)
            rows = try store.readNode(institution)
        } else {
            rows = node.allRows
        }
        nodes[institution.position] = InstitutionNode(
            id: institution,
            network: configuration,
            rows: rows
        )
        nodes[institution.position].draws = draws
    }

    /// Every participant's counters in one.
    package var totalCounters: Counters {
        var total = zone.counters
        for node in nodes { total.add(node.counters) }
        return total
    }
}
