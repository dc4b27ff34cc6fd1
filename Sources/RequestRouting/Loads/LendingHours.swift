package import SimulationKernel

/// The hours of the week in which lending requests are dealt with, by the lender's own clock.
package struct LendingHours: Sendable, Hashable {
    /// A span in time since Monday's first minute.
    package struct Span: Sendable, Hashable {
        package var opens: SimulationDuration
        package var closes: SimulationDuration

        package init(opens: SimulationDuration, closes: SimulationDuration) {
            self.opens = opens
            self.closes = closes
        }
    }

    package let spans: [Span]

    /// Creates hours from spans of weekdays; their order means nothing.
    package init(_ spans: [Span]) {
        self.spans = spans.sorted { $0.opens < $1.opens }
    }

    /// How long it is until the hours begin, for a clock that is ahead of UTC by `offset`; nil
    /// where there are none.
    func wait(at now: SimulationTime, offset: Int64) -> Int64? {
        let week = SimulationDuration.days(7).microseconds
        let day = SimulationDuration.days(1).microseconds
        // 1970-01-01 was a Thursday.
        let local = FactValue.sum(FactValue.sum(now.microseconds % week, offset % week), 3 * day)
        let instant = ((local % week) + week) % week
        var least: Int64?
        for span in spans {
            if span.opens.microseconds <= instant, instant < span.closes.microseconds { return 0 }
            let wait = ((span.opens.microseconds - instant) % week + week) % week
            least = min(least ?? wait, wait)
        }
        return least
    }
}

/// Days on which items of some classes are not lent.
package struct Blackout: Sendable, Hashable {
    /// The classes by their places in the rule set's list; empty for all.
    package var classes: [Int64]
    package var first: CivilDate
    package var last: CivilDate

    package init(classes: [Int64], first: CivilDate, last: CivilDate) {
        self.classes = classes
        self.first = first
        self.last = last
    }
}
