package import LibraryModel
package import SimulationKernel

/// A conversation between participants, numbered by the one that began it.
package struct ConversationID: Hashable, Sendable, Codable {
    /// Who began it.
    package var participant: ParticipantID
    /// The beginner's count of conversations, from 1; looks at accounts are counted apart.
    package var number: Int64

    /// The number of an institution's first look at an account.
    ///
    /// The number is part of the key of every draw on the way, so a look must shift none of the
    /// others.
    package static let firstLook: Int64 = 1 << 40
    /// What draws on the way of requests are keyed by, besides the home's count of requests.
    static let firstRequest: Int64 = 1 << 41

    /// What draws on the way are keyed by: the beginner's count of conversations with the same
    /// partner, so that what others do at the beginner shifts none of them.
    package var ordinal: Int64

    /// Names a conversation; one with many partners is keyed by its own number.
    package init(participant: ParticipantID, number: Int64, ordinal: Int64? = nil) {
        self.participant = participant
        self.number = number
        self.ordinal = ordinal ?? number
    }

    /// The conversation of a request, begun and numbered by its home; whoever takes part in it
    /// speaks of it so.
    init(about request: RequestID, number: Int64) {
        self.init(
            participant: ParticipantID(request.home),
            number: number,
            ordinal: Self.firstRequest + request.number
        )
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.participant == right.participant && left.number == right.number
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(participant)
        hasher.combine(number)
    }
}

/// Where a message comes from, and what it belongs to.
package struct Origin: Sendable {
    package var source: ParticipantID
    package var conversation: ConversationID
    package var step: Int32
}

/// A message on its way from one participant to another.
package struct Envelope: Sendable {
    /// Where an envelope is in its life.
    package enum State: UInt8, Sendable {
        /// Under way: due at its destination at `time`.
        case flying
        /// Lost: to be sent again at `time`.
        case waiting
    }

    // In the order in which they take the least memory.
    package var source: ParticipantID
    package var destination: ParticipantID
    package var conversation: ConversationID
    /// The sender's count of envelopes to this destination, from 1: what the receiver tells
    /// duplicates by.
    package var number: Int64
    /// The lowest number the sender has not yet settled; the receiver forgets what it knows of
    /// lower ones.
    package var floor: Int64
    /// When the message was first sent.
    package var sent: SimulationTime
    /// When what `state` says is due.
    package var time: SimulationTime
    /// The number of the message in its conversation; with the ends it names the draw of its fate.
    package var step: Int32
    /// 0 for the envelope itself, 1 for a duplicate that the link made of it.
    package var copy: Int32
    /// How often it has been sent, from 1.
    package var attempt: Int32
    /// The message's number, so that the loop need not look into it.
    private(set) var kind: Int32
    package var message: Message { didSet { kind = Int32(message.number) } }
    package var state: State

    package var origin: Origin { Origin(source: source, conversation: conversation, step: step) }

    package init(
        source: ParticipantID,
        destination: ParticipantID,
        conversation: ConversationID,
        step: Int32,
        number: Int64,
        copy: Int32,
        floor: Int64,
        sent: SimulationTime,
        attempt: Int32,
        state: State,
        time: SimulationTime,
        message: Message
    ) {
        self.source = source
        self.destination = destination
        self.conversation = conversation
        self.step = step
        self.number = number
        self.copy = copy
        self.floor = floor
        self.sent = sent
        self.attempt = attempt
        self.state = state
        self.time = time
        kind = Int32(truncatingIfNeeded: message.number)
        self.message = consume message
    }

    /// Notes that the envelope is under way until it arrives.
    @inline(__always)
    mutating func fly(until time: SimulationTime) {
        state = .flying
        self.time = time
    }

    /// Notes that the envelope was lost, and waits to be sent again.
    mutating func wait(until time: SimulationTime) {
        state = .waiting
        self.time = time
    }
}
