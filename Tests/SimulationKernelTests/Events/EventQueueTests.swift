import SimulationKernel
import Testing

struct EventQueueTests {
    /// A small generator for tests, so that what is tested does not feed itself.
    private struct Generator {
        var state: UInt64

        /// An integer from 0 to `bound` − 1, by Marsaglia's xorshift64.
        mutating func below(_ bound: UInt64) -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state % bound
        }

        /// A key whose time, class and source often repeat; its time lies within forty units of time.
        mutating func key(
            sequence: UInt64,
            from time: Int64 = 0,
            unit: Int64 = 1
        ) -> EventKey {
            EventKey(
                time: SimulationTime(microseconds: time + Int64(below(40)) * unit),
                class: EventClass.allCases[Int(below(6))],
                source: UInt32(below(3)),
                sequence: sequence,
                payload: below(1_000)
            )
        }
    }

    private static let seeds = (1...40).map { UInt64($0) &* 0x9e37_79b9_7f4a_7c15 }

    /// From events of one moment to such as lie years apart, so that they fall into one window of
    /// time, into several, and beyond all that have buckets.
    private static let units: [Int64] = [1, 1 << 31, 1 << 36, 1 << 42, 1 << 52]

    @Test("Near and far events in any turn agree with a sorted list", arguments: units, seeds)
    func nearAndFar(unit: Int64, seed: UInt64) {
        var generator = Generator(state: seed)
        var queue = EventQueue()
        var model: [EventKey] = []
        var mismatches: [Int] = []
        var now: Int64 = 0
        for step in 0..<1_200 {
            let insertions: UInt64 = (step / 200) % 2 == 0 ? 7 : 2
            if generator.below(10) < insertions {
                // Most come soon, some at the very next moment.
                let scale = [1, 1, unit >> 6 | 1, unit][Int(generator.below(4))]
                let key = generator.key(sequence: UInt64(step), from: now, unit: scale)
                queue.insert(key)
                model.append(key)
                model.sort()
            } else {
                let expected = model.isEmpty ? nil : model.removeFirst()
                now = expected?.microseconds ?? now
                if queue.removeFirst() != expected { mismatches.append(step) }
            }
            if queue.first != model.first || queue.count != model.count { mismatches.append(step) }
            let next = queue.upcoming(1)
            if let next, next != model[1] { mismatches.append(step) }
        }
        #expect(mismatches == [], "seed \(seed), unit \(unit)")
    }

    @Test("What is inserted in any order comes out sorted", arguments: seeds)
    func sorts(seed: UInt64) {
        var generator = Generator(state: seed)
        var queue = EventQueue()
        let keys = (0..<(1 + generator.below(3_000))).map { generator.key(sequence: $0) }
        for key in keys { queue.insert(key) }
        var removed: [EventKey] = []
        while let key = queue.removeFirst() { removed.append(key) }
        #expect(removed == keys.sorted(), "seed \(seed)")
    }

    @Test("Insertions and removals in any turn agree with a sorted list", arguments: seeds)
    func mixedTurns(seed: UInt64) {
        var generator = Generator(state: seed)
        var queue = EventQueue()
        var model: [EventKey] = []
        var mismatches: [Int] = []
        for step in 0..<4_000 {
            // Phases in which the queue grows, and phases in which it runs empty.
            let insertions: UInt64 = (step / 500) % 2 == 0 ? 7 : 3
            if generator.below(10) < insertions {
                let key = generator.key(sequence: UInt64(step), from: Int64(step / 10))
                queue.insert(key)
                model.append(key)
                model.sort()
            } else {
                let expected = model.isEmpty ? nil : model.removeFirst()
                if queue.removeFirst() != expected { mismatches.append(step) }
            }
            if queue.first != model.first || queue.count != model.count
                || queue.isEmpty != model.isEmpty
            {
                mismatches.append(step)
            }
            if generator.below(1_500) == 0 {
                queue.removeAll()
                model.removeAll()
            }
            if generator.below(500) == 0 { queue.reserveCapacity(Int(generator.below(500))) }
        }
        #expect(mismatches == [], "seed \(seed)")
    }

    @Test("A handler that schedules one more never sees time run backwards", arguments: seeds)
    func hold(seed: UInt64) {
        var generator = Generator(state: seed)
        var queue = EventQueue()
        let pending = 1 + generator.below(300)
        for sequence in 0..<pending { queue.insert(generator.key(sequence: sequence)) }
        var now = SimulationTime.distantPast
        var backwards = 0
        for sequence in pending..<(pending + 5_000) {
            guard let key = queue.removeFirst() else { break }
            if key.time < now { backwards += 1 }
            now = key.time
            queue.insert(generator.key(sequence: sequence, from: now.microseconds + 1))
        }
        let count = queue.count
        #expect(backwards == 0, "seed \(seed)")
        #expect(count == Int(pending), "seed \(seed)")
    }

    @Test("An empty queue has nothing first and nothing to remove")
    func empty() {
        var queue = EventQueue()
        #expect(queue.removeFirst() == nil)
        let (first, count, isEmpty) = (queue.first, queue.count, queue.isEmpty)
        #expect(first == nil)
        #expect(count == 0)
        #expect(isEmpty == true)
    }

    @Test("A queue emptied at once takes new events")
    func removeAll() {
        var generator = Generator(state: 1)
        var queue = EventQueue()
        for sequence in 0..<100 { queue.insert(generator.key(sequence: UInt64(sequence))) }
        _ = queue.removeFirst()
        queue.removeAll()
        let emptied = queue.removeFirst()
        #expect(emptied == nil)
        let key = generator.key(sequence: 100)
        queue.insert(key)
        let (first, count) = (queue.first, queue.count)
        #expect(first == key)
        #expect(count == 1)
    }

    @Test("A class can own a queue and hand it on")
    func owner() {
        final class Loop {
            var queue = EventQueue()
        }
        var generator = Generator(state: 2)
        let loop = Loop()
        let key = generator.key(sequence: 0)
        loop.queue.insert(key)
        let first = loop.queue.first
        #expect(first == key)
        var taken = EventQueue()
        swap(&taken, &loop.queue)
        let (removed, left) = (taken.removeFirst(), loop.queue.count)
        #expect(removed == key)
        #expect(left == 0)
    }
}
