package import LibraryModel
package import RequestRouting

/// What the institutions of a network offer each other, as routing rules look at it: the groups that
/// they are in, and their tiers of service.
package struct NetworkTerms: Sendable {
    /// By rank.
    private let terms: [ServiceTerms]
    /// Whether each institution says what it offers, by rank.
    private let saysTiers: [Bool]
    private let currencies: [Currency]
    /// Whether any institution names groups; without them all are in the one network.
    private let hasGroups: Bool

    /// Reads what the institutions of a network say.
    package init(of network: NetworkConfiguration) {
        let institutions = network.institutions
        let hasGroups = institutions.contains { !$0.groups.isEmpty }
        self.hasGroups = hasGroups
        saysTiers = institutions.map { $0.lending.tiers != nil }
        currencies = institutions.map(\.currency)
        terms = institutions.map { institution in
            ServiceTerms(
                memberships: hasGroups
                    ? institution.groups : [GroupMembership(network.code, priority: 0)],
                tiers: (institution.lending.tiers ?? []).map { tier in
                    ServiceTerms.Tier(
                        type: tier.kind?.rawValue ?? "",
                        level: tier.level?.code ?? "",
                        cost: institution.currency.fact(of: tier.cost)
                    )
                }
            )
        }
    }

    /// The facts that follow from terms.
    static let columns: [FactColumn] = [
        .sharesNetwork, .networkPriority, .tierMatches, .cost, .reciprocal,
    ]

    /// A fact about a lender for a borrower that asks for a service; unknown where it was not said,
    /// or said in another currency.
    package func value(
        _ column: FactColumn,
        of lender: InstitutionID,
        for borrower: InstitutionID,
        _ service: RequestedService
    ) -> Int64 {
        let match = match(of: lender, for: borrower, service)
        switch column {
        case .sharesNetwork: return lender == borrower || match.sharesNetwork ? 1 : 0
        case .networkPriority:
            return hasGroups ? match.priority ?? FactValue.missing : FactValue.unknown
        default: break
        }
        guard saysTiers[lender.position],
            currencies[lender.position].code == currencies[borrower.position].code
        else { return FactValue.unknown }
        return switch column {
        case .tierMatches: match.cost == nil ? 0 : 1
        case .cost: match.cost ?? FactValue.missing
        case .reciprocal: match.cost == 0 ? 1 : 0
        default: FactValue.unknown
        }
    }

    private func match(
        of lender: InstitutionID,
        for borrower: InstitutionID,
        _ service: RequestedService
    ) -> ServiceTerms.Match {
        let most = service.maximumCost.map { currencies[borrower.position].fact(of: $0) }
        return terms[lender.position].match(
            asLenderTo: terms[borrower.position],
            // What is asked for goes home again: it is a loan.
            ServiceTerms.Wish(
                type: ServiceTier.Kind.loan.rawValue,
                level: service.level?.code ?? "",
                maximumCost: most ?? 0
            )
        )
    }
}

extension Currency {
    /// An amount as facts have it: in hundredths, whatever the currency's own minor unit is.
    package func fact(of money: Money) -> Int64 {
        var units = money.minorUnits
        if digits < 2 { for _ in digits..<2 { units *= 10 } }
        if digits > 2 { for _ in 2..<digits { units = Self.tenth(of: units) } }
        return units
    }

    /// A tenth, rounded half away from zero.
    private static func tenth(of units: Int64) -> Int64 {
        let (quotient, remainder) = units.quotientAndRemainder(dividingBy: 10)
        return quotient + (abs(remainder) < 5 ? 0 : units < 0 ? -1 : 1)
    }
}
