import FulfillmentNetwork
import LibraryModel
import SimulationKernel

/// An entry of a timeline, ready to be done: its codes are handles.
struct TimelineStep {
    /// What is done.
    enum Action {
        /// A command at an institution; what depends on the moment, such as an open loan, is looked
        /// up then.
        case command(at: InstitutionID, kind: EventClass, (InstitutionNode) -> Decision<Command>)
        case card(PatronReference, chosen: InstitutionID?)
        case fault(Fault, SimulationDuration?)
        case expect([Expectation])
    }

    var action: Action
    /// Who does it.
    var actor: Actor
    var entry: TimelineEntry
}

/// Something that goes wrong for a while.
enum Fault {
    case outage(InstitutionID)
    case crash(InstitutionID)
    case partition([LinkEnds])
    case impairment([LinkEnds], LinkImpairment)
    case impairmentEverywhere(LinkImpairment)
}
