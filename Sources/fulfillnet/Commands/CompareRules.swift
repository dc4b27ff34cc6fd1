import ArgumentParser
import FulfillmentNetwork
import RequestRouting
import Scenarios

struct CompareRules: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare-rules",
        abstract: "Run a scenario under two rule sets, and say what went elsewhere and why.",
        discussion: """
            Both runs have the same demand and the same draws, so that every difference comes from the rules.
            """
    )

    @Argument(help: "The first rule set.", completion: .file(extensions: ["yaml"]))
    var first: String

    @Argument(help: "The second rule set.", completion: .file(extensions: ["yaml"]))
    var second: String

    @Option(help: "The scenario.", completion: .file(extensions: ["yaml"]))
    var scenario: String

    @Option(help: "How many differences are told.")
    var differences = 20

    @Option(help: "How the result is printed.")
    var format: OutputFormat = .text

    func run() throws {
        do {
            let diagnostics = Diagnostics()
            guard let read = ScenarioReader(into: diagnostics).read(path: scenario) else {
                try Ending.report(diagnostics)
                throw Ending.badInput
            }
            var networks: [Network] = []
            var names: [String] = []
            for path in [first, second] {
                guard let rules = RuleSetReader(into: diagnostics).read(path: path)?.rules else {
                    try Ending.report(diagnostics)
                    throw Ending.badInput
                }
                var scenario = read
                scenario.routing.rules = rules
                scenario.routing.path = path
                scenario.routing.keeping = .all
                // Requests are compared one by one, those that are over too.
                scenario.keepsFinished = nil
                guard
                    let session = try RunSession(scenario, options: RunOptions(), into: diagnostics)
                else {
                    try Ending.report(diagnostics)
                    throw Ending.badInput
                }
                _ = try session.finish()
                networks.append(session.run.network)
                names.append(rules.name)
            }
            if names[0] == names[1] { names = [first, second] }
            let comparison = RoutingComparison(networks, of: read, rules: names, limit: differences)
            print(format == .json ? try comparison.printedJSON() : comparison.text)
        } catch {
            throw Ending.failure(error)
        }
    }
}
