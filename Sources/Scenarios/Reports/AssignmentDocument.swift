package import FulfillmentNetwork
import LibraryModel

/// The report of the job that assigns the resource sharing library, as people and programs read it.
package struct AssignmentDocument: Codable, Sendable {
    /// A patron's line.
    package struct Line: Codable, Sendable {
        package var patron: String
        package var result: String
        package var before: [String]
        package var after: [String]
    }

    package var institution: String
    package var name: String
    package var isDryRun: Bool
    package var isNeeded: Bool
    package var totals: [String: Int]
    package var lines: [Line]

    package init(_ report: AssignmentReport, at node: InstitutionNode, listsAll: Bool) {
        let libraries = node.institution.libraries.map(\.code)
        institution = node.institution.code
        name = node.institution.name
        isDryRun = report.options.isDryRun
        isNeeded = report.isNeeded
        totals = [:]
        for result in AssignmentReport.Result.allCases {
            totals[result.rawValue] = report.count(result)
        }
        lines = report.lines.filter { listsAll || $0.result != .unchanged }.map { line in
            func codes(_ set: SmallSet) -> [String] {
                set.members(LibraryID.self).map { libraries[$0.position] }
            }
            return Line(
                patron: node.patronLabels[line.patron.position].code,
                result: line.result.rawValue,
                before: codes(line.before),
                after: codes(line.after)
            )
        }
    }

    /// The report as text for a terminal: totals first, then at most a screenful of patrons.
    package var text: String {
        var text = [
            "assign-resource-sharing-library at \(institution)  \(name)"
                + (isDryRun ? ", dry run: nothing is written" : "")
        ]
        if !isNeeded {
            text.append(
                "  The institution has not several resource sharing libraries: patrons need no list."
            )
        }
        text.append(
            "  "
                + AssignmentReport.Result.allCases.map {
                    "\($0.rawValue) \(totals[$0.rawValue] ?? 0)"
                }
                .joined(separator: ", ")
        )
        var table = TextTable(columns: [
            .init(title: "Patron"), .init(title: "Result"), .init(title: "Before"),
            .init(title: "After"),
        ])
        func list(_ codes: [String]) -> String {
            codes.isEmpty ? "none" : codes.joined(separator: ", ")
        }
        table.rows = lines.prefix(40).map {
            [$0.patron, $0.result, list($0.before), list($0.after)]
        }
        if !lines.isEmpty { text += table.lines(indent: "  ") }
        if lines.count > 40 {
            text.append("  and \(lines.count - 40) more; --format json lists all")
        }
        return text.joined(separator: "\n")
    }
}
