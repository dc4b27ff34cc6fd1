import SimulationKernel
import LibraryModel

/// A sheet as a run keeps it, so that a decision can be explained with all of its facts.
///
/// Columns are kept by their codes, values and times column by column; a value whose time is that of
/// the decision is the usual one, so times are kept as ages.
public struct FactSnapshot: Sendable, Hashable, Codable {
    var now: Int64
    var columns: [String]
    var institutions: [InstitutionID]
    var items: [Int64]
    var values: [Int64]
    var ages: [Int64]
    var asked: [InstitutionID]
    var askedAgo: [Int64]
    var earlier: [[Int64]]
    var request: [Int64]?
}

extension FactSheet {
    /// The facts as a run keeps them.
    public var snapshot: FactSnapshot {
        func numbers(_ request: EarlierRequest) -> [Int64] {
            [request.borrower, request.patron, request.title, request.time.microseconds]
        }
        return FactSnapshot(
            now: now.microseconds,
            columns: layout.columns.map(\.code),
            institutions: rows.map(\.institution),
            items: rows.map(\.item),
            values: values,
            ages: times.map { FactValue.difference(now.microseconds, $0) },
            asked: history.entries.map(\.institution),
            askedAgo: history.entries.map {
                FactValue.difference(now.microseconds, $0.time.microseconds)
            },
            earlier: earlierRequests.map(numbers),
            request: request.map(numbers)
        )
    }

    /// The facts that a run kept, on a sheet for given rules; nil where they do not fit together.
    public init?(_ snapshot: FactSnapshot, layout: FactLayout) {
        guard snapshot.items.count == snapshot.institutions.count,
            snapshot.asked.count == snapshot.askedAgo.count
        else { return nil }
        let rows = zip(snapshot.institutions, snapshot.items).map { Row($0, item: $1) }
        let now = SimulationTime(microseconds: snapshot.now)
        self.init(layout, at: now, of: rows)
        let count = max(1, rows.count)
        guard snapshot.values.count == snapshot.columns.count * count,
            snapshot.ages.count == snapshot.values.count
        else { return nil }
        func time(_ age: Int64) -> SimulationTime {
            SimulationTime(microseconds: FactValue.difference(snapshot.now, age))
        }
        for (place, code) in snapshot.columns.enumerated() {
            guard let column = FactColumn(code: code), layout.contains(column) else { continue }
            for row in 0..<(column.scope == .request ? 1 : count) {
                let number = place * count + row
                set(column, of: row, to: snapshot.values[number], asOf: time(snapshot.ages[number]))
            }
        }
        for (institution, ago) in zip(snapshot.asked, snapshot.askedAgo) {
            history.note(.init(time(ago), institution))
        }
        func request(_ numbers: [Int64]) -> EarlierRequest? {
            guard numbers.count == 4 else { return nil }
            return EarlierRequest(
                borrower: numbers[0],
                patron: numbers[1],
                title: numbers[2],
                time: SimulationTime(microseconds: numbers[3])
            )
        }
        earlierRequests = snapshot.earlier.compactMap(request)
        self.request = snapshot.request.flatMap(request)
    }
}
