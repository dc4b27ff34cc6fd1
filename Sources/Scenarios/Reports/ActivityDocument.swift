import Foundation
package import FulfillmentNetwork
package import LibraryModel

/// Network Activity as people and programs read it.
package struct ActivityDocument: Codable, Sendable {
    /// Sums over the institutions that answered.
    package struct Totals: Codable, Sendable {
        package var institutionsAsked: Int
        package var institutionsAnswered: Int
        package var isPartial: Bool
        /// The institutions that are missing.
        package var missing: [String]
        package var loans: Int
        package var overdue: Int
        package var requests: Int
        /// One amount for each currency.
        package var owed: [String]
    }

    package var patron: String
    package var name: String
    package var viewer: String
    package var institution: String
    package var parts: [AccountDocument]
    package var totals: Totals
    /// What a reader should know of the view as a whole.
    package var note: String?

    package init(_ activity: NetworkActivity, in network: NetworkConfiguration, note: String?) {
        let asker = network.institutions[activity.asker.position]
        patron = "\(asker.code)/\(activity.patronCode)"
        name = activity.patronName
        viewer = activity.viewer
        institution = asker.code
        parts = activity.parts.map { AccountDocument($0, in: network) }
        let sums = activity.totals
        totals = Totals(
            institutionsAsked: sums.asked,
            institutionsAnswered: sums.answered,
            isPartial: sums.isPartial,
            missing: activity.parts.filter { !$0.isWhole }
                .map { network.institutions[$0.institution.position].code },
            loans: sums.loans,
            overdue: sums.overdue,
            requests: sums.requests,
            owed: sums.owed.map(\.text)
        )
        self.note = note
    }

    /// The view as text for a terminal.
    package var text: String {
        var lines = [
            "Network Activity of \(patron)\(name.isEmpty ? "" : " (\(name))"), "
                + "seen by \(viewer) of \(institution)"
        ]
        if let note { lines.append(note) }
        if parts.isEmpty {
            lines += ["", "No other institution has asked \(institution) for this patron."]
        }
        for part in parts { lines += [""] + part.lines() }
        let owed =
            totals.owed.isEmpty ? "nothing owed" : totals.owed.joined(separator: ", ") + " owed"
        lines += [
            "",
            "Total over \(totals.institutionsAnswered) of \(counted(totals.institutionsAsked, "institution"))"
                + (totals.isPartial
                    ? ", partial without \(totals.missing.joined(separator: ", "))" : "")
                + ": \(counted(totals.loans, "loan")) (\(totals.overdue) overdue), "
                + "\(counted(totals.requests, "request")), "
                + owed,
        ]
        return lines.joined(separator: "\n")
    }
}
