import LibraryModel
import SimulationKernel

/// Candidates with the numbers by which they are compared, and what comes of comparing them.
///
/// Each row has `width` numbers in the order in which they count: its standing, its keys, its
/// tie-breaks; the least comes first.
struct Ranking {
    let keyCount: Int
    let tieCount: Int
    let groupsByInstitution: Bool
    let cap: Int?
    private var excludes: UInt64 = 0
    private var defers: UInt64 = 0
    /// The filters that found each row.
    var failed: [UInt64] = []
    /// What each row is compared by.
    var codes: [Int64] = []
    /// The values that the numbers were made from: keys and tie-breaks of each row.
    var values: [Int64] = []
    /// Rows in their order, and those that have none.
    private var order: [Int32] = []
    private var others: [Int32] = []
    private var seen = InstitutionMarks()

    /// So many rows are sorted faster by moving each to its place.
    private static let few = 24

    let width: Int

    init(keyCount: Int, tieCount: Int, groupsByInstitution: Bool, cap: Int?) {
        self.keyCount = keyCount
        self.tieCount = tieCount
        self.groupsByInstitution = groupsByInstitution
        self.cap = cap
        width = 1 + keyCount + tieCount
    }

    /// Makes room for candidates of which nothing is known, and says what filters do.
    mutating func restart(rowCount: Int, excludes: UInt64, defers: UInt64) {
        self.excludes = excludes
        self.defers = defers
        failed.refill(with: 0, count: rowCount)
        codes.refill(with: 0, count: rowCount * width)
        values.refill(with: 0, count: rowCount * (width - 1))
    }

    /// Whether a row is ordered at all.
    @inline(__always)
    func isLive(_ row: Int) -> Bool { failed[row] & (excludes | defers) == 0 }

    /// The first number of a row: 0 for most, 1 for the demoted, more for the last resort.
    static func standing(isDemoted: Bool, lastResortPlace: Int64) -> Int64 {
        guard lastResortPlace < 0 else { return FactValue.sum(2, lastResortPlace) }
        return isDemoted ? 1 : 0
    }

    /// Orders the rows and tells what became of each; `asOf` gives the age of a row's key.
    @inline(__always)
    mutating func tell(
        _ outcome: inout RoutingOutcome,
        of rows: [FactSheet.Row],
        hasLastResort: Bool,
        isRead: Bool = true,
        asOf: (_ place: Int, _ row: Int) -> Int64
    ) {
        order.removeAll(keepingCapacity: true)
        others.removeAll(keepingCapacity: true)
        for row in rows.indices {
            if isLive(row) { order.append(Int32(row)) } else { others.append(Int32(row)) }
        }
        let most = isRead || !Self.areDistinct(rows) ? nil : cap
        Self.sort(&order, by: codes, width, rows, most: most)
        outcome.records.reserveCapacity(rows.count)
        var surplus: [(row: Int, ahead: Int)] = []
        var position: Int32 = 0
        var ahead = -1
        for place in order.indices {
            let row = Int(order[place])
            if groupsByInstitution, let best = seen.mark(rows[row].institution, row) {
                surplus.append((row, best))
                continue
            }
            let isAsked = cap.map { position < $0 } ?? true
            let standing = self.standing(of: row, hasLastResort: hasLastResort)
            outcome.records.append(
                record(
                    of: row,
                    behind: isRead ? ahead : -1,
                    rows,
                    isAsked ? standing : .beyondCap,
                    position,
                    asOf
                )
            )
            position += 1
            ahead = row
        }
        if groupsByInstitution {
            for row in order { seen.clear(rows[Int(row)].institution) }
        }
        if !surplus.isEmpty {
            surplus.sort { Self.isEarlier(rows[$0.row], rows[$1.row]) }
            for (row, best) in surplus {
                outcome.records.append(
                    record(of: row, behind: best, rows, .surplus, -1, asOf)
                )
            }
        }
        if others.count > 1 {
            others.sort { Self.isEarlier(rows[Int($0)], rows[Int($1)]) }
        }
        for place in others.indices {
            let row = Int(others[place])
            let isExcluded = failed[row] & excludes != 0
            outcome.records.append(
                record(
                    of: row,
                    behind: -1,
                    rows,
                    isExcluded ? .excluded : .deferred,
                    -1,
                    asOf
                )
            )
        }
    }

    private func standing(of row: Int, hasLastResort: Bool) -> CandidateRecord.Standing {
        let code = codes[row * width]
        if hasLastResort, code >= 2 { return .lastResort }
        return code == 1 ? .demoted : .asked
    }

    private static func isEarlier(_ left: FactSheet.Row, _ right: FactSheet.Row) -> Bool {
        left.institution == right.institution
            ? left.item < right.item : left.institution < right.institution
    }

    /// Whether rows are in order of institution, each with one.
    private static func areDistinct(_ rows: [FactSheet.Row]) -> Bool {
        var last: Int32 = -1
        for row in rows {
            guard row.institution.index > last else { return false }
            last = row.institution.index
        }
        return true
    }

    /// Puts rows in their order; all but the first may be left out where only so many count.
    private static func sort(
        _ order: inout [Int32],
        by codes: [Int64],
        _ width: Int,
        _ rows: [FactSheet.Row],
        most: Int?
    ) {
        codes.withUnsafeBufferPointer { codes in
            rows.withUnsafeBufferPointer { rows in
                func isBefore(_ left: Int32, _ right: Int32) -> Bool {
                    let first = Int(left) &* width
                    let second = Int(right) &* width
                    var place = 0
                    while place < width {
                        let (one, other) = (codes[first &+ place], codes[second &+ place])
                        if one != other { return one < other }
                        place &+= 1
                    }
                    return isEarlier(rows[Int(left)], rows[Int(right)])
                }
                guard order.count <= few else {
                    order.sort(by: isBefore)
                    return
                }
                var used = min(order.count, 1)
                order.withUnsafeMutableBufferPointer { order in
                    let most = max(1, most ?? .max)
                    for next in order.indices.dropFirst() {
                        let row = order[next]
                        if used == most {
                            guard isBefore(row, order[used &- 1]) else { continue }
                        } else {
                            used &+= 1
                        }
                        var place = used &- 1
                        while place > 0, isBefore(row, order[place &- 1]) {
                            order[place] = order[place &- 1]
                            place &-= 1
                        }
                        order[place] = row
                    }
                }
                order.removeLast(order.count - used)
            }
        }
    }

    private func record(
        of row: Int,
        behind ahead: Int,
        _ rows: [FactSheet.Row],
        _ standing: CandidateRecord.Standing,
        _ position: Int32,
        _ asOf: (Int, Int) -> Int64
    ) -> CandidateRecord {
        var record = CandidateRecord(
            institution: rows[row].institution,
            standing: standing,
            decidedBy: .nothing,
            position: position,
            item: rows[row].item,
            failedFilters: failed[row],
            value: 0,
            valueAsOf: 0,
            valueAhead: 0,
            valueAheadAsOf: 0
        )
        guard ahead >= 0 else { return record }
        record.decidedBy = .identity
        for place in 0..<width where codes[row * width + place] != codes[ahead * width + place] {
            guard place > 0 else {
                record.decidedBy = .standing
                break
            }
            let key = place - 1
            record.decidedBy = key < keyCount ? .key(key) : .tieBreak(key - keyCount)
            record.value = values[row * (width - 1) + key]
            record.valueAhead = values[ahead * (width - 1) + key]
            record.valueAsOf = asOf(key, row)
            record.valueAheadAsOf = asOf(key, ahead)
            break
        }
        return record
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
