import ArgumentParser
import Foundation
import FulfillmentNetwork
import LibraryModel
import Scenarios
import SimulationKernel

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Check networks, scenarios, rule sets and case files, and say all that is wrong with them."
    )

    @Argument(
        help: "Files, or directories whose YAML files are checked.",
        completion: .file(extensions: ["yaml"])
    )
    var paths: [String]

    func run() throws {
        let diagnostics = Diagnostics()
        let files = InputFiles.find(paths, into: diagnostics)
        for file in files { InputFiles.check(file, into: diagnostics) }
        try Ending.report(diagnostics)
        print(files.count == 1 ? "1 file is well" : "\(files.count) files are well")
    }
}

struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the JSON Schema of a kind of file, for editors."
    )

    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case network, scenario, `case`, accounts, routing
    }

    @Argument(help: "The kind of file.")
    var kind: Kind

    func run() throws {
        switch kind {
        case .network:
            print(
                NetworkShapes.file.jsonSchema(
                    title: "fulfillnet network configuration",
                    description: "A consortium: its network and its institutions."
                )
            )
        case .case:
            print(
                CaseShapes.file.jsonSchema(
                    title: "fulfillnet case file",
                    description: "Policies, and what must come of them, row by row."
                )
            )
        case .accounts:
            print(
                AccountShapes.file.jsonSchema(
                    title: "fulfillnet accounts",
                    description: "Accounts as another system sends them, in JSON."
                )
            )
        case .routing:
            print(
                RuleSetShapes.file.jsonSchema(
                    title: "fulfillnet rule set",
                    description: "How lenders are chosen, stage by stage."
                )
            )
        case .scenario:
            print(
                ScenarioShapes.file.jsonSchema(
                    title: "fulfillnet scenario",
                    description: "What happens in a network from a start to an end."
                )
            )
        }
    }
}
