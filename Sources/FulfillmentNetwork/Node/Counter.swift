package import LibraryModel

/// What a participant counts; the raw value is its place in stores, never given to another.
package enum Counter: Int, CaseIterable, Sendable {
    case loansToOwnPatrons, loansToVisitors, renewals, returns, overdueReturns, fines
    case linkedAccountsCreated, linkedAccountsRefreshed, linkedAccountsPurged
    case lookUpsAnswered, accountQueriesAnswered
    case sent, delivered, lost, resent, duplicatesMade, duplicatesIgnored, deadLetters
    case refusedByFullOutbox
    case holdsPlaced, holdsFilled
    case requests, filledLocally, filledRemotely, unfilled, lenderAsked, lenderUnfilled, supplied
    case recalls, losses, refunds, relinked, renewalsByPartners, expired, overdueNotices
    case returnedElsewhere, jobs
    case decisionsNotKept

    /// The counter's name in stores and summaries.
    package var name: String { String(describing: self) }
}

/// A participant's counts of what happened, and of refusals by their code.
package struct Counters: Sendable, Hashable {
    package private(set) var values = [Int64](repeating: 0, count: Counter.allCases.count)
    package private(set) var refusals =
        [Int64](repeating: 0, count: RefusalCode.allCases.count + 1)

    package init() {}

    init(values: [Int64], refusals: [Int64]) {
        self.values = values
        self.refusals = refusals
    }

    package subscript(counter: Counter) -> Int64 {
        get { values[counter.rawValue] }
        set { values[counter.rawValue] = newValue }
    }

    package subscript(refusal: RefusalCode) -> Int64 {
        get { refusals[refusal.number] }
        set { refusals[refusal.number] = newValue }
    }

    /// Each counter that is not zero, by name, in a fixed order: what a store keeps.
    package var named: [(name: String, value: Int64)] {
        Counter.allCases.map { ($0.name, self[$0]) }.filter { $0.1 != 0 }
            + RefusalCode.allCases.map { (Self.name(of: $0), self[$0]) }
            .filter { $0.1 != 0 }
    }

    /// The name under which a store keeps how often a rule refused.
    package static func name(of refusal: RefusalCode) -> String {
        "refused " + refusal.rawValue
    }

    /// Sets a counter by the name that a store kept; false where there is none of that name.
    package mutating func set(_ name: String, to value: Int64) -> Bool {
        if let counter = Counter.allCases.first(where: { $0.name == name }) {
            self[counter] = value
            return true
        }
        guard name.hasPrefix("refused "),
            let code = RefusalCode(rawValue: String(name.dropFirst(8)))
        else { return false }
        self[code] = value
        return true
    }

    /// Shows every count, in order, to what may change it.
    package mutating func forEach<Failure: Error>(
        _ body: (inout Int64) throws(Failure) -> Void
    ) throws(Failure) {
        for position in values.indices { try body(&values[position]) }
        for position in refusals.indices { try body(&refusals[position]) }
    }

    /// Adds another participant's counts.
    package mutating func add(_ other: Counters) {
        for position in values.indices { values[position] += other.values[position] }
        for position in refusals.indices { refusals[position] += other.refusals[position] }
    }
}
