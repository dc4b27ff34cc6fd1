import ArgumentParser
import LibraryModel

struct Workflows: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the states of requests and what leads from one to another, as diagrams.",
        discussion: "The diagrams are in Mermaid's language."
    )

    func run() {
        for (name, diagram) in [
            ("Borrowing request", Workflow.borrowing.mermaid),
            ("Lending request", Workflow.lending.mermaid),
        ] {
            print("## \(name)\n\n```mermaid\n\(diagram)\n```\n")
        }
    }
}
