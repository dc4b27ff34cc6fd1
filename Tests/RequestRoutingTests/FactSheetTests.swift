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
        var sheet = restarted()
        sheet.write(ofFirst: 3) { $0.fill(slot(.cost), with: 7) }
        #expect((0..<3).map { sheet.value(.cost, of: $0) } == [7, 7, 7])
        sheet.set(.cost, of: 1, to: 2, asOf: monday - .days(1))
        #expect((0..<3).map { sheet.value(.cost, of: $0) } == [7, 2, 7])
        #expect(
            (0..<3).map { sheet.time(.cost, of: $0) } == [monday, monday - .days(1), monday]
        )
    }

    /// A sheet that has just begun anew, after others that knew more.
    private func restarted(of count: Int = 3) -> FactSheet {
        var sheet = rules.sheet(2, [.cost: [1, 2], .loans: [3, 4]])
        sheet.restart(at: monday, rowCount: count) { rows in
            for row in rows.indices { rows[row] = FactSheet.Row(InstitutionID(row)) }
        }
        return sheet
    }

    @Test("Of candidates after the first, of which a fact is said, it stays unknown")
    func first() {
        for (first, second) in [(Int64(0), Int64(1)), (1, 1)] {
            var sheet = restarted()
            sheet.write(ofFirst: 2) { facts in
                facts.fill(slot(.cost)) { $0 == 0 ? first : second }
                facts.fill(slot(.loans), asOf: { (Int64($0), 0) })
            }
            #expect(
                (0..<3).map { sheet.value(.cost, of: $0) } == [first, second, FactValue.unknown]
            )
            #expect((0..<3).map { sheet.value(.loans, of: $0) } == [0, 1, FactValue.unknown])
            #expect(
                (0..<3).map { sheet.time(.loans, of: $0).microseconds }
                    == [0, 0, monday.microseconds]
            )
        }
    }

    @Test("What is older than its column allows is unknown, with its time")
    func old() {
        let layout = FactLayout([.loans], maximumAges: [.loans: .hours(1)])
        let rows = (0..<2).map { FactSheet.Row(InstitutionID($0)) }
        var sheet = FactSheet(layout, at: monday, of: rows)
        let times = [monday - .hours(1), monday - .hours(2)]
        sheet.write(ofFirst: 2) { facts in
            facts.fill(0, asOf: { (7, times[$0].microseconds) })
        }
        #expect((0..<2).map { sheet.value(.loans, of: $0) } == [7, FactValue.unknown])
        #expect((0..<2).map { sheet.time(.loans, of: $0) } == times)
    }

    @Test("A fact that is said of all at once decides as one that is said of each")
    func same() {
        for cost in [Int64(2), 4, FactValue.unknown, FactValue.missing] {
            var sheets = [restarted(), restarted(), restarted()]
            sheets[0].write(ofFirst: 3) { $0.fill(slot(.cost), with: cost) }
            sheets[1].write(ofFirst: 3) { $0.fill(slot(.cost)) { _ in cost } }
            for row in 0..<3 {
                sheets[2].set(.cost, of: row, to: cost)
                for sheet in sheets.indices {
                    sheets[sheet].set(.loans, of: row, to: Int64(2 - row))
                }
            }
            #expect(rules.decide(sheets[0]) == rules.decide(sheets[2]))
            #expect(rules.decide(sheets[1]) == rules.decide(sheets[2]))
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
