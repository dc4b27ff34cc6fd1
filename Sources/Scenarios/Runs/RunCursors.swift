package import SimulationKernel

/// Where a run is: what the network's own store keeps beside the participants' state.
package struct RunCursors: Sendable, Equatable {
    /// Where a stream of demand is.
    package struct Stream: Sendable, Equatable {
        package var number: Int64
        package var next: Int64
        package var time: Int64
    }

    package var now: SimulationTime
    package var runDigest: Digest
    package var eventsHandled: Int64
    /// The event from outside that was handled last; nil where everything up to `now` has been.
    package var lastEvent: Event?
    package var streams: [Stream]
    /// What is known of the timeline; nil where nothing is to be written of it.
    var timeline: TimelineMemory?

    /// An event of an instant, by the rest of its key.
    package struct Event: Sendable, Equatable {
        package var `class`: UInt8
        package var sequence: UInt64

        /// Where a run is that has not begun: before everything of its first instant, though no event
        /// is.
        static let none = Event(class: .max, sequence: 0)
    }

    /// Whether an event from outside lies before this moment.
    func cover(_ time: SimulationTime, _ eventClass: EventClass, _ sequence: UInt64) -> Bool {
        guard time == now, let lastEvent else { return time <= now }
        guard lastEvent != .none else { return false }
        return (eventClass.rawValue, sequence) <= (lastEvent.class, lastEvent.sequence)
    }

    init(
        now: SimulationTime,
        runDigest: Digest,
        eventsHandled: Int64,
        lastEvent: Event? = nil,
        streams: [Stream],
        timeline: TimelineMemory? = nil
    ) {
        self.now = now
        self.runDigest = runDigest
        self.eventsHandled = eventsHandled
        self.lastEvent = lastEvent
        self.streams = streams
        self.timeline = timeline
    }

    private static let timelineName = "timeline"

    /// The cursors as named values.
    package var rows: [(name: String, value: String)] {
        [
            ("now", "\(now.microseconds)"), ("run digest", "\(runDigest.value)"),
            ("events handled", "\(eventsHandled)"),
            ("last event", lastEvent.map { "\($0.class) \($0.sequence)" } ?? "none"),
        ] + streams.map { ("stream \($0.number)", "\($0.next) \($0.time)") }
            + timelineRows
    }

    /// What is known of the timeline, as a named value.
    var timelineRows: [(name: String, value: String)] {
        timeline.map { [(Self.timelineName, $0.text)] } ?? []
    }

    /// Reads what `rows` wrote; nil where something is missing or not what was written.
    package init?(rows: [(name: String, value: String)]) {
        var values: [String: String] = [:]
        streams = []
        for (name, value) in rows {
            guard name.hasPrefix("stream ") else {
                values[name] = value
                continue
            }
            let parts = value.split(separator: " ").compactMap { Int64($0) }
            guard let number = Int64(name.dropFirst(7)), parts.count == 2 else { return nil }
            streams.append(Stream(number: number, next: parts[0], time: parts[1]))
        }
        guard let now = values["now"].flatMap({ Int64($0) }),
            let digest = values["run digest"].flatMap({ UInt64($0) }),
            let events = values["events handled"].flatMap({ Int64($0) })
        else { return nil }
        self.now = SimulationTime(microseconds: now)
        runDigest = Digest(value: digest)
        eventsHandled = events
        if let text = values["last event"], text != "none" {
            let parts = text.split(separator: " ").compactMap { UInt64($0) }
            guard parts.count == 2, let eventClass = UInt8(exactly: parts[0]) else { return nil }
            lastEvent = Event(class: eventClass, sequence: parts[1])
        }
        if let text = values[Self.timelineName] {
            guard let memory = TimelineMemory(text: text) else { return nil }
            timeline = memory
        }
    }
}
