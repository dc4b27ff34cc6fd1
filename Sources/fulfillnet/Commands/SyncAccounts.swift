import ArgumentParser
import Foundation
import FulfillmentNetwork
import LibraryModel
import Scenarios

struct SyncAccounts: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync-accounts",
        abstract: "Take over what another system says of the accounts that it manages.",
        discussion: """
            The file is CSV or JSON; 'fulfillnet schema accounts' describes it. Manual changes of protected \
            fields stay until the file carries the value inherited before, what staff added to lists stays, \
            and internal accounts are not touched. With --dry-run nothing is written; otherwise the stores \
            hold the new accounts and an entry of the job's history.
            """
    )

    @OptionGroup var arguments: RunArguments

    @Option(help: "The institution.")
    var institution: String

    @Option(help: "The file of accounts.", completion: .file(extensions: ["csv", "json"]))
    var file: String

    @Option(help: "What a blank value of the file does to a field.")
    var blank: AccountSyncOptions.Blank = .clear

    @Flag(help: "Report only, and write nothing.")
    var dryRun = false

    @Flag(help: "Make internal accounts of the file external, in place of refusing them.")
    var convertInternal = false

    @Option(
        name: .customLong("override"),
        help: "A protected field that the file replaces all the same; may be given several times."
    )
    var overridden: [ProtectedField] = []

    @Flag(help: "List records that change nothing, too.")
    var verbose = false

    func run() throws {
        do {
            let run = try arguments.open(dryRun ? .readOnly : .readWrite)
            let at = try run.institution(institution)
            let diagnostics = Diagnostics()
            guard
                let records = AccountFileReader(for: run.network.node(at), into: diagnostics)
                    .read(file, namedAt: nil)
            else {
                try Ending.report(diagnostics)
                throw Ending.badInput
            }
            var options = AccountSyncOptions(
                blank: blank,
                isDryRun: dryRun,
                convertsInternal: convertInternal
            )
            for field in overridden { options.overrides.formUnion(ProtectedFields(field.field)) }
            let outcome = try run.network.askStanding(
                .syncAccounts(AccountLoad(records, options)),
                at: at
            )
            guard case .accounts(let report) = outcome else {
                Ending.say("refused: \(outcome.refusal.map { "\($0)" } ?? "no answer")")
                throw Ending.notMet
            }
            let document = AccountSyncDocument(
                report,
                of: file,
                at: run.network.node(at),
                listsAll: verbose
            )
            if !dryRun { try run.commit() }
            try run.close()
            print(arguments.format == .json ? try document.printedJSON() : document.text)
        } catch {
            throw Ending.failure(error)
        }
    }
}

extension AccountSyncOptions.Blank: ExpressibleByArgument {}

/// A field that loads leave as it is where staff have changed it.
struct ProtectedField: ExpressibleByArgument {
    let field: AccountField

    init?(argument: String) {
        guard let field = AccountField(rawValue: argument), !ProtectedFields(field).isEmpty else {
            return nil
        }
        self.field = field
    }

    static let allValueStrings = ProtectedFields.all.fields.map(\.rawValue)
}
