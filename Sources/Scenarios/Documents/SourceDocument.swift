/// One YAML document, read from a file or a string, with the place of every node.
///
/// Of YAML, the document may use mappings, lists, scalars in every style and comments. Anchors,
/// aliases, merge keys and tags are refused: they make a text mean something else than it says, and
/// aliases let a small file stand for an immense one.
package struct SourceDocument: Sendable {
    /// What is accepted, at most.
    package struct Limits: Sendable {
        /// The size of a file in bytes.
        package var byteCount = 64 * 1_024 * 1_024
        /// How many nodes stand inside one another.
        package var depth = 64

        /// Creates the limits that fit everything a person writes: 64 MiB and a depth of 64.
        package init() {}
    }

    /// The file as the user named it.
    package let name: String
    /// The outermost node.
    package let root: Element

    /// Reads the text of a document; what is wrong with it is reported under `name`.
    ///
    /// - Returns: nil if there is nothing to work with. A document with errors is returned if it
    ///   has a tree, so that its other errors are found as well: ask the collector whether it may
    ///   be used.
    package init?(
        text: String,
        name: String,
        limits: Limits = Limits(),
        into diagnostics: Diagnostics
    ) {
        guard text.utf8.count <= limits.byteCount else {
            Self.reportSize(of: name, limits: limits, into: diagnostics)
            return nil
        }
        var composer = TreeComposer(file: name, limits: limits, diagnostics: diagnostics)
        guard let root = composer.compose(text) else { return nil }
        self.name = name
        self.root = root
    }

    /// Reads a document from a file; what is wrong with it is reported under the path as given.
    ///
    /// - Returns: nil if there is nothing to work with, see ``init(text:name:limits:into:)``.
    package init?(
        path: String,
        limits: Limits = Limits(),
        into diagnostics: Diagnostics
    ) {
        guard let text = SourceFile.text(path, limits: limits, into: diagnostics) else {
            return nil
        }
        self.init(text: text, name: path, limits: limits, into: diagnostics)
    }

    static func reportSize(of name: String, limits: Limits, into diagnostics: Diagnostics) {
        diagnostics.error(
            "the file is larger than \(limits.byteCount) bytes, the most that is read",
            at: SourcePlace(file: name),
            hint: "split it"
        )
    }
}
