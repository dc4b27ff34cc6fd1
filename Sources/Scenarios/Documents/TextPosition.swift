import Yams

/// A line and a column of a text, both from 1, in Unicode scalars.
struct TextPosition: Hashable {
    var line: Int
    var column: Int

    /// The beginning of a text.
    static let start = Self(line: 1, column: 1)
}

extension TextPosition {
    /// The position that Yams means.
    init(_ mark: Mark) {
        self.init(line: mark.line, column: mark.column)
    }

    /// Where a node begins.
    init(_ node: Node) {
        self = node.mark.map(Self.init) ?? .start
    }
}
