import ArgumentParser
import Scenarios

struct Trace: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print a conversation of a run as a sequence diagram.",
        discussion: "The run must have kept a journal: 'fulfillnet run … --journal'."
    )

    enum Style: String, ExpressibleByArgument, CaseIterable {
        case text, mermaid
    }

    @Option(name: .customLong("run"), help: "The run directory.", completion: .directory)
    var directory: String

    @Argument(help: "The conversation, such as SMU-C000012; the first ones are listed without.")
    var conversation: String?

    @Option(help: "How the diagram is drawn.")
    var style: Style = .text

    func run() throws {
        do {
            let directory = RunDirectory(directory)
            _ = try directory.record()
            guard let conversation else {
                let names = try ConversationDiagram.names(
                    inJournal: directory.journalPath,
                    limit: 20
                )
                print(names.isEmpty ? "The journal is empty." : names.joined(separator: "\n"))
                return
            }
            guard
                let diagram = try ConversationDiagram(
                    conversation,
                    journal: directory.journalPath
                )
            else {
                let names = try ConversationDiagram.names(
                    inJournal: directory.journalPath,
                    limit: 3
                )
                throw ValidationError(
                    "The journal has no conversation '\(conversation)'; there are "
                        + "\(names.joined(separator: ", ")) and others."
                )
            }
            print(style == .text ? diagram.text : diagram.mermaid)
        } catch {
            throw Ending.failure(error)
        }
    }
}
