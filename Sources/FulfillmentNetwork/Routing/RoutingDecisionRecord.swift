package import LibraryModel
package import RequestRouting
package import SimulationKernel

/// A decision about whom to ask, as it is kept: the facts that it was made from, and a few words
/// about each candidate.
package struct RoutingDecisionRecord: Sendable {
    package var request: BorrowingRequestID
    package var time: SimulationTime
    /// How many lenders had been asked before.
    package var round: Int32
    /// Who came first in the round-robin before; nil for nobody.
    package var cursor: InstitutionID?
    /// The rules of admission that refuse the request, a bit each.
    package var refusals: Int64
    /// Why nobody is asked, by its place among the reasons, from 1; 0 where somebody is.
    package var nobody: Int64
    /// What became of each candidate, as many numbers each as `CandidateRecord` has.
    package var candidates: [Int64]
    /// The rows of the sheet, an institution and a copy each.
    package var rows: [Int64]
    /// The facts, row by row: a value and its age in microseconds for each column of the rules.
    package var facts: [Int64]

    package init(request: BorrowingRequestID, time: SimulationTime) {
        self.request = request
        self.time = time
        round = 0
        refusals = 0
        nobody = 0
        candidates = []
        rows = []
        facts = []
    }

    /// Keeps a decision.
    init(
        _ outcome: RoutingOutcome,
        of sheet: borrowing FactSheet,
        request: BorrowingRequestID,
        context: RoutingContext
    ) {
        self.init(request: request, time: sheet.now)
        round = Int32(context.round)
        cursor = context.cursor
        refusals = Int64(bitPattern: outcome.refusals)
        nobody = outcome.nobody.map { Self.number(of: $0) } ?? 0
        candidates = outcome.records.flatMap(\.numbers)
        rows = sheet.rows.flatMap { [Int64($0.institution.index), $0.item] }
        facts.reserveCapacity(2 * max(1, sheet.rows.count) * sheet.layout.columns.count)
        for row in 0..<max(1, sheet.rows.count) {
            for column in sheet.layout.columns {
                facts.append(sheet.value(column, of: row))
                facts.append((sheet.now - sheet.time(column, of: row)).microseconds)
            }
        }
    }

    /// What became of the candidates.
    package var outcome: RoutingOutcome {
        var outcome = RoutingOutcome()
        outcome.refusals = UInt64(bitPattern: refusals)
        let reasons = RoutingOutcome.Nobody.allCases
        outcome.nobody = nobody > 0 && nobody <= reasons.count ? reasons[Int(nobody) - 1] : nil
        let width = CandidateRecord.numberCount
        outcome.records = stride(from: 0, to: candidates.count - width + 1, by: width)
            .compactMap { CandidateRecord(numbers: candidates[$0..<$0 + width]) }
        return outcome
    }

    /// The facts again, for the rules that the decision was made by; nil where these are others.
    package func sheet(for rules: RoutingRules) -> FactSheet? {
        let columns = rules.layout.columns
        let count = rows.count / 2
        guard facts.count == 2 * max(1, count) * columns.count else { return nil }
        var sheet = FactSheet(
            rules.layout,
            at: time,
            of: (0..<count).map {
                FactSheet.Row(
                    InstitutionID(Int32(truncatingIfNeeded: rows[2 * $0])),
                    item: rows[2 * $0 + 1]
                )
            }
        )
        for row in 0..<max(1, count) {
            for (place, column) in columns.enumerated() {
                let fact = 2 * (row * columns.count + place)
                sheet.set(
                    column,
                    of: row,
                    to: facts[fact],
                    asOf: time - SimulationDuration(microseconds: facts[fact + 1])
                )
            }
        }
        return sheet
    }

    private static func number(of reason: RoutingOutcome.Nobody) -> Int64 {
        Int64(RoutingOutcome.Nobody.allCases.firstIndex(of: reason) ?? -1) + 1
    }
}

extension CandidateRecord {
    static let numberCount = 10

    /// The record as numbers, in the order of its parts.
    var numbers: [Int64] {
        [
            Int64(institution.index), Int64(standing.rawValue), Int64(decidedBy.rawValue),
            Int64(position), item, Int64(bitPattern: failedFilters), value, valueAsOf, valueAhead,
            valueAheadAsOf,
        ]
    }

    /// A record of its numbers; nil where they are those of none.
    init?(numbers: ArraySlice<Int64>) {
        let numbers = Array(numbers)
        guard numbers.count == Self.numberCount,
            let standing = UInt8(exactly: numbers[1]).flatMap(Standing.init(rawValue:)),
            let step = UInt8(exactly: numbers[2]), let institution = Int32(exactly: numbers[0]),
            let position = Int32(exactly: numbers[3])
        else { return nil }
        self.init(
            institution: InstitutionID(institution),
            standing: standing,
            decidedBy: DecidingStep(rawValue: step),
            position: position,
            item: numbers[4],
            failedFilters: UInt64(bitPattern: numbers[5]),
            value: numbers[6],
            valueAsOf: numbers[7],
            valueAhead: numbers[8],
            valueAheadAsOf: numbers[9]
        )
    }
}
