/// Text put into a source on the way to the parser, to translate the parser's positions back.
struct Insertions {
    /// By line, in the order of the columns that they have in the source.
    private var byLine: [Int: [(column: Int, width: Int)]] = [:]

    var isEmpty: Bool { byLine.isEmpty }

    /// Notes that `width` scalars were put before a position of the source.
    mutating func insert(width: Int, at position: TextPosition) {
        var insertions = byLine.removeValue(forKey: position.line) ?? []
        let isLast = insertions.last.map { $0.column < position.column } ?? true
        insertions.append((position.column, width))
        // Mostly they come in order, and a line may have millions.
        if !isLast { insertions.sort { $0.column < $1.column } }
        byLine[position.line] = insertions
    }

    /// The position in the source of a position in the changed text.
    func original(_ position: TextPosition) -> TextPosition {
        guard let insertions = byLine[position.line] else { return position }
        var column = position.column
        for insertion in insertions where column > insertion.column {
            column = max(insertion.column, column - insertion.width)
        }
        return TextPosition(line: position.line, column: column)
    }
}
