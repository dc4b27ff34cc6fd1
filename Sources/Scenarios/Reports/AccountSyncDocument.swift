package import FulfillmentNetwork
import LibraryModel

/// The report of a load of accounts, as people and programs read it.
package struct AccountSyncDocument: Codable, Sendable {
    /// A record's line.
    package struct Line: Codable, Sendable {
        package var place: String
        package var primaryID: String
        /// The code of the account; nil for one that was refused, or that a dry run would make.
        package var patron: String?
        package var result: String
        package var changed: [String]
        package var kept: [String]
        package var released: [String]
        package var reason: String?
        package var explanation: String?
    }

    package var institution: String
    package var name: String
    package var file: String
    package var isDryRun: Bool
    package var totals: [String: Int]
    package var lines: [Line]

    /// The report of a file; records that changed nothing have a line only if `listsAll` says so.
    package init(
        _ report: AccountSyncReport,
        of file: String,
        at node: InstitutionNode,
        listsAll: Bool
    ) {
        institution = node.institution.code
        name = node.institution.name
        self.file = file
        isDryRun = report.options.isDryRun
        totals = [:]
        for what in AccountSyncReport.Count.allCases {
            totals[what.rawValue] = report.count(what)
        }
        let told = report.lines.filter {
            listsAll || $0.result != .unchanged || !$0.kept.isEmpty
        }
        lines = told.map { line in
            Line(
                place: "\(line.place(in: file))",
                primaryID: line.primaryID,
                patron: line.patron.map { node.patronLabels[$0.position].code },
                result: line.result.rawValue,
                changed: line.changed.map(\.rawValue),
                kept: line.kept.map(\.rawValue),
                released: line.released.map(\.rawValue),
                reason: line.problem?.reason.rawValue,
                explanation: line.problem.map { "\($0)" }
            )
        }
    }

    /// The report as text for a terminal: totals first, then at most a screenful of records.
    package var text: String {
        var text = [
            "sync-accounts at \(institution)  \(name), from \(file)"
                + (isDryRun ? ", dry run: nothing is written" : "")
        ]
        text.append(
            "  "
                + AccountSyncReport.Count.allCases.map {
                    "\($0.rawValue) \(totals[$0.rawValue] ?? 0)"
                }
                .joined(separator: ", ")
        )
        var table = TextTable(columns: [
            .init(title: "Primary id"), .init(title: "Result"), .init(title: "What"),
        ])
        table.rows = lines.prefix(40).map { [$0.primaryID, $0.result, $0.what] }
        if !lines.isEmpty { text += table.lines(indent: "  ") }
        if lines.count > 40 {
            text.append("  and \(lines.count - 40) more; --format json lists all")
        }
        return text.joined(separator: "\n")
    }
}

extension AccountSyncDocument.Line {
    /// The fields, or why the record was refused and where.
    fileprivate var what: String {
        if let explanation { return "\(place): \(explanation)" }
        return [("", changed), ("kept ", kept), ("released ", released)]
            .filter { !$0.1.isEmpty }
            .map { $0.0 + $0.1.joined(separator: ", ") }
            .joined(separator: "; ")
    }
}

extension AccountSyncReport.Line {
    /// Where the record is, or what is wrong with it.
    fileprivate func place(in file: String) -> SourcePlace {
        SourcePlace(file: file, line: Int(line), column: Int(problem?.column ?? 0))
    }
}
