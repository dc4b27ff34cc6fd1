/// Marks repeated keys so that they differ, since Yams stops at the first repetition and does not
/// say where the second one is.
///
/// Yams names the first of the equal keys; with a mark on it the text is composed again, and so on
/// until the keys differ. The composer then takes the marks off, and sees the repetitions with
/// their places.
struct RepeatedKeys {
    /// How many repetitions are worth composing the text again.
    static let limit = 20
    private static let width = 4

    private var insertions = Insertions()
    private var prefixes: [TextPosition: String] = [:]

    /// The text with a mark on the key at a position, or nil if it cannot be marked.
    mutating func mark(keyAt position: TextPosition, in text: String) -> String? {
        guard prefixes.count < Self.limit,
            var index = TextCursor.index(of: position, in: text)
        else { return nil }
        let scalars = text.unicodeScalars
        let original = original(position)
        var width = 0
        switch scalars[index] {
        case "\"", "'":
            scalars.formIndex(after: &index)
            width = 1
        case "|", ">", "&", "!", "?", "[", "{":
            return nil
        default:
            break
        }
        // Characters for private use, which no key has unless to provoke us.
        let number = prefixes.count
        let digits = [0xE000, 0xE001 + number / 256, 0xE100 + number % 256, 0xE000]
        let prefix = String(String.UnicodeScalarView(digits.compactMap(Unicode.Scalar.init)))
        prefixes[original] = prefix
        insertions.insert(
            width: Self.width,
            at: TextPosition(line: original.line, column: original.column + width)
        )
        var changed = scalars
        changed.insert(contentsOf: prefix.unicodeScalars, at: index)
        return String(changed)
    }

    /// The text of a key without its mark.
    func unmarked(_ key: String, at position: TextPosition) -> String {
        guard let prefix = prefixes[original(position)], key.hasPrefix(prefix) else { return key }
        return String(key.unicodeScalars.dropFirst(Self.width))
    }

    /// The position in the source of a position in the marked text.
    func original(_ position: TextPosition) -> TextPosition {
        insertions.original(position)
    }
}
