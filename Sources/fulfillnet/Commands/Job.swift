import ArgumentParser
import Foundation
import FulfillmentNetwork
import LibraryModel
import Scenarios

struct Job: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a job on the stores of a finished run.",
        subcommands: [AssignResourceSharingLibrary.self, SyncAccounts.self]
    )
}

struct AssignResourceSharingLibrary: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assign-resource-sharing-library",
        abstract: "Give each patron the resource sharing library of the first rule that matches.",
        discussion: """
            Only institutions with several resource sharing libraries need the list on the patron record. \
            With --dry-run nothing is written; otherwise the stores hold the new lists and an entry of the \
            job's history.
            """
    )

    @OptionGroup var arguments: RunArguments

    @Option(help: "The institution; all of them, if not given.")
    var institution: String?

    @Flag(help: "Report only, and write nothing.")
    var dryRun = false

    @Flag(help: "Overwrite lists that staff set by hand.")
    var overwriteManual = false

    @Flag(help: "Empty lists where the institution has one resource sharing library or none.")
    var clearNeedless = false

    @Flag(help: "List patrons that stay as they are, too.")
    var verbose = false

    func run() throws {
        do {
            let run = try arguments.open(dryRun ? .readOnly : .readWrite)
            let institutions =
                try institution.map { [try run.institution($0)] } ?? run.network.nodes.map(\.id)
            let options = AssignmentOptions(
                isDryRun: dryRun,
                overwritesManual: overwriteManual,
                clearsNeedless: clearNeedless
            )
            var documents: [AssignmentDocument] = []
            for institution in institutions {
                let outcome = try run.network.askStanding(
                    .assignResourceSharingLibrary(options),
                    at: institution
                )
                guard case .assignment(let report) = outcome else {
                    Ending.say("refused: \(outcome.refusal.map { "\($0)" } ?? "no answer")")
                    throw Ending.notMet
                }
                documents.append(
                    AssignmentDocument(
                        report,
                        at: run.network.node(institution),
                        listsAll: verbose
                    )
                )
            }
            if !dryRun { try run.commit() }
            try run.close()
            print(
                arguments.format == .json
                    ? try documents.printedJSON()
                    : documents.map(\.text).joined(separator: "\n\n")
            )
        } catch {
            throw Ending.failure(error)
        }
    }
}
