/// Walks over a CSV text row by row, and says where each cell begins.
struct CSVCellPlaces {
    private var scalars: String.UnicodeScalarView.Iterator
    private var position = TextPosition.start
    private var isAtEnd = false

    /// Walks over a text whose quotation marks are known to be where CSV allows them.
    init(_ text: String) {
        scalars = text.unicodeScalars.makeIterator()
    }

    /// Where the cells of the next row begin; nil after the last row.
    mutating func next() -> [TextPosition]? {
        guard !isAtEnd else { return nil }
        var cells = [position]
        var isQuoted = false
        while let scalar = scalars.next() {
            position.column += 1
            switch scalar {
            // A doubled mark within a cell closes and opens it again, which comes to the same.
            case "\"": isQuoted.toggle()
            case "\n":
                position = TextPosition(line: position.line + 1, column: 1)
                if !isQuoted { return cells }
            case "," where !isQuoted: cells.append(position)
            default: break
            }
        }
        isAtEnd = true
        return cells
    }
}

extension TextPosition {
    /// The position in a file.
    func place(in file: String) -> SourcePlace {
        SourcePlace(file: file, line: line, column: column)
    }
}
