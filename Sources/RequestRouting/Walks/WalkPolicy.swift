package import SimulationKernel

/// How a request goes along its lenders once they are in order.
package struct WalkPolicy: Sendable, Hashable {
    /// How long a lender has to answer at a service level.
    package struct TimeLimit: Sendable, Hashable {
        /// The service level's number; nil for all without a limit of their own.
        package var level: Int64?
        package var limit: SimulationDuration
        package var working: WorkingTime
        package var line: RuleLine

        package init(
            level: Int64? = nil,
            limit: SimulationDuration,
            excludesWeekends: Bool = false,
            line: RuleLine = RuleLine()
        ) {
            self.level = level
            self.limit = limit
            working = WorkingTime(excludesWeekends: excludesWeekends)
            self.line = line
        }
    }

    /// What becomes of a request that nobody is left to ask for.
    package enum End: String, Sendable, Hashable, CaseIterable {
        /// It is unfilled.
        case unfilled
        /// Staff see to it.
        case keep
    }

    /// How often a message is sent again that was not acknowledged.
    package struct Sending: Sendable, Hashable {
        /// How often it is sent at most.
        package var attempts = 3
        /// How long the sender waits before it sends again, at first.
        package var period = SimulationDuration.minutes(10)
        /// After how many attempts the wait grows by a period.
        package var growsEvery = 6

        package init() {}

        /// The wait after an attempt, counted from 1; nil where it was the last.
        package func wait(after attempt: Int) -> SimulationDuration? {
            guard attempt < attempts else { return nil }
            let factor = Int64((attempt + growsEvery - 1) / growsEvery)
            return SimulationDuration(
                microseconds: FactValue.product(period.microseconds, max(1, factor))
            )
        }
    }

    /// How many lenders are asked at most; nil for all.
    package var attempts: Int?
    /// How often the whole rota is gone along.
    package var rounds = 1
    package var timeLimits: [TimeLimit] = []
    /// How often the same lender is asked again after it said that a retry is possible.
    package var retries = 0
    /// Whether lenders are chosen anew when one fails.
    package var reResolves = false
    /// How often at most.
    package var reResolutionLimit = 100
    /// Whether those that were asked are left out then.
    package var excludesTried = true
    /// Whether another lender may make another kind of workflow of it.
    package var mayChangeWorkflow = true
    /// Whether a lender chosen by staff is the only one.
    package var keepsManualSelection = true
    package var end: End = .unfilled
    package var sending = Sending()
    package var line = RuleLine()

    package init() {}

    /// The limit at a service level; nil where lenders have all the time there is.
    package func limit(atLevel level: Int64) -> TimeLimit? {
        timeLimits.first { $0.level == level } ?? timeLimits.first { $0.level == nil }
    }

    /// Until when a lender may answer that was asked at an instant.
    package func deadline(
        askedAt start: SimulationTime,
        level: Int64,
        in zone: ZoneTable
    ) -> SimulationTime? {
        limit(atLevel: level).map { $0.working.instant($0.limit, after: start, in: zone) }
    }

    /// Requests made before this instant are stale; nil where none ever is.
    package func staleBefore(
        _ now: SimulationTime,
        level: Int64,
        in zone: ZoneTable
    ) -> SimulationTime? {
        limit(atLevel: level).map { $0.working.instant($0.limit, before: now, in: zone) }
    }
}
