/// A time zone's offsets from UTC over the horizon of a run, as a sorted table.
///
/// The table is expanded once, when a configuration is loaded; no zone database is asked during a
/// run.
public struct ZoneTable: Sendable, Equatable {
    /// The IANA name, for text only.
    public let name: String
    private let starts: [Int64]
    private let offsets: [Int64]

    /// A zone that is always ahead of UTC by the same offset.
    public init(name: String, offset: SimulationDuration) {
        self.init(name: name, initialOffset: offset, transitions: [])
    }

    /// A zone with an offset before its first transition, and each transition's instant and new
    /// offset.
    ///
    /// Transitions must be in order of time.
    public init(
        name: String,
        initialOffset: SimulationDuration,
        transitions: [(at: SimulationTime, offset: SimulationDuration)]
    ) {
        self.name = name
        self.starts = [Int64.min] + transitions.map(\.at.microseconds)
        self.offsets = [initialOffset.microseconds] + transitions.map(\.offset.microseconds)
        precondition(
            zip(starts, starts.dropFirst()).allSatisfy { $0 < $1 },
            "the transitions of a zone must be in order of time"
        )
    }

    /// Universal time.
    public static let utc = ZoneTable(name: "UTC", offset: .zero)

    /// How far local clocks are ahead of UTC at an instant.
    ///
    /// - Complexity: O(log *t*) for *t* transitions in the horizon.
    public func offset(at time: SimulationTime) -> SimulationDuration {
        SimulationDuration(microseconds: offsets[index(at: time.microseconds)])
    }

    /// What local clocks show at an instant.
    public func civil(at time: SimulationTime) -> CivilDateTime {
        CivilDateTime(time, offset: offset(at: time))
    }

    /// The local day at an instant.
    public func date(at time: SimulationTime) -> CivilDate {
        civil(at: time).date
    }

    /// The instant at which local clocks show a civil time.
    ///
    /// A time that clocks skip moves forward by the gap; of a time that they show twice the earlier
    /// is meant.
    public func instant(of civil: CivilDateTime) -> SimulationTime {
        let asUTC = civil.instant(offset: .zero).microseconds
        // Offsets lie within a day of UTC, so only the intervals around the day can hold the
        // answer.
        let day = SimulationDuration.days(1).microseconds
        let first = index(at: asUTC - day)
        let last = index(at: asUTC + day)
        for position in first...last {
            let candidate = asUTC - offsets[position]
            let end = position + 1 < starts.count ? starts[position + 1] : Int64.max
            if candidate < end {
                // Before this interval's start means in the gap that opened it: the old offset
                // applies, which is what moves the time forward by the gap.
                let applied =
                    candidate < starts[position] && position > 0
                    ? asUTC - offsets[position - 1] : candidate
                return SimulationTime(microseconds: applied)
            }
        }
        return SimulationTime(microseconds: asUTC - offsets[last])
    }

    /// The first instant of a local day, or of the next where clocks skip a whole day.
    public func startOfDay(_ date: CivilDate) -> SimulationTime {
        let midnight = CivilDateTime(date: date)
        let time = instant(of: midnight)
        guard time + offset(at: time) != midnight.instant(offset: .zero) else { return time }
        // Midnight is skipped. Moving it by the gap overshoots where the gap began on the day
        // before, as in Toronto in 1919 (23:30 to 00:30): the day begins when the gap ends.
        return SimulationTime(microseconds: starts[index(at: time.microseconds)])
    }

    /// The last whole second of a local day, which is when a loan "due that day" falls due.
    public func endOfDay(_ date: CivilDate) -> SimulationTime {
        startOfDay(date + 1) - .seconds(1)
    }

    /// The same local time so many days earlier.
    public func instant(_ time: SimulationTime, daysBefore days: Int) -> SimulationTime {
        guard starts.count > 1 else { return time - .days(Int64(days)) }
        let local = civil(at: time)
        return instant(of: CivilDateTime(date: local.date + -days, timeOfDay: local.timeOfDay))
    }

    private func index(at microseconds: Int64) -> Int {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= microseconds { low = middle } else { high = middle }
        }
        return low
    }
}
