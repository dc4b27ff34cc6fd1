/// A kind of service that an institution offers to borrowers, with its price.
package struct ServiceTier: Hashable, Sendable {
    /// What is sent.
    package enum Kind: String, CaseIterable, Sendable {
        case loan, copy
    }

    /// nil for any.
    package var kind: Kind?
    /// nil for any.
    package var level: ServiceLevel?
    /// In the institution's currency; zero is free.
    package var cost: Money

    package init(kind: Kind? = nil, level: ServiceLevel? = nil, cost: Money) {
        self.kind = kind
        self.level = level
        self.cost = cost
    }
}

/// A group of libraries that an institution is in, and lends and borrows through.
package struct GroupMembership: Hashable, Sendable {
    /// The group's code.
    package var group: String
    /// The institution's own priority of it; the least comes first.
    package var priority: Int
    /// Whether only free lending (true) or only paid lending (false) goes through it.
    package var isReciprocal: Bool?

    package init(_ group: String, priority: Int, isReciprocal: Bool? = nil) {
        self.group = group
        self.priority = priority
        self.isReciprocal = isReciprocal
    }
}
