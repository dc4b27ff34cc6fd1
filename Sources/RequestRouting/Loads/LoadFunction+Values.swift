import Foundation
import LibraryModel
import SimulationKernel

extension LoadFunction {
    private static let million: Int64 = 1_000_000

    /// Works out the number for each row of a sheet.
    func evaluate(
        _ sheet: FactSheet,
        _ settings: [Int64],
        into values: UnsafeMutableBufferPointer<Int64>
    ) {
        switch self {
        case .targetMinusActual(let rounding, let own, let withoutStatistics):
            for row in values.indices {
                if let own, sheet.value(.isBorrower, of: row) == 1 {
                    values[row] = own
                } else {
                    values[row] =
                        Self.targetMinusActual(sheet, row, rounding)
                        ?? withoutStatistics ?? FactValue.unknown
                }
            }
        case .loansPerBorrow:
            for row in values.indices { values[row] = Self.loansPerBorrow(sheet, row) }
        case .openRequestsOver(let threshold):
            let limit = threshold.resolved(settings)
            for row in values.indices {
                let open = sheet.value(.openRequests, of: row)
                values[row] =
                    FactValue.isValue(open)
                    ? max(0, FactValue.difference(open, limit)) : open
            }
        case .requestsInWindow(let window):
            let since = FactValue.difference(sheet.now.microseconds, window.microseconds)
            sheet.count(into: values) { $0.microseconds > since }
        case .requestsInPeriod(let period):
            let current = Self.period(period, of: sheet.now)
            sheet.count(into: values) { Self.period(period, of: $0) == current }
        case .consecutiveRequests:
            let last = sheet.history.entries.last { $0.time <= sheet.now }?.institution
            let run = sheet.history.entries.reversed().drop { $0.time > sheet.now }
                .prefix { $0.institution == last }.count
            for row in values.indices {
                values[row] = sheet.rows[row].institution == last ? Int64(run) : 0
            }
        case .availabilityDate(let period):
            let loanPeriod = period.resolved(settings)
            for row in values.indices {
                values[row] = Self.availability(
                    status: sheet.value(.itemStatus, of: row),
                    due: sheet.value(.due, of: row),
                    holds: sheet.value(.holds, of: row),
                    now: sheet.now.microseconds,
                    loanPeriod: loanPeriod
                )
            }
        case .distance(let missing):
            for row in values.indices {
                values[row] = Self.distance(sheet, row) ?? missing ?? FactValue.unknown
            }
        case .untilLendingHours(let hours):
            for row in values.indices {
                let offset = sheet.value(.clockOffset, of: row)
                values[row] =
                    FactValue.isValue(offset)
                    ? hours.wait(at: sheet.now, offset: offset) ?? FactValue.missing
                    : FactValue.unknown
            }
        case .blackout(let blackouts):
            let today = CivilDateTime(sheet.now, offset: .zero).date
            let current = blackouts.filter { $0.first <= today && today <= $0.last }
            for row in values.indices {
                let itemClass = sheet.value(.itemClass, of: row)
                values[row] = Self.isBlackedOut(itemClass, by: current)
            }
        case .weightedSum(let facts):
            for row in values.indices { values[row] = Self.sum(facts, sheet, row) }
        case .duplicates(let within):
            let count = sheet.duplicates(within: within.resolved(settings))
            for row in values.indices { values[row] = count }
        }
    }

    /// When a copy is expected.
    ///
    /// The rule of dcb-service: one loan period for each one who waits, from now where it is on the
    /// shelf, from its due date where that lies ahead, and one period more where it is overdue.
    package static func availability(
        status: Int64,
        due: Int64,
        holds: Int64,
        now: Int64,
        loanPeriod: Int64
    ) -> Int64 {
        guard FactValue.isValue(status), let status = ItemStatusFact(rawValue: status) else {
            return status == FactValue.unknown ? FactValue.unknown : FactValue.missing
        }
        let waiting = FactValue.product(FactValue.isValue(holds) ? max(0, holds) : 0, loanPeriod)
        switch status {
        case .available:
            return FactValue.sum(now, waiting)
        case .checkedOut:
            guard FactValue.isValue(due) else { return FactValue.sum(now, loanPeriod) }
            if due > now { return FactValue.sum(due, waiting) }
            return FactValue.sum(now, FactValue.sum(waiting, loanPeriod))
        default:
            return FactValue.missing
        }
    }

    private static func targetMinusActual(
        _ sheet: FactSheet,
        _ row: Int,
        _ rounding: Rounding
    ) -> Int64? {
        let loans = sheet.value(.loans, of: row)
        let borrows = sheet.value(.borrows, of: row)
        guard FactValue.isValue(loans), FactValue.isValue(borrows) else { return nil }
        // A ratio that nobody agreed is one to one.
        var lending = sheet.value(.ratioLoans, of: row)
        var borrowing = sheet.value(.ratioBorrows, of: row)
        if !FactValue.isValue(lending) || !FactValue.isValue(borrowing) || borrowing <= 0 {
            lending = 1
            borrowing = 1
        }
        let target: Int64
        switch rounding {
        case .truncated:
            target = FactValue.product(
                FactValue.scaled(borrows, by: lending, over: borrowing),
                million
            )
        case .nearest:
            let doubled = FactValue.scaled(
                FactValue.product(borrows, 2),
                by: lending,
                over: borrowing
            )
            let whole = doubled / 2 + doubled % 2
            target = FactValue.product(whole, million)
        case .exact:
            target = FactValue.scaled(
                FactValue.product(borrows, million),
                by: lending,
                over: borrowing
            )
        }
        return FactValue.difference(target, FactValue.product(loans, million))
    }

    private static func loansPerBorrow(_ sheet: FactSheet, _ row: Int) -> Int64 {
        let loans = sheet.value(.loans, of: row)
        let borrows = sheet.value(.borrows, of: row)
        guard FactValue.isValue(loans), FactValue.isValue(borrows) else {
            return FactValue.unknown
        }
        return borrows == 0
            ? FactValue.greatest : FactValue.scaled(loans, by: million, over: borrows)
    }

    /// By the spherical law of cosines on a sphere of 6,371 km, as dcb-service does.
    private static func distance(_ sheet: FactSheet, _ row: Int) -> Int64? {
        let places = [
            sheet.value(.latitude, of: row), sheet.value(.longitude, of: row),
            sheet.value(.pickupLatitude, of: row), sheet.value(.pickupLongitude, of: row),
        ]
        guard places.allSatisfy(FactValue.isValue) else { return nil }
        let angles = places.map { Double($0) / 1e6 * .pi / 180 }
        let cosine =
            sin(angles[0]) * sin(angles[2])
            + cos(angles[0]) * cos(angles[2]) * cos(angles[3] - angles[1])
        return Int64((acos(min(1, max(-1, cosine))) * 6_371_000).rounded())
    }

    private static func isBlackedOut(_ itemClass: Int64, by blackouts: [Blackout]) -> Int64 {
        if blackouts.contains(where: { $0.classes.isEmpty }) { return 1 }
        guard FactValue.isValue(itemClass) else {
            return blackouts.isEmpty || itemClass == FactValue.missing ? 0 : FactValue.unknown
        }
        return blackouts.contains { $0.classes.contains(itemClass) } ? 1 : 0
    }

    private static func sum(_ facts: [WeightedFact], _ sheet: FactSheet, _ row: Int) -> Int64 {
        var sum: Int64 = 0
        for fact in facts {
            let value = sheet.value(fact.column, of: row)
            guard FactValue.isValue(value) else { return value }
            sum = FactValue.sum(sum, FactValue.product(value, fact.weight))
        }
        return sum
    }

    private static func period(_ period: Period, of time: SimulationTime) -> Int64 {
        let date = CivilDateTime(time, offset: .zero).date
        switch period {
        case .day: return Int64(date.daysSinceEpoch)
        case .week:
            // 1970-01-05 was a Monday.
            return (Int64(date.daysSinceEpoch) - 4 + 7_000_000_000) / 7
        case .month: return Int64(date.parts.year) * 12 + Int64(date.parts.month)
        case .year: return Int64(date.parts.year)
        }
    }
}

/// The words of ``FactColumn/itemStatus`` by their numbers.
package enum ItemStatusFact: Int64, Sendable, CaseIterable {
    case available, reshelving, checkedOut, inTransit, paged, onHoldShelf, missing, unavailable
}

extension FactSheet {
    /// Counts the earlier requests to each row's institution that a time chooses.
    fileprivate func count(
        into values: UnsafeMutableBufferPointer<Int64>,
        _ isCounted: (SimulationTime) -> Bool
    ) {
        var counts: [InstitutionID: Int64] = [:]
        for entry in history.entries where entry.time <= now && isCounted(entry.time) {
            counts[entry.institution, default: 0] += 1
        }
        for row in values.indices { values[row] = counts[rows[row].institution] ?? 0 }
    }

    /// How many earlier requests of the same patron for the title lie within a time.
    fileprivate func duplicates(within window: Int64) -> Int64 {
        guard let request else { return FactValue.unknown }
        let since = FactValue.difference(now.microseconds, window)
        let count = earlierRequests.count { earlier in
            earlier.borrower == request.borrower && earlier.patron == request.patron
                && earlier.title == request.title && earlier.time.microseconds >= since
                && earlier.time <= now
        }
        return Int64(count)
    }
}
