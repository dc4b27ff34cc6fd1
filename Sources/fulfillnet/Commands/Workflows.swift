import ArgumentParser
import LibraryModel

struct Workflows: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the states of requests and what leads from one to another, as diagrams.",
        discussion: """
            The diagrams are in Mermaid's language; after each, the statuses of ISO 18626 that its \
            states stand for, where a partner sees them.
            """
    )

    func run() {
        print(WorkflowDocument.text, terminator: "")
    }
}
