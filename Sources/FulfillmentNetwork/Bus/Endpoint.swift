package import LibraryModel
package import SimulationKernel

/// A timer of a participant.
package struct NodeTimer: Sendable, Hashable {
    /// What is due; the raw value is its number in stores and digests.
    package enum Kind: UInt8, Sendable {
        /// A conversation's answers are waited for no longer.
        case conversationDeadline = 1
        /// The patron brings a loan back.
        case patronReturn = 2
        /// The patron asks for a renewal before the loan is due.
        case patronRenewal = 3
        /// A borrowing request is located once more, the zone having been silent.
        case locateAgain = 4
        /// A parcel from a lender arrives.
        case parcelArrives = 5
        /// A promised item is ready to go.
        case parcelReady = 6
        /// A parcel from a borrower arrives.
        case parcelReturns = 7
        /// What is out to partners is published.
        case publish = 8
        /// The jobs of the night run.
        case nightlyJobs = 9
        /// A patron fetches what came from a partner.
        case patronPicksUp = 10
        /// An item pulled for a linked account is ready to go.
        case networkHoldReady = 11
        /// An own item comes home from another institution.
        case transitEnds = 12
        /// Another institution's item arrives for its patron.
        case guestItemArrives = 13
        /// A patron fetches another institution's item.
        case guestIsFetched = 14
        /// A patron brings another institution's item back.
        case guestIsReturned = 15

        /// Patrons act in the order of commands; everything else is a timer.
        var eventClass: EventClass {
            switch self {
            case .patronReturn, .patronRenewal, .patronPicksUp, .guestIsFetched,
                .guestIsReturned:
                .command
            case .publish, .nightlyJobs: .job
            default: .timer
            }
        }
    }

    package var kind: Kind
    package var time: SimulationTime
    /// The number of the conversation or record; of a parcel also, above, of the attempt.
    package var argument: Int64

    package init(kind: Kind, time: SimulationTime, argument: Int64) {
        self.kind = kind
        self.time = time
        self.argument = argument
    }
}

/// One participant's end of the message bus: what it has sent, what it has seen, and its timers.
///
/// Everything here is state of its participant and lives in its store.
package struct Endpoint: Sendable {
    /// What is kept for one other participant.
    package struct Peer: Sendable, Hashable, Codable {
        /// How many conversations were begun with it.
        package var conversations: Int64 = 0
        /// How many envelopes were sent there.
        package var sent: Int64 = 0
        /// The numbers of those that have not arrived, in order.
        package var unsettled: [Int64] = []
        /// What has been received from there.
        package var received = InboxMark()

        package init() {}
    }

    package let participant: ParticipantID
    private let outboxLimit: Int
    /// The count of timers and envelopes, which orders this participant's events of one instant.
    package private(set) var sequence: Int64 = 0
    /// The count of conversations begun.
    package private(set) var conversations: Int64 = 0
    package internal(set) var outbox = TransientTable<Envelope>()
    package private(set) var timers = TransientTable<NodeTimer>()
    package private(set) var peers: [Peer]
    private var dirtyPeers: [Bool]

    /// Envelopes sent and timers set since the network last looked, by sequence.
    var emittedEnvelopes: [Int64] = []
    var emittedTimers: [Int64] = []

    init(participant: ParticipantID, peerCount: Int, outboxLimit: Int) {
        self.participant = participant
        self.outboxLimit = outboxLimit
        peers = Array(repeating: Peer(), count: peerCount)
        dirtyPeers = Array(repeating: false, count: peerCount)
    }

    mutating func restore(_ rows: EndpointRows) {
        sequence = rows.sequence
        conversations = rows.conversations
        outbox = TransientTable(clean: rows.outbox)
        timers = TransientTable(clean: rows.timers)
        for row in rows.peers where peers.indices.contains(Int(row.id)) {
            peers[Int(row.id)] = row.record
        }
    }

    /// Names a new conversation with a partner.
    mutating func nextConversation(with partner: ParticipantID) -> ConversationID {
        conversations += 1
        let rank = Int(partner.rank)
        peers[rank].conversations += 1
        dirtyPeers[rank] = true
        return ConversationID(
            participant: participant,
            number: conversations,
            ordinal: peers[rank].conversations
        )
    }

    /// Puts a message into the outbox; false where too much is under way to that destination
    /// already.
    mutating func send(
        _ message: Message,
        to destination: ParticipantID,
        in conversation: ConversationID,
        step: Int32,
        at now: SimulationTime
    ) -> Bool {
        let rank = Int(destination.rank)
        // What must arrive is bounded by the requests that it is about.
        guard peers[rank].unsettled.count < outboxLimit || message.isDurable else { return false }
        peers[rank].sent += 1
        let number = peers[rank].sent
        peers[rank].unsettled.append(number)
        dirtyPeers[rank] = true
        sequence += 1
        outbox.add(
            sequence,
            Envelope(
                source: participant,
                destination: destination,
                conversation: conversation,
                step: step,
                number: number,
                copy: 0,
                floor: peers[rank].unsettled[0],
                sent: now,
                attempt: 1,
                state: .flying,
                time: now,
                message: message
            )
        )
        emittedEnvelopes.append(sequence)
        return true
    }

    /// Adds a duplicate that the link made of an envelope, and returns its sequence.
    mutating func addCopy(of envelope: Envelope, arriving time: SimulationTime) -> Int64 {
        sequence += 1
        var copy = envelope
        copy.copy = 1
        copy.state = .flying
        copy.time = time
        outbox.add(sequence, copy)
        return sequence
    }

    mutating func update(_ sequence: Int64, _ envelope: Envelope) {
        outbox.set(sequence, envelope)
    }

    /// Takes an envelope out: the receiver has it, or it is a dead letter.
    mutating func settle(_ sequence: Int64) {
        guard
            let (isCopy, number, rank) = outbox.drop(
                sequence,
                after: { ($0.copy != 0, $0.number, Int($0.destination.rank)) }
            ), !isCopy
        else { return }
        if let position = peers[rank].unsettled.firstIndex(of: number) {
            peers[rank].unsettled.remove(at: position)
            dirtyPeers[rank] = true
        }
    }

    /// Notes an envelope that arrived; false where it was applied before.
    mutating func accept(_ envelope: Envelope) -> Bool {
        let rank = Int(envelope.source.rank)
        dirtyPeers[rank] = true
        return peers[rank].received.accept(number: envelope.number, floor: envelope.floor)
    }

    /// Sets a timer and returns its number.
    @discardableResult
    mutating func setTimer(
        _ kind: NodeTimer.Kind,
        at time: SimulationTime,
        argument: Int64
    ) -> Int64 {
        sequence += 1
        timers.add(sequence, NodeTimer(kind: kind, time: time, argument: argument))
        emittedTimers.append(sequence)
        return sequence
    }

    /// Removes a timer; it is no error if it has fired.
    mutating func cancelTimer(_ sequence: Int64) {
        timers.drop(sequence)
    }

    /// Moves what fell due while the participant was down to just after an instant, in its order,
    /// and returns the numbers of the timers and of the waiting envelopes moved.
    mutating func postponeOverdue(
        to now: SimulationTime
    ) -> (timers: [Int64], envelopes: [Int64]) {
        var offset: Int64 = 0
        let lateTimers = timers.all.filter { $0.record.time <= now }
            .sorted { ($0.record.time, $0.id) < ($1.record.time, $1.id) }
        for row in lateTimers {
            offset += 1
            var timer = row.record
            timer.time = now + SimulationDuration(microseconds: offset)
            timers.set(row.id, timer)
        }
        let lateEnvelopes = outbox.all
            .filter { $0.record.state == .waiting && $0.record.time <= now }
            .sorted { ($0.record.time, $0.id) < ($1.record.time, $1.id) }
        for row in lateEnvelopes {
            offset += 1
            var envelope = row.record
            envelope.time = now + SimulationDuration(microseconds: offset)
            outbox.set(row.id, envelope)
        }
        return (lateTimers.map(\.id), lateEnvelopes.map(\.id))
    }

    mutating func drain() -> EndpointRows {
        let (envelopes, goneEnvelopes) = outbox.drain()
        let (changedTimers, goneTimers) = timers.drain()
        var changedPeers: [Row<Peer>] = []
        for rank in peers.indices where dirtyPeers[rank] {
            dirtyPeers[rank] = false
            changedPeers.append(Row(id: Int64(rank), record: peers[rank]))
        }
        return EndpointRows(
            sequence: sequence,
            conversations: conversations,
            outbox: envelopes,
            timers: changedTimers,
            peers: changedPeers,
            deletedEnvelopes: goneEnvelopes,
            deletedTimers: goneTimers
        )
    }

    var all: EndpointRows {
        EndpointRows(
            sequence: sequence,
            conversations: conversations,
            outbox: outbox.all,
            timers: timers.all,
            peers: peers.indices.map { Row(id: Int64($0), record: peers[$0]) }
        )
    }

    func fold(into digest: inout Digest) {
        digest.fold(sequence)
        digest.fold(conversations)
        // Each list is folded after its length, so that no row can stand in for one of another
        // list.
        digest.fold(timers.count)
        for row in timers.all {
            digest.fold(row.id)
            digest.fold(Int64(row.record.kind.rawValue))
            digest.fold(row.record.time.microseconds)
            digest.fold(row.record.argument)
        }
        digest.fold(outbox.count)
        for row in outbox.all {
            let envelope = row.record
            digest.fold(row.id)
            for value in [
                Int64(envelope.destination.rank), Int64(envelope.conversation.participant.rank),
                envelope.conversation.number, envelope.conversation.ordinal, Int64(envelope.step),
                envelope.number,
                Int64(envelope.copy), envelope.floor, envelope.sent.microseconds,
                Int64(envelope.attempt), Int64(envelope.state.rawValue),
                envelope.time.microseconds,
            ] {
                digest.fold(value)
            }
            digest.fold(contentOf: envelope.message)
        }
        for peer in peers {
            digest.fold(peer.conversations)
            digest.fold(peer.sent)
            digest.fold(peer.unsettled.count)
            peer.unsettled.forEach { digest.fold($0) }
            digest.fold(peer.received.low)
            digest.fold(peer.received.above.count)
            peer.received.above.forEach { digest.fold($0) }
        }
    }
}

/// The rows of an endpoint: all of them, or those that changed.
package struct EndpointRows: Sendable {
    package var sequence: Int64
    package var conversations: Int64
    package var outbox: [Row<Envelope>]
    package var timers: [Row<NodeTimer>]
    package var peers: [Row<Endpoint.Peer>]
    package var deletedEnvelopes: [Int64] = []
    package var deletedTimers: [Int64] = []

    package init(
        sequence: Int64,
        conversations: Int64,
        outbox: [Row<Envelope>],
        timers: [Row<NodeTimer>],
        peers: [Row<Endpoint.Peer>],
        deletedEnvelopes: [Int64] = [],
        deletedTimers: [Int64] = []
    ) {
        self.sequence = sequence
        self.conversations = conversations
        self.outbox = outbox
        self.timers = timers
        self.peers = peers
        self.deletedEnvelopes = deletedEnvelopes
        self.deletedTimers = deletedTimers
    }
}
