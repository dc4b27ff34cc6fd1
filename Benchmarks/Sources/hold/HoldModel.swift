import SimulationKernel

/// What one run of the hold model gave.
struct HoldResult {
    /// The time of the steps alone, without filling the queue.
    var nanoseconds: Double
    /// A hash of the keys in the order of their removal.
    var checksum: UInt64
}

/// The hold model over the library's queue; the mirror of `hold_reference` in C++.
///
/// Fills a queue with `pending` events, then `steps` times removes the earliest and schedules one
/// more. Vaucher and Duval, "A comparison of simulation event list algorithms", 1975.
func holdWithEventQueue(pending: Int, steps: Int, increments: [Int64]) -> HoldResult {
    increments.withUnsafeBufferPointer { increments in
        var queue = EventQueue()
        queue.reserveCapacity(pending + 1)

        var state: UInt64 = 1
        var sequence: UInt64 = 0
        while sequence < UInt64(pending) {
            queue.insert(makeKey(now: 0, sequence, increments, &state))
            sequence += 1
        }

        var sum: UInt64 = 0
        let clock = ContinuousClock()
        let start = clock.now
        for _ in 0..<steps {
            guard let key = queue.removeFirst() else { break }
            sum =
                (sum ^ UInt64(bitPattern: key.microseconds) ^ key.sequence << 40)
                &* 0x9e37_79b9_7f4a_7c15
            queue.insert(makeKey(now: key.microseconds, sequence, increments, &state))
            sequence += 1
        }
        let elapsed = clock.now - start
        return HoldResult(nanoseconds: elapsed / .nanoseconds(1), checksum: sum)
    }
}

/// Quantiles of the exponential law with a mean of one second, in microseconds.
///
/// One table serves both programs, so that neither is measured by its logarithm.
func exponentialIncrements() -> [Int64] {
    (0..<1_024).map { cell in
        let unit = (Double(cell) + 0.5) / 1_024
        let law = Distribution.exponential(mean: 1_000_000)
        let draw = Draw(first: UInt64(unit * 0x1p64), second: 0)
        return 1 + Int64(law.sample(draw))
    }
}

private func makeKey(
    now: Int64,
    _ sequence: UInt64,
    _ increments: UnsafeBufferPointer<Int64>,
    _ state: inout UInt64
) -> EventKey {
    let bits = next(&state)
    let eventClass: EventClass =
        switch (bits >> 10) & 3 {
        case 0: .fault
        case 1: .delivery
        case 2: .timer
        default: .job
        }
    return EventKey(
        time: SimulationTime(
            microseconds: now + increments[Int(bits >> 54)] + Int64(bits & 1_023)
        ),
        class: eventClass,
        source: UInt32((bits >> 12) & 511),
        sequence: sequence,
        payload: bits
    )
}

/// SplitMix64.
private func next(_ state: inout UInt64) -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
}
