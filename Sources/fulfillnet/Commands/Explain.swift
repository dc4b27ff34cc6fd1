import ArgumentParser
import FulfillmentNetwork
import LibraryModel
import Scenarios

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say why a library was asked to lend, and why another was not.",
        discussion: """
            For each time that lenders were chosen: every candidate with its place, each key's value, every \
            filter that found it with the fact and the rule's line, and the key that put it behind the one \
            ahead. Without --request, the requests of the run are listed.
            """
    )

    @Option(name: .customLong("run"), help: "The run directory.", completion: .directory)
    var directory: String

    @Option(help: "The request, such as SMU-R000123.")
    var request: String?

    @Option(help: "Look at one candidate only.")
    var institution: String?

    @Option(help: "How the result is printed.")
    var format: OutputFormat = .text

    func validate() throws {
        if institution != nil, request == nil {
            throw ValidationError("--institution looks at a candidate of a --request; name one.")
        }
    }

    func run() throws {
        do {
            let diagnostics = Diagnostics()
            guard let run = try FinishedRun(directory, access: .readOnly, into: diagnostics) else {
                try Ending.report(diagnostics)
                throw Ending.badInput
            }
            guard let request else {
                print(RequestExplanation.list(of: run))
                return
            }
            if let institution { _ = try run.institution(institution) }
            let (node, id) = try find(request, in: run)
            let explanation = RequestExplanation(
                id,
                at: node,
                in: run.network,
                file: run.scenario.routing.file
            )
            print(
                format == .json
                    ? try explanation.printedJSON() : explanation.text(of: institution)
            )
        } catch {
            throw Ending.failure(error)
        }
    }

    private func find(
        _ name: String,
        in run: FinishedRun
    ) throws -> (InstitutionNode, BorrowingRequestID) {
        guard let (code, number) = RequestExplanation.parts(of: name) else {
            throw ValidationError("'\(name)' is no request; they look like SMU-R000123.")
        }
        let node = run.network.node(try run.institution(code))
        guard node.borrowing.holds(number - 1) else {
            throw ValidationError(
                "\(code) has made \(node.borrowing.count) requests; there is no '\(name)'."
            )
        }
        return (node, BorrowingRequestID(number - 1))
    }
}
