import LibraryModel
import SimulationKernel

/// Decides what becomes of each envelope on its way: when it arrives, whether it is lost or
/// doubled.
///
/// The bus holds no envelope: one under way is a row of its sender's outbox. Its fate is a function
/// of the conversation, the step, the ends and the attempt.
package struct MessageBus: Sendable {
    private let network: NetworkConfiguration
    private let draws: DrawSource
    private let participantKeys: [EntityKey]
    package var faults = FaultState()

    init(network: NetworkConfiguration, draws: DrawSource) {
        self.network = network
        self.draws = draws
        participantKeys =
            [EntityKey(path: "network")]
            + network.institutions.map { EntityKey(path: $0.code) }
    }

    /// Sends an envelope of an outbox on its way at `now`, and returns the events that follow.
    func launch(
        _ sequence: Int64,
        of endpoint: inout Endpoint,
        _ counters: inout Counters,
        at now: SimulationTime,
        into events: inout [EventKey]
    ) {
        guard var envelope = endpoint.outbox[sequence] else { return }
        let ends = LinkEnds(from: envelope.source, to: envelope.destination)
        let link = network.link(from: ends.source, to: ends.destination)
        let entity = key(of: envelope)
        let impairment = faults.impairment(ends)
        counters[envelope.attempt == 1 ? .sent : .resent] += 1
        let isLost =
            faults.isCut(ends)
            || impairment.map {
                draw(entity, .loss, envelope).happens($0.loss)
            } ?? false
        if isLost {
            counters[.lost] += 1
            events.append(wait(&envelope, sequence, link, at: now))
            endpoint.update(sequence, envelope)
            return
        }
        let slowdown = impairment?.slowdown ?? 1
        func arrival(_ purpose: DrawPurpose) -> SimulationTime {
            let latency = link.latency.sample(draw(entity, purpose, envelope)) * slowdown
            return now + max(.tick, SimulationDuration(seconds: latency))
        }
        envelope.state = .flying
        envelope.time = arrival(.latency)
        endpoint.update(sequence, envelope)
        events.append(Self.event(sequence, envelope))
        if let impairment, draw(entity, .duplication, envelope).happens(impairment.duplication) {
            counters[.duplicatesMade] += 1
            let time = arrival(.latencyOfCopy)
            let copy = endpoint.addCopy(of: envelope, arriving: time)
            if let row = endpoint.outbox[copy] { events.append(Self.event(copy, row)) }
        }
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

    private func key(of envelope: Envelope) -> EntityKey {
        let conversation = participantKeys[Int(envelope.conversation.participant.rank)]
            .child(envelope.conversation.ordinal).child(Int64(envelope.step))
        let source = participantKeys[Int(envelope.source.rank)].child(1)
        let destination = participantKeys[Int(envelope.destination.rank)].child(2)
        return EntityKey(hash: conversation.hash ^ source.hash ^ destination.hash)
    }

    private func draw(
        _ entity: EntityKey,
        _ purpose: DrawPurpose,
        _ envelope: Envelope
    ) -> Draw {
        draws.draw(entity, purpose, Int64(envelope.attempt))
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
