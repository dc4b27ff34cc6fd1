/// A position in a source file, for people and their editors.
package struct SourcePlace: Hashable, Sendable {
    /// The file as the user named it.
    package let file: String
    /// The line, from 1; 0 where only the file is meant.
    package let line: Int
    /// The column in Unicode scalars, from 1; 0 where only the file or the line is meant.
    package let column: Int

    /// Creates a place; without a line it means the file as a whole.
    package init(file: String, line: Int = 0, column: Int = 0) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// The position without the file, to mention one place from another: `line 4, column 1`.
    package var inFile: String { "line \(line), column \(column)" }
}

extension SourcePlace: Comparable {
    /// Whether the left one comes first: by file name, then as one reads.
    package static func < (left: Self, right: Self) -> Bool {
        if left.file != right.file { return left.file < right.file }
        return (left.line, left.column) < (right.line, right.column)
    }
}

extension SourcePlace: CustomStringConvertible {
    /// The place as compilers write it: `network.yaml:14:9`.
    package var description: String {
        guard line > 0 else { return file }
        return column > 0 ? "\(file):\(line):\(column)" : "\(file):\(line)"
    }
}
