import FulfillmentNetwork
import Testing

/// Elements side by side, while they are few and when they have pages of their own.
struct ElementsTests {
    /// Counts how many of its kind there are.
    private final class Counted {
        nonisolated(unsafe) static var count = 0
        let number: Int

        init(_ number: Int) {
            self.number = number
            Self.count += 1
        }

        deinit { Self.count -= 1 }
    }

    @Test("What grows keeps its elements, and each ends once")
    func growing() {
        do {
            var elements = Elements<(Counted, Int)>()
            // The last of these sizes take more than a megabyte.
            for number in 0..<100_000 {
                elements.append((Counted(number), -number))
                if number.nonzeroBitCount == 1 {
                    #expect(elements[0].0.number == 0)
                    #expect(elements[number / 2].0.number == number / 2)
                    #expect(elements[number].1 == -number)
                }
            }
            #expect(Counted.count == 100_000)
            #expect((0..<100_000).allSatisfy { elements[$0].0.number == $0 })
            elements[7] = (Counted(70), 7)
            #expect(Counted.count == 100_000)
            elements.removeAll()
            #expect(Counted.count == 0)
            elements.append((Counted(1), 1))
        }
        #expect(Counted.count == 0)
    }
}
