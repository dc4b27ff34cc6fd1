import ArgumentParser

/// The command line of fulfillnet.
@main
struct Fulfillnet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fulfillnet",
        abstract: "Simulates fulfillment between library institutions.",
        subcommands: [Import.self]
    )
}
