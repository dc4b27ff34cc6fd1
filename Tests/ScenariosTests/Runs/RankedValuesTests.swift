import Scenarios
import Testing

struct RankedValuesTests {
    @Test(
        "The value of each rank is what sorting puts there",
        arguments: [0...0, 0...2, -5...5, 0...1_000_000, .min ... .max] as [ClosedRange<Int32>],
        1...20 as ClosedRange<UInt64>
    )
    func agreesWithSorting(values: ClosedRange<Int32>, seed: UInt64) {
        var generator = SplitMix(state: seed)
        let lists = (0..<Int.random(in: 1...5, using: &generator)).map { _ in
            ContiguousArray(
                (0..<Int.random(in: 0...60, using: &generator))
                    .map { _ in Int32.random(in: values, using: &generator) }
            )
        }
        let sorted = lists.flatMap { $0 }.sorted()
        let ranked = RankedValues(lists)
        #expect(ranked.count == sorted.count, "seed \(seed)")
        #expect((0..<ranked.count).map { ranked[$0] } == sorted, "seed \(seed)")
    }

    @Test("There is nothing where there are no values")
    func empty() {
        #expect(RankedValues([]).count == 0)
        #expect(RankedValues([[], []]).count == 0)
    }
}
