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
        /// A lender has had as long to answer as the rules allow.
        case answerOverdue = 16

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

/// One participant's end of the message bus: what it has sent, what it has seen, its timers, and
/// what it counts.
///
/// Everything here is state of its participant and lives in its store.
package final class Endpoint {
    /// What is kept for one other participant.
    package struct Peer: Sendable, Hashable {
        /// How many conversations were begun with it.
        package var conversations: Int64 {
            get { Int64(conversationCount) }
            set { conversationCount = UInt32(clamping: newValue) }
        }
        // A peer takes a line of cache.
        private var conversationCount: UInt32 = 0
        fileprivate var isDirty = false
        /// How many envelopes were sent there.
        package var sent: Int64 = 0
        /// The numbers of those that have not arrived; the mark is just below the lowest.
        package var underway = NumberWindow()
        /// What has been received from there.
        package var received = InboxMark()

        package init() {}

        /// Counts the next envelope, and returns the lowest number under way with it.
        @inline(__always)
        fileprivate mutating func dispatch() -> Int64 {
            isDirty = true
            sent += 1
            if underway.isEmpty { underway.begin(with: sent) } else { underway.insert(sent) }
            return underway.low + 1
        }

        /// Notes that an envelope has arrived or was given up.
        @inline(__always)
        fileprivate mutating func settle(_ number: Int64) {
            isDirty = true
            if !underway.end(with: number) { settleAmongOthers(number) }
        }

        private mutating func settleAmongOthers(_ number: Int64) {
            guard underway.remove(number) else { return }
            if let first = underway.first {
                underway.raise(to: first - 1)
            } else {
                underway.restart(above: 0)
            }
        }
    }

    package let participant: ParticipantID
    private let outboxLimit: Int
    /// The count of timers and envelopes, which orders this participant's events of one instant.
    @exclusivity(unchecked) package private(set) var sequence: Int64 = 0
    /// The count of conversations begun.
    @exclusivity(unchecked) package private(set) var conversations: Int64 = 0
    @exclusivity(unchecked) package internal(set) var outbox = SlotTable<Envelope>()
    @exclusivity(unchecked) package private(set) var timers = SlotTable<NodeTimer>()
    @exclusivity(unchecked) private var peers = Elements<Peer>()
    /// Of each peer, whether the store's log has what its tables do not show.
    private var isLogged: [Bool]
    /// Where the timers lie that may be cancelled.
    @exclusivity(unchecked) private var deadlines: [Int64: Int] = [:]
    /// What the participant counts.
    @exclusivity(unchecked) package internal(set) var counters = LiveCounters()

    /// The slots of envelopes sent and of timers set since the network last looked.
    @exclusivity(unchecked) private(set) var emittedEnvelopes = SlotList()
    @exclusivity(unchecked) private(set) var emittedTimers = SlotList()

    /// Conversations that ended since the network last looked.
    @exclusivity(unchecked) var ended: [(number: Int64, outcome: Outcome)] = []

    init(participant: ParticipantID, peerCount: Int, outboxLimit: Int) {
        self.participant = participant
        self.outboxLimit = outboxLimit
        isLogged = Array(repeating: false, count: peerCount)
        for _ in 0..<peerCount { peers.append(Peer()) }
    }

    func restore(_ rows: EndpointRows) {
        sequence = rows.sequence
        conversations = rows.conversations
        outbox = SlotTable(clean: rows.outbox.rows)
        timers = SlotTable(clean: rows.timers.rows)
        for slot in timers.occupied where timers[slot: slot].kind == .conversationDeadline {
            deadlines[timers.id(in: slot)] = slot
        }
        for row in rows.peers where 0..<peers.count ~= Int(row.id) {
            peers[Int(row.id)] = row.record
        }
    }

    /// What is kept for another participant.
    func peer(_ participant: ParticipantID) -> Peer { peers[Int(participant.rank)] }

    /// Lets a timer be fetched into the cache.
    @inline(__always)
    func fetchTimer(in slot: Int) { timers.fetch(slot: slot) }

    /// Lets what is kept for another participant be fetched.
    @inline(__always)
    func fetchPeer(_ participant: ParticipantID) { peers.fetch(Int(participant.rank)) }

    /// Lets the places be fetched of the message and the timer that come next.
    @inline(__always)
    func fetchNext() {
        outbox.fetchNext()
        timers.fetchNext()
    }

    // MARK: Envelopes

    /// Names a new conversation with a partner.
    func nextConversation(with partner: ParticipantID) -> ConversationID {
        conversations += 1
        let rank = Int(partner.rank)
        peers[rank].conversations += 1
        peers[rank].isDirty = true
        return ConversationID(
            participant: participant,
            number: conversations,
            ordinal: peers[rank].conversations
        )
    }

    /// Puts a message into the outbox; false where too much is under way to that destination
    /// already.
    ///
    /// The message is given away; `consuming`, which would say so, ends the compiler of Swift 6.3.
    func send(
        _ message: __owned Message,
        to destination: ParticipantID,
        in conversation: ConversationID,
        step: Int32,
        at now: SimulationTime
    ) -> Bool {
        let peer = peers.address(of: Int(destination.rank))
        // What must arrive is bounded by the requests that it is about.
        if peer.pointee.underway.count >= outboxLimit, !message.isDurable {
            counters[.refusedByFullOutbox] += 1
            return false
        }
        let floor = peer.pointee.dispatch()
        sequence += 1
        let slot = outbox.add(
            sequence,
            Envelope(
                source: participant,
                destination: destination,
                conversation: conversation,
                step: step,
                number: peer.pointee.sent,
                copy: 0,
                floor: floor,
                sent: now,
                attempt: 1,
                state: .flying,
                time: now,
                message: consume message
            )
        )
        emittedEnvelopes.append(slot)
        return true
    }

    /// Adds a duplicate that the link made of an envelope, and returns its slot.
    func addCopy(of slot: Int, arriving time: SimulationTime) -> Int {
        sequence += 1
        var copy = outbox[slot: slot]
        copy.copy = 1
        copy.fly(until: time)
        return outbox.add(sequence, copy)
    }

    /// Takes an envelope out: the receiver has it, or it is a dead letter.
    func settle(_ slot: Int) {
        let envelope = outbox.place(slot: slot)
        if envelope.pointee.copy == 0 {
            peers[Int(envelope.pointee.destination.rank)].settle(envelope.pointee.number)
        }
        outbox.remove(slot: slot)
    }

    /// Notes an envelope that arrived; false where it was applied before.
    @inline(__always)
    func accept(_ envelope: UnsafePointer<Envelope>) -> Bool {
        let peer = peers.address(of: Int(envelope.pointee.source.rank))
        peer.pointee.isDirty = true
        let isNew = peer.pointee.received.accept(
            number: envelope.pointee.number,
            floor: envelope.pointee.floor
        )
        counters[isNew ? .delivered : .duplicatesIgnored] += 1
        return isNew
    }

    // MARK: Timers

    /// Sets a timer and returns its number.
    @discardableResult
    func setTimer(
        _ kind: NodeTimer.Kind,
        at time: SimulationTime,
        argument: Int64
    ) -> Int64 {
        sequence += 1
        let slot = timers.add(sequence, NodeTimer(kind: kind, time: time, argument: argument))
        if kind == .conversationDeadline { deadlines[sequence] = slot }
        emittedTimers.append(slot)
        return sequence
    }

    /// Removes the timer that ends the waiting of a conversation; it is no error if it has fired.
    func cancelDeadline(_ sequence: Int64) {
        if let slot = deadlines.removeValue(forKey: sequence) { timers.remove(slot: slot) }
    }

    /// Takes a timer that is due out of its slot.
    func take(_ slot: Int) -> NodeTimer {
        if timers[slot: slot].kind == .conversationDeadline {
            deadlines[timers.id(in: slot)] = nil
        }
        return timers.take(slot: slot)
    }

    // MARK: For the network

    /// Forgets what was sent and set: the network has taken it up, or will with all there is.
    func noteTakenUp() {
        emittedEnvelopes.removeAll()
        emittedTimers.removeAll()
    }

    /// Moves what fell due while the participant was down to just after an instant, in its order,
    /// and returns the slots of the timers and of the waiting envelopes moved.
    func postponeOverdue(to now: SimulationTime) -> (timers: [Int], envelopes: [Int]) {
        var offset: Int64 = 0
        func next() -> SimulationTime {
            offset += 1
            return now + SimulationDuration(microseconds: offset)
        }
        let lateTimers = timers.occupied.filter { timers[slot: $0].time <= now }
            .sorted {
                (timers[slot: $0].time, timers.id(in: $0))
                    < (timers[slot: $1].time, timers.id(in: $1))
            }
        for slot in lateTimers { timers[slot: slot].time = next() }
        let lateEnvelopes = outbox.occupied
            .filter { outbox[slot: $0].state == .waiting && outbox[slot: $0].time <= now }
            .sorted {
                (outbox[slot: $0].time, outbox.id(in: $0))
                    < (outbox[slot: $1].time, outbox.id(in: $1))
            }
        for slot in lateEnvelopes { outbox[slot: slot].time = next() }
        return (lateTimers, lateEnvelopes)
    }

    func drain(to part: StorePart) -> EndpointRows {
        EndpointRows(
            sequence: sequence,
            conversations: conversations,
            outbox: outbox.drain(to: part),
            timers: timers.drain(to: part),
            peers: drainPeers(to: part)
        )
    }

    private func drainPeers(to part: StorePart) -> [Row<Peer>] {
        var drained: [Row<Peer>] = []
        for rank in 0..<peers.count {
            guard peers[rank].isDirty || part == .tables && isLogged[rank] else { continue }
            peers[rank].isDirty = false
            isLogged[rank] = part == .log
            drained.append(Row(id: Int64(rank), record: peers[rank]))
        }
        return drained
    }

    var all: EndpointRows {
        EndpointRows(
            sequence: sequence,
            conversations: conversations,
            outbox: TransientRows(all: outbox.all),
            timers: TransientRows(all: timers.all),
            peers: (0..<peers.count).map { Row(id: Int64($0), record: peers[$0]) }
        )
    }

    func fold(into digest: inout Digest) {
        digest.fold(sequence)
        digest.fold(conversations)
        // Each list is folded after its length, so that no row can stand in for one of another
        // list.
        digest.fold(timers.count)
        for slot in timers.occupied {
            digest.fold(timers.id(in: slot))
            digest.fold(Int64(timers[slot: slot].kind.rawValue))
            digest.fold(timers[slot: slot].time.microseconds)
            digest.fold(timers[slot: slot].argument)
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
        for rank in 0..<peers.count {
            let peer = peers[rank]
            digest.fold(peer.conversations)
            digest.fold(peer.sent)
            digest.fold(peer.underway.count)
            peer.underway.numbers.forEach { digest.fold($0) }
            digest.fold(peer.received.low)
            let above = peer.received.above
            digest.fold(above.count)
            above.forEach { digest.fold($0) }
        }
    }
}

/// The rows of an endpoint: all of them, or those that changed.
package struct EndpointRows: Sendable {
    package var sequence: Int64
    package var conversations: Int64
    package var outbox: TransientRows<Envelope>
    package var timers: TransientRows<NodeTimer>
    package var peers: [Row<Endpoint.Peer>]

    package init(
        sequence: Int64,
        conversations: Int64,
        outbox: TransientRows<Envelope>,
        timers: TransientRows<NodeTimer>,
        peers: [Row<Endpoint.Peer>]
    ) {
        self.sequence = sequence
        self.conversations = conversations
        self.outbox = outbox
        self.timers = timers
        self.peers = peers
    }
}
