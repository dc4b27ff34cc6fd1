package import LibraryModel

/// A patron's loans at one institution.
package struct AccountLoans: Sendable, Codable, Hashable {
    /// The number of open loans.
    package var count: Int
    /// How many of them are overdue.
    package var overdue: Int
    /// The loans, unless the institution shows totals only.
    package var lines: [LoanLine]?
}

/// A loan as an account shows it.
package struct LoanLine: Sendable, Codable, Hashable {
    package var item: String
    package var title: String
    package var library: String
    /// Microseconds since 1970 UTC.
    package var loaned: Int64
    package var due: Int64
    package var isOverdue: Bool
    package var renewals: Int
    /// What would be charged if the item came back now; part of no total.
    package var accruingFine: Money
}

/// A patron's requests at one institution.
package struct AccountRequests: Sendable, Codable, Hashable {
    /// The number of open requests.
    package var count: Int
    /// The requests, unless the institution shows totals only.
    package var lines: [RequestLine]?
}

/// A request as an account shows it.
package struct RequestLine: Sendable, Codable, Hashable {
    package var title: String
    package var placed: Int64
    package var status: String
}

/// What a patron owes at one institution.
package struct AccountBalance: Sendable, Codable, Hashable {
    package var currency: Currency
    /// Posted fees minus payments.
    package var owed: Money
    /// Fines that open loans would cost now; not part of what is owed.
    package var accruing: Money
    /// The fees not yet paid, unless the institution shows totals only.
    package var fees: [FeeLine]?
}

/// A fee as an account shows it.
package struct FeeLine: Sendable, Codable, Hashable {
    package var kind: String
    package var posted: Int64
    package var amount: Money
    package var owed: Money
    package var title: String?
}

/// A block as an account shows it, or as it is copied to a linked account.
package struct BlockLine: Sendable, Codable, Hashable {
    package var code: String
    package var action: BlockedAction
}
