package import LibraryModel
import RequestRouting
package import SimulationKernel

/// A whole network: its nodes, the bus between them, and the one loop that handles their events in
/// order.
///
/// The loop stops at each event that came from outside (a command of a scenario, a fault, a probe)
/// and hands it back to whoever drives the network; everything between is internal.
package final class Network {
    package let configuration: NetworkConfiguration
    @exclusivity(unchecked) package private(set) var nodes: [InstitutionNode]
    /// The nodes by position, and every participant's end of the bus by rank, as the loop reaches
    /// them.
    @exclusivity(unchecked) var looseNodes: UncountedList<InstitutionNode>
    @exclusivity(unchecked) var endpoints: UncountedList<Endpoint>
    package let zone: NetworkZone
    package let bus: MessageBus
    /// The instant of the event handled last, or to which the network was advanced.
    @exclusivity(unchecked) package internal(set) var now: SimulationTime
    /// What has happened so far, in order.
    @exclusivity(unchecked) package private(set) var runDigest: Digest
    /// The number of events handled.
    @exclusivity(unchecked) package private(set) var eventsHandled: Int64
    /// Whether every invariant is looked at after every event.
    @exclusivity(unchecked) package var checksInvariants = false
    /// The record of envelopes, if one is kept.
    @exclusivity(unchecked) package var journal: Journal?

    /// Written after every event, if the write policy is *every event*.
    let draws: DrawSource
    package let routing: Routing
    /// Where all nodes choose lenders, one after another.
    private let desk: RoutingDesk
    private let everyEventStore: (any NetworkStore)?
    @exclusivity(unchecked) var queue = EventQueue()
    @exclusivity(unchecked) var watched: [ConversationID: Outcome?] = [:]
    @exclusivity(unchecked) var hasNewOutcome = false
    /// Who wants which title next, as far as that is known and has not been looked ahead to further.
    @exclusivity(unchecked) var wished: Wish?
    /// Who will be asked first, as far as that can be guessed, for the title that was looked up last.
    @exclusivity(unchecked) var likely: (lender: InstitutionID, title: TitleID)?
    /// The envelopes that a conversation in standing time has yet to deliver.
    @exclusivity(unchecked) var standing: [(sender: Endpoint, slot: Int)]?

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
        everyEventStore: (any NetworkStore)? = nil,
        routing: Routing? = nil
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
        looseNodes = UncountedList(nodes)
        endpoints = UncountedList([zone.endpoint] + nodes.map(\.endpoint))
        self.routing = routing ?? .standard(in: configuration)
        desk = RoutingDesk(self.routing.rules)
        for node in nodes {
            node.draws = draws
            node.use(self.routing, at: desk)
        }
        takeUpAll(of: zone.endpoint)
        for node in nodes { takeUpAll(of: node.endpoint) }
    }

    /// Puts another node in the place of one that has lost its memory.
    func replace(_ institution: InstitutionID, by node: InstitutionNode) {
        nodes[institution.position] = node
        looseNodes.replace(institution.position, by: node)
        endpoints.replace(Int(node.participant.rank), by: node.endpoint)
        node.draws = draws
        node.use(routing, at: desk)
        // What the queue holds of the old node names slots that mean nothing in the new one.
        takeUpAll(of: node.endpoint)
    }

    /// Lets everything that an endpoint holds happen when it is due.
    private func takeUpAll(of endpoint: Endpoint) {
        for slot in endpoint.timers.occupied { queue.insert(EventKey(timer: slot, of: endpoint)) }
        for slot in endpoint.outbox.occupied {
            queue.insert(EventKey(envelope: slot, of: endpoint))
        }
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
        while let first = queue.first, first.time <= limit {
            if hasNewOutcome {
                hasNewOutcome = false
                return .conversationEnded
            }
            // After a crash two events may be alike but for their slots: only what is taken out is
            // known to be gone.
            guard let key = queue.removeFirst() else { break }
            switch key.eventClass {
            case .delivery:
                try endpoints.with(Int(key.source)) { try deliver(key, from: $0) }
            case .timer: try fire(key)
            case .command where key.source != 0, .job where key.source != 0: try fire(key)
            case .fault, .job, .command, .probe:
                lookAhead()
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
        runDigest.fold(key.classAndSource)
        runDigest.fold(key.sequence)
        runDigest.fold(kind)
        runDigest.fold(argument)
        runDigest.fold(outcome)
    }

    // MARK: Internal events

    @inline(__always)
    private func deliver(_ key: EventKey, from sender: Endpoint) throws {
        let slot = key.slot
        guard let envelope = sender.outbox.find(key.id, in: slot),
            envelope.pointee.state == .flying, envelope.pointee.time == key.time
        else { return }
        now = max(now, key.time)
        let kind = 100 + Int64(envelope.pointee.kind)
        let conversation = envelope.pointee.conversation.number
        let outcome = try arrive(slot, of: sender)
        fold(key, kind: kind, argument: conversation, outcome: outcome)
    }

    /// Hands an envelope to its destination; returns 0 when applied, 1 for a duplicate, 2 when it
    /// was lost.
    @inline(__always)
    func arrive(_ slot: Int, of sender: Endpoint) throws -> Int64 {
        let destination = sender.outbox.place(slot: slot).pointee.destination
        if bus.faults.isDown(destination) {
            try journal?.append(.lost, sender.outbox[slot: slot], at: now.microseconds)
            try lose(slot, of: sender)
            return 2
        }
        return try endpoints.with(Int(destination.rank)) { receiver in
            guard receiver !== sender else { return try arrive(slot, atSender: sender) }
            return try apply(sender.outbox.place(slot: slot), in: slot, of: sender, at: receiver)
        }
    }

    /// Hands an envelope to its own sender, which may send others meanwhile and so move its outbox.
    @inline(never)
    private func arrive(_ slot: Int, atSender sender: Endpoint) throws -> Int64 {
        let envelope = sender.outbox[slot: slot]
        return try withUnsafePointer(to: envelope) {
            try apply($0, in: slot, of: sender, at: sender)
        }
    }

    @inline(__always)
    private func apply(
        _ envelope: UnsafePointer<Envelope>,
        in slot: Int,
        of sender: Endpoint,
        at receiver: Endpoint
    ) throws -> Int64 {
        let isNew = receiver.accept(envelope)
        if isNew {
            if routing.wantsLoads { lookAhead(onArrivalOf: envelope) }
            if let institution = receiver.participant.institution {
                looseNodes.with(institution.position) { $0.handle(envelope, at: now) }
            } else {
                zone.handle(envelope, at: now)
            }
        }
        if leavesAtOnce {
            takeUp(receiver)
        } else {
            try commit(receiver, after: isNew ? .delivered : .duplicate, of: envelope)
        }
        // Only now does the sender forget the envelope: until the receiver's transaction stands, it
        // is the sender's.
        sender.settle(slot)
        // It has emitted nothing, so there is something to take up only for its store.
        if everyEventStore != nil { try settle(sender) }
        return isNew ? 0 : 1
    }

    private func commit(
        _ receiver: Endpoint,
        after event: JournalLine.Event,
        of envelope: UnsafePointer<Envelope>
    ) throws {
        let left = try commit(receiver)
        try journal?.append(event, envelope.pointee, at: now.microseconds)
        try journalLaunch(of: left, by: receiver)
    }

    private func lose(_ slot: Int, of sender: Endpoint) throws {
        sender.counters[.lost] += 1
        if sender.outbox[slot: slot].copy != 0 {
            sender.settle(slot)
        } else {
            bus.wait(slot, of: sender, at: now)
            queue.insert(EventKey(envelope: slot, of: sender))
        }
        try settle(sender)
    }

    private func fire(_ key: EventKey) throws {
        lookAhead()
        try endpoints.with(Int(key.source)) { try fire(key, of: $0) }
    }

    private func fire(_ key: EventKey, of owner: Endpoint) throws {
        // What is due at a participant that is down waits for it to reopen.
        guard !bus.faults.isDown(owner.participant) else { return }
        if key.isRetry { return try retry(key, of: owner) }
        guard let due = owner.timers.find(key.id, in: key.slot), due.pointee.time == key.time
        else { return }
        now = max(now, key.time)
        let timer = owner.take(key.slot)
        let outcome: Int64
        if let institution = owner.participant.institution {
            outcome = looseNodes.with(institution.position) {
                $0.handle(timer, at: now).number
            }
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

    private func retry(_ key: EventKey, of sender: Endpoint) throws {
        let slot = key.slot
        guard let envelope = sender.outbox.find(key.id, in: slot),
            envelope.pointee.state == .waiting, envelope.pointee.time == key.time
        else { return }
        now = max(now, key.time)
        let kind = 200 + Int64(envelope.pointee.kind)
        let conversation = envelope.pointee.conversation.number
        let outcome = try resend(slot, of: sender)
        fold(key, kind: kind, argument: conversation, outcome: outcome)
    }

    /// Sends a lost envelope again, or gives it up; returns the attempt, 0 for a dead letter, or -1
    /// where its duplicate has arrived, which is acknowledged as well as it would be.
    private func resend(_ slot: Int, of sender: Endpoint) throws -> Int64 {
        if hasArrived(slot, of: sender) {
            sender.settle(slot)
            try settle(sender)
            return -1
        }
        let link = configuration.link(
            from: sender.participant,
            to: sender.outbox[slot: slot].destination
        )
        let attempts =
            sender.outbox[slot: slot].message.isDurable ? 10_000 : link.attempts
        guard Int(sender.outbox[slot: slot].attempt) < attempts else {
            try giveUp(slot, of: sender)
            return 0
        }
        sender.outbox[slot: slot].attempt += 1
        let attempt = Int64(sender.outbox[slot: slot].attempt)
        bus.launch(slot, of: sender, at: now, into: &queue)
        let left = try commit(sender)
        try journalLaunch(of: left + [slot], by: sender)
        return attempt
    }

    /// Whether the receiver has applied an envelope, or its duplicate.
    private func hasArrived(_ slot: Int, of sender: Endpoint) -> Bool {
        let rank = Int(sender.outbox[slot: slot].destination.rank)
        let number = sender.outbox[slot: slot].number
        return endpoints.with(rank) { $0.peer(sender.participant).received.hasApplied(number) }
    }

    func giveUp(_ slot: Int, of sender: Endpoint) throws {
        let envelope = sender.outbox[slot: slot]
        sender.settle(slot)
        sender.counters[.deadLetters] += 1
        if let institution = sender.participant.institution {
            nodes[institution.position].undeliverable(envelope, at: now)
        } else {
            zone.undeliverable(envelope, at: now)
        }
        try journal?.append(.deadLetter, envelope, at: now.microseconds)
        try settle(sender)
    }

    // MARK: After each change

    /// Takes up what a participant has emitted, and notes in the journal what left.
    func settle(_ endpoint: Endpoint) throws {
        guard leavesAtOnce else {
            return try journalLaunch(of: try commit(endpoint), by: endpoint)
        }
        takeUp(endpoint)
    }

    /// Whether what a participant emits goes on its way with nothing else to be done: nothing is
    /// written down about it, and the clock runs.
    @inline(__always)
    private var leavesAtOnce: Bool {
        journal == nil && everyEventStore == nil && standing == nil
    }

    /// Takes up what a participant has emitted: fates are drawn, the transaction is written, and
    /// only then does anything leave.
    ///
    /// Returns the slots of the envelopes, where a journal or a standing conversation wants to
    /// know.
    private func commit(_ endpoint: Endpoint) throws -> [Int] {
        let left = journal == nil && standing == nil ? [] : endpoint.emittedEnvelopes.all
        if standing != nil {
            standing? += left.map { (endpoint, $0) }
            endpoint.noteTakenUp()
        }
        takeUp(endpoint)
        if let store = everyEventStore, standing == nil {
            if let institution = endpoint.participant.institution {
                try store.write(nodes[institution.position].drain(to: .tables), of: institution)
            } else {
                try store.write(zone.drain(to: .tables))
            }
        }
        return left
    }

    /// Lets what a participant has emitted happen when it is due.
    private func takeUp(_ endpoint: Endpoint) {
        for position in 0..<endpoint.emittedEnvelopes.count {
            let slot = endpoint.emittedEnvelopes[position]
            lookAhead(atArrivalOf: slot, from: endpoint)
            bus.launch(slot, of: endpoint, at: now, into: &queue)
            lookFurther(atArrivalOf: slot, from: endpoint)
        }
        for position in 0..<endpoint.emittedTimers.count {
            let slot = endpoint.emittedTimers[position]
            // What was set in this very event may have been cancelled in it.
            if endpoint.timers.id(in: slot) >= 0 {
                queue.insert(EventKey(timer: slot, of: endpoint))
            }
        }
        endpoint.noteTakenUp()
        if !endpoint.ended.isEmpty { collectEnded(endpoint) }
    }

    private func journalLaunch(of slots: [Int], by sender: Endpoint) throws {
        guard let journal, standing == nil else { return }
        for slot in slots {
            let envelope = sender.outbox[slot: slot]
            try journal.append(.sent, envelope, at: now.microseconds)
            if envelope.state == .waiting {
                try journal.append(.lost, envelope, at: now.microseconds)
            }
        }
    }

    func collectEnded(_ endpoint: Endpoint) {
        if standing == nil {
            // What a conversation came to is part of what the event that ended it came to.
            for (number, outcome) in endpoint.ended {
                runDigest.fold(number)
                runDigest.fold(outcome.number)
            }
        }
        if !watched.isEmpty {
            for (number, outcome) in endpoint.ended {
                let id = ConversationID(participant: endpoint.participant, number: number)
                if watched[id] != nil {
                    watched[id] = .some(outcome)
                    hasNewOutcome = true
                }
            }
        }
        endpoint.ended.removeAll(keepingCapacity: true)
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
        guard !bus.faults.isDown(ParticipantID(institution)) else {
            // A node that is down cannot count, so the network does.
            zone.counters[.unreachable] += 1
            try settle(zone.endpoint)
            return .ended(
                .refused(
                    Refusal(
                        .unreachable,
                        detail: configuration.institutions[institution.position].code
                    )
                )
            )
        }
        let result: CommandResult? = looseNodes.with(institution.position) { node in
            guard let numbered else { return node.perform(command, by: actor, at: now) }
            return node.perform(
                command,
                by: actor,
                number: numbered.number,
                of: numbered.stream,
                at: now
            )
        }
        guard let result else { return nil }
        if case .began(let conversation) = result, isWatching {
            watched.updateValue(nil, forKey: conversation)
        }
        try endpoints.with(Int(ParticipantID(institution).rank)) { try settle($0) }
        return result
    }

    /// Whether outcomes of conversations begun from now on are kept for `outcome(of:)`.
    @exclusivity(unchecked) package var isWatching = false

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
        try settle(zone.endpoint)
        return conversation
    }
}
