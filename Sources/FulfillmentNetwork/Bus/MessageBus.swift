import LibraryModel
import SimulationKernel

/// Decides what becomes of each envelope on its way: when it arrives, whether it is lost or
/// doubled.
///
/// The bus holds no envelope: one under way is a row of its sender's outbox. Its fate is a function
/// of the conversation, the step, the ends and the attempt.
package final class MessageBus {
    private let network: NetworkConfiguration
    private let draws: DrawSource
    private let participantKeys: [EntityKey]
    private let sourceKeys: [EntityKey]
    private let destinationKeys: [EntityKey]
    @exclusivity(unchecked) package var faults = FaultState()

    init(network: NetworkConfiguration, draws: DrawSource) {
        self.network = network
        self.draws = draws
        participantKeys =
            [EntityKey(path: "network")]
            + network.institutions.map { EntityKey(path: $0.code) }
        sourceKeys = participantKeys.map { $0.child(1) }
        destinationKeys = participantKeys.map { $0.child(2) }
    }

    /// Sends an envelope of an outbox on its way at `now`, and returns the events that follow.
    func launch(
        _ sequence: Int64,
        of endpoint: inout Endpoint,
        _ counters: inout Counters,
        at now: SimulationTime,
        into events: inout EventQueue
    ) {
        guard let slot = endpoint.outbox.slot(of: sequence) else { return }
        let attempt = endpoint.outbox[slot: slot].attempt
        let ends = LinkEnds(
            from: endpoint.participant,
            to: endpoint.outbox[slot: slot].destination
        )
        let entity = key(
            endpoint.outbox[slot: slot].conversation,
            endpoint.outbox[slot: slot].step,
            ends
        )
        let impairment = faults.impairment(ends)
        counters[attempt == 1 ? .sent : .resent] += 1
        let isLost =
            faults.isCut(ends)
            || impairment.map { draw(entity, .loss, attempt).happens($0.loss) } ?? false
        if isLost {
            counters[.lost] += 1
            let link = network.link(from: ends.source, to: ends.destination)
            events.insert(wait(&endpoint.outbox[slot: slot], sequence, link, at: now))
            return
        }
        let slowdown = impairment?.slowdown ?? 1
        let time = now + latency(ends, draw(entity, .latency, attempt), slowdown)
        endpoint.outbox[slot: slot].state = .flying
        endpoint.outbox[slot: slot].time = time
        events.insert(Self.arrival(sequence, of: ends.source, at: time))
        if let impairment, draw(entity, .duplication, attempt).happens(impairment.duplication) {
            counters[.duplicatesMade] += 1
            let time = now + latency(ends, draw(entity, .latencyOfCopy, attempt), slowdown)
            let copy = endpoint.addCopy(of: endpoint.outbox[slot: slot], arriving: time)
            events.insert(Self.arrival(copy, of: ends.source, at: time))
        }
    }

    private func latency(
        _ ends: LinkEnds,
        _ draw: Draw,
        _ slowdown: Double
    ) -> SimulationDuration {
        let seconds =
            network.links.isEmpty
            ? network.defaultLink.latency.sample(draw)
            : network.link(from: ends.source, to: ends.destination).latency.sample(draw)
        return max(.tick, SimulationDuration(seconds: seconds * slowdown))
    }

    private static func arrival(
        _ sequence: Int64,
        of sender: ParticipantID,
        at time: SimulationTime
    ) -> EventKey {
        EventKey(
            time: time,
            class: .delivery,
            source: UInt32(sender.rank),
            sequence: UInt64(sequence),
            payload: 0
        )
    }

    /// Lets a lost envelope wait for its next attempt, and returns the event that ends the wait.
    func wait(
        _ envelope: inout Envelope,
        _ sequence: Int64,
        _ link: Link,
        at now: SimulationTime
    ) -> EventKey {
        envelope.state = .waiting
        // Doubling stops well before it could overflow.
        let factor = Int64(1) << Int64(min(envelope.attempt - 1, 20))
        // What must arrive is tried at least every hour.
        envelope.time = now + min(max(.tick, link.retryAfter * factor), .hours(1))
        return Self.event(sequence, envelope)
    }

    /// The event that an envelope in an outbox waits for.
    static func event(_ sequence: Int64, _ envelope: Envelope) -> EventKey {
        EventKey(
            time: envelope.time,
            class: envelope.state == .flying ? .delivery : .timer,
            source: UInt32(envelope.source.rank),
            sequence: UInt64(sequence),
            payload: envelope.state == .flying ? 0 : EventPayload.retry.rawValue
        )
    }

    private func key(
        _ conversation: ConversationID,
        _ step: Int32,
        _ ends: LinkEnds
    ) -> EntityKey {
        let content = participantKeys[Int(conversation.participant.rank)]
            .child(conversation.ordinal).child(Int64(step))
        let source = sourceKeys[Int(ends.source.rank)]
        let destination = destinationKeys[Int(ends.destination.rank)]
        return EntityKey(hash: content.hash ^ source.hash ^ destination.hash)
    }

    private func draw(_ entity: EntityKey, _ purpose: DrawPurpose, _ attempt: Int32) -> Draw {
        draws.draw(entity, purpose, Int64(attempt))
    }
}

/// What the payload of a timer's event says.
enum EventPayload: UInt64 {
    case timer = 1
    case retry = 2
}

extension DrawPurpose {
    // What the bus draws; 1 to 9.
    static let latency = DrawPurpose(rawValue: 1)
    static let latencyOfCopy = DrawPurpose(rawValue: 2)
    static let loss = DrawPurpose(rawValue: 3)
    static let duplication = DrawPurpose(rawValue: 4)
}
