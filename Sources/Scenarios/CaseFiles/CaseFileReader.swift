import LibraryModel
import SimulationKernel

/// Reads a case file, and finds everything that is wrong with it.
package struct CaseFileReader {
    let diagnostics: Diagnostics

    /// Creates a reader.
    package init(into diagnostics: Diagnostics) {
        self.diagnostics = diagnostics
    }

    /// Whether a document says that it is a case file.
    package static func isCaseFile(_ document: SourceDocument) -> Bool {
        document.root["kind"] != nil
    }

    /// Reads a file; nil where nothing usable came of it, with the reasons among the diagnostics.
    package func read(path: String) -> CaseFile? {
        guard let document = SourceDocument(path: path, into: diagnostics) else { return nil }
        return read(document)
    }

    /// Reads a document.
    package func read(_ document: SourceDocument) -> CaseFile? {
        let before = diagnostics.count(of: .error)
        let root = document.root
        guard let kind = root["kind"]?.text.flatMap(CaseShapes.Kind.init) else {
            let words = CaseShapes.Kind.allCases.map(\.rawValue)
            diagnostics.error(
                "'kind' must be \(Shape.choice(words).expectation), found "
                    + (root["kind"]?.foundText ?? "nothing"),
                at: root["kind"]?.place ?? root.place,
                hint: root["kind"]?.text.flatMap { Spelling.hint(for: $0, among: words) }
            )
            return nil
        }
        kind.shape.validate(root, as: "a case file", into: diagnostics)
        guard diagnostics.count(of: .error) == before else { return nil }
        reportRepeats(in: root["rows"])
        reportEmpty(in: root["rows"])
        let rows =
            switch kind {
            case .matchingRules: RuleCaseReader(root, diagnostics).rows()
            case .dueDate, .fine, .shelf: PolicyCaseReader(root, kind, diagnostics).rows()
            case .availabilityDate, .order, .workflowKind, .walk, .admission, .staleness,
                .configurationError:
                RoutingCaseReader(document, kind, diagnostics).rows()
            }
        guard diagnostics.count(of: .error) == before else { return nil }
        return CaseFile(name: root["name"]?.text ?? document.name, rows: rows)
    }

    /// Reports rows that pass whatever comes out.
    private func reportEmpty(in rows: Element?) {
        for expected in (rows?.items ?? []).compactMap({ $0["expect"] })
        where expected.entries.isEmpty && expected.text == nil && expected.items.isEmpty {
            diagnostics.error(
                "nothing is expected of the row",
                at: expected.place,
                hint: "say what must come out, as 'fulfillnet schema case' lists it"
            )
        }
    }

    private func reportRepeats(in rows: Element?) {
        var seen: [String: SourcePlace] = [:]
        for id in (rows?.items ?? []).compactMap({ $0["id"] }) {
            if let other = seen.updateValue(id.place, forKey: id.text ?? "") {
                diagnostics.error(
                    "the id '\(id.text ?? "")' is taken by line \(other.line)",
                    at: id.place,
                    hint: "give each row an id of its own"
                )
            }
        }
    }
}

extension Element {
    /// What reading this text as a part of a configuration reports, by line and column within it:
    /// `1:9: error: …`.
    func findings(_ read: (SourceDocument, Diagnostics) -> Void) -> [String] {
        let diagnostics = Diagnostics()
        let name = "text"
        if let document = SourceDocument(text: text ?? "", name: name, into: diagnostics) {
            read(document, diagnostics)
        }
        return diagnostics.sorted.map { String("\($0)".dropFirst(name.count + 1)) }
    }

    /// The row of errors expected of this row's text; an error where other inputs stand beside it.
    func errorRow(
        _ diagnostics: Diagnostics,
        read: @escaping @Sendable (SourceDocument, Diagnostics) -> Void
    ) -> CaseFile.Row? {
        guard let text = self["text"] else {
            if let errors = self["expect"]?["errors"] {
                diagnostics.error(
                    "only a row with a 'text' has errors",
                    at: errors.place,
                    hint: "add the text, or expect something else"
                )
            }
            return nil
        }
        let others = entries.filter {
            !["id", "origin", "note", "text", "expect"].contains($0.key)
        }
        for other in others {
            diagnostics.error(
                "'\(other.key)' stands beside a text, which is only read",
                at: other.keyPlace,
                hint: "remove one of them"
            )
        }
        guard let errors = self["expect"]?["errors"] else {
            diagnostics.error(
                "a row with a 'text' expects errors",
                at: self["expect"]?.place ?? place,
                hint: "write 'expect: {errors: []}' with the messages"
            )
            return nil
        }
        return row {
            let expected = errors.items.compactMap(\.text)
            var comparison = CaseComparison()
            comparison.compare(
                "errors",
                lines(expected),
                at: errors,
                lines(text.findings(read))
            )
            return comparison.mismatches
        }
    }

    /// A row at this place under its id.
    func row(
        explaining explanation: (@Sendable () -> String)? = nil,
        _ mismatches: @escaping @Sendable () -> [CaseMismatch]
    ) -> CaseFile.Row {
        CaseFile.Row(
            id: self["id"]?.text ?? "",
            place: place,
            mismatches: mismatches,
            explanation: explanation
        )
    }
}

private func lines(_ messages: [String]) -> String {
    messages.isEmpty ? "none" : messages.map { "'\($0)'" }.joined(separator: ", ")
}
