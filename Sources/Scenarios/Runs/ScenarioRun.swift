package import FulfillmentNetwork
package import InstitutionStorage
import LibraryModel
package import SimulationKernel

/// A scenario on its way: drives a network through demand and timeline, and looks whether what is
/// expected is true.
package final class ScenarioRun {
    package let scenario: Scenario
    package let network: Network
    private let steps: [TimelineStep]
    private let streams: [DemandStream]
    /// The same without counting references to them, for what is done for each command.
    private let looseStreams: [Unmanaged<DemandStream>]
    private let stores: RunStores?
    private let writesEveryEvent: Bool

    /// What came of each step; nil while it has not ended.
    @exclusivity(unchecked) private var stepOutcomes: [Outcome?]
    private var outcomes: [String: Outcome] = [:]
    private var pending: [(step: Int, conversation: ConversationID)] = []
    /// The first step that has not ended or been looked at, in the order of the file.
    @exclusivity(unchecked) private var script = 0
    @exclusivity(unchecked) private var isLookedAt: [Bool]
    private var results: [ExpectationResult] = []
    /// What came of looking, for going on later.
    private var looks: [TimelineMemory.Look] = []
    /// What is known of actions that had ended when the run was resumed, by id and then by what is
    /// looked at.
    private var remembered: [String: [String: String]] = [:]
    /// Whether what is known of the timeline has changed since it was written.
    @exclusivity(unchecked) private var timelineHasMoved = true
    /// How many expectations were written or mended after their turn had come, before the run was
    /// resumed: they are not looked at.
    package private(set) var skippedExpectations = 0
    /// The event from outside that was handled last, while others of its instant may be due.
    @exclusivity(unchecked) private var lastEvent: RunCursors.Event? = RunCursors.Event.none

    /// Puts a scenario on a network whose participants are as they are at the start.
    ///
    /// Nil where a code in the timeline is nobody's, with the reasons among the diagnostics.
    package init?(
        _ scenario: Scenario,
        network: Network,
        stores: RunStores? = nil,
        writesEveryEvent: Bool = false,
        resuming cursors: RunCursors? = nil,
        into diagnostics: Diagnostics
    ) {
        let before = diagnostics.count(of: .error)
        let compiler = TimelineCompiler(network: network, diagnostics: diagnostics)
        steps = compiler.compile(scenario.timeline)
        guard diagnostics.count(of: .error) == before else { return nil }
        self.scenario = scenario
        self.network = network
        self.stores = stores
        self.writesEveryEvent = writesEveryEvent
        stepOutcomes = Array(repeating: nil, count: steps.count)
        isLookedAt = Array(repeating: false, count: steps.count)
        let draws = DrawSource(seed: scenario.seed)
        var laws = TitleLaws(of: network)
        streams = network.nodes.flatMap { node in
            DemandStream.streams(
                of: scenario.demand[node.id.position],
                at: node,
                network: network,
                draws: draws,
                start: scenario.start,
                laws: &laws
            )
        }
        looseStreams = streams.map { Unmanaged.passUnretained($0) }
        if let cursors { restore(cursors) }
        if let kept = scenario.keepsFinished {
            for node in network.nodes {
                node.letGo(after: Int(kept.inDays.rounded(.up)), isStored: stores != nil)
            }
        }
        for position in streams.indices { schedule(streams[position], at: position) }
        for position in steps.indices { schedule(step: position, after: cursors) }
    }

    // MARK: Events from outside

    /// What the payload of an event from outside says: its kind, and which one it is.
    private enum External: UInt64 {
        case stream = 1
        case step = 2
        case endOfFault = 3

        func payload(_ index: Int) -> UInt64 { rawValue << 48 | UInt64(index) }
    }

    private func schedule(_ stream: DemandStream, at position: Int) {
        guard stream.time <= scenario.end else { return }
        network.schedule(
            at: stream.time,
            class: .command,
            sequence: UInt64(position + 2) << 40 | UInt64(stream.number),
            payload: External.stream.payload(position)
        )
    }

    /// The class of the event in which a step is taken; nil for an expectation that waits for the
    /// steps above it.
    private func eventClass(of step: TimelineStep) -> EventClass? {
        switch step.action {
        case .command(_, let kind, _): kind
        case .card: .command
        case .expect: step.entry.isDated ? .probe : nil
        case .fault: .fault
        }
    }

    private func schedule(step position: Int, after cursors: RunCursors?) {
        let step = steps[position]
        guard let eventClass = eventClass(of: step) else { return }
        if let cursors, cursors.cover(step.entry.time, eventClass, UInt64(position)) {
            // A fault that a resumed run finds in force must end as it would have.
            if case .fault(let fault, let duration) = step.action {
                resume(fault, lasting: duration, step: position, after: cursors)
            }
            return
        }
        network.schedule(
            at: step.entry.time,
            class: eventClass,
            sequence: UInt64(position),
            payload: External.step.payload(position)
        )
    }

    private func resume(
        _ fault: Fault,
        lasting duration: SimulationDuration?,
        step: Int,
        after cursors: RunCursors
    ) {
        if case .crash = fault, duration == .zero { return }
        let end = duration.map { steps[step].entry.time + $0 }
        if let end, cursors.cover(end, .fault, Self.endSequence(step)) { return }
        begin(fault)
        scheduleEnd(of: step, at: end)
    }

    private func handle(_ key: EventKey) throws {
        let index = Int(key.payload & 0xffff_ffff_ffff)
        switch External(rawValue: key.payload >> 48) {
        case .stream?: try demand(key, stream: index)
        case .step?: try take(key, step: index)
        case .endOfFault?: try endFault(key, step: index)
        case nil: break
        }
        lastEvent = RunCursors.Event(class: key.eventClass.rawValue, sequence: key.sequence)
        if network.checksInvariants { try network.checkInvariants(after: key) }
    }

    private func demand(_ key: EventKey, stream position: Int) throws {
        let (number, kind, place, command) = looseStreams[position]._withUnsafeGuaranteedRef {
            stream in
            let next = (stream.number, stream.stream, stream.host, stream.command(in: network))
            stream.advance()
            schedule(stream, at: position)
            return next
        }
        lookAhead()
        guard let command else {
            network.noteHandled(key, kind: 0, outcome: 0)
            return
        }
        let result = try network.perform(command, at: place, numbered: (number, kind))
        network.noteHandled(
            key,
            kind: 400 + command.number,
            outcome: Self.number(of: result)
        )
    }

    /// Lets the memory be fetched that the next wish of a patron will need.
    private func lookAhead() {
        guard let key = network.upcomingCommand,
            External(rawValue: key.payload >> 48) == .stream
        else { return }
        let position = Int(key.payload & 0xffff_ffff_ffff)
        looseStreams[position]._withUnsafeGuaranteedRef { stream in
            guard let wish = stream.wish else { return }
            network.lookAhead(toWishOf: wish.patron, at: stream.institution, for: wish.title)
        }
    }

    private static func number(of result: CommandResult?) -> Int64 {
        switch result {
        case .ended(let outcome)?: outcome.number
        case .began?: -1
        case nil: -2
        }
    }

    private func take(_ key: EventKey, step position: Int) throws {
        // Nothing waits for what demand begins, but a timeline does for what it begins.
        network.isWatching = true
        defer { network.isWatching = false }
        let step = steps[position]
        var kind: Int64 = 0
        var number: Int64 = 0
        switch step.action {
        case .command(let at, _, let make):
            switch make(network.node(at)) {
            case .refused(let found):
                let refusal = refusal(found, at: at)
                end(step: position, .refused(refusal))
                number = Int64(refusal.code.number)
            case .accepted(let command):
                kind = 400 + command.number
                let result = try network.perform(
                    command,
                    by: step.actor,
                    at: at,
                    numbered: (Int64(position), .timeline)
                )
                number = Self.number(of: result)
                switch result {
                case .ended(let outcome)?: end(step: position, outcome)
                case .began(let conversation)?: wait(for: conversation, step: position)
                case nil: end(step: position, .done)
                }
            }
        case .card(let patron, let chosen):
            kind = 500
            let conversation = try network.openCard(of: patron, chosen: chosen)
            wait(for: conversation, step: position)
        case .fault(let fault, let duration):
            kind = 501
            if case .crash(let institution) = fault {
                // The store goes ahead of its checkpoint and says so: a run that is killed before
                // the next one does not open.
                try network.crash(institution, store: stores)
            }
            if case .crash = fault, duration == .zero {
                // A crash without downtime is over at once.
            } else {
                begin(fault)
                scheduleEnd(of: position, at: duration.map { step.entry.time + $0 })
            }
            end(step: position, .done)
        case .expect(let expectations):
            kind = 502
            look(expectations)
            isLookedAt[position] = true
        }
        network.noteHandled(key, kind: kind, outcome: number)
    }

    /// Why nothing is done at an institution that is down, whatever else stands in the way.
    private func refusal(_ refusal: Refusal, at institution: InstitutionID) -> Refusal {
        guard network.bus.faults.isDown(ParticipantID(institution)) else { return refusal }
        return Refusal(.unreachable, detail: network.node(institution).institution.code)
    }

    private func scheduleEnd(of step: Int, at time: SimulationTime?) {
        guard let time, time <= scenario.end else { return }
        network.schedule(
            at: time,
            class: .fault,
            sequence: Self.endSequence(step),
            payload: External.endOfFault.payload(step)
        )
    }

    /// The sequence of the event that ends a fault: after all those that begin one.
    private static func endSequence(_ step: Int) -> UInt64 { 1 << 40 | UInt64(step) }

    private func begin(_ fault: Fault) {
        switch fault {
        case .outage(let institution), .crash(let institution):
            network.beginOutage(of: institution)
        case .partition(let ends):
            network.changeFaults { faults in ends.forEach { faults.setCut($0, true) } }
        case .impairment(let ends, let impairment):
            network.changeFaults { faults in
                ends.forEach { faults.begin(impairment, on: $0) }
            }
        case .impairmentEverywhere(let impairment):
            network.changeFaults { $0.begin(impairment, on: nil) }
        }
    }

    private func endFault(_ key: EventKey, step: Int) throws {
        guard case .fault(let fault, _) = steps[step].action else { return }
        switch fault {
        case .outage(let institution), .crash(let institution):
            try network.endOutage(of: institution)
        case .partition(let ends):
            network.changeFaults { faults in ends.forEach { faults.setCut($0, false) } }
        case .impairment(let ends, let impairment):
            network.changeFaults { faults in ends.forEach { faults.end(impairment, on: $0) } }
        case .impairmentEverywhere(let impairment):
            network.changeFaults { $0.end(impairment, on: nil) }
        }
        network.noteHandled(key, kind: 503, outcome: 0)
    }

    // MARK: Expectations

    private func wait(for conversation: ConversationID, step: Int) {
        pending.append((step, conversation))
        timelineHasMoved = true
    }

    private func end(step: Int, _ outcome: Outcome) {
        timelineHasMoved = true
        stepOutcomes[step] = .some(outcome)
        if let id = steps[step].entry.id { outcomes[id] = outcome }
    }

    private func collectEnded() {
        pending.removeAll { step, conversation in
            guard let outcome = network.outcome(of: conversation) else { return false }
            end(step: step, outcome)
            return true
        }
    }

    /// Looks at the expectations whose turn has come: those above which every action has ended.
    private func settleScript() {
        while script < steps.count {
            switch steps[script].action {
            case .expect(let expectations):
                if steps[script].entry.isDated {
                    guard isLookedAt[script] else { return }
                } else {
                    look(expectations)
                    isLookedAt[script] = true
                }
            default:
                guard stepOutcomes[script] != nil else { return }
            }
            script += 1
        }
    }

    private func look(_ expectations: [Expectation]) {
        timelineHasMoved = true
        for expectation in expectations {
            let mismatches = expectation.mismatches(in: context)
            results.append(result(expectation, mismatches: mismatches))
            looks.append(.init(expectation: expectation.digest, mismatches: mismatches))
        }
    }

    private var context: ExpectationContext {
        ExpectationContext(network: network, outcomes: outcomes, remembered: remembered)
    }

    private func result(
        _ expectation: Expectation,
        mismatches: [ExpectationResult.Mismatch]
    ) -> ExpectationResult {
        ExpectationResult(
            file: expectation.place.file,
            line: expectation.place.line,
            column: expectation.place.column,
            title: expectation.checks.first?.subject ?? "nothing",
            mismatches: mismatches
        )
    }

    /// Every expectation with what came of it; those that were never reached, and refusals that
    /// none speaks of, are not met.
    package var expectationResults: [ExpectationResult] {
        var all = resultsSoFar
        for (position, step) in steps.enumerated() where !isLookedAt[position] {
            guard case .expect(let expectations) = step.action else { continue }
            all += expectations.map {
                result(
                    $0,
                    mismatches: [
                        .init(
                            subject: "expectation",
                            expected: "looked at",
                            found: "an action above had not ended by the end"
                        )
                    ]
                )
            }
        }
        return Self.inOrder(all)
    }

    /// What came of the expectations whose turn has come, and refusals that none speaks of, here or
    /// later.
    package var resultsSoFar: [ExpectationResult] {
        var named: Set<String> = []
        for step in steps {
            guard case .expect(let expectations) = step.action else { continue }
            named.formUnion(expectations.compactMap(\.namesOutcomeOf))
        }
        var all = results
        for (position, step) in steps.enumerated() {
            guard let refusal = stepOutcomes[position]?.refusal,
                !(step.entry.id.map(named.contains) ?? false)
            else { continue }
            let place = step.entry.place
            all.append(
                ExpectationResult(
                    file: place.file,
                    line: place.line,
                    column: place.column,
                    title: step.entry.verb,
                    mismatches: [
                        .init(
                            subject: "outcome of \(step.entry.verb)",
                            expected: "accepted",
                            found: "\(refusal.code.rawValue): \(refusal)"
                        )
                    ]
                )
            )
        }
        return Self.inOrder(all)
    }

    private static func inOrder(_ results: [ExpectationResult]) -> [ExpectationResult] {
        results.sorted { ($0.file, $0.line, $0.column) < ($1.file, $1.line, $1.column) }
    }

    // MARK: Running

    /// Handles everything up to and including an instant.
    package func run(to limit: SimulationTime) throws {
        settleScript()
        while true {
            switch try network.advance(to: limit) {
            case .external(let key):
                try handle(key)
                settleScript()
                if writesEveryEvent { try writeCursors(isAfterExternal: true) }
            case .conversationEnded:
                collectEnded()
                settleScript()
                if writesEveryEvent { try writeCursors(isAfterExternal: false) }
            case .limit:
                lastEvent = nil
                return
            }
        }
    }

    /// Writes where the run is after an event from outside, or what is known of the timeline after
    /// another: that one is no place to go on from.
    private func writeCursors(isAfterExternal: Bool) throws {
        guard isAfterExternal || timelineHasMoved else { return }
        var cursors = position
        if timelineHasMoved { cursors.timeline = memory }
        timelineHasMoved = false
        try stores?.writeCursors(isAfterExternal ? cursors.rows : cursors.timelineRows)
    }

    /// Where the run is, for going on later.
    package var cursors: RunCursors {
        var cursors = position
        cursors.timeline = memory
        return cursors
    }

    /// The same without what is known of the timeline.
    private var position: RunCursors {
        RunCursors(
            now: network.now,
            runDigest: network.runDigest,
            eventsHandled: network.eventsHandled,
            lastEvent: lastEvent,
            streams: streams.map {
                RunCursors.Stream(
                    number: $0.stream.number,
                    next: $0.number,
                    time: $0.time.microseconds
                )
            }
        )
    }

    /// What is known of the timeline, for going on later.
    private var memory: TimelineMemory {
        var memory = TimelineMemory()
        memory.looks = looks
        let context = context
        // What is expected may be mended before the run goes on, so actions are counted by themselves.
        var number = 0
        var numbers: [Int: Int] = [:]
        for (position, step) in steps.enumerated() {
            guard case .expect(let expectations) = step.action else {
                memory.refusals[number] = stepOutcomes[position]?.refusal
                numbers[position] = number
                number += 1
                continue
            }
            guard !isLookedAt[position] else { continue }
            for check in expectations.flatMap(\.checks) {
                guard let id = check.action, context.knows(id) else { continue }
                memory.findings[id, default: [:]][check.subject] = check.finding(in: context)
            }
        }
        for (step, conversation) in pending {
            if let number = numbers[step] { memory.pending[number] = conversation }
        }
        return memory
    }

    private func restore(_ cursors: RunCursors) {
        for stream in streams {
            let number = stream.stream.number
            if let kept = cursors.streams.first(where: { $0.number == number }) {
                stream.restore(number: kept.next, time: SimulationTime(microseconds: kept.time))
            }
        }
        lastEvent = cursors.lastEvent
        let memory = cursors.timeline ?? TimelineMemory()
        var looks = Dictionary(grouping: memory.looks, by: \.expectation)
        var number = 0
        // An expectation that waits was looked at when all above it had been done.
        var isAllDone = cursors.lastEvent != RunCursors.Event.none
        for (position, step) in steps.enumerated() {
            let eventClass = eventClass(of: step)
            let isPast =
                eventClass.map { cursors.cover(step.entry.time, $0, UInt64(position)) } ?? isAllDone
            if case .expect(let expectations) = step.action {
                isLookedAt[position] = isPast
                if isPast { recall(expectations, from: &looks) }
            } else {
                if isPast { recall(step: position, number: number, from: memory) }
                number += 1
            }
            isAllDone = isAllDone && (isLookedAt[position] || stepOutcomes[position] != nil)
            if isAllDone { script = position + 1 }
        }
    }

    /// Takes over what came of expectations before the run was resumed.
    private func recall(
        _ expectations: [Expectation],
        from looks: inout [String: [TimelineMemory.Look]]
    ) {
        for expectation in expectations {
            guard let look = looks[expectation.digest]?.first else {
                skippedExpectations += 1
                continue
            }
            looks[expectation.digest]?.removeFirst()
            self.looks.append(look)
            results.append(result(expectation, mismatches: look.mismatches))
        }
    }

    /// Takes over what came of an action before the run was resumed.
    private func recall(step position: Int, number: Int, from memory: TimelineMemory) {
        if let conversation = memory.pending[number], network.watch(conversation) {
            pending.append((position, conversation))
        } else if let refusal = memory.refusals[number] {
            end(step: position, .refused(refusal))
        } else {
            stepOutcomes[position] = .some(.done)
            if let id = steps[position].entry.id { remembered[id] = memory.findings[id] ?? [:] }
        }
    }
}
