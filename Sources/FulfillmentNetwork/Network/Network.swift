package import LibraryModel
package import SimulationKernel

/// A whole network: its nodes, the bus between them, and the one loop that handles their events in order.
///
/// The loop stops at each event that came from outside (a command of a scenario, a fault, a probe) and hands it back to
/// whoever drives the network; everything between is internal.
package final class Network {
    package let configuration: NetworkConfiguration
    package private(set) var nodes: [InstitutionNode]
    package let zone: NetworkZone
    package private(set) var bus: MessageBus
    /// The instant of the event handled last, or to which the network was advanced.
    package private(set) var now: SimulationTime
    /// What has happened so far, in order.
    package private(set) var runDigest: Digest
    /// The number of events handled.
    package private(set) var eventsHandled: Int64
    /// The record of envelopes, if one is kept.
    package var journal: Journal?

    /// Written after every event, if the write policy is *every event*.
    private let draws: DrawSource
    private let everyEventStore: (any NetworkStore)?
    private var queue = EventQueue()
    private var newEvents: [EventKey] = []
    private var watched: [ConversationID: Outcome?] = [:]
    private var hasNewOutcome = false
    private var standing: [(participant: ParticipantID, sequence: Int64)]?

    /// Assembles a network from its participants, and takes up their timers and the envelopes under way.
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

    private func event(
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

    /// Handles events in order up to and including an instant, unless something needs attention before.
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
        }
        now = max(now, limit)
        if hasNewOutcome {
            hasNewOutcome = false
            return .conversationEnded
        }
        return .limit
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

    /// Hands an envelope to its destination; returns 0 when applied, 1 for a duplicate, 2 when it was lost.
    private func arrive(_ envelope: Envelope, _ sequence: Int64) throws -> Int64 {
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
        try settle(destination)
        try journal?.append(isNew ? .delivered : .duplicate, envelope, at: now.microseconds)
        // Only now does the sender forget the envelope: until the receiver's transaction stands, it is the sender's.
        withEndpoint(envelope.source) { endpoint, _ in endpoint.settle(sequence) }
        try settle(envelope.source)
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
            bus.launch(sequence, of: &endpoint, &counters, at: now, into: &newEvents)
        }
        try settle(envelope.source, relaunched: sequence)
        return Int64(next.attempt)
    }

    private func giveUp(_ envelope: Envelope, _ sequence: Int64) throws {
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

    /// Takes up what a participant has emitted: fates are drawn, the transaction is written, and only then does anything leave.
    private func settle(_ participant: ParticipantID, relaunched: Int64? = nil) throws {
        var left: [Int64] = []
        withEndpoint(participant) { endpoint, counters in
            left = endpoint.emittedEnvelopes
            if standing != nil {
                standing? += left.map { (participant, $0) }
            } else {
                for sequence in left {
                    bus.launch(sequence, of: &endpoint, &counters, at: now, into: &newEvents)
                }
                for sequence in endpoint.emittedTimers {
                    if let timer = endpoint.timers[sequence] {
                        newEvents.append(event(sequence, timer, of: participant))
                    }
                }
            }
            endpoint.emittedEnvelopes.removeAll(keepingCapacity: true)
            endpoint.emittedTimers.removeAll(keepingCapacity: true)
        }
        collectEnded(participant)
        if let store = everyEventStore, standing == nil {
            if let institution = participant.institution {
                try store.write(nodes[institution.position].drain(), of: institution)
            } else {
                try store.write(zone.drain())
            }
        }
        for key in newEvents { queue.insert(key) }
        newEvents.removeAll(keepingCapacity: true)
        if journal != nil, standing == nil {
            if let relaunched { left.append(relaunched) }
            for sequence in left { try journalLaunch(of: participant, sequence) }
        }
    }

    private func journalLaunch(of participant: ParticipantID, _ sequence: Int64) throws {
        guard let envelope = outboxRow(of: participant, sequence) else { return }
        try journal?.append(.sent, envelope, at: now.microseconds)
        if envelope.state == .waiting {
            try journal?.append(.lost, envelope, at: now.microseconds)
        }
    }

    private func collectEnded(_ participant: ParticipantID) {
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

    private func outboxRow(of participant: ParticipantID, _ sequence: Int64) -> Envelope? {
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

    /// Does a command at an institution now; a conversation that it begins goes on with the events that follow.
    ///
    /// With a number and a stream the command is applied once, and nil is returned where it was applied before.
    package func perform(
        _ command: Command,
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
                    number: numbered.number,
                    of: numbered.stream,
                    at: now
                )
            else { return nil }
            result = applied
        } else {
            result = node.perform(command, at: now)
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

    // MARK: Standing time

    /// Asks in standing time: links answer at once unless a fault forbids it, no other event is handled, the clock stands.
    package func askStanding(
        _ command: Command,
        at institution: InstitutionID
    ) throws -> Outcome {
        try standingConversation(ParticipantID(institution)) {
            try perform(command, at: institution) ?? .ended(.done)
        }
    }

    /// Opens a library card in standing time.
    package func askStandingCard(
        of reference: PatronReference,
        chosen: InstitutionID?
    ) throws -> Outcome {
        try standingConversation(.network) {
            .began(try openCard(of: reference, chosen: chosen))
        }
    }

    private func standingConversation(
        _ asker: ParticipantID,
        begin: () throws -> CommandResult
    ) throws -> Outcome {
        standing = []
        let wasWatching = isWatching
        isWatching = true
        defer {
            standing = nil
            isWatching = wasWatching
        }
        if let institution = asker.institution, bus.faults.isDown(asker) {
            return .refused(
                Refusal(
                    .unreachable,
                    detail: configuration.institutions[institution.position].code
                )
            )
        }
        let result = try begin()
        // A command that has ended may have sent notices all the same.
        try deliverStanding()
        switch result {
        case .ended(let outcome): return outcome
        case .began(let conversation):
            if outcomeIsOut(conversation) {
                if let institution = asker.institution {
                    nodes[institution.position].expireConversation(conversation.number, at: now)
                } else {
                    zone.expireConversation(conversation.number, at: now)
                }
                collectEnded(asker)
            }
            return outcome(of: conversation) ?? .refused(Refusal(.timedOut))
        }
    }

    private func deliverStanding() throws {
        while let next = standing?.first {
            standing?.removeFirst()
            guard let envelope = outboxRow(of: next.participant, next.sequence) else { continue }
            let ends = LinkEnds(from: envelope.source, to: envelope.destination)
            if bus.faults.isDown(envelope.destination) || bus.faults.isCut(ends) {
                try giveUp(envelope, next.sequence)
            } else {
                _ = try arrive(envelope, next.sequence)
            }
        }
    }

    private func outcomeIsOut(_ conversation: ConversationID) -> Bool {
        if case .some(.none) = watched[conversation] { true } else { false }
    }

    /// Asks and lets time pass until the conversation has ended; events from outside must not be pending.
    package func ask(_ command: Command, at institution: InstitutionID) throws -> Outcome {
        let wasWatching = isWatching
        isWatching = true
        defer { isWatching = wasWatching }
        switch try perform(command, at: institution) {
        case .ended(let outcome)?: return outcome
        case .began(let conversation)?: return try wait(for: conversation)
        case nil: return .done
        }
    }

    /// Lets time pass until a watched conversation has ended.
    package func wait(for conversation: ConversationID) throws -> Outcome {
        while outcomeIsOut(conversation), let key = queue.first {
            if case .external = try advance(to: key.time) { break }
        }
        return outcome(of: conversation) ?? .refused(Refusal(.timedOut))
    }

    // MARK: Faults

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

    /// Throws a node's memory away and rebuilds it from its store, or, without one, from what a store would hold.
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
