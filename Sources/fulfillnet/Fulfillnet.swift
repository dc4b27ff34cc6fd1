import ArgumentParser
import Foundation

@main
enum Program {
    static func main() {
        // A file that may not grow, and a reader that has gone, are errors of the write and not the
        // end of the process.
        signal(SIGXFSZ, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        Fulfillnet.main()
    }
}

struct Fulfillnet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fulfillnet",
        abstract: "Simulates a fulfillment network of libraries.",
        discussion: """
            Each institution is a node with its own SQLite store; a message bus carries look-ups, loans and \
            balances between them. Scenario files say what happens; 'fulfillnet new' writes a first one.
            """,
        version: "0.1.0",
        subcommands: [
            Run.self, Test.self, Check.self, Activity.self, Card.self, Job.self, Trace.self,
            Import.self, Schema.self, New.self, Workflows.self,
        ]
    )
}
