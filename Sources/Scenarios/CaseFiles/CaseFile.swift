/// A case file that has been read: rows that can be looked at one by one, without a network.
package struct CaseFile: Sendable {
    /// A row with what is expected of it.
    package struct Row: Sendable {
        package let id: String
        package let place: SourcePlace
        /// What is not as expected; nothing where all is.
        let mismatches: @Sendable () -> [CaseMismatch]
        /// Why it came out as it did, for rows that can say so.
        let explanation: (@Sendable () -> String)?

        /// What is not as expected, one value a line with its place, and why it came out so; nil where
        /// all is as expected.
        package var failure: String? {
            let lines = mismatches().map { mismatch in
                "\(mismatch.place): error: \(id): \(mismatch.subject): expected "
                    + "\(mismatch.expected), found \(mismatch.found)"
            }
            guard !lines.isEmpty else { return nil }
            let why = explanation?().split(separator: "\n").map { "    \($0)" } ?? []
            return (lines + why).joined(separator: "\n")
        }
    }

    package let name: String
    package let rows: [Row]
}

/// A value that is not the expected one.
struct CaseMismatch: Sendable {
    /// Where the expected one is written.
    let place: SourcePlace
    let subject: String
    let expected: String
    let found: String
}

/// Gathers what is not as expected of one row.
struct CaseComparison {
    private(set) var mismatches: [CaseMismatch] = []

    /// Compares two values by their texts, if something is expected at all.
    mutating func compare(
        _ subject: String,
        _ expected: String?,
        at element: Element?,
        _ found: String
    ) {
        guard let element, let expected, expected != found else { return }
        mismatches.append(
            CaseMismatch(
                place: element.place,
                subject: subject,
                expected: expected,
                found: found
            )
        )
    }
}

extension ScenarioTest {
    /// Looks at each row of a case file.
    init(casesAt path: String) {
        let diagnostics = Diagnostics()
        let file = CaseFileReader(into: diagnostics).read(path: path)
        self.init(
            path: path,
            name: file?.name ?? path,
            cases: (file?.rows ?? []).map { row in
                Case(name: "line \(row.place.line): \(row.id)", failure: row.failure)
            }
        )
        if file == nil || diagnostics.hasErrors {
            hasBadInput = true
            cases.append(Case(name: "the case file can be read", failure: "\(diagnostics)"))
        }
    }
}
