/// The positions of the rows of a table, in order, without those that were let go.
package struct RowPositions: RandomAccessCollection, Sendable {
    package let count: Int
    /// The groups of rows that are there; nil where all are.
    private let groups: [Int32]?

    init(count: Int, groups: [Int32]? = nil) {
        self.count = count
        self.groups = groups
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { count }

    package subscript(index: Int) -> Int {
        guard let groups else { return index }
        // Only the last group may have fewer rows than the others.
        return Int(groups[index / RestingRows.groupSize]) * RestingRows.groupSize
            + index % RestingRows.groupSize
    }
}
