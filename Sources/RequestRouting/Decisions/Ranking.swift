import LibraryModel
import SimulationKernel

/// Candidates with the numbers by which they are compared, and what comes of comparing them.
///
/// The numbers lie column by column in the order in which they count: standing, keys, tie-breaks;
/// the least comes first. Where all rows would have the same number, there need be no column.
struct Ranking: ~Copyable {
    /// What the rows are compared by at a place.
    private struct Column {
        /// The place of a key or a tie-break; −1 for the standing.
        var place: Int
        var codes: UnsafeMutablePointer<Int64>
    }

    private let keyCount: Int
    /// The most columns that there may be.
    private let width: Int
    private let groupsByInstitution: Bool
    private let cap: Int?
    private var excludes: UInt64 = 0
    private var defers: UInt64 = 0
    /// The filters that found any row, as far as is known: all of them, until it is said.
    var found: UInt64 = .max
    private(set) var rowCount = 0
    private var failedFilters = Scratch<UInt64>()
    private var numbers = Scratch<Int64>()
    private var columns = Scratch<Column>()
    private var columnCount = 0
    /// The first number of each row; nil where all are asked in their turn.
    private var standings: UnsafeMutablePointer<Int64>?
    /// Rows in their order, and behind them those that have none.
    private var order = Scratch<Int32>()
    private var seen = InstitutionMarks()

    /// So many rows are sorted faster by moving each to its place.
    private static let few = 24

    init(keyCount: Int, tieCount: Int, groupsByInstitution: Bool, cap: Int?) {
        self.keyCount = keyCount
        self.groupsByInstitution = groupsByInstitution
        self.cap = cap
        width = 1 + keyCount + tieCount
        columns.makeRoom(for: width)
    }

    /// Makes room for candidates, and says what filters do.
    mutating func restart(rowCount: Int, excludes: UInt64, defers: UInt64) {
        self.rowCount = rowCount
        self.excludes = excludes
        self.defers = defers
        found = .max
        columnCount = 0
        standings = nil
        failedFilters.makeRoom(for: rowCount)
        numbers.makeRoom(for: rowCount * width)
        order.makeRoom(for: rowCount)
    }

    /// The filters that found each row.
    var failed: UnsafeMutablePointer<UInt64> { failedFilters.base }

    /// Adds the column that counts first: 0 for most, 1 for the demoted, more for the last resort.
    mutating func addStandings() -> UnsafeMutablePointer<Int64> {
        let codes = addCodes(-1)
        standings = codes
        return codes
    }

    /// Adds the column of the key or the tie-break at a place.
    mutating func addCodes(_ place: Int) -> UnsafeMutablePointer<Int64> {
        let codes = numbers.base + columnCount * rowCount
        columns.base[columnCount] = Column(place: place, codes: codes)
        columnCount += 1
        return codes
    }

    /// Leaves lenders of last resort only their standing: they go by their list.
    func clearLastResort() {
        guard let standings else { return }
        for row in 0..<rowCount where standings[row] >= 2 {
            for column in 1..<columnCount { columns.base[column].codes[row] = 0 }
        }
    }

    /// Whether a row is ordered at all.
    @inline(__always)
    func isLive(_ row: Int) -> Bool { failed[row] & (excludes | defers) == 0 }

    /// Whether standing and the first keys put one row before another.
    func isBefore(_ row: Int, _ other: Int, by keyCount: Int) -> Bool {
        for number in 0..<columnCount where columns.base[number].place < keyCount {
            let codes = columns.base[number].codes
            if codes[row] != codes[other] { return codes[row] < codes[other] }
        }
        return false
    }

    /// Orders the rows and tells what became of each.
    ///
    /// - Parameters:
    ///   - outcome: What takes the records.
    ///   - rows: The candidates.
    ///   - isRead: Whether anybody will read what decided between neighbours.
    ///   - known: A row's value at the place of a key or a tie-break, of which its number is given,
    ///     and as of when it was known.
    mutating func tell(
        _ outcome: inout RoutingOutcome,
        of rows: UnsafeBufferPointer<FactSheet.Row>,
        isRead: Bool = true,
        known: (_ place: Int, _ row: Int, _ code: Int64) -> (value: Int64, asOf: Int64)
    ) {
        let isDistinct = Self.areDistinct(rows)
        let isGrouped = groupsByInstitution && !isDistinct
        let liveCount = divide()
        let used = sort(
            liveCount,
            of: rows,
            areOrdered: isDistinct,
            most: isRead || !isDistinct ? nil : cap
        )
        guard isRead || isGrouped else {
            tellUnread(used, of: liveCount, rows, &outcome)
            return
        }
        let order = order.base
        var surplus: [(row: Int, ahead: Int)] = []
        var position: Int32 = 0
        var ahead = -1
        for place in 0..<used {
            let row = Int(order[place])
            if isGrouped, let best = seen.mark(rows[row].institution, row) {
                surplus.append((row, best))
                continue
            }
            let isAsked = cap.map { position < $0 } ?? true
            let standing = isAsked ? standing(of: row) : .beyondCap
            outcome.records.append(
                record(of: row, behind: isRead ? ahead : -1, rows, standing, position, known)
            )
            position += 1
            ahead = row
        }
        if isGrouped {
            for place in 0..<used { seen.clear(rows[Int(order[place])].institution) }
        }
        if !surplus.isEmpty {
            surplus.sort { Self.isEarlier(rows[$0.row], rows[$1.row]) }
            for (row, best) in surplus {
                outcome.records.append(record(of: row, behind: best, rows, .surplus, -1, known))
            }
        }
        let others = UnsafeMutableBufferPointer(rebasing: all[liveCount...])
        orderOthers(others, rows)
        for row in others {
            let standing: CandidateRecord.Standing =
                failed[Int(row)] & excludes != 0 ? .excluded : .deferred
            outcome.records.append(record(of: Int(row), behind: -1, rows, standing, -1, known))
        }
    }

    /// Tells what became of each where nobody will read why: the first so many of those that are ordered,
    /// and the others.
    private mutating func tellUnread(
        _ used: Int,
        of liveCount: Int,
        _ rows: UnsafeBufferPointer<FactSheet.Row>,
        _ outcome: inout RoutingOutcome
    ) {
        let (order, failed) = (order.base, failedFilters.base)
        let most = cap ?? .max
        for place in 0..<used {
            let row = Int(order[place])
            outcome.records.append(
                CandidateRecord(
                    unread: rows[row],
                    place < most ? standing(of: row) : .beyondCap,
                    position: Int32(truncatingIfNeeded: place),
                    failedFilters: failed[row]
                )
            )
        }
        guard liveCount < rowCount else { return }
        let others = UnsafeMutableBufferPointer(rebasing: all[liveCount...])
        orderOthers(others, rows)
        for row in others {
            let failed = failed[Int(row)]
            outcome.records.append(
                CandidateRecord(
                    unread: rows[Int(row)],
                    failed & excludes != 0 ? .excluded : .deferred,
                    position: -1,
                    failedFilters: failed
                )
            )
        }
    }

    /// Puts rows that are not ordered by what they are compared by in order of institution.
    private func orderOthers(
        _ others: UnsafeMutableBufferPointer<Int32>,
        _ rows: UnsafeBufferPointer<FactSheet.Row>
    ) {
        guard others.count > 1 else { return }
        var others = others
        others.sort { Self.isEarlier(rows[Int($0)], rows[Int($1)]) }
    }

    /// All rows: those that are ordered, and then the others.
    private var all: UnsafeMutableBufferPointer<Int32> {
        UnsafeMutableBufferPointer(start: order.base, count: rowCount)
    }

    /// Puts the rows that are ordered before those that are not, and gives their number.
    private func divide() -> Int {
        let order = order.base
        guard found & (excludes | defers) != 0 else {
            for row in 0..<rowCount { order[row] = Int32(truncatingIfNeeded: row) }
            return rowCount
        }
        var live = 0
        var others = rowCount
        for row in 0..<rowCount {
            if isLive(row) {
                order[live] = Int32(truncatingIfNeeded: row)
                live &+= 1
            } else {
                others &-= 1
                order[others] = Int32(truncatingIfNeeded: row)
            }
        }
        return live
    }

    /// Puts the first so many rows in their order, and gives the number of those that are; all but
    /// the first may be left out where only so many count.
    ///
    /// What no column tells apart goes by institution, as all rows may lie already.
    private mutating func sort(
        _ count: Int,
        of rows: UnsafeBufferPointer<FactSheet.Row>,
        areOrdered: Bool,
        most: Int?
    ) -> Int {
        guard count > 1 else { return count }
        dropEqualColumns(ofFirst: count)
        let most = min(count, max(1, most ?? count))
        guard columnCount > 0 else {
            guard !areOrdered else { return most }
            var ordered = UnsafeMutableBufferPointer(rebasing: all[..<count])
            ordered.sort { Self.isEarlier(rows[Int($0)], rows[Int($1)]) }
            return most
        }
        // The comparison holds on to memory only: the ranking itself would be copied for each call.
        let leading = columns.base[0].codes
        let further = UnsafeBufferPointer(start: columns.base + 1, count: columnCount - 1)
        func isBefore(_ left: Int32, _ right: Int32) -> Bool {
            let (one, other) = (leading[Int(left)], leading[Int(right)])
            if one != other { return one < other }
            for column in further {
                let (one, other) = (column.codes[Int(left)], column.codes[Int(right)])
                if one != other { return one < other }
            }
            return Self.isEarlier(rows[Int(left)], rows[Int(right)])
        }
        guard most <= Self.few else {
            var ordered = UnsafeMutableBufferPointer(rebasing: all[..<count])
            ordered.sort(by: isBefore)
            return count
        }
        let order = order.base
        var used = 1
        for next in 1..<count {
            let row = order[next]
            if used < most {
                used &+= 1
            } else if !isBefore(row, order[used &- 1]) {
                continue
            }
            var place = used &- 1
            while place > 0, isBefore(row, order[place &- 1]) {
                order[place] = order[place &- 1]
                place &-= 1
            }
            order[place] = row
        }
        return used
    }

    /// Leaves out the columns in which the first so many of the order are equal: they decide nothing.
    private mutating func dropEqualColumns(ofFirst count: Int) {
        let order = order.base
        var kept = 0
        for number in 0..<columnCount {
            let codes = columns.base[number].codes
            let first = codes[Int(order[0])]
            var next = 1
            while next < count, codes[Int(order[next])] == first { next &+= 1 }
            if next < count {
                columns.base[kept] = columns.base[number]
                kept &+= 1
            }
        }
        columnCount = kept
    }

    private func standing(of row: Int) -> CandidateRecord.Standing {
        guard let code = standings?[row] else { return .asked }
        return code == 0 ? .asked : code == 1 ? .demoted : .lastResort
    }

    private static func isEarlier(_ left: FactSheet.Row, _ right: FactSheet.Row) -> Bool {
        left.institution == right.institution
            ? left.item < right.item : left.institution < right.institution
    }

    /// Whether rows are in order of institution, each with one.
    private static func areDistinct(_ rows: UnsafeBufferPointer<FactSheet.Row>) -> Bool {
        var last: Int32 = -1
        for row in rows {
            guard row.institution.index > last else { return false }
            last = row.institution.index
        }
        return true
    }

    private func record(
        of row: Int,
        behind ahead: Int,
        _ rows: UnsafeBufferPointer<FactSheet.Row>,
        _ standing: CandidateRecord.Standing,
        _ position: Int32,
        _ known: (Int, Int, Int64) -> (value: Int64, asOf: Int64)
    ) -> CandidateRecord {
        var record = CandidateRecord(
            unread: rows[row],
            standing,
            position: position,
            failedFilters: failed[row]
        )
        guard ahead >= 0 else { return record }
        record.decidedBy = .identity
        for number in 0..<columnCount {
            let (place, codes) = (columns.base[number].place, columns.base[number].codes)
            guard codes[row] != codes[ahead] else { continue }
            guard place >= 0 else {
                record.decidedBy = .standing
                break
            }
            record.decidedBy = place < keyCount ? .key(place) : .tieBreak(place - keyCount)
            (record.value, record.valueAsOf) = known(place, row, codes[row])
            (record.valueAhead, record.valueAheadAsOf) = known(place, ahead, codes[ahead])
            break
        }
        return record
    }
}

extension CandidateRecord {
    /// What became of a candidate, and not yet what put it behind another.
    @inline(__always)
    fileprivate init(
        unread row: FactSheet.Row,
        _ standing: Standing,
        position: Int32,
        failedFilters: UInt64
    ) {
        self.init(
            institution: row.institution,
            standing: standing,
            decidedBy: .nothing,
            position: position,
            item: row.item,
            failedFilters: failedFilters,
            value: 0,
            valueAsOf: 0,
            valueAhead: 0,
            valueAheadAsOf: 0
        )
    }
}

/// Which institutions have a candidate already, and which.
private struct InstitutionMarks {
    private var rows: [Int32] = []

    /// The row of an institution that is there; else notes this one.
    mutating func mark(_ institution: InstitutionID, _ row: Int) -> Int? {
        let place = institution.position
        guard place >= 0 else { return nil }
        if place >= rows.count {
            rows.append(contentsOf: repeatElement(-1, count: place + 16 - rows.count))
        }
        if rows[place] >= 0 { return Int(rows[place]) }
        rows[place] = Int32(row)
        return nil
    }

    /// Forgets an institution's row.
    mutating func clear(_ institution: InstitutionID) {
        guard institution.position >= 0 else { return }
        rows[institution.position] = -1
    }
}
