import LibraryModel
import RequestRouting
import SimulationKernel

/// Reads rows about the walk along lenders, and about the records of both sides.
struct WalkCaseReader {
    let diagnostics: Diagnostics
    let zone: ZoneTable

    private struct Move: Sendable {
        var event: WalkEvent
        var time: SimulationTime
    }

    func row(_ element: Element, _ policy: WalkPolicy, level: Int64) -> CaseFile.Row? {
        let before = diagnostics.count(of: .error)
        reportNeedless(element)
        let rota = (element["rota"]?.items ?? []).compactMap(\.text)
        let borrower = element["borrower"]?.text ?? "the borrower"
        let pickup = element["pickup"]?.text ?? borrower
        let events = element["events"]?.items ?? []
        let more = events.flatMap { ($0["rota"]?.items ?? []).compactMap(\.text) }
        let codes = Set(rota + more + [borrower, pickup]).sorted()
        func institution(_ code: String) -> InstitutionID {
            InstitutionID(codes.firstIndex(of: code) ?? 0)
        }
        let start =
            element["start"]?.civilDateTime?.instant(offset: .zero)
            ?? SimulationTime(microseconds: 1_768_212_000_000_000)
        var time = start
        var moves: [Move] = []
        for event in events {
            let next = event["at"]?.civilDateTime?.instant(offset: .zero) ?? time
            if next < time, let place = event["at"]?.place {
                diagnostics.error(
                    "the event comes before the one above it, or before the start",
                    at: place,
                    hint: "put events in the order of time"
                )
            }
            time = next
            moves.append(Move(event: self.event(event, institution), time: time))
        }
        let exchange = pairs(element["exchange"])
        guard diagnostics.count(of: .error) == before else { return nil }
        let parties = Walk.Parties(
            borrower: institution(borrower),
            pickup: institution(pickup),
            level: level,
            isManual: element["manual"]?.boolean ?? false,
            maximumCost: element["maximum-cost"]?.money?.scaled(toFractionDigits: 2)
                .map(Money.init(minorUnits:))
        )
        let lenders = rota.map(institution)
        return element.row { [zone, moves] in
            func name(_ id: InstitutionID) -> String { codes[id.position] }
            var walk = Walk(policy, parties, in: zone)
            var steps: [String] = []
            if !rota.isEmpty {
                steps.append(walk.begin(lenders, at: start).text(name))
            }
            for move in moves { steps.append(walk.handle(move.event, at: move.time).text(name)) }
            return Self.compare(walk, steps, exchange, with: element["expect"], name)
        }
    }

    /// Reports what the row says and nothing looks at.
    private func reportNeedless(_ element: Element) {
        let always: Set = ["id", "origin", "note", "expect", "exchange"]
        if element["rota"] == nil {
            for entry in element.entries where !always.contains(entry.key) {
                diagnostics.error(
                    "'\(entry.key)' is about a walk, and the row has no lenders",
                    at: entry.keyPlace,
                    hint: "add 'rota:' with the lenders, or remove it"
                )
            }
            for entry in element["expect"]?.entries ?? []
            where !["pairs", "errors"].contains(entry.key) {
                diagnostics.error(
                    "without lenders there is no walk of which '\(entry.key)' can be expected",
                    at: entry.keyPlace,
                    hint: "add 'rota:' to the row, or remove it"
                )
            }
        }
        if element["exchange"] == nil, let pairs = element["expect"]?.entry("pairs") {
            diagnostics.error(
                "without 'exchange' there are no records whose states are expected",
                at: pairs.keyPlace,
                hint: "add 'exchange:' to the row, or remove it"
            )
        }
        if let exchange = element.entry("exchange"), element["expect"]?["pairs"] == nil {
            diagnostics.error(
                "of 'exchange' the row expects nothing",
                at: exchange.keyPlace,
                hint: "expect 'pairs:', or remove it"
            )
        }
        for event in element["events"]?.items ?? [] {
            let name = event["event"]?.text ?? ""
            let isOffer = ["conditional", "retry-possible"].contains(name)
            for entry in event.entries {
                switch entry.key {
                case "cost" where !isOffer, "currency" where !isOffer,
                    "rota" where name != "resolved":
                    diagnostics.error(
                        "the event '\(name)' has no '\(entry.key)'",
                        at: entry.keyPlace,
                        hint: "remove it"
                    )
                default: break
                }
            }
        }
    }

    private static func compare(
        _ walk: Walk,
        _ steps: [String],
        _ pairs: [String],
        with expected: Element?,
        _ name: (InstitutionID) -> String
    ) -> [CaseMismatch] {
        var comparison = CaseComparison()
        func compare(_ key: String, _ found: String) {
            let element = expected?[key]
            let text =
                element?.kind == .sequence
                ? element?.items.compactMap(\.text).joined(separator: "; ") : element?.text
            comparison.compare(key, text, at: element, found)
        }
        compare("steps", steps.joined(separator: "; "))
        compare("state", walk.state.rawValue)
        compare("active", walk.active.map(name) ?? "nobody")
        compare("inactive", walk.inactive.map(name).joined(separator: "; "))
        compare("resolutions", "\(walk.resolutions)")
        compare("attempts", "\(walk.attempts)")
        compare("workflow", walk.workflow?.rawValue ?? "none")
        compare("offer", walk.offer?.text ?? "none")
        compare("pairs", pairs.joined(separator: "; "))
        let deadline = expected?["deadline"]
        comparison.compare(
            "deadline",
            (deadline?.civilDateTime?.iso8601),
            at: deadline,
            walk.deadline.map { FactUnit.time.text($0.microseconds) } ?? "none"
        )
        return comparison.mismatches
    }

    private func event(
        _ element: Element,
        _ institution: (String) -> InstitutionID
    ) -> WalkEvent {
        let offer = WalkOffer(
            cost: element["cost"]?.money?.scaled(toFractionDigits: 2).map(Money.init(minorUnits:)),
            currency: element["currency"]?.text ?? ""
        )
        switch element["event"]?.text {
        case "will-supply": return .willSupply
        case "conditional": return .conditional(offer)
        case "retry-possible": return .retryPossible(offer)
        case "unreachable": return .unreachable
        case "shipped": return .shipped
        case "completed": return .completed
        case "accept-condition": return .acceptCondition
        case "decline-condition": return .declineCondition
        case "cancel": return .cancel
        case "cancel-agreed": return .cancelAnswered(agrees: true)
        case "cancel-refused": return .cancelAnswered(agrees: false)
        case "time-passes": return .timePassed
        case "resolved":
            return .resolved((element["rota"]?.items ?? []).compactMap(\.text).map(institution))
        default: return .unfilled
        }
    }

    /// The states of both sides after each step; what the workflows do not allow is an error.
    private func pairs(_ exchange: Element?) -> [String] {
        var borrowing = Workflow<BorrowingState, BorrowingEvent>.borrowing.initial
        var lending = Workflow<LendingState, LendingEvent>.lending.initial
        var pairs: [String] = []
        for element in exchange?.items ?? [] {
            if element["next-lender"]?.boolean == true {
                lending = Workflow<LendingState, LendingEvent>.lending.initial
            }
            move(&borrowing, element["borrower"], .borrowing)
            move(&lending, element["lender"], .lending)
            pairs.append("\(borrowing.code)/\(lending.code)")
        }
        return pairs
    }

    private func move<State: WorkflowState, Event: WorkflowEvent>(
        _ state: inout State,
        _ element: Element?,
        _ workflow: Workflow<State, Event>
    ) {
        guard let element, let name = element.text else { return }
        let words = Event.allCases.map { $0.name.replacing(" ", with: "-") }
        guard let event = Event.allCases.first(where: { $0.name.replacing(" ", with: "-") == name })
        else {
            diagnostics.error(
                "a \(workflow.name) has no event '\(name)'",
                at: element.place,
                hint: Spelling.hint(for: name, among: words)
            )
            return
        }
        switch workflow.next(from: state, on: event) {
        case .accepted(let next): state = next
        case .refused(let refusal):
            diagnostics.error(
                refusal.detail,
                at: element.place,
                hint: "see 'fulfillnet workflows'"
            )
        }
    }
}
