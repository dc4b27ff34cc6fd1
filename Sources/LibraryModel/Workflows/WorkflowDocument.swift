/// All workflows as a document in Markdown: diagrams, and what states and reasons are called in
/// ISO 18626.
package enum WorkflowDocument {
    /// The whole document.
    package static var text: String {
        let sections = [
            section(Workflow.borrowing), section(Workflow.lending), section(Workflow.hold),
            section(Workflow.guestItem), section(Workflow.transit), section(Workflow.loan),
            section(Workflow.linkedAccount), reasons,
        ]
        return sections.joined(separator: "\n")
    }

    private static func section<State, Event>(_ workflow: Workflow<State, Event>) -> String {
        let title = workflow.name.prefix(1).uppercased() + workflow.name.dropFirst()
        var text = "## \(title)\n\n```mermaid\n\(workflow.mermaid)\n```\n"
        let statuses = State.allCases.compactMap { state in
            state.isoStatus.map { "| \(state.name) | \($0.rawValue) |" }
        }
        guard !statuses.isEmpty else { return text }
        text += "\n| state | status in ISO 18626 |\n|---|---|\n"
        return text + statuses.joined(separator: "\n") + "\n"
    }

    private static var reasons: String {
        let rows = UnfilledReason.allCases.map { reason in
            "| \(reason.code) | \(reason.name) | \(reason.isoReason ?? "") |"
        }
        return "## Reasons unfilled\n\n| reason | in words | reason in ISO 18626 |\n|---|---|---|\n"
            + rows.joined(separator: "\n") + "\n"
    }
}
