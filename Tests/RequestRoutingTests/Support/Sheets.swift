import LibraryModel
import RequestRouting
import SimulationKernel

/// 2026-01-12 10:00 UTC, a Monday.
let monday = SimulationTime(microseconds: 1_768_212_000_000_000)

extension RoutingRules {
    /// A sheet with a row for each institution from 0, and some facts by column.
    func sheet(
        _ count: Int,
        _ facts: [FactColumn: [Int64?]] = [:],
        items: [Int64]? = nil
    ) -> FactSheet {
        let rows = (0..<count).map { row in
            FactSheet.Row(InstitutionID(row), item: items?[row] ?? 0)
        }
        var sheet = FactSheet(layout, at: monday, of: rows)
        for (column, values) in facts {
            for (row, value) in values.enumerated() {
                if let value { sheet.set(column, of: row, to: value) }
            }
        }
        return sheet
    }

    /// The ranks of those that are asked, in order.
    func rota(_ sheet: FactSheet, _ context: RoutingContext = RoutingContext()) -> [Int32] {
        decide(sheet, context).rota.map(\.index)
    }
}

extension RuleCondition {
    /// A condition about a fact and a number.
    static func when(
        _ column: FactColumn,
        _ comparison: RuleComparison,
        _ number: Int64 = 1
    ) -> RuleCondition {
        RuleCondition(.fact(column), comparison, .number(number))
    }
}
