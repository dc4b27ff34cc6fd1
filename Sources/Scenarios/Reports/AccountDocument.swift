import Foundation
import FulfillmentNetwork
import LibraryModel
import SimulationKernel

/// An account at one institution as people and programs read it: codes for handles, times and
/// amounts as text.
package struct AccountDocument: Codable, Sendable {
    /// A loan.
    package struct LoanEntry: Codable, Sendable {
        package var item: String
        package var title: String
        package var library: String
        package var loaned: String
        package var due: String
        package var overdue: Bool
        package var renewals: Int
        package var accruingFine: String
    }

    /// A request.
    package struct RequestEntry: Codable, Sendable {
        package var title: String
        package var placed: String
        package var status: String
    }

    /// A fee that is not paid.
    package struct FeeEntry: Codable, Sendable {
        package var kind: String
        package var posted: String
        package var amount: String
        package var owed: String
        package var title: String?
    }

    /// Why there is nothing.
    package struct Absence: Codable, Sendable {
        package var reason: String
        package var text: String
    }

    package var institution: String
    package var name: String
    /// When the answer was true.
    package var asOf: String?
    package var absence: Absence?
    package var loanCount: Int?
    package var overdueCount: Int?
    package var loans: [LoanEntry]?
    package var requestCount: Int?
    package var requests: [RequestEntry]?
    package var owed: String?
    package var accruing: String?
    package var fees: [FeeEntry]?
    package var blocks: [String]?
    /// Parts of the account that are missing while others are there, with why.
    package var missing: [String: Absence]?

    init(_ part: AccountPart, in network: NetworkConfiguration) {
        let institution = network.institutions[part.institution.position]
        let zone = institution.zone
        let currency = institution.currency
        func time(_ microseconds: Int64) -> String {
            Self.text(SimulationTime(microseconds: microseconds), zone)
        }
        self.institution = institution.code
        name = institution.name
        asOf = [part.loans.asOf, part.requests.asOf, part.balance.asOf, part.blocks.asOf]
            .compactMap { $0 }.min().map { Self.text($0, zone) }
        absence = part.absence.map { Absence(reason: $0.code.rawValue, text: "\($0)") }
        loanCount = part.loans.data?.count
        overdueCount = part.loans.data?.overdue
        loans = part.loans.data?.lines?.map { line in
            LoanEntry(
                item: line.item,
                title: line.title,
                library: line.library,
                loaned: time(line.loaned),
                due: time(line.due),
                overdue: line.isOverdue,
                renewals: line.renewals,
                accruingFine: currency.text(line.accruingFine)
            )
        }
        requestCount = part.requests.data?.count
        requests = part.requests.data?.lines?.map { line in
            RequestEntry(title: line.title, placed: time(line.placed), status: line.status)
        }
        owed = part.balance.data.map { $0.currency.text($0.owed) }
        accruing = part.balance.data.map { $0.currency.text($0.accruing) }
        fees = part.balance.data?.fees?.map { line in
            FeeEntry(
                kind: line.kind,
                posted: time(line.posted),
                amount: currency.text(line.amount),
                owed: currency.text(line.owed),
                title: line.title
            )
        }
        blocks = part.blocks.data?.map { "\($0.code) (\($0.action.rawValue))" }
        guard absence == nil else { return }
        var missing: [String: Absence] = [:]
        for topic in part.topics {
            let refusal =
                switch topic {
                case .loans: part.loans.absence
                case .requests: part.requests.absence
                case .balance: part.balance.absence
                case .blocks: part.blocks.absence
                case .activity: part.activity.absence
                }
            if let refusal {
                missing[topic.rawValue] = Absence(
                    reason: refusal.code.rawValue,
                    text: "\(refusal)"
                )
            }
        }
        self.missing = missing.isEmpty ? nil : missing
    }

    /// A local time to the minute, with its zone's offset left out: the institution's own clock.
    static func text(_ time: SimulationTime, _ zone: ZoneTable) -> String {
        let civil = zone.civil(at: time)
        let minutes = Int(civil.timeOfDay.microseconds / 60_000_000)
        return "\(civil.date) \(digits(minutes / 60, width: 2)):\(digits(minutes % 60, width: 2))"
    }

    /// The account as lines for a terminal.
    func lines() -> [String] {
        let title = "\(institution)  \(name)"
        if let absence { return [title, "  \(absence.reason): \(absence.text)"] }
        var lines = [title + (asOf.map { ", as of \($0)" } ?? "")]
        for (topic, absence) in (missing ?? [:]).sorted(by: { $0.key < $1.key }) {
            lines.append("  \(topic): \(absence.reason): \(absence.text)")
        }
        if let loanCount {
            lines.append(
                "  Loans: \(loanCount)"
                    + (overdueCount == 0 ? "" : ", \(overdueCount ?? 0) overdue")
                    + (loans == nil ? " (titles are not shown)" : "")
            )
            if let loans, !loans.isEmpty {
                var table = TextTable(columns: [
                    .init(title: "Item"), .init(title: "Title"), .init(title: "Library"),
                    .init(title: "Loaned"), .init(title: "Due"),
                    .init(title: "Renewed", isNumber: true),
                    .init(title: "Fine so far", isNumber: true),
                ])
                table.rows = loans.map { loan in
                    [
                        loan.item, loan.title, loan.library, loan.loaned,
                        loan.due + (loan.overdue ? " overdue" : ""), "\(loan.renewals)",
                        loan.accruingFine,
                    ]
                }
                lines += table.lines(indent: "    ")
            }
        }
        if let requestCount {
            lines.append(
                "  Requests: \(requestCount)" + (requests == nil ? " (titles are not shown)" : "")
            )
            for request in requests ?? [] {
                lines.append("    \(request.title), \(request.status) since \(request.placed)")
            }
        }
        if let owed {
            lines.append("  Balance: \(owed)" + (fees == nil ? " (fees are not shown)" : ""))
            for fee in fees ?? [] {
                lines.append(
                    "    \(fee.owed) \(fee.kind)" + (fee.title.map { " for \($0)" } ?? "")
                        + ", posted \(fee.posted)"
                )
            }
        }
        if let blocks {
            lines.append("  Blocks: " + (blocks.isEmpty ? "none" : blocks.joined(separator: ", ")))
        }
        return lines
    }
}
