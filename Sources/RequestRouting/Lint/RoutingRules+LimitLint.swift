import SimulationKernel

extension RoutingRules {
    /// Limits of which one makes another meaningless.
    func limits() -> [RuleFinding] {
        var findings: [RuleFinding] = []
        func report(_ message: String, _ hint: String, _ line: RuleLine) {
            findings.append(
                RuleFinding(.warning, .contradictingLimits, message, hint: hint, at: line)
            )
        }
        let walkLine = line(of: "walk")
        if let cap, let attempts = walk.attempts, !walk.reResolves {
            let (reach, overflow) = cap.multipliedReportingOverflow(by: walk.rounds)
            if !overflow, attempts > reach {
                report(
                    "\(attempts) attempts are never made: \(cap) lenders in "
                        + "\(walk.rounds == 1 ? "one round" : "\(walk.rounds) rounds") are "
                        + "\(reach)",
                    "raise 'cap' or 'rounds', or lower 'attempts'",
                    walkLine
                )
            }
        }
        if let attempts = walk.attempts, attempts > 0, walk.rounds > attempts {
            report(
                "\(walk.rounds) rounds are never gone: after \(attempts) attempts it is over",
                "raise 'attempts', or lower 'rounds'",
                walkLine
            )
        }
        if walk.reResolves, walk.rounds > 1 {
            report(
                "a second round never begins: lenders are chosen anew when one fails",
                "remove 'rounds' or 're-resolution'",
                walkLine
            )
        }
        if let most = gather.askAtMost, let cap, most < cap, !gather.askedColumns.isEmpty {
            report(
                "\(most) institutions are asked for facts, fewer than the \(cap) that may be "
                    + "asked to lend",
                "raise 'ask-at-most', or lower 'cap'",
                line(of: "gather")
            )
        }
        var seen: [Int64?: WalkPolicy.TimeLimit] = [:]
        for limit in walk.timeLimits {
            if let other = seen.updateValue(limit, forKey: limit.level) {
                report(
                    "the service level has a time limit already, on line \(other.line.line)",
                    "remove one of the two",
                    limit.line
                )
            }
        }
        // Each of the levels is to be faster than the one before.
        let speeds = ["normal", "rush", "express"].compactMap { word in
            FactColumn.serviceLevel.words.firstIndex(of: word).flatMap { seen[Int64($0)] }
        }
        for (slower, faster) in zip(speeds, speeds.dropFirst())
        where faster.limit > slower.limit {
            report(
                "a faster service level has more time than a slower one, which has "
                    + FactUnit.duration.text(slower.limit.microseconds),
                "exchange the two",
                faster.line
            )
        }
        if let ask = gather.timeLimit, let least = walk.timeLimits.map(\.limit).min(), ask >= least
        {
            report(
                "answers are waited for \(FactUnit.duration.text(ask.microseconds)), as long as a "
                    + "lender has to lend",
                "lower the time limit of 'gather'",
                line(of: "gather")
            )
        }
        return findings
    }
}
