import LibraryModel
import RequestRouting
import SimulationKernel
import Testing

struct FactSheetTests {
    private let rules = RoutingRules(
        "r",
        filters: [RuleFilter("DEAR", "it costs too much", [.when(.cost, .above, 3)])],
        keys: [RankKey("cost", .fact(.cost)), RankKey("load", .fact(.loans))]
    )

    private func slot(_ column: FactColumn) -> Int {
        rules.layout.columns.firstIndex(of: column) ?? -1
    }

    @Test("A fact that was said of all candidates at once may be said of one")
    func shared() {
        var sheet = rules.sheet(3)
        sheet.fill(slot(.cost), with: 7)
        #expect((0..<3).map { sheet.value(.cost, of: $0) } == [7, 7, 7])
        sheet.set(.cost, of: 1, to: 2, asOf: monday - .days(1))
        #expect((0..<3).map { sheet.value(.cost, of: $0) } == [7, 2, 7])
        #expect(
            (0..<3).map { sheet.time(.cost, of: $0) } == [monday, monday - .days(1), monday]
        )
        sheet.fill(slot(.cost), with: 5)
        #expect((0..<3).map { sheet.value(.cost, of: $0) } == [5, 5, 5])
        #expect((0..<3).map { sheet.time(.cost, of: $0) } == [monday, monday, monday])
    }

    @Test("Of candidates after the first, of which a fact is said, it stays unknown")
    func first() {
        var sheet = rules.sheet(3)
        sheet.fill(slot(.cost), ofFirst: 2) { Int64($0) }
        #expect((0..<3).map { sheet.value(.cost, of: $0) } == [0, 1, FactValue.unknown])
    }

    @Test("A fact that is said of all at once decides as one that is said of each")
    func same() {
        for cost in [Int64(2), 4, FactValue.unknown, FactValue.missing] {
            var shared = rules.sheet(3, [.loans: [2, 1, 0]])
            var each = shared
            shared.fill(slot(.cost), with: cost)
            for row in 0..<3 { each.set(.cost, of: row, to: cost) }
            #expect(rules.decide(shared) == rules.decide(each))
        }
    }

    @Test("Nothing of what a sheet said is left when it begins anew")
    func restart() {
        var sheet = rules.sheet(2, [.cost: [1, 2], .loans: [3, 4]])
        for count in [3, 1] {
            sheet.restart(at: monday, rowCount: count) { rows in
                for row in rows.indices { rows[row] = FactSheet.Row(InstitutionID(row)) }
            }
            #expect(sheet.rows.map(\.institution) == (0..<count).map { InstitutionID($0) })
            for row in 0..<count { #expect(sheet.value(.cost, of: row) == FactValue.unknown) }
            sheet.set(.loans, of: count - 1, to: 9)
        }
    }
}
