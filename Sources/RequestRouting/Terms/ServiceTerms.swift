package import LibraryModel

/// What an institution offers in the networks that it is in, and what follows for two of them.
///
/// The rule of CrossLink: lender and borrower share a network, and a tier of the lender fits what is
/// asked for and what is paid; a free tier must be offered by the borrower as well.
package struct ServiceTerms: Sendable, Hashable {
    /// A kind of service with its price.
    package struct Tier: Sendable, Hashable {
        /// Without letter case; empty for any.
        package var type: String
        /// Without letter case; empty for any.
        package var level: String
        /// In minor units.
        package var cost: Int64

        package init(type: String, level: String, cost: Int64) {
            self.type = type.lowercased()
            self.level = level.lowercased()
            self.cost = cost
        }

        /// Whether two words mean the same, where an empty one means any.
        static func fits(_ word: String, _ other: String) -> Bool {
            word.isEmpty || other.isEmpty || word == other
        }
    }

    package var memberships: [GroupMembership]
    package var tiers: [Tier]

    package init(memberships: [GroupMembership], tiers: [Tier]) {
        self.memberships = memberships
        self.tiers = tiers
    }

    /// What is asked for.
    package struct Wish: Sendable, Hashable {
        /// Empty for any.
        package var type: String
        /// Empty for any.
        package var level: String
        /// What is paid at most, in minor units; 0 for nothing.
        package var maximumCost: Int64

        package init(type: String = "", level: String = "", maximumCost: Int64 = 0) {
            self.type = type.lowercased()
            self.level = level.lowercased()
            self.maximumCost = maximumCost
        }

        func isFor(_ tier: Tier) -> Bool {
            Tier.fits(type, tier.type) && Tier.fits(level, tier.level)
                && (maximumCost > 0 ? tier.cost > 0 && tier.cost <= maximumCost : tier.cost == 0)
        }
    }

    /// How a lender fits: the facts of ``FactColumn/sharesNetwork`` and the following.
    package struct Match: Sendable, Hashable {
        package var sharesNetwork: Bool
        /// The borrower's priority; nil without a shared network.
        package var priority: Int64?
        /// The cheapest tier that fits; nil without one.
        package var cost: Int64?
    }

    /// How this institution fits as a lender to another.
    package func match(asLenderTo borrower: ServiceTerms, _ wish: Wish) -> Match {
        let shared = borrower.memberships.filter { membership in
            memberships.contains { $0.group == membership.group }
        }
        var match = Match(
            sharesNetwork: !shared.isEmpty,
            priority: shared.map { Int64($0.priority) }.min(),
            cost: nil
        )
        var best: (cost: Int64, priority: Int64)?
        for tier in tiers where wish.isFor(tier) {
            let priorities = shared.filter { membership in
                membership.allows(cost: tier.cost)
                    && memberships.contains {
                        $0.group == membership.group && $0.allows(cost: tier.cost)
                    }
            }
            .map { Int64($0.priority) }
            guard let priority = priorities.min() else { continue }
            if tier.cost == 0, !borrower.tiers.contains(where: { $0.isFreeLike(tier) }) { continue }
            if let found = best, (found.cost, found.priority) <= (tier.cost, priority) { continue }
            best = (tier.cost, priority)
        }
        if let best {
            match.cost = best.cost
            match.priority = best.priority
        }
        return match
    }
}

extension ServiceTerms.Tier {
    fileprivate func isFreeLike(_ other: Self) -> Bool {
        cost == other.cost && Self.fits(type, other.type) && Self.fits(level, other.level)
    }
}

extension FactSheet {
    /// Says how a lender's terms fit.
    package mutating func set(_ match: ServiceTerms.Match, of row: Int) {
        set(.sharesNetwork, of: row, to: match.sharesNetwork)
        set(.networkPriority, of: row, to: match.priority ?? FactValue.missing)
        set(.tierMatches, of: row, to: match.cost != nil)
        set(.cost, of: row, to: match.cost ?? FactValue.missing)
        set(.reciprocal, of: row, to: match.cost == 0)
    }
}

extension GroupMembership {
    /// Whether lending at a price goes through the group.
    fileprivate func allows(cost: Int64) -> Bool {
        isReciprocal.map { $0 ? cost == 0 : cost > 0 } ?? true
    }
}
