/// Counts lines and columns of a text as libyaml does: columns in Unicode scalars, and YAML 1.1's
/// line breaks.
struct TextCursor {
    private(set) var position = TextPosition.start
    private var followsReturn = false

    /// Moves on by one scalar.
    mutating func advance(over scalar: Unicode.Scalar) {
        switch scalar {
        case "\n" where followsReturn:
            followsReturn = false
        case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}":
            position = TextPosition(line: position.line + 1, column: 1)
            followsReturn = scalar == "\r"
        default:
            position.column += 1
            followsReturn = false
        }
    }

    /// The index of a position in a text, or nil if the text has no such position.
    static func index(
        of position: TextPosition,
        in text: String
    ) -> String.UnicodeScalarView.Index? {
        var cursor = Self()
        let scalars = text.unicodeScalars
        for index in scalars.indices {
            if cursor.position == position, !cursor.followsReturn || scalars[index] != "\n" {
                return index
            }
            guard cursor.position.line <= position.line else { return nil }
            cursor.advance(over: scalars[index])
        }
        return nil
    }
}
