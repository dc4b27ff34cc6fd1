import Foundation
package import FulfillmentNetwork
package import LibraryModel

/// My Library Card as people and programs read it.
package struct CardDocument: Codable, Sendable {
    /// A line of the list of institutions.
    package struct Entry: Codable, Sendable {
        package var institution: String
        package var name: String
        /// `activity`, `none` or `unknown`.
        package var mark: String
        /// Why the mark is unknown.
        package var reason: String?
    }

    package var patron: String
    package var home: AccountDocument
    package var institutions: [Entry]
    package var chosen: AccountDocument?
    package var note: String?

    package init(_ card: LibraryCard, in network: NetworkConfiguration, note: String?) {
        let home = network.institutions[card.about.institution.position]
        patron = "\(home.code)/\(card.patronCode)"
        self.home = AccountDocument(card.home, in: network)
        institutions = card.institutions.map { part in
            let institution = network.institutions[part.institution.position]
            let mark = card.mark(of: part)
            return Entry(
                institution: institution.code,
                name: institution.name,
                mark: mark.rawValue,
                reason: mark == .unknown ? part.activity.absence?.code.rawValue : nil
            )
        }
        chosen = card.chosen.map { AccountDocument($0, in: network) }
        self.note = note
    }

    /// The view as text for a terminal.
    package var text: String {
        var lines = ["My Library Card: \(patron)"]
        if let note { lines.append(note) }
        lines += [""] + home.lines() + ["", "Other institutions (* activity, ? unknown)"]
        for entry in institutions {
            let mark = entry.mark == "activity" ? "*" : entry.mark == "unknown" ? "?" : " "
            lines.append(
                "  \(mark) \(entry.institution)  \(entry.name)"
                    + (entry.reason.map { " (\($0))" } ?? "")
            )
        }
        if let chosen { lines += [""] + chosen.lines() }
        return lines.joined(separator: "\n")
    }
}
