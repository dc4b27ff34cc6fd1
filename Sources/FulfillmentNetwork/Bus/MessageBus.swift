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
    @exclusivity(unchecked) package var faults = FaultState() {
        didSet { areLinksWhole = faults.areLinksWhole }
    }
    /// Whether every envelope that is sent arrives, once.
    @exclusivity(unchecked) private var areLinksWhole = true

    init(network: NetworkConfiguration, draws: DrawSource) {
        self.network = network
        self.draws = draws
        participantKeys =
            [EntityKey(path: "network")]
            + network.institutions.map { EntityKey(path: $0.code) }
        sourceKeys = participantKeys.map { $0.child(1) }
        destinationKeys = participantKeys.map { $0.child(2) }
    }

    /// Sends an envelope of an outbox on its way at `now`, and adds the events that follow.
    func launch(
        _ slot: Int,
        of sender: Endpoint,
        at now: SimulationTime,
        into events: inout EventQueue
    ) {
        guard areLinksWhole else {
            return launchAmongFaults(slot, of: sender, at: now, into: &events)
        }
        let envelope = sender.outbox.place(slot: slot)
        let attempt = envelope.pointee.attempt
        sender.counters[attempt == 1 ? .sent : .resent] += 1
        let draw = draw(key(envelope), .latency, attempt)
        let ends = LinkEnds(from: sender.participant, to: envelope.pointee.destination)
        fly(slot, of: sender, until: now + latency(ends, draw, 1), into: &events)
    }

    private func launchAmongFaults(
        _ slot: Int,
        of sender: Endpoint,
        at now: SimulationTime,
        into events: inout EventQueue
    ) {
        let envelope = sender.outbox.place(slot: slot)
        let attempt = envelope.pointee.attempt
        let ends = LinkEnds(from: sender.participant, to: envelope.pointee.destination)
        let entity = key(envelope)
        let impairment = faults.impairment(ends)
        sender.counters[attempt == 1 ? .sent : .resent] += 1
        let isLost =
            faults.isCut(ends)
            || impairment.map { draw(entity, .loss, attempt).happens($0.loss) } ?? false
        if isLost {
            sender.counters[.lost] += 1
            wait(slot, of: sender, at: now)
            events.insert(EventKey(envelope: slot, of: sender))
            return
        }
        let slowdown = impairment?.slowdown ?? 1
        let time = now + latency(ends, draw(entity, .latency, attempt), slowdown)
        fly(slot, of: sender, until: time, into: &events)
        if let impairment, draw(entity, .duplication, attempt).happens(impairment.duplication) {
            sender.counters[.duplicatesMade] += 1
            let time = now + latency(ends, draw(entity, .latencyOfCopy, attempt), slowdown)
            let copy = sender.addCopy(of: slot, arriving: time)
            events.insert(EventKey(envelope: copy, of: sender))
        }
    }

    @inline(__always)
    private func fly(
        _ slot: Int,
        of sender: Endpoint,
        until time: SimulationTime,
        into events: inout EventQueue
    ) {
        sender.outbox[slot: slot].fly(until: time)
        events.insert(EventKey(envelope: slot, of: sender))
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

    /// Lets a lost envelope wait for its next attempt.
    func wait(_ slot: Int, of sender: Endpoint, at now: SimulationTime) {
        let link = network.link(
            from: sender.participant,
            to: sender.outbox[slot: slot].destination
        )
        // Doubling stops well before it could overflow.
        let factor = Int64(1) << Int64(min(sender.outbox[slot: slot].attempt - 1, 20))
        // What must arrive is tried at least every hour.
        let pause = min(max(.tick, link.retryAfter * factor), .hours(1))
        sender.outbox[slot: slot].wait(until: now + pause)
    }

    @inline(__always)
    private func key(_ envelope: UnsafePointer<Envelope>) -> EntityKey {
        let conversation = envelope.pointee.conversation
        let content = participantKeys[Int(conversation.participant.rank)]
            .child(conversation.ordinal).child(Int64(envelope.pointee.step))
        let source = sourceKeys[Int(envelope.pointee.source.rank)]
        let destination = destinationKeys[Int(envelope.pointee.destination.rank)]
        return EntityKey(hash: content.hash ^ source.hash ^ destination.hash)
    }

    private func draw(_ entity: EntityKey, _ purpose: DrawPurpose, _ attempt: Int32) -> Draw {
        draws.draw(entity, purpose, Int64(attempt))
    }
}

extension DrawPurpose {
    // What the bus draws; 1 to 9.
    static let latency = DrawPurpose(rawValue: 1)
    static let latencyOfCopy = DrawPurpose(rawValue: 2)
    static let loss = DrawPurpose(rawValue: 3)
    static let duplication = DrawPurpose(rawValue: 4)
}
