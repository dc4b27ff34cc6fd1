package import SimulationKernel

/// The closed list of numbers that rules work out from facts.
package enum LoadFunction: Sendable, Hashable {
    /// How lending is counted against a goal when numbers do not divide.
    package enum Rounding: String, Sendable, Hashable, CaseIterable {
        /// Cut off toward zero, as ReShare does.
        case truncated
        /// To the nearest whole number, halves away from zero.
        case nearest
        /// Kept to a millionth.
        case exact
    }

    /// A length of the calendar, in UTC.
    package enum Period: String, Sendable, Hashable, CaseIterable {
        case day, week, month, year
    }

    /// borrows × ratio − loans, where the ratio is agreed; in millionths. `own` is what the borrower
    /// itself gets, and `withoutStatistics` those of whom loans or borrows are unknown.
    case targetMinusActual(rounding: Rounding, own: Int64?, withoutStatistics: Int64?)
    /// loans ÷ borrows in millionths; without borrows the greatest value there is.
    case loansPerBorrow
    /// How many open requests exceed a threshold.
    case openRequestsOver(RuleOperandValue)
    /// How many requests went to the institution within a time.
    case requestsInWindow(SimulationDuration)
    /// How many of the last requests in a row went to it.
    case consecutiveRequests
    /// How many requests went to it in the current period.
    case requestsInPeriod(Period)
    /// When a copy is expected: the loan period for each one who waits.
    case availabilityDate(loanPeriod: RuleOperandValue)
    /// The great circle to the place of pickup in metres, and what stands for an unknown one.
    case distance(missing: Int64?)
    /// How long it is until the institution's hours for lending begin; 0 within them.
    case untilLendingHours(LendingHours)
    /// 1 where the item's class is not lent at present.
    case blackout([Blackout])
    /// The sum of facts with weights in millionths.
    case weightedSum([WeightedFact])
    /// How many earlier requests of the same patron and institution for the title lie within a time.
    case duplicates(within: RuleOperandValue)

    /// The facts that it needs.
    package var columns: [FactColumn] {
        switch self {
        case .targetMinusActual(_, let own, _):
            [.loans, .borrows, .ratioLoans, .ratioBorrows] + (own == nil ? [] : [.isBorrower])
        case .loansPerBorrow: [.loans, .borrows]
        case .openRequestsOver: [.openRequests]
        case .availabilityDate: [.itemStatus, .due, .holds]
        case .distance: [.latitude, .longitude, .pickupLatitude, .pickupLongitude]
        case .untilLendingHours: [.clockOffset]
        case .blackout: [.itemClass]
        case .weightedSum(let facts): facts.map(\.column)
        case .requestsInWindow, .consecutiveRequests, .requestsInPeriod, .duplicates: []
        }
    }

    /// Whether it looks at earlier requests rather than facts of a row.
    package var usesHistory: Bool {
        switch self {
        case .requestsInWindow, .consecutiveRequests, .requestsInPeriod: true
        default: false
        }
    }

    /// What its numbers count.
    package var unit: FactUnit {
        switch self {
        case .targetMinusActual, .loansPerBorrow, .weightedSum: .ratio
        case .openRequestsOver, .requestsInWindow, .consecutiveRequests, .requestsInPeriod,
            .duplicates:
            .count
        case .availabilityDate: .time
        case .distance: .distance
        case .untilLendingHours: .duration
        case .blackout: .flag
        }
    }
}

/// A number that stands in a rule, or that a setting of the rule set gives.
package enum RuleOperandValue: Sendable, Hashable {
    case number(Int64)
    case setting(Int)

    func resolved(_ settings: [Int64]) -> Int64 {
        switch self {
        case .number(let number): number
        case .setting(let place): settings.indices.contains(place) ? settings[place] : 0
        }
    }
}

/// A fact and what it counts for.
package struct WeightedFact: Sendable, Hashable {
    package var column: FactColumn
    /// In millionths.
    package var weight: Int64

    package init(_ column: FactColumn, weight: Int64) {
        self.column = column
        self.weight = weight
    }
}
