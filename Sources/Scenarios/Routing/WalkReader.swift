import RequestRouting
import SimulationKernel

/// Reads walk policies.
struct WalkReader {
    let values: FactValueReader

    /// The policy that an element describes; the plain one without an element.
    func walk(_ element: Element?) -> WalkPolicy {
        var walk = WalkPolicy()
        guard let element else { return walk }
        walk.line = element.ruleLine
        walk.attempts = element["attempts"]?.integer
        walk.rounds = element["rounds"]?.integer ?? walk.rounds
        walk.retries = element["retries"]?.integer ?? walk.retries
        walk.reResolves = element["re-resolution"]?.boolean ?? walk.reResolves
        walk.reResolutionLimit = element["re-resolutions"]?.integer ?? walk.reResolutionLimit
        walk.excludesTried = element["exclude-tried"]?.boolean ?? walk.excludesTried
        walk.mayChangeWorkflow =
            element["workflow-may-change"]?.boolean ?? walk.mayChangeWorkflow
        walk.keepsManualSelection =
            element["keep-manual-selection"]?.boolean ?? walk.keepsManualSelection
        walk.end = element["end"]?.text.flatMap(WalkPolicy.End.init) ?? walk.end
        walk.timeLimits = (element["time-limits"]?.items ?? []).compactMap(timeLimit)
        if let sending = element["sending"] {
            walk.sending.attempts = sending["attempts"]?.integer ?? walk.sending.attempts
            walk.sending.period = sending["period"]?.duration ?? walk.sending.period
            walk.sending.growsEvery = sending["grows-every"]?.integer ?? walk.sending.growsEvery
        }
        return walk
    }

    private func timeLimit(_ element: Element) -> WalkPolicy.TimeLimit? {
        guard let limit = element["limit"]?.duration else { return nil }
        let words = FactColumn.serviceLevel.words
        return WalkPolicy.TimeLimit(
            level: element["level"]?.text.flatMap(words.firstIndex(of:)).map(Int64.init),
            limit: limit,
            excludesWeekends: element["weekends"]?.text == "do-not-count",
            line: element.ruleLine
        )
    }
}
