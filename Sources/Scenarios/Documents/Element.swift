/// A node of a document: immutable, in the order of the file, and knowing its place.
///
/// A scalar is its text and the way it was written, never a value that YAML guessed: `NO`, `0012`,
/// `1e3` and `12:30` mean what the shape that reads them says.
package struct Element: Hashable, Sendable {
    /// What a node holds.
    package enum Content: Hashable, Sendable {
        /// Text, and how it was written.
        case scalar(String, ScalarStyle)
        /// A list.
        case sequence([Element])
        /// Keys with their values.
        case mapping(ElementMapping)
    }

    /// How a scalar was written.
    package enum ScalarStyle: Hashable, Sendable {
        /// As it is: `text`.
        case plain
        /// In single or double quotes.
        case quoted
        /// As a literal (`|`) or folded (`>`) block.
        case block
    }

    /// The three kinds of node.
    package enum Kind: Hashable, Sendable, CaseIterable {
        case scalar, sequence, mapping
    }

    /// What the node holds.
    package let content: Content
    /// Where it begins.
    package let place: SourcePlace

    /// Creates a node.
    package init(_ content: Content, at place: SourcePlace) {
        self.content = content
        self.place = place
    }

    /// The kind of node.
    package var kind: Kind {
        switch content {
        case .scalar: .scalar
        case .sequence: .sequence
        case .mapping: .mapping
        }
    }

    /// Whether there is no value: `key:` with nothing after it, or a plain `~` or `null`.
    package var isNull: Bool {
        guard case .scalar(let text, .plain) = content else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    /// The items of a list; none for any other node.
    package var items: [Element] {
        guard case .sequence(let items) = content else { return [] }
        return items
    }

    /// The entries of a mapping in the order of the file; none for any other node.
    package var entries: [ElementMapping.Entry] {
        guard case .mapping(let mapping) = content else { return [] }
        return mapping.entries
    }

    /// The value of a key of a mapping; nil without that key, or for any other node.
    package subscript(key: String) -> Element? {
        entry(key)?.value
    }

    /// A key of a mapping with its place and its value; nil without that key, or for any other
    /// node.
    package func entry(_ key: String) -> ElementMapping.Entry? {
        guard case .mapping(let mapping) = content else { return nil }
        return mapping.entry(key)
    }
}
