import LibraryModel

/// The legal steps of a workflow, for the loop: what is generic is looked up fast only in the
/// module that it is compiled in.
struct WorkflowSteps<State: WorkflowState, Event: WorkflowEvent>: Sendable {
    private let targets: [State?]
    private let eventCount: Int

    init(of workflow: Workflow<State, Event>) {
        targets = workflow.targets
        eventCount = workflow.eventCount
    }

    /// Where an event leads from a state; nil where it is not possible.
    @inline(__always)
    func target(of event: Event, from state: State) -> State? {
        targets[Int(state.rawValue) * eventCount + Int(event.rawValue)]
    }
}

extension WorkflowSteps<BorrowingState, BorrowingEvent> {
    static let borrowing = WorkflowSteps(of: .borrowing)
}

extension WorkflowSteps<LendingState, LendingEvent> {
    static let lending = WorkflowSteps(of: .lending)
}

extension WorkflowSteps<LoanState, LoanEvent> {
    static let loan = WorkflowSteps(of: .loan)
}

extension WorkflowSteps<HoldState, HoldEvent> {
    static let hold = WorkflowSteps(of: .hold)
}
