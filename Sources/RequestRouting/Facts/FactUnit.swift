/// What the number of a fact counts.
public enum FactUnit: UInt8, Sendable, Hashable, CaseIterable {
    /// A whole number of things.
    case count
    /// 0 is no, 1 is yes.
    case flag
    /// Microseconds since 1970 UTC.
    case time
    /// Microseconds.
    case duration
    /// Minor units of the network's currency, such as cents.
    case money
    /// Metres.
    case distance
    /// Millionths of a degree.
    case degrees
    /// Millionths of one.
    case ratio
    /// One of a list of words, by its place in the list.
    case word
    /// A code of the rule set's own list, such as a class of items, by its place in the list.
    case code
}

/// Whom a fact is about.
public enum FactScope: UInt8, Sendable, Hashable, CaseIterable {
    /// The request and its patron: one value for all candidates.
    case request
    /// An institution that may lend.
    case institution
    /// A copy that may be lent.
    case item
    /// The borrower and an institution that may lend.
    case relation
}
