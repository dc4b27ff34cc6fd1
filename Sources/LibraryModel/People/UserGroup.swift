/// How much a patron may owe and hold; nil is no limit, and each blocks only when strictly
/// exceeded.
package struct PatronLimits: Sendable, Hashable {
    /// Fees owed at this institution.
    package var fees: Money?
    /// Loans that are overdue.
    package var overdueLoans: Int?
    /// Recalled loans that are overdue.
    package var overdueRecalls: Int?
    /// Loans held at once, the new one counted.
    package var loans: Int?
    /// Requests and holds open at once, the new one counted.
    package var requests: Int?

    package init(
        fees: Money? = nil,
        overdueLoans: Int? = nil,
        overdueRecalls: Int? = nil,
        loans: Int? = nil,
        requests: Int? = nil
    ) {
        self.fees = fees
        self.overdueLoans = overdueLoans
        self.overdueRecalls = overdueRecalls
        self.loans = loans
        self.requests = requests
    }
}

extension PatronLimits {
    /// Whether more is owed than the limit; owing exactly as much is allowed.
    package func isExceeded(byFees owed: Money) -> Bool {
        fees.map { owed > $0 } ?? false
    }

    /// Whether more loans are overdue than the limit: a limit of 0 blocks at 1.
    package func isExceeded(byOverdueLoans count: Int) -> Bool {
        overdueLoans.map { count > $0 } ?? false
    }

    /// Whether more recalled loans are overdue than the limit.
    package func isExceeded(byOverdueRecalls count: Int) -> Bool {
        overdueRecalls.map { count > $0 } ?? false
    }

    /// Whether more requests would be open than the limit, the new one counted.
    package func isExceeded(byRequests count: Int) -> Bool {
        requests.map { count > $0 } ?? false
    }

    /// Whether more loans would be held than the limit, the new one counted.
    package func isExceeded(byLoans count: Int) -> Bool {
        loans.map { count > $0 } ?? false
    }
}

/// A user group of an institution.
package struct UserGroup: Sendable {
    package var code: String
    package var name: String
    package var limits: PatronLimits
    /// Whether other institutions do not find this group's patrons.
    package var isHiddenFromNetwork: Bool

    package init(
        code: String,
        name: String,
        limits: PatronLimits = PatronLimits(),
        isHiddenFromNetwork: Bool = false
    ) {
        self.code = code
        self.name = name
        self.limits = limits
        self.isHiddenFromNetwork = isHiddenFromNetwork
    }
}
