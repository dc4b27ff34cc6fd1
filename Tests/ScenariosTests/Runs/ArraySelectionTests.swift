import Scenarios
import Testing

struct ArraySelectionTests {
    @Test(
        "What is selected is what sorting puts there, and the rest lies on its side",
        arguments: [1, 2, 3, 10, 1_000] as [Int64],
        1...20 as ClosedRange<UInt64>
    )
    func agreesWithSorting(differentValues: Int64, seed: UInt64) {
        var generator = SplitMix(state: seed)
        let values = (0..<Int.random(in: 1...200, using: &generator))
            .map { _ in Int64.random(in: 0..<differentValues, using: &generator) }
        let sorted = values.sorted()
        var selected = values
        var start = 0
        for percent in [0, 50, 90, 100] {
            let position = percent * (values.count - 1) / 100
            selected.select(position, from: start)
            start = position
            let isParted =
                selected[..<position].allSatisfy { $0 <= selected[position] }
                && selected[position...].allSatisfy { $0 >= selected[position] }
            #expect(selected[position] == sorted[position] && isParted, "seed \(seed)")
        }
        #expect(selected.sorted() == sorted, "seed \(seed)")
    }

    @Test("An array in order, or in the opposite one, keeps what is selected in its place")
    func ordered() {
        var ascending = Array(0..<1_000)
        ascending.select(900)
        var descending = Array((0..<1_000).reversed())
        descending.select(900)
        #expect((ascending[900], descending[900]) == (900, 900))
    }
}
