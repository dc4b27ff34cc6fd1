import FulfillmentNetwork
import LibraryModel
import SimulationKernel

extension NodeTimer: StoredRecord {
    static let table = "timers"
    static var blank: NodeTimer {
        NodeTimer(kind: .conversationDeadline, time: .blank, argument: 0)
    }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.choice("kind", &kind)
        try row.time("time_us", &time)
        let domain: Domain =
            switch kind {
            case .conversationDeadline: .count
            case .patronReturn, .patronRenewal: .row(of: .loans)
            case .locateAgain, .patronPicksUp: .row(of: .borrowingRequests)
            // With the number of the attempt above.
            case .parcelArrives, .answerOverdue: .count
            case .parcelReady, .parcelReturns: .row(of: .lendingRequests)
            case .networkHoldReady: .row(of: .networkHolds)
            case .transitEnds: .row(of: .transits)
            case .guestItemArrives, .guestIsFetched, .guestIsReturned: .row(of: .guestItems)
            case .publish, .nightlyJobs: .range(0...0)
            }
        try row.integer("argument", &argument, domain)
        guard kind == .parcelArrives || kind == .answerOverdue,
            let references = row.references
        else { return }
        let request = Int64(Int32(truncatingIfNeeded: argument))
        guard references[.borrowingRequests].contains(request) else {
            throw BrokenValue(
                "argument",
                found: "request \(request)",
                expected: "one of \(references[.borrowingRequests].count)"
            )
        }
    }
}

extension Envelope: StoredRecord {
    static let table = "outbox"
    static var blank: Envelope {
        Envelope(
            source: .network,
            destination: .network,
            conversation: ConversationID(participant: .network, number: 1),
            step: 0,
            number: 1,
            copy: 0,
            floor: 1,
            sent: .blank,
            attempt: 1,
            state: .flying,
            time: .blank,
            message: .accountPurged(
                PatronReference(institution: .blank, patron: .blank),
                refreshed: 0
            )
        )
    }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.participant(.fixed("source"), &source)
        try row.participant(.fixed("destination"), &destination)
        try row.participant(.fixed("conversation_participant"), &conversation.participant)
        try row.integer(.fixed("conversation"), &conversation.number, .count)
        try row.integer(.fixed("conversation_ordinal"), &conversation.ordinal, .count)
        try row.number(.fixed("step"), &step, .smallCount)
        try row.integer(.fixed("number"), &number, .count)
        try row.number(.fixed("copy"), &copy, .range(0...1))
        try row.integer("floor", &floor, .count)
        try row.time(.fixed("sent_us"), &sent)
        try row.number("attempt", &attempt, .range(1...1 << 30))
        try row.choice("state", &state)
        try row.time("time_us", &time)
        try row.json(.fixed("message"), &message)
        if let references = row.references { try message.check(against: references) }
    }
}

extension Endpoint.Peer: StoredRecord {
    static let table = "peers"
    static var blank: Endpoint.Peer { Endpoint.Peer() }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.integer("conversations", &conversations, .count)
        try row.integer("sent", &sent, .count)
        var unsettled = underway.numbers
        try row.list("unsettled", &unsettled)
        var low = received.low
        var above = received.above
        try row.integer("received_low", &low, .count)
        try row.list("received_above", &above)
        guard row.references != nil else { return }
        guard let window = NumberWindow(unsettled), unsettled.last ?? 0 <= sent else {
            throw BrokenValue(
                "unsettled",
                found: "\(unsettled.prefix(9))",
                expected: "numbers from 1 to \(sent), in order"
            )
        }
        guard let mark = InboxMark(low: low, above: above) else {
            throw BrokenValue(
                "received_above",
                found: "\(above.prefix(9))",
                expected: "numbers from \(low + 2) on, in order"
            )
        }
        underway = window
        received = mark
    }
}

extension Conversation: StoredRecord {
    static let table = "conversations"
    static var blank: Conversation {
        Conversation(
            purpose: .renewal(loan: .blank, of: .blank, by: .anyone),
            deadline: 0,
            began: 0
        )
    }

    mutating func visit(_ row: inout some RowVisitor) throws(BrokenValue) {
        try row.json("purpose", &purpose)
        try row.integer("deadline_timer", &deadline, .count)
        try row.integer("began_us", &began, .time)
        if let references = row.references { try purpose.check(against: references) }
    }
}
