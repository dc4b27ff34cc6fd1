import FulfillmentNetwork
import LibraryModel
import RequestRouting

/// What visits the tables of a participant's changes in their order: to pack them or to unpack
/// them.
protocol ChangeVisitor {
    mutating func number(_ value: inout Int64) throws(BrokenValue)
    /// Rows that never go.
    mutating func rows<Record: StoredRecord>(
        _ rows: inout [FulfillmentNetwork.Row<Record>]
    ) throws(BrokenValue)
    /// Rows that come and go, and the numbers of those that are gone.
    mutating func rows<Record: StoredRecord>(
        _ rows: inout TransientRows<Record>
    ) throws(BrokenValue)
}

/// What changed at a participant.
protocol Changes {
    init()
    mutating func visit(_ changes: inout some ChangeVisitor) throws(BrokenValue)
}

extension NodeRows: Changes {
    init() {
        self.init(endpoint: .empty, counters: Counters(), appliedCommands: [:])
    }

    mutating func visit(_ changes: inout some ChangeVisitor) throws(BrokenValue) {
        try changes.rows(&patrons)
        try changes.rows(&patronLabels)
        try changes.rows(&identifiers)
        try changes.rows(&contacts)
        try changes.rows(&externalAccounts)
        try changes.rows(&linkedAccounts)
        try changes.rows(&blocks)
        try changes.rows(&bibs)
        try changes.rows(&bibLabels)
        try changes.rows(&items)
        try changes.rows(&itemLabels)
        try changes.rows(&loans)
        try changes.rows(&fees)
        try changes.rows(&holds)
        try changes.rows(&borrowing)
        try changes.rows(&lending)
        try changes.rows(&citations)
        try changes.rows(&networkHolds)
        try changes.rows(&transits)
        try changes.rows(&guestItems)
        try changes.rows(&closures)
        try changes.rows(&closedDays)
        try changes.rows(&finesElsewhere)
        try changes.rows(&notedLookUps)
        try changes.rows(&looks)
        try changes.rows(&jobs)
        try changes.rows(&turns)
        try changes.rows(&lendersAsked)
        try changes.rows(&decisions)
        try changes.rows(&lenderFacts)
        try changes.rows(&particulars)
        try changes.rows(&conversations)
        try changes.endpoint(&endpoint)
        try changes.counters(&counters)
        try changes.commands(&appliedCommands)
    }
}

extension ZoneRows: Changes {
    init() {
        self.init(endpoint: .empty, counters: Counters())
    }

    mutating func visit(_ changes: inout some ChangeVisitor) throws(BrokenValue) {
        try changes.rows(&titles)
        try changes.rows(&catalogue)
        try changes.rows(&loads)
        try changes.rows(&closures)
        try changes.rows(&conversations)
        try changes.endpoint(&endpoint)
        try changes.counters(&counters)
    }
}

extension EndpointRows {
    fileprivate static var empty: EndpointRows {
        EndpointRows(
            sequence: 0,
            conversations: 0,
            outbox: TransientRows(),
            timers: TransientRows(),
            peers: []
        )
    }
}

extension ChangeVisitor {
    fileprivate mutating func endpoint(_ endpoint: inout EndpointRows) throws(BrokenValue) {
        try number(&endpoint.sequence)
        try number(&endpoint.conversations)
        try rows(&endpoint.outbox)
        try rows(&endpoint.timers)
        try rows(&endpoint.peers)
    }

    fileprivate mutating func counters(_ counters: inout Counters) throws(BrokenValue) {
        try counters.forEach { count throws(BrokenValue) in try number(&count) }
    }

    fileprivate mutating func commands(
        _ marks: inout [CommandStream: Int64]
    ) throws(BrokenValue) {
        var count = Int64(marks.count)
        try number(&count)
        var known = marks.sorted { $0.key < $1.key }[...]
        for _ in 0..<max(0, count) {
            let mark = known.popFirst()
            var stream = mark?.key.number ?? 0
            var last = mark?.value ?? 0
            try number(&stream)
            try number(&last)
            marks[CommandStream(number: stream)] = last
        }
    }
}
