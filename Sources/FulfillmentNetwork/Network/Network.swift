package import LibraryModel
package import SimulationKernel

/// A whole network: its nodes, the bus between them, and the one loop that handles their events in
/// order.
///
/// The loop stops at each event that came from outside (a command of a scenario, a fault, a probe)
/// and hands it back to whoever drives the network; everything between is internal.
package final class Network {
    package let configuration: NetworkConfiguration
    @exclusivity(unchecked) package internal(set) var nodes: [InstitutionNode]
    package let zone: NetworkZone
    package let bus: MessageBus
    /// The instant of the event handled last, or to which the network was advanced.
    @exclusivity(unchecked) package internal(set) var now: SimulationTime
    /// What has happened so far, in order.
    @exclusivity(unchecked) package private(set) var runDigest: Digest
    /// The number of events handled.
    @exclusivity(unchecked) package private(set) var eventsHandled: Int64
    /// Whether every invariant is looked at after every event.
    package var checksInvariants = false
    /// The record of envelopes, if one is kept.
    @exclusivity(unchecked) package var journal: Journal?

    /// Written after every event, if the write policy is *every event*.
    let draws: DrawSource
    private let everyEventStore: (any NetworkStore)?
    @exclusivity(unchecked) var queue = EventQueue()
    @exclusivity(unchecked) var newEvents: [EventKey] = []
    @exclusivity(unchecked) var watched: [ConversationID: Outcome?] = [:]
    @exclusivity(unchecked) var hasNewOutcome = false
    var standing: [(participant: ParticipantID, sequence: Int64)]?

    /// Assembles a network from its participants, and takes up their timers and the envelopes under
    /// way.
    package init(
        configuration: NetworkConfiguration,
        nodes: [InstitutionNode],
        zone: NetworkZone,
        seed: UInt64,
        replication: UInt32 = 0,
        now: SimulationTime,
        runDigest: Digest = Digest(),
        eventsHandled: Int64 = 0,
        everyEventStore: (any NetworkStore)? = nil
    ) {
        self.configuration = configuration
        self.nodes = nodes
        self.zone = zone
        self.now = now
        self.runDigest = runDigest
        self.eventsHandled = eventsHandled
        self.everyEventStore = everyEventStore
        draws = DrawSource(seed: seed, replication: replication)
        bus = MessageBus(network: configuration, draws: draws)
        for node in nodes { node.draws = draws }
        for node in nodes { takeUp(node.endpoint) }
        takeUp(zone.endpoint)
        for key in newEvents { queue.insert(key) }
        newEvents = []
    }

    private func takeUp(_ endpoint: Endpoint) {
        for row in endpoint.timers.all {
            newEvents.append(event(row.id, row.record, of: endpoint.participant))
        }
        for row in endpoint.outbox.all {
            newEvents.append(MessageBus.event(row.id, row.record))
        }
    }

    func event(
        _ sequence: Int64,
        _ timer: NodeTimer,
        of participant: ParticipantID
    ) -> EventKey {
        EventKey(
            time: timer.time,
            class: timer.kind.eventClass,
            source: UInt32(participant.rank),
            sequence: UInt64(sequence),
            payload: EventPayload.timer.rawValue
        )
    }

    /// The node of an institution.
    package func node(_ institution: InstitutionID) -> InstitutionNode {
        nodes[institution.position]
    }

    /// Schedules an event from outside; `advance` hands it back when its time has come.
    ///
    /// The class must be fault, job, command or probe, and the source is the network.
    package func schedule(
        at time: SimulationTime,
        class eventClass: EventClass,
        sequence: UInt64,
        payload: UInt64
    ) {
        queue.insert(
            EventKey(
                time: time,
                class: eventClass,
                source: 0,
                sequence: sequence,
                payload: payload
            )
        )
    }

    /// Why the network stopped handling events.
    package enum Stop: Equatable {
        /// An event from outside is due; whoever drives the network handles it.
        case external(EventKey)
        /// A watched conversation has ended.
        case conversationEnded
        /// The limit is reached.
        case limit
    }

    /// Handles events in order up to and including an instant, unless something needs attention
    /// before.
    package func advance(to limit: SimulationTime) throws -> Stop {
        while let key = queue.first, key.time <= limit {
            if hasNewOutcome {
                hasNewOutcome = false
                return .conversationEnded
            }
            _ = queue.removeFirst()
            switch key.eventClass {
            case .delivery: try deliver(key)
            case .timer: try fire(key)
            case .command where key.source != 0, .job where key.source != 0: try fire(key)
            case .fault, .job, .command, .probe:
                now = max(now, key.time)
                return .external(key)
            }
            if checksInvariants { try checkInvariants(after: key) }
        }
        now = max(now, limit)
        if hasNewOutcome {
            hasNewOutcome = false
            return .conversationEnded
        }
        return .limit
    }

    /// Ends the run where an invariant does not hold after an event.
    package func checkInvariants(after key: EventKey) throws {
        guard var broken = brokenInvariants.first else { return }
        let source =
            ParticipantID(rank: Int32(key.source)).institution
            .map { configuration.institutions[$0.position].code } ?? "the network"
        broken.event = "the \(key.eventClass) \(key.sequence) of \(source) at \(key.time)"
        throw broken
    }

    /// Notes an event from outside as handled, with what it was and what came of it.
    package func noteHandled(_ key: EventKey, kind: Int64, outcome: Int64) {
        fold(key, kind: kind, argument: Int64(bitPattern: key.payload), outcome: outcome)
    }

    private func fold(_ key: EventKey, kind: Int64, argument: Int64, outcome: Int64) {
        eventsHandled += 1
        runDigest.fold(key.microseconds)
        runDigest.fold(UInt64(key.eventClass.rawValue) << 32 | UInt64(key.source))
        runDigest.fold(key.sequence)
        runDigest.fold(kind)
        runDigest.fold(argument)
        runDigest.fold(outcome)
    }

    // MARK: Internal events

    private func deliver(_ key: EventKey) throws {
        let sender = ParticipantID(rank: Int32(key.source))
        let sequence = Int64(key.sequence)
        guard let envelope = outboxRow(of: sender, sequence), envelope.state == .flying,
            envelope.time == key.time
        else { return }
        now = max(now, key.time)
        let outcome = try arrive(envelope, sequence)
        fold(
            key,
            kind: 100 + envelope.message.number,
            argument: envelope.conversation.number,
            outcome: outcome
        )
    }

    /// Hands an envelope to its destination; returns 0 when applied, 1 for a duplicate, 2 when it
    /// was lost.
    func arrive(_ envelope: Envelope, _ sequence: Int64) throws -> Int64 {
        let destination = envelope.destination
        if bus.faults.isDown(destination) {
            try journal?.append(.lost, envelope, at: now.microseconds)
            try lose(envelope, sequence)
            return 2
        }
        let isNew: Bool
        if let institution = destination.institution {
            let node = nodes[institution.position]
            isNew = node.endpoint.accept(envelope)
            node.counters[isNew ? .delivered : .duplicatesIgnored] += 1
            if isNew { node.handle(envelope, at: now) }
        } else {
            isNew = zone.endpoint.accept(envelope)
            zone.counters[isNew ? .delivered : .duplicatesIgnored] += 1
            if isNew { zone.handle(envelope, at: now) }
        }
        try settle(
            destination,
            arrived: journal == nil ? nil : (envelope, isNew ? .delivered : .duplicate)
        )
        // Only now does the sender forget the envelope: until the receiver's transaction stands, it
        // is the sender's.
        withEndpoint(envelope.source) { endpoint, _ in endpoint.settle(sequence) }
        // It has emitted nothing, so there is something to take up only for its store.
        if everyEventStore != nil { try settle(envelope.source) }
        return isNew ? 0 : 1
    }

    private func lose(_ envelope: Envelope, _ sequence: Int64) throws {
        withEndpoint(envelope.source) { endpoint, counters in
            counters[.lost] += 1
            if envelope.copy != 0 {
                endpoint.settle(sequence)
                return
            }
            var waiting = envelope
            let link = configuration.link(from: envelope.source, to: envelope.destination)
            newEvents.append(bus.wait(&waiting, sequence, link, at: now))
            endpoint.update(sequence, waiting)
        }
        try settle(envelope.source)
    }

    private func fire(_ key: EventKey) throws {
        let owner = ParticipantID(rank: Int32(key.source))
        // What is due at a participant that is down waits for it to reopen.
        guard !bus.faults.isDown(owner) else { return }
        let sequence = Int64(key.sequence)
        if key.payload == EventPayload.retry.rawValue {
            guard let envelope = outboxRow(of: owner, sequence), envelope.state == .waiting,
                envelope.time == key.time
            else { return }
            now = max(now, key.time)
            let outcome = try resend(envelope, sequence)
            fold(
                key,
                kind: 200 + envelope.message.number,
                argument: envelope.conversation.number,
                outcome: outcome
            )
            return
        }
        guard let timer = timer(of: owner, sequence), timer.time == key.time else { return }
        now = max(now, key.time)
        withEndpoint(owner) { endpoint, _ in endpoint.cancelTimer(sequence) }
        let outcome: Int64
        if let institution = owner.institution {
            outcome = nodes[institution.position].handle(timer, at: now).number
        } else {
            zone.expireConversation(timer.argument, at: now)
            outcome = 0
        }
        try settle(owner)
        fold(
            key,
            kind: 300 + Int64(timer.kind.rawValue),
            argument: timer.argument,
            outcome: outcome
        )
    }

    /// Sends a lost envelope again, or gives it up; returns the attempt, or 0 for a dead letter.
    private func resend(_ envelope: Envelope, _ sequence: Int64) throws -> Int64 {
        let link = configuration.link(from: envelope.source, to: envelope.destination)
        let attempts = envelope.message.isDurable ? 10_000 : link.attempts
        guard Int(envelope.attempt) < attempts else {
            try giveUp(envelope, sequence)
            return 0
        }
        var next = envelope
        next.attempt += 1
        withEndpoint(envelope.source) { endpoint, counters in
            endpoint.update(sequence, next)
            bus.launch(sequence, of: &endpoint, &counters, at: now, into: &queue)
        }
        try settle(envelope.source, relaunched: sequence)
        return Int64(next.attempt)
    }

    func giveUp(_ envelope: Envelope, _ sequence: Int64) throws {
        withEndpoint(envelope.source) { endpoint, counters in
            endpoint.settle(sequence)
            counters[.deadLetters] += 1
        }
        if let institution = envelope.source.institution {
            nodes[institution.position].undeliverable(envelope, at: now)
        } else {
            zone.undeliverable(envelope, at: now)
        }
        try journal?.append(.deadLetter, envelope, at: now.microseconds)
        try settle(envelope.source)
    }

    // MARK: After each change

    /// Takes up what a participant has emitted: fates are drawn, the transaction is written, and
    /// only then does anything leave.
    func settle(
        _ participant: ParticipantID,
        relaunched: Int64? = nil,
        arrived: (envelope: Envelope, event: JournalLine.Event)? = nil
    ) throws {
        let left = takeUp(of: participant)
        collectEnded(participant)
        if let store = everyEventStore, standing == nil {
            if let institution = participant.institution {
                try store.write(nodes[institution.position].drain(), of: institution)
            } else {
                try store.write(zone.drain())
            }
        }
        if !newEvents.isEmpty {
            for key in newEvents { queue.insert(key) }
            newEvents.removeAll(keepingCapacity: true)
        }
        if let arrived {
            try journal?.append(arrived.event, arrived.envelope, at: now.microseconds)
        }
        if journal != nil, standing == nil {
            for sequence in left + (relaunched.map { [$0] } ?? []) {
                try journalLaunch(of: participant, sequence)
            }
        }
    }

    /// Sends the envelopes and sets the timers that a participant has emitted; returns the
    /// envelopes where a journal or a standing conversation wants to know.
    private func takeUp(of participant: ParticipantID) -> [Int64] {
        if let institution = participant.institution {
            let node = nodes[institution.position]
            return takeUp(&node.endpoint, &node.counters)
        }
        return takeUp(&zone.endpoint, &zone.counters)
    }

    private func takeUp(_ endpoint: inout Endpoint, _ counters: inout Counters) -> [Int64] {
        let left = journal == nil && standing == nil ? [] : endpoint.emittedEnvelopes
        if standing != nil {
            standing? += left.map { (endpoint.participant, $0) }
        } else {
            for position in endpoint.emittedEnvelopes.indices {
                let sequence = endpoint.emittedEnvelopes[position]
                bus.launch(sequence, of: &endpoint, &counters, at: now, into: &queue)
            }
            for sequence in endpoint.emittedTimers {
                if let timer = endpoint.timers[sequence] {
                    queue.insert(event(sequence, timer, of: endpoint.participant))
                }
            }
        }
        if !endpoint.emittedEnvelopes.isEmpty {
            endpoint.emittedEnvelopes.removeAll(keepingCapacity: true)
        }
        if !endpoint.emittedTimers.isEmpty {
            endpoint.emittedTimers.removeAll(keepingCapacity: true)
        }
        return left
    }

    private func journalLaunch(of participant: ParticipantID, _ sequence: Int64) throws {
        guard let envelope = outboxRow(of: participant, sequence) else { return }
        try journal?.append(.sent, envelope, at: now.microseconds)
        if envelope.state == .waiting {
            try journal?.append(.lost, envelope, at: now.microseconds)
        }
    }

    func collectEnded(_ participant: ParticipantID) {
        if let institution = participant.institution {
            collect(&nodes[institution.position].ended, participant)
        } else {
            collect(&zone.ended, participant)
        }
    }

    private func collect(
        _ ended: inout [(number: Int64, outcome: Outcome)],
        _ participant: ParticipantID
    ) {
        guard !ended.isEmpty else { return }
        if standing == nil {
            // What a conversation came to is part of what the event that ended it came to.
            for (number, outcome) in ended {
                runDigest.fold(number)
                runDigest.fold(outcome.number)
            }
        }
        if !watched.isEmpty {
            for (number, outcome) in ended {
                let id = ConversationID(participant: participant, number: number)
                if watched[id] != nil {
                    watched[id] = .some(outcome)
                    hasNewOutcome = true
                }
            }
        }
        ended.removeAll(keepingCapacity: true)
    }

    func outboxRow(of participant: ParticipantID, _ sequence: Int64) -> Envelope? {
        if let institution = participant.institution {
            return nodes[institution.position].endpoint.outbox[sequence]
        }
        return zone.endpoint.outbox[sequence]
    }

    private func timer(of participant: ParticipantID, _ sequence: Int64) -> NodeTimer? {
        if let institution = participant.institution {
            return nodes[institution.position].endpoint.timers[sequence]
        }
        return zone.endpoint.timers[sequence]
    }

    private func withEndpoint(
        _ participant: ParticipantID,
        _ body: (inout Endpoint, inout Counters) -> Void
    ) {
        if let institution = participant.institution {
            let node = nodes[institution.position]
            body(&node.endpoint, &node.counters)
        } else {
            body(&zone.endpoint, &zone.counters)
        }
    }

    // MARK: Commands

    /// Does a command at an institution now; a conversation that it begins goes on with the events
    /// that follow.
    ///
    /// With a number and a stream the command is applied once, and nil is returned where it was
    /// applied before.
    package func perform(
        _ command: Command,
        by actor: Actor = .anyone,
        at institution: InstitutionID,
        numbered: (number: Int64, stream: CommandStream)? = nil
    ) throws -> CommandResult? {
        let node = nodes[institution.position]
        guard !bus.faults.isDown(ParticipantID(institution)) else {
            // A node that is down cannot count, so the network does.
            zone.counters[.unreachable] += 1
            try settle(.network)
            return .ended(
                .refused(
                    Refusal(
                        .unreachable,
                        detail: configuration.institutions[institution.position].code
                    )
                )
            )
        }
        let result: CommandResult
        if let numbered {
            guard
                let applied = node.perform(
                    command,
                    by: actor,
                    number: numbered.number,
                    of: numbered.stream,
                    at: now
                )
            else { return nil }
            result = applied
        } else {
            result = node.perform(command, by: actor, at: now)
        }
        if case .began(let conversation) = result, isWatching {
            watched.updateValue(nil, forKey: conversation)
        }
        try settle(ParticipantID(institution))
        return result
    }

    /// Whether outcomes of conversations begun from now on are kept for `outcome(of:)`.
    package var isWatching = false

    /// What came of a watched conversation, once; nil while it goes on.
    package func outcome(of conversation: ConversationID) -> Outcome? {
        guard case .some(.some(let outcome)) = watched[conversation] else { return nil }
        watched[conversation] = nil
        return outcome
    }

    /// Opens a patron's library card through discovery.
    package func openCard(
        of reference: PatronReference,
        chosen: InstitutionID?
    ) throws -> ConversationID {
        let code = nodes[reference.institution.position].patronLabels[reference.patron.position]
            .code
        let conversation = zone.openCard(of: reference, code: code, chosen: chosen, at: now)
        if isWatching { watched.updateValue(nil, forKey: conversation) }
        try settle(.network)
        return conversation
    }
}
