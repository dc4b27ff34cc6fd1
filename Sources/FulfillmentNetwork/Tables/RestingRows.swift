/// Which rows of a table are over and may be let go, by groups of rows side by side.
///
/// A group goes when all of its rows have been over for some days. What then is released is pages of
/// memory: every other row stays where it is, and reaching one costs nothing more than before.
struct RestingRows: ~Copyable, Sendable {
    /// The number of rows of a group.
    static let groupSize = 256
    /// How many groups share a page at most: of what has four bytes for each row.
    private static let groupsOfPage = 4
    /// What stands for the count of a group that was let go.
    private static let gone = UInt16.max

    private struct Group: Sendable {
        var number: Int
        /// The day on which the last of its rows came to an end.
        var day: Int32
    }

    /// How many rows of each group are over.
    private var counts = Elements<UInt16>()
    /// The groups all of whose rows are over, in order of day.
    private var complete: [Group] = []
    /// The number of groups that were let go.
    private(set) var goneCount = 0

    /// Whether the row at a position was let go.
    func isGone(_ position: Int) -> Bool {
        let group = position / Self.groupSize
        return group < counts.count && counts[group] == Self.gone
    }

    /// Lets be fetched how many rows around one are over.
    @inline(__always)
    func fetch(_ position: Int) { counts.fetch(position / Self.groupSize) }

    /// Notes a row as over since a day, which is none before those of the rows noted so far; true where it
    /// was the last of its group.
    @inline(__always)
    mutating func note(_ position: Int, on day: Int32) -> Bool {
        let group = position / Self.groupSize
        while counts.count <= group { counts.append(0) }
        counts[group] += 1
        guard counts[group] == Self.groupSize else { return false }
        complete.append(Group(number: group, day: day))
        return true
    }

    /// Takes the groups all of whose rows were over before a day.
    mutating func take(overBefore day: Int32) -> [Int] {
        guard let first = complete.first, first.day < day else { return [] }
        let taken = complete.prefix { $0.day < day }.map(\.number)
        complete.removeFirst(taken.count)
        return taken
    }

    /// Notes a group as gone, and says which rows around it are, too.
    ///
    /// What was let go beside it may have left a page that both lie on.
    mutating func letGo(_ group: Int) -> GoneRows {
        counts[group] = Self.gone
        goneCount += 1
        var (first, last) = (group, group)
        let reach = Self.groupsOfPage
        while first > 0, group - first < reach, counts[first - 1] == Self.gone { first -= 1 }
        while last + 1 < counts.count, last - group < reach, counts[last + 1] == Self.gone {
            last += 1
        }
        return GoneRows(
            positions: group * Self.groupSize..<(group + 1) * Self.groupSize,
            withNeighbours: first * Self.groupSize..<(last + 1) * Self.groupSize
        )
    }

    /// The positions of the rows of a table with so many that are still there.
    func positions(of count: Int) -> RowPositions {
        guard goneCount > 0 else { return RowPositions(count: count) }
        let groups = (0...count / Self.groupSize).filter { !isGone($0 * Self.groupSize) }
        return RowPositions(
            count: count - goneCount * Self.groupSize,
            groups: groups.map(Int32.init)
        )
    }
}

/// Rows that were let go.
struct GoneRows {
    let positions: Range<Int>
    /// The same, with those beside them that are gone too, as far as any lies on a page with them.
    let withNeighbours: Range<Int>
}
