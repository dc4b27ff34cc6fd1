package import SimulationKernel

/// A due date, or why there is none.
package enum DueDate: Hashable, Sendable {
    case due(SimulationTime)
    case refused(DueDateRefusal)

    /// The instant, unless refused.
    package var due: SimulationTime? {
        if case .due(let time) = self { time } else { nil }
    }
}

/// Why terms give no due date.
package enum DueDateRefusal: Hashable, Sendable {
    /// The terms do not allow loans.
    case notLoanable
    /// No range of the terms' schedule contains the day.
    case outsideSchedule(CivilDate)
    /// The library has no opening hours within a year.
    case noOpeningHours
    /// The terms do not allow renewals.
    case notRenewable
    /// Renewals cannot reach beyond the present due date.
    case renewalLimit(days: Int)
    /// The terms do not allow recalls.
    case notRecallable
    /// The patron's last day is past.
    case accountExpired(CivilDate)

    /// The word that documents use.
    package var code: String {
        switch self {
        case .notLoanable: "not-loanable"
        case .outsideSchedule: "outside-schedule"
        case .noOpeningHours: "no-opening-hours"
        case .notRenewable: "not-renewable"
        case .renewalLimit: "renewal-limit"
        case .notRecallable: "not-recallable"
        case .accountExpired: "account-expired"
        }
    }

    /// All words that documents use.
    package static let codes = [
        "not-loanable", "outside-schedule", "no-opening-hours", "not-renewable", "renewal-limit",
        "not-recallable", "account-expired",
    ]

    /// The refusal of an action under the terms of a code.
    package func refusal(under terms: String) -> Refusal {
        switch self {
        case .notLoanable: Refusal(.notLoanable, detail: terms)
        case .outsideSchedule, .noOpeningHours:
            Refusal(.notLoanable, detail: "\(terms) (\(self))")
        case .notRenewable: Refusal(.notRenewable, detail: terms)
        case .notRecallable: Refusal(.notRecallable, detail: terms)
        case .renewalLimit(let days): Refusal(.renewalLimit, limit: Int64(days))
        case .accountExpired(let day):
            Refusal(.accountExpired, limit: Int64(day.daysSinceEpoch), detail: "\(day)")
        }
    }
}

extension DueDateRefusal: CustomStringConvertible {
    /// The reason as people read it.
    package var description: String {
        switch self {
        case .notLoanable: "the terms do not allow loans"
        case .outsideSchedule(let date): "\(date) lies in none of the schedule's ranges"
        case .noOpeningHours: "the calendar has no opening hours within a year"
        case .notRenewable: "the terms do not allow renewals"
        case .renewalLimit(let days): "renewals end \(days) days after the loan"
        case .notRecallable: "the terms do not allow recalls"
        case .accountExpired(let day): "the patron's account expired on \(day)"
        }
    }
}
