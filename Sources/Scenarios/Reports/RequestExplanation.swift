import Foundation
package import FulfillmentNetwork
package import LibraryModel
package import RequestRouting
import SimulationKernel

/// Why a request was sent where it was sent, for people and programs.
package struct RequestExplanation: Codable, Sendable {
    /// A lender that was asked.
    package struct Asked: Codable, Sendable {
        package var institution: String
        /// What came of it.
        package var answer: String
    }

    package var request: String
    package var patron: String
    package var title: String?
    package var made: String
    package var state: String
    /// Why it was not filled, where it was not.
    package var reason: String?
    package var asked: [Asked]
    /// Each time that lenders were chosen, with every candidate.
    package var decisions: [Explanation]
    /// Why there are no decisions.
    package var note: String?

    /// Explains a request of an institution; `file` is what explanations call the rule set.
    package init(
        _ id: BorrowingRequestID,
        at node: InstitutionNode,
        in network: Network,
        file: String
    ) {
        let configuration = network.configuration
        func code(_ institution: InstitutionID) -> String {
            configuration.institutions[institution.position].code
        }
        let record = node.borrowing[id.position]
        request = Self.name(id, at: node)
        patron = "\(node.institution.code)/\(node.patronLabels[record.patron.position].code)"
        title = record.title.flatMap { title in
            network.zone.titles.holds(title.position)
                ? network.zone.titles[title.position].code : nil
        }
        made = Self.text(record.created, in: configuration)
        state = record.state.name
        reason = record.reason?.name
        asked = (0..<Int(record.asked)).map { place in
            let entry = record.entry(at: place)
            let isLast = place == Int(record.asked) - 1
            return Asked(
                institution: code(entry.institution),
                answer: entry.reason?.name ?? (isLast ? record.state.name : "no answer")
            )
        }
        decisions = node.decisions(about: id).compactMap { decision in
            var history = RoutingHistory()
            for asked in node.lendersAsked.all.map(\.record) where asked.time < decision.time {
                history.note(RoutingHistory.Entry(asked.time, asked.institution))
            }
            var explanation = network.routing.explain(
                decision,
                history: history,
                file: file,
                name: code
            )
            explanation?.decidedAt = Self.text(decision.time, in: configuration)
            return explanation
        }
        guard decisions.isEmpty else { return }
        note =
            switch network.routing.keeping {
            case .none: "the scenario keeps no decisions: see 'routing: {decisions: all}'"
            case .sample: "the decision is not in the sample that the scenario keeps"
            case .all where node.decisions.count >= Routing.decisionLimit:
                "the institution had kept as many decisions as it may"
            case .all: "no lenders have been chosen for it"
            }
    }

    /// An instant to the second, as the network's clock shows it.
    private static func text(
        _ time: SimulationTime,
        in configuration: NetworkConfiguration
    ) -> String {
        let seconds = time.microseconds.quotientAndRemainder(dividingBy: 1_000_000).quotient
        let whole = SimulationTime(microseconds: seconds * 1_000_000)
        return configuration.zone.civil(at: whole).iso8601
    }

    /// A request as people name it: `SMU-R000123`.
    package static func name(_ id: BorrowingRequestID, at node: InstitutionNode) -> String {
        let digits = String(id.index + 1)
        return node.institution.code + "-R"
            + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    /// The institution and the number of a request's name; nil where it is none.
    package static func parts(of name: String) -> (code: String, number: Int)? {
        guard let mark = name.range(of: "-R", options: .backwards),
            let number = Int(name[mark.upperBound...]), number > 0
        else { return nil }
        return (String(name[..<mark.lowerBound]), number)
    }

    /// The explanation as text; of one candidate only, if its code is given.
    package func text(of institution: String? = nil) -> String {
        var lines = ["\(request) of \(patron), made \(made)" + (title.map { ", for \($0)" } ?? "")]
        lines.append("state: \(state)" + (reason.map { "; \($0)" } ?? ""))
        for (place, asked) in asked.enumerated() {
            lines.append("asked \(place + 1). \(asked.institution): \(asked.answer)")
        }
        for decision in decisions { lines += ["", decision.text(of: institution)] }
        if let note { lines.append(note) }
        return lines.joined(separator: "\n")
    }

    /// The first requests of each institution, so that there is one to ask about.
    package static func list(of run: FinishedRun) -> String {
        var table = TextTable(columns: [
            TextTable.Column(title: "request"), TextTable.Column(title: "state"),
            TextTable.Column(title: "asked"),
            TextTable.Column(title: "decisions", isNumber: true),
        ])
        for node in run.network.nodes {
            for position in node.borrowing.kept.prefix(5) {
                let explanation = RequestExplanation(
                    BorrowingRequestID(position),
                    at: node,
                    in: run.network,
                    file: run.scenario.routing.file
                )
                table.rows.append([
                    explanation.request, explanation.state,
                    explanation.asked.map(\.institution).joined(separator: ", "),
                    "\(explanation.decisions.count)",
                ])
            }
        }
        guard !table.rows.isEmpty else { return "No institution has made a request." }
        return
            (table.lines() + ["", "The first five of each institution; name one with --request."])
            .joined(separator: "\n")
    }
}
