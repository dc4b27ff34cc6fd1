/// The states of a kind of record, and the legal ways from one to another, as a table.
///
/// What is not in the table cannot happen: a transition that is asked for and missing is refused
/// with both states named.
package struct Workflow<State: WorkflowState, Event: WorkflowEvent>: Sendable {
    /// One legal way.
    package struct Transition: Sendable {
        package var from: State
        package var event: Event
        package var to: State
        /// Who may cause it.
        package var actor: WorkflowActor
        /// The ISO 18626 message that tells the other side, if one does.
        package var message: ISOMessage?
    }

    /// What the workflow is of, for people: `borrowing request`.
    package let name: String
    package let initial: State
    package let transitions: [Transition]
    /// Where each event leads from each state, if it is possible.
    package let targets: [State?]
    /// How many events there are: the places of a state in `targets`.
    package let eventCount: Int

    /// Creates a workflow from rows of states, an event, and where it leads.
    package init(
        _ name: String,
        initial: State,
        _ rows: [(
            from: [State], event: Event, to: State, actor: WorkflowActor, message: ISOMessage?
        )]
    ) {
        self.name = name
        self.initial = initial
        transitions = rows.flatMap { row in
            row.from.map {
                Transition(
                    from: $0,
                    event: row.event,
                    to: row.to,
                    actor: row.actor,
                    message: row.message
                )
            }
        }
        eventCount = Event.allCases.count
        var targets = [State?](repeating: nil, count: State.allCases.count * eventCount)
        for transition in transitions {
            let cell = Int(transition.from.rawValue) * eventCount + Int(transition.event.rawValue)
            precondition(targets[cell] == nil, "\(name): one state and event lead to two states")
            targets[cell] = transition.to
        }
        self.targets = targets
    }

    /// Where an event leads from a state; nil where it is not possible.
    package func target(of event: Event, from state: State) -> State? {
        targets[Int(state.rawValue) * eventCount + Int(event.rawValue)]
    }

    /// Where an event leads from a state, or why it does not.
    package func next(from state: State, on event: Event) -> Decision<State> {
        guard let next = target(of: event, from: state) else {
            return .refused(
                Refusal(
                    .illegalTransition,
                    value: Int64(state.rawValue),
                    limit: Int64(event.rawValue),
                    detail: "a \(name) that is \(state.name) has no step '\(event.name)', which "
                        + ways(of: event)
                )
            )
        }
        return .accepted(next)
    }

    /// Where an event leads from, and where to, for people.
    private func ways(of event: Event) -> String {
        let ways = transitions.filter { $0.event == event }
        let targets = State.allCases.filter { target in ways.contains { $0.to == target } }
        return "leads "
            + targets.map { target in
                "from " + ways.filter { $0.to == target }.map(\.from.name).joined(separator: ", ")
                    + " to " + target.name
            }.joined(separator: "; ")
    }

    /// Whether an event is possible in a state.
    package func allows(_ event: Event, in state: State) -> Bool {
        target(of: event, from: state) != nil
    }

    /// The workflow as a state diagram in Mermaid's language.
    package var mermaid: String {
        var lines = ["stateDiagram-v2", "    [*] --> \(initial.identifier)"]
        for state in State.allCases {
            lines.append("    \(state.identifier): \(state.name)")
        }
        for transition in transitions {
            let message = transition.message.map { " / \($0.rawValue)" } ?? ""
            lines.append(
                "    \(transition.from.identifier) --> \(transition.to.identifier): "
                    + "\(transition.event.name) (\(transition.actor.rawValue))\(message)"
            )
        }
        for state in State.allCases where state.isFinal {
            lines.append("    \(state.identifier) --> [*]")
        }
        return lines.joined(separator: "\n")
    }
}

/// A state of a workflow; the raw value is its number in stores and digests.
package protocol WorkflowState: CaseIterable, Hashable, Sendable, RawRepresentable
where RawValue == UInt8 {
    /// Whether nothing follows.
    var isFinal: Bool { get }
    /// What the state is called in ISO 18626, where a partner sees it.
    var isoStatus: ISOStatus? { get }
}

/// Something that happens to a record with a workflow.
package protocol WorkflowEvent: CaseIterable, Hashable, Sendable, RawRepresentable
where RawValue == UInt8 {}

extension WorkflowState {
    package var isoStatus: ISOStatus? { nil }
    /// The state as a diagram's identifier.
    package var identifier: String { String(describing: self) }
    /// The state in words: `will supply`.
    package var name: String { words(String(describing: self)) }
    /// The state as files name it: `will-supply`.
    package var code: String { name.replacing(" ", with: "-") }
}

extension WorkflowEvent {
    /// The event in words: `partner ships`.
    package var name: String { words(String(describing: self)) }
}

/// Who may cause a transition.
package enum WorkflowActor: String, Sendable {
    case patron, staff, partner, job, system
}

/// `partnerShips` as `partner ships`.
func words(_ identifier: String) -> String {
    var result = ""
    for character in identifier {
        if character.isUppercase { result += " " }
        result += character.lowercased()
    }
    return result
}
