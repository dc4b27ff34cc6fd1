import Yams

/// Turns YAML text into a tree of elements, and everything that hinders it into diagnostics.
struct TreeComposer {
    let file: String
    let limits: SourceDocument.Limits
    let diagnostics: Diagnostics
    /// The marks that were put before repeated keys to get past Yams, which stops at the first.
    private var repeatedKeys = RepeatedKeys()

    init(file: String, limits: SourceDocument.Limits, diagnostics: Diagnostics) {
        self.file = file
        self.limits = limits
        self.diagnostics = diagnostics
    }

    /// The tree of the first document in a text, or nil with an error reported.
    mutating func compose(_ source: String) -> Element? {
        // The mark would count as a column of the first line.
        let text = source.hasPrefix("\u{FEFF}") ? String(source.dropFirst()) : source
        guard !reportsAlias(in: text) else { return nil }
        var current = text
        while true {
            do {
                return try composeOnce(current)
            } catch YamlError.duplicatedKeysInMapping(_, let context) {
                let position = TextPosition(context.mark)
                if let marked = repeatedKeys.mark(keyAt: position, in: current) {
                    current = marked
                    continue
                }
                diagnostics.error(
                    "a key of this mapping is given more than once",
                    at: place(repeatedKeys.original(position)),
                    hint: "remove all but one"
                )
                return nil
            } catch {
                let fault = SyntaxFault(error, in: current)
                let position = repeatedKeys.original(fault.position)
                diagnostics.error(fault.message, at: place(position), hint: fault.hint)
                return nil
            }
        }
    }

    /// Finds the first alias before anything is composed, since a key that is an alias costs time
    /// without bound: Yams hashes the whole tree it stands for.
    ///
    /// A copy of the text in which no alias has an anchor makes Yams stop at the first one.
    private func reportsAlias(in text: String) -> Bool {
        guard let probe = AliasProbe(text) else { return false }
        do {
            let parser = try Parser(yaml: probe.text, resolver: .basic, encoding: .utf8)
            while try parser.nextRoot() != nil {}
            return false
        } catch YamlError.composer(_, let problem, let mark, _) where problem.contains("alias") {
            diagnostics.error(
                "an alias (*name) stands for text elsewhere, which is not read",
                at: place(probe.original(TextPosition(mark))),
                hint: "repeat the text, or put quotes around a text that begins with '*'"
            )
            return true
        } catch {
            // Any other fault is found again, and reported, in the text itself.
            return false
        }
    }

    private mutating func composeOnce(_ text: String) throws -> Element? {
        let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
        // Nodes hold their anchors weakly, and the parser strongly.
        return try withExtendedLifetime(parser) {
            guard let node = try parser.nextRoot(), !isEmpty(node) else {
                diagnostics.error(
                    "there is nothing in it",
                    at: SourcePlace(file: file),
                    hint: "write at least one 'key: value'"
                )
                return nil
            }
            let next = try parser.nextRoot()
            let root = element(node, depth: 1)
            if let next {
                diagnostics.error(
                    "a second YAML document begins here",
                    at: place(repeatedKeys.original(TextPosition(next))),
                    hint: "keep one document a file: remove the line '---' before it"
                )
            }
            return root
        }
    }

    private func isEmpty(_ node: Node) -> Bool {
        guard case .scalar(let scalar) = node else { return false }
        return scalar.string.isEmpty && scalar.style == .plain
    }

    private func place(_ position: TextPosition) -> SourcePlace {
        SourcePlace(file: file, line: position.line, column: position.column)
    }

    private mutating func element(_ node: Node, depth: Int) -> Element {
        let place = place(repeatedKeys.original(TextPosition(node)))
        guard depth <= limits.depth else {
            diagnostics.error(
                "this is nested \(depth) deep, of at most \(limits.depth)",
                at: place,
                hint: "check the brackets and the indentation"
            )
            return Element(.scalar("", .plain), at: place)
        }
        refuseAdornments(of: node, at: place)
        switch node {
        case .scalar(let scalar):
            return Element(.scalar(scalar.string, style(scalar.style)), at: place)
        case .sequence(let sequence):
            let items = sequence.map { element($0, depth: depth + 1) }
            return Element(.sequence(items), at: place)
        case .mapping(let mapping):
            return Element(.mapping(entries(of: mapping, depth: depth)), at: place)
        case .alias:
            return Element(.scalar("", .plain), at: place)
        }
    }

    private mutating func entries(of mapping: Node.Mapping, depth: Int) -> ElementMapping {
        var entries: [ElementMapping.Entry] = []
        var firstPlaces: [String: SourcePlace] = [:]
        for (keyNode, valueNode) in mapping {
            let value = element(valueNode, depth: depth + 1)
            guard let (key, keyPlace) = key(keyNode) else { continue }
            if let first = firstPlaces[key] {
                diagnostics.error(
                    "the key '\(key)' is given twice, first at \(first.inFile)",
                    at: keyPlace,
                    hint: "remove one of the two"
                )
                continue
            }
            firstPlaces[key] = keyPlace
            entries.append(.init(key: key, keyPlace: keyPlace, value: value))
        }
        return ElementMapping(entries)
    }

    private func key(_ node: Node) -> (String, SourcePlace)? {
        let position = TextPosition(node)
        let place = place(repeatedKeys.original(position))
        refuseAdornments(of: node, at: place)
        guard case .scalar(let scalar) = node else {
            diagnostics.error(
                "a key is a list or a mapping, where only text can be a key",
                at: place,
                hint: "put quotes around a key with brackets or braces"
            )
            return nil
        }
        let text = repeatedKeys.unmarked(scalar.string, at: position)
        if text == "<<", scalar.style == .plain {
            diagnostics.error(
                "merge keys (<<) are not read",
                at: place,
                hint: "write the keys out in each mapping"
            )
            return nil
        }
        guard !text.isEmpty else {
            diagnostics.error("a key is missing before ':'", at: place, hint: "write 'key: value'")
            return nil
        }
        return (text, place)
    }

    private func refuseAdornments(of node: Node, at place: SourcePlace) {
        if let anchor = node.anchor {
            diagnostics.error(
                "the anchor '&\(anchor.rawValue)' marks text to be repeated, which is not read",
                at: place,
                hint: "remove it"
            )
        }
        let expected =
            switch node {
            case .sequence: Tag.Name.seq
            case .mapping: Tag.Name.map
            default: Tag.Name.str
            }
        if node.tag.rawValue != expected.rawValue {
            diagnostics.error(
                "the tag '\(shorthand(node.tag.rawValue))' is not read",
                at: place,
                hint: "remove it; put quotes around a text that begins with '!'"
            )
        }
    }

    private func shorthand(_ tag: String) -> String {
        let prefix = "tag:yaml.org,2002:"
        return tag.hasPrefix(prefix) ? "!!" + tag.dropFirst(prefix.count) : tag
    }

    private func style(_ style: Node.Scalar.Style) -> Element.ScalarStyle {
        switch style {
        case .any, .plain: .plain
        case .singleQuoted, .doubleQuoted: .quoted
        case .literal, .folded: .block
        }
    }
}
