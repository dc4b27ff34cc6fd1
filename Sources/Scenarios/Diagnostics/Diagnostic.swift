/// One finding about an input: what is wrong, where, and how to mend it.
package struct Diagnostic: Hashable, Sendable {
    /// How much a finding matters.
    package enum Severity: String, Hashable, Sendable {
        /// The input cannot be used.
        case error
        /// The input can be used, but probably does not say what its author meant.
        case warning
        /// Something worth knowing.
        case note
    }

    /// How much it matters.
    package let severity: Severity
    /// What is wrong, and what was expected.
    package let message: String
    /// Where.
    package let place: SourcePlace
    /// How to mend it, if that can be said.
    package let hint: String?

    /// Creates a finding.
    package init(
        _ severity: Severity,
        _ message: String,
        at place: SourcePlace,
        hint: String? = nil
    ) {
        self.severity = severity
        self.message = message
        self.place = place
        self.hint = hint
    }
}

extension Diagnostic: CustomStringConvertible {
    /// The finding on one line, in the form that editors and CI systems recognise:
    /// `a.yaml:14:9: error: institution 'north' is not declared; did you mean 'northside'?`.
    package var description: String {
        let cure = hint.map { "; \($0)" } ?? ""
        return "\(place): \(severity.rawValue): \(message)\(cure)"
    }
}
