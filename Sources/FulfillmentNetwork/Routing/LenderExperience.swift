import SimulationKernel

/// How a lender has answered an institution's requests so far.
///
/// The order in which answers are noted means nothing.
struct LenderExperience: Sendable, Equatable {
    private var answers: Int64 = 0
    private var waited = SimulationDuration.zero
    /// When it answered last.
    private(set) var lastAnswer: SimulationTime?
    /// When it was given up since, each time.
    private var givenUp: [SimulationTime] = []

    /// How long it takes to answer, on average; nil where it never has.
    var responseTime: SimulationDuration? {
        answers > 0 ? SimulationDuration(microseconds: waited.microseconds / answers) : nil
    }

    /// How many requests in a row it has left without an answer.
    var silences: Int { givenUp.count }

    /// Notes how a request to it ended; one that is still open tells nothing.
    mutating func note(_ asked: LenderAsked) {
        guard let ended = asked.ended else { return }
        guard asked.isSilent else {
            answers += 1
            waited = waited + (ended - asked.time)
            let last = max(lastAnswer ?? ended, ended)
            lastAnswer = last
            givenUp.removeAll { $0 <= last }
            return
        }
        if lastAnswer.map({ $0 < ended }) ?? true { givenUp.append(ended) }
    }
}
