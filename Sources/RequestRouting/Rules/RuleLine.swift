/// Where a rule stands in its file; 0 where it comes from no file.
public struct RuleLine: Sendable, Hashable, Codable {
    /// The line, from 1.
    public var line: Int32
    /// The column, from 1.
    public var column: Int32

    /// Creates a place.
    public init(_ line: Int = 0, _ column: Int = 0) {
        self.line = Int32(clamping: line)
        self.column = Int32(clamping: column)
    }
}
