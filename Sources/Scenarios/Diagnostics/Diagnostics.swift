/// Collects the findings about one or more inputs, so that the user sees them all at once.
///
/// A class, because the readers of different parts of an input share one collector. At most `limit`
/// findings of each severity are kept and the others counted, so that a broken input of a million
/// lines costs neither memory nor patience, and warnings never push errors out. What is found
/// again, as in defaults that each institution reads, is said once.
package final class Diagnostics {
    /// How many findings of each severity are kept.
    package let limit: Int
    private var kept: [Diagnostic] = []
    private var counts: [Diagnostic.Severity: Int] = [:]
    private var known: Set<Diagnostic> = []
    private var repeatedCount = 0

    /// Creates an empty collector.
    package init(limit: Int = 100) {
        self.limit = limit
    }

    /// Adds a finding.
    package func report(_ diagnostic: Diagnostic) {
        let count = counts[diagnostic.severity, default: 0]
        counts[diagnostic.severity] = count + 1
        guard !known.contains(diagnostic) else {
            repeatedCount += 1
            return
        }
        guard kept.count(where: { $0.severity == diagnostic.severity }) < limit else { return }
        known.insert(diagnostic)
        kept.append(diagnostic)
    }

    /// Adds an error.
    package func error(_ message: String, at place: SourcePlace, hint: String? = nil) {
        report(Diagnostic(.error, message, at: place, hint: hint))
    }

    /// Adds a warning.
    package func warning(_ message: String, at place: SourcePlace, hint: String? = nil) {
        report(Diagnostic(.warning, message, at: place, hint: hint))
    }

    /// Adds a note.
    package func note(_ message: String, at place: SourcePlace, hint: String? = nil) {
        report(Diagnostic(.note, message, at: place, hint: hint))
    }

    /// The number of findings of a severity, those not kept included.
    package func count(of severity: Diagnostic.Severity) -> Int {
        counts[severity, default: 0]
    }

    /// Whether an input cannot be used.
    package var hasErrors: Bool { count(of: .error) > 0 }

    /// The number of findings that were counted but not kept.
    package var omittedCount: Int {
        count(of: .error) + count(of: .warning) + count(of: .note) - kept.count - repeatedCount
    }

    /// The findings by file, line and column; at one place in the order of their arrival.
    package var sorted: [Diagnostic] {
        kept.enumerated()
            .sorted { left, right in
                left.element.place == right.element.place
                    ? left.offset < right.offset : left.element.place < right.element.place
            }
            .map(\.element)
    }
}

extension Diagnostics: CustomStringConvertible {
    /// The findings one a line in order of place, and how many more there are; empty without
    /// findings.
    package var description: String {
        var lines = sorted.map(\.description)
        if omittedCount > 0 { lines.append("and \(omittedCount) more") }
        return lines.joined(separator: "\n")
    }
}
