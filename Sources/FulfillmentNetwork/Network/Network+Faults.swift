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
        let endpoint = nodes[institution.position].endpoint
        let late = endpoint.postponeOverdue(to: now)
        for slot in late.timers { queue.insert(EventKey(timer: slot, of: endpoint)) }
        for slot in late.envelopes { queue.insert(EventKey(envelope: slot, of: endpoint)) }
        try settle(endpoint)
    }

    /// Throws a node's memory away and rebuilds it from its store, or, without one, from what a
    /// store would hold.
    package func crash(_ institution: InstitutionID, store: (any NetworkStore)?) throws {
        let node = nodes[institution.position]
        let rows: NodeRows
        if let store {
            try store.write(node.drain(to: .tables), of: institution)
            rows = try store.readNode(institution)
        } else {
            rows = node.allRows
        }
        replace(
            institution,
            by: InstitutionNode(id: institution, network: configuration, rows: rows)
        )
    }

    /// Every participant's counters in one.
    package var totalCounters: Counters {
        var total = zone.counters.all
        for node in nodes { total.add(node.counters.all) }
        return total
    }
}
