/// Which rows of a table are over and may be let go, by groups of rows side by side.
///
/// A group goes when all of its rows have been over for some days. What then is released is pages of
/// memory: every other row stays where it is, and reaching one costs nothing more than before.
struct RestingRows: Sendable {
    /// The number of rows of a group.
    static let groupSize = 256
    /// What stands for the count of a group that was let go.
    private static let gone = UInt16.max

    private struct Waiting: Sendable {
        var position: Int32
        var day: Int32
    }

    /// The rows that are over, each with its last day, in order of day.
    private var waiting: ContiguousArray<Waiting> = []
    private var firstWaiting = 0
    /// How many rows of each group have been over for long enough.
    private var counts: ContiguousArray<UInt16> = []
    /// The number of groups that were let go.
    private(set) var goneCount = 0

    /// Whether the row at a position was let go.
    func isGone(_ position: Int) -> Bool {
        let group = position / Self.groupSize
        return group < counts.count && counts[group] == Self.gone
    }

    /// Notes a row as over since a day, which is none before those of the rows noted so far.
    mutating func note(_ position: Int, on day: Int32) {
        waiting.append(Waiting(position: Int32(position), day: day))
    }

    /// Takes the groups all of whose rows were over before a day.
    mutating func take(overBefore day: Int32) -> [Int] {
        var groups: [Int] = []
        while firstWaiting < waiting.count, waiting[firstWaiting].day < day {
            let group = Int(waiting[firstWaiting].position) / Self.groupSize
            while counts.count <= group { counts.append(0) }
            counts[group] += 1
            if counts[group] == Self.groupSize { groups.append(group) }
            firstWaiting += 1
        }
        if 2 * firstWaiting > waiting.count {
            waiting.removeFirst(firstWaiting)
            firstWaiting = 0
        }
        return groups
    }

    /// Notes a group as gone, and says which rows around it are, too.
    ///
    /// What was let go beside it may have left a page that both lie on; of what has four bytes for each row,
    /// four groups share one.
    mutating func letGo(_ group: Int) -> Range<Int> {
        counts[group] = Self.gone
        goneCount += 1
        var (first, last) = (group, group)
        while first > 0, group - first < 4, counts[first - 1] == Self.gone { first -= 1 }
        while last + 1 < counts.count, last - group < 4, counts[last + 1] == Self.gone { last += 1 }
        return first * Self.groupSize..<(last + 1) * Self.groupSize
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
