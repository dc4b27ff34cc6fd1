/// A number with the word for what it counts: `1 loan`, `2 loans`.
func counted(_ count: some BinaryInteger, _ word: String) -> String {
    "\(count) \(word)\(count == 1 ? "" : "s")"
}

/// Rows of cells in columns that line up, for a terminal.
struct TextTable {
    /// The title of a column, and whether its cells are numbers, which stand to the right.
    struct Column {
        var title: String
        var isNumber = false
    }

    var columns: [Column]
    var rows: [[String]] = []

    /// The table as lines, each after an indentation.
    func lines(indent: String = "") -> [String] {
        let titles = columns.map(\.title)
        let widths = columns.indices.map { position in
            ([titles] + rows).map { $0[position].count }.max() ?? 0
        }
        return ([titles] + rows).map { cells in
            let padded = columns.indices.map { position in
                let space = String(repeating: " ", count: widths[position] - cells[position].count)
                return columns[position].isNumber
                    ? space + cells[position] : cells[position] + space
            }
            let line = indent + padded.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}
