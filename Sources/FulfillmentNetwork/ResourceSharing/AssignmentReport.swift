package import LibraryModel

/// How the job that assigns the resource sharing library is to run.
package struct AssignmentOptions: Sendable, Codable, Hashable {
    /// Report only.
    package var isDryRun = false
    /// Overwrite lists that staff set by hand.
    package var overwritesManual = false
    /// Empty the lists of patrons where the institution has one resource sharing library or none.
    package var clearsNeedless = false

    package init(
        isDryRun: Bool = false,
        overwritesManual: Bool = false,
        clearsNeedless: Bool = false
    ) {
        self.isDryRun = isDryRun
        self.overwritesManual = overwritesManual
        self.clearsNeedless = clearsNeedless
    }
}

/// What the job did, patron by patron.
package struct AssignmentReport: Sendable {
    /// What became of a patron's list.
    package enum Result: String, CaseIterable, Sendable, Codable {
        /// The list is now the library of the rule that matched, or empty where it was needless and
        /// clearing was asked for.
        case changed
        /// The list was right already.
        case unchanged
        /// No rule matched, and there is no library otherwise.
        case noRuleMatched = "no rule matched"
        /// Staff set the list by hand, and it stays.
        case kept
        /// The institution has no need of the list, and nobody asked to clear it.
        case needless
    }

    /// A patron's line of the report.
    package struct Line: Sendable {
        package var patron: PatronID
        package var result: Result
        package var before: SmallSet
        package var after: SmallSet
    }

    package var options: AssignmentOptions
    /// Whether the institution has several resource sharing libraries, so that patrons need one
    /// assigned.
    package var isNeeded: Bool
    /// In order of patrons; linked copies are not the institution's own and have no line.
    package var lines: [Line]

    /// The number of lines with a result.
    package func count(_ result: Result) -> Int {
        lines.count { $0.result == result }
    }

    /// The totals in a line: `changed 12, unchanged 340`.
    package var summary: String {
        Result.allCases.map { "\($0.rawValue) \(count($0))" }.joined(separator: ", ")
    }
}
