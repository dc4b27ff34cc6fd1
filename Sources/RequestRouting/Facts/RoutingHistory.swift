public import LibraryModel
public import SimulationKernel

/// Whom a borrower asked before, in order of time, for rules that count.
///
/// At most `limit` entries are kept, the last ones.
public struct RoutingHistory: Sendable, Hashable {
    /// A request that went to a lender.
    public struct Entry: Sendable, Hashable {
        /// When it was sent.
        public var time: SimulationTime
        /// To whom.
        public var institution: InstitutionID

        /// Notes a request.
        public init(_ time: SimulationTime, _ institution: InstitutionID) {
            self.time = time
            self.institution = institution
        }
    }

    /// How many entries are kept.
    public let limit: Int
    /// The entries, the oldest first.
    public private(set) var entries: [Entry] = []

    /// Creates an empty history.
    public init(limit: Int = 10_000) {
        self.limit = max(1, limit)
    }

    /// Notes a request; one that is older than the last goes before it.
    public mutating func note(_ entry: Entry) {
        var place = entries.endIndex
        while place > 0, entries[place - 1].time > entry.time { place -= 1 }
        entries.insert(entry, at: place)
        if entries.count > limit { entries.removeFirst(entries.count - limit) }
    }
}

/// What tells requests apart when duplicates are looked for.
public struct EarlierRequest: Sendable, Hashable {
    /// Whose patron it is.
    public var borrower: Int64
    /// The patron there.
    public var patron: Int64
    /// The title.
    public var title: Int64
    /// When it was made.
    public var time: SimulationTime

    /// Describes a request.
    public init(borrower: Int64, patron: Int64, title: Int64, time: SimulationTime) {
        self.borrower = borrower
        self.patron = patron
        self.title = title
        self.time = time
    }
}
