import ArgumentParser
import Foundation
import FulfillmentNetwork
import LibraryModel
import Scenarios
import SimulationKernel

/// A run directory that a command looks at, and what it looks for.
struct RunArguments: ParsableArguments {
    @Option(name: .customLong("run"), help: "The run directory.", completion: .directory)
    var directory: String

    @Option(help: "An institution that is down; may be given several times.")
    var down: [String] = []

    @Option(help: "How the result is printed.")
    var format: OutputFormat = .text

    func open(_ access: FinishedRun.Access = .readOnly) throws -> FinishedRun {
        let diagnostics = Diagnostics()
        guard let run = try FinishedRun(directory, access: access, into: diagnostics) else {
            try Ending.report(diagnostics)
            throw Ending.badInput
        }
        for code in down {
            run.network.beginOutage(of: try run.institution(code))
        }
        return run
    }
}

extension FinishedRun {
    /// The institution with a code, or an error that says what was meant.
    func institution(_ code: String) throws -> InstitutionID {
        if let institution = network.configuration.institution(code: code) { return institution }
        let codes = network.configuration.institutions.map(\.code)
        throw mistyped("institution", code, among: codes)
    }

    /// The patron with a code at an institution.
    func patron(_ code: String, at institution: InstitutionID) throws -> PatronID {
        let node = network.node(institution)
        if let patron = node.patron(code: code) { return patron }
        let codes = node.patronLabels.indices.prefix(20_000).map { node.patronLabels[$0].code }
        throw mistyped("patron of \(node.institution.code)", code, among: codes)
    }

    private func mistyped(
        _ kind: String,
        _ code: String,
        among codes: [String]
    ) -> any Error {
        let hint =
            Spelling.hint(for: code, among: codes)
            ?? codes.first.map { "codes there look like '\($0)'" } ?? "there are none"
        return ValidationError("There is no \(kind) '\(code)'; \(hint)")
    }

    /// What every view of a finished run says of itself.
    var viewNote: String {
        let zone = network.configuration.zone
        return "at the end of the run, \(zone.civil(at: network.now).iso8601) \(zone.name); "
            + "not recorded: finished run"
    }
}

struct Activity: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Open Network Activity: what a patron does at other institutions.",
        discussion: """
            Home staff see loans, requests, fees and balance elsewhere, without controlling them. Each \
            institution answers with the time of its answer, or the reason why there is none.
            """
    )

    @OptionGroup var arguments: RunArguments

    @Option(help: "The institution whose staff look.")
    var institution: String

    @Option(help: "The patron, by code.")
    var patron: String

    @Option(
        name: .customLong("as"),
        help: "The member of staff who looks; the first who may, if not given."
    )
    var staff: String?

    @Option(help: "Look at one institution only.")
    var at: String?

    @Flag(help: "Look at all institutions where the patron is known; this is the default.")
    var all = false

    func validate() throws {
        if all, at != nil { throw ValidationError("--all and --at exclude each other.") }
    }

    func run() throws {
        do {
            let run = try arguments.open()
            let asker = try run.institution(institution)
            let command = Command.networkActivity(
                staff: try member(of: run, asker),
                patron: try run.patron(patron, at: asker),
                at: try at.map(run.institution)
            )
            let outcome = try run.network.askStanding(command, at: asker)
            guard case .networkActivity(let activity) = outcome else {
                Ending.say("refused: \(outcome.refusal.map { "\($0)" } ?? "no answer")")
                throw Ending.notMet
            }
            let document = ActivityDocument(
                activity,
                in: run.network.configuration,
                note: run.viewNote
            )
            print(arguments.format == .json ? try document.printedJSON() : document.text)
        } catch {
            throw Ending.failure(error)
        }
    }

    private func member(of run: FinishedRun, _ institution: InstitutionID) throws -> StaffID {
        let members = run.network.node(institution).institution.staff
        guard let staff else {
            guard
                let first = members.firstIndex(where: {
                    $0.holds(anyOf: Role.viewersOfNetworkActivity)
                })
            else {
                throw ValidationError(
                    "Nobody at \(self.institution) may open Network Activity; name somebody "
                        + "with --as to see why."
                )
            }
            return StaffID(first)
        }
        guard let position = members.firstIndex(where: { $0.code == staff }) else {
            let hint = Spelling.hint(for: staff, among: members.map(\.code))
            throw ValidationError(
                "\(self.institution) has no member of staff '\(staff)'; "
                    + (hint ?? "there are \(members.map(\.code).joined(separator: ", "))")
            )
        }
        return StaffID(position)
    }
}

struct Card: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Open My Library Card: a patron's own account, at home and elsewhere."
    )

    @OptionGroup var arguments: RunArguments

    @Option(help: "The patron's home institution.")
    var institution: String

    @Option(help: "The patron, by code.")
    var patron: String

    @Option(help: "The other institution that the patron picks.")
    var at: String?

    func run() throws {
        do {
            let run = try arguments.open()
            let home = try run.institution(institution)
            let reference = PatronReference(
                institution: home,
                patron: try run.patron(patron, at: home)
            )
            let outcome = try run.network.askStandingCard(
                of: reference,
                chosen: try at.map(run.institution)
            )
            guard case .libraryCard(let card) = outcome else {
                Ending.say("refused: \(outcome.refusal.map { "\($0)" } ?? "no answer")")
                throw Ending.notMet
            }
            let document = CardDocument(card, in: run.network.configuration, note: run.viewNote)
            print(arguments.format == .json ? try document.printedJSON() : document.text)
        } catch {
            throw Ending.failure(error)
        }
    }
}
