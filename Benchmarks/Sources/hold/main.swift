import Foundation
import HoldReference

/// The queue fails the benchmark below this share of the reference's speed.
let leastRatio = 0.8
let rounds = 9
let steps = 2_000_000

let increments = exponentialIncrements()
var failures: [String] = []

print("hold model: \(rounds) rounds of \(steps) events each way, alternating; medians")
print("   pending   EventQueue events/s   std::priority_queue events/s   ratio   checksum")
for pending in [1_000, 100_000] {
    var ours: [Double] = []
    var theirs: [Double] = []
    var checksum: UInt64 = 0
    // The first round warms caches and branch predictors, and is not counted.
    for round in 0...rounds {
        let result = holdWithEventQueue(pending: pending, steps: steps, increments: increments)
        var reference: UInt64 = 0
        let nanoseconds = hold_reference(Int64(pending), Int64(steps), increments, &reference)
        if reference != result.checksum {
            failures.append("\(pending) pending: the two programs removed different events")
        }
        checksum = result.checksum
        guard round > 0 else { continue }
        ours.append(Double(steps) / result.nanoseconds * 1e9)
        theirs.append(Double(steps) / Double(nanoseconds) * 1e9)
    }
    let ourMedian = ours.sorted()[rounds / 2]
    let theirMedian = theirs.sorted()[rounds / 2]
    let ratio = ourMedian / theirMedian
    print(
        String(
            format: "%10d   %19.0f   %28.0f   %5.2f   %016lx",
            pending,
            ourMedian,
            theirMedian,
            ratio,
            checksum
        )
    )
    if ratio < leastRatio {
        failures.append("\(pending) pending: ratio \(ratio) is below \(leastRatio)")
    }
}
for failure in failures { print("failed: \(failure)") }
exit(failures.isEmpty ? 0 : 1)
