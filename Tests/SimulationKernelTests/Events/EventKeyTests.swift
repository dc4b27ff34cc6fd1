import SimulationKernel
import Testing

struct EventKeyTests {
    private func key(
        _ microseconds: Int64,
        _ eventClass: EventClass,
        _ source: UInt32,
        _ sequence: UInt64
    ) -> EventKey {
        EventKey(
            time: SimulationTime(microseconds: microseconds),
            class: eventClass,
            source: source,
            sequence: sequence,
            payload: 0
        )
    }

    @Test("A key gives back what it was made from")
    func parts() {
        for eventClass in EventClass.allCases {
            let key = EventKey(
                time: utc("2026-01-12T09:30Z"),
                class: eventClass,
                source: .max,
                sequence: .max,
                payload: 7
            )
            #expect(key.time == utc("2026-01-12T09:30Z"))
            #expect(key.eventClass == eventClass)
            #expect(key.source == .max)
            #expect(key.sequence == .max)
            #expect(key.payload == 7)
        }
    }

    @Test("A key takes 32 bytes, so that two fit a cache line")
    func size() {
        #expect(MemoryLayout<EventKey>.stride == 32)
    }

    @Test("At one instant come faults, deliveries, timers, jobs, commands and probes")
    func classes() {
        let order: [EventClass] = [.fault, .delivery, .timer, .job, .command, .probe]
        // The later the class, the lower its source and sequence: only the class decides.
        let keys = order.enumerated().map { index, eventClass in
            key(5, eventClass, UInt32(6 - index), UInt64(6 - index))
        }
        #expect(keys.reversed().sorted().map(\.eventClass) == order)
    }

    @Test("Time comes before class, class before source, source before sequence")
    func order() {
        let keys = [
            key(.min, .probe, 9, 9), key(-1, .probe, 9, 9), key(0, .probe, 9, 9),
            key(1, .fault, 9, 9), key(1, .delivery, 0, 9), key(1, .delivery, 1, 0),
            key(1, .delivery, 1, 1), key(1, .delivery, 1, .max), key(1, .delivery, .max, 0),
            key(1, .timer, 0, 0), key(.max, .fault, 0, 0),
        ]
        for (index, left) in keys.enumerated() {
            for (other, right) in keys.enumerated() {
                #expect((left < right) == (index < other))
            }
        }
    }

    @Test("The payload is no part of the order")
    func payload() {
        var light = key(1, .timer, 1, 1)
        var heavy = light
        light.payload = 0
        heavy.payload = .max
        #expect(!(light < heavy))
        #expect(!(heavy < light))
    }
}
