package import LibraryModel

/// What staff see of a patron's loans, requests, fees and balance at other institutions.
///
/// Each institution answers for itself, with the time of its answer or the reason why there is
/// none; what is unknown is never counted as zero.
package struct NetworkActivity: Sendable, Codable, Hashable {
    /// The parts of an account that the view asks for.
    static let topics: [AccountQuery.Topic] = [.loans, .requests, .balance]

    /// The institution whose staff look.
    package var asker: InstitutionID
    /// The member of staff, by code.
    package var viewer: String
    /// The patron's source record.
    package var about: PatronReference
    package var patronCode: String
    package var patronName: String
    /// In order of code.
    package var parts: [AccountPart]

    var isComplete: Bool { parts.allSatisfy(\.isComplete) }

    mutating func receive(_ answer: AccountAnswer, from institution: InstitutionID) {
        guard let position = parts.firstIndex(where: { $0.institution == institution }) else {
            return
        }
        parts[position].receive(answer)
    }

    mutating func close(_ refusal: Refusal) {
        for position in parts.indices { parts[position].close(refusal) }
    }

    /// The totals over the institutions that answered.
    package var totals: AccountTotals { AccountTotals(of: parts) }
}

/// Sums over the parts of an account that are known.
package struct AccountTotals: Sendable, Hashable, Codable {
    package var loans = 0
    package var overdue = 0
    package var requests = 0
    /// What is owed in each currency, in order of its code.
    package var owed: [CurrencyTotal] = []
    /// How many institutions were asked, and how many answered everything.
    package var asked = 0
    package var answered = 0

    /// Whether some institution is missing from the sums.
    package var isPartial: Bool { answered < asked }

    package init(of parts: [AccountPart]) {
        var owedByCurrency: [Currency: Money] = [:]
        for part in parts {
            asked += 1
            if part.isWhole { answered += 1 }
            loans += part.loans.data?.count ?? 0
            overdue += part.loans.data?.overdue ?? 0
            requests += part.requests.data?.count ?? 0
            if let balance = part.balance.data {
                owedByCurrency[balance.currency, default: .zero] += balance.owed
            }
        }
        owed = owedByCurrency.map { CurrencyTotal(currency: $0.key, amount: $0.value) }
            .sorted { $0.currency.code < $1.currency.code }
    }
}

/// An amount in one currency.
package struct CurrencyTotal: Sendable, Hashable, Codable {
    package var currency: Currency
    package var amount: Money

    /// The amount as people read it: `12.50 USD`.
    package var text: String { currency.text(amount) }
}
