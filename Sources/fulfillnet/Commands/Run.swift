import ArgumentParser
import Foundation
import FulfillmentNetwork
import LibraryModel
import Scenarios
import SimulationKernel

extension RunRecord.StorePolicy: ExpressibleByArgument {}

struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a scenario.",
        discussion: """
            Without --output nothing is written and the summary is printed. With it, a directory is made that \
            holds the stores of all institutions, which 'activity', 'card', 'job' and 'trace' open.
            """
    )

    @Argument(help: "The scenario file.", completion: .file(extensions: ["yaml"]))
    var scenario: String

    @Option(name: .shortAndLong, help: "The run directory to make.", completion: .directory)
    var output: String?

    @Option(help: "Another seed than the scenario's.")
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "When stores are written: at checkpoints, at every event, or not at all; at checkpoints, "
                + "if not given. A resumed run goes on as it was begun."
        )
    )
    var stores: RunRecord.StorePolicy?

    @Option(help: "Stop at this day (2026-03-01), so that --resume can go on.")
    var until: String?

    @Flag(help: "Go on with a run that was stopped.")
    var resume = false

    @Flag(help: "Replace a run directory that is there.")
    var replace = false

    @Flag(help: "Keep a journal of every envelope, which 'trace' reads.")
    var journal = false
    @Flag(help: "Look at every invariant after every event, which takes its time.")
    var checkInvariants = false

    @Flag(help: "Print nothing but errors.")
    var quiet = false

    @Option(help: "How the summary is printed.")
    var format: OutputFormat = .text

    @Option(help: .hidden)
    var maximumPageCount: Int?

    func validate() throws {
        if output == "" { throw ValidationError("--output names no directory.") }
        if output == nil, resume || replace || journal || stores == .everyEvent {
            throw ValidationError(
                "--resume, --replace, --journal and --stores every-event need --output."
            )
        }
        if resume, replace { throw ValidationError("--resume and --replace exclude each other.") }
        if resume, seed != nil {
            throw ValidationError("A run is resumed with its own seed; leave --seed out.")
        }
    }

    func run() throws {
        do {
            try runScenario()
        } catch {
            throw Ending.failure(error)
        }
    }

    private func runScenario() throws {
        let diagnostics = Diagnostics()
        guard var scenario = ScenarioReader(into: diagnostics).read(path: scenario) else {
            try Ending.report(diagnostics)
            throw Ending.badInput
        }
        if let seed { scenario.seed = seed }
        // A run goes on with the seed that it was begun with.
        if resume, let output { scenario.seed = try RunDirectory(output).record().seed }
        var options = RunOptions()
        options.output = output
        options.stores = stores
        options.replaces = replace
        options.resumes = resume
        options.keepsJournal = journal
        options.checksInvariants = checkInvariants
        options.maximumPageCount = maximumPageCount
        if let until { options.until = try day(until, of: scenario) }
        let end = try play(scenario, options, diagnostics)
        if !quiet {
            switch format {
            case .text: print(end.summary.text)
            case .json:
                print(String(decoding: try end.summary.json(), as: UTF8.self), terminator: "")
            }
        }
        let skipped = end.skippedExpectations
        if skipped > 0, !quiet {
            Ending.say(
                "note: \(skipped == 1 ? "1 expectation that lies" : "\(skipped) expectations that lie")"
                    + " before the point from which the run was resumed changed since, and "
                    + "\(skipped == 1 ? "was" : "were") not looked at"
            )
        }
        for result in end.missed { Ending.say(result.text) }
        if !end.missed.isEmpty { throw Ending.notMet }
        if let output, !quiet, format == .text {
            let next =
                end.isStopped
                ? "run \(self.scenario) --output \(output) --resume"
                : "activity --run \(output) --help"
            print("Written to \(output). Next: fulfillnet \(next)")
        }
    }

    /// What is told of a run when its network is gone.
    private struct End {
        let summary: RunSummary
        let isStopped: Bool
        let skippedExpectations: Int
        let missed: [ExpectationResult]
    }

    private func play(
        _ scenario: Scenario,
        _ options: RunOptions,
        _ diagnostics: Diagnostics
    ) throws -> End {
        guard let session = try RunSession(scenario, options: options, into: diagnostics) else {
            try Ending.report(diagnostics)
            throw Ending.badInput
        }
        try Ending.report(diagnostics)
        var bar = ProgressBar(isShown: !quiet && isatty(STDERR_FILENO) != 0)
        let summary = try session.finish { bar.update(share: $0, events: $1) }
        bar.finish()
        let isStopped = session.run.network.now < scenario.end
        // What comes after the day at which a run stops is looked at when it goes on.
        let results = isStopped ? session.run.resultsSoFar : session.run.expectationResults
        return End(
            summary: summary,
            isStopped: isStopped,
            skippedExpectations: session.run.skippedExpectations,
            missed: results.filter { !$0.isMet }
        )
    }

    private func day(_ text: String, of scenario: Scenario) throws -> SimulationTime {
        guard let day = CivilDate(text) else {
            throw ValidationError("--until takes a day such as 2026-03-01, not '\(text)'.")
        }
        let time = scenario.plan.configuration.zone.startOfDay(day)
        guard time > scenario.start, time < scenario.end else {
            throw ValidationError("--until must lie between the scenario's start and end.")
        }
        return time
    }
}

/// A line on the terminal that shows how far a run is, how fast, and how long it will take.
struct ProgressBar {
    let isShown: Bool
    private let began = ContinuousClock.now
    private var isDrawn = false

    init(isShown: Bool) {
        self.isShown = isShown
    }

    mutating func update(share: Double, events: Int64) {
        guard isShown else { return }
        let elapsed = (ContinuousClock.now - began).components
        let seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
        let filled = Int(share * 30)
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
        let left = share > 0.01 ? "\(Int(seconds / share * (1 - share)) + 1) s left" : ""
        let rate = Int(Double(events) / max(seconds, 0.001))
        draw("\r[\(bar)] \(Int(share * 100)) %  \(rate) events/s  \(left)\u{1B}[K")
        isDrawn = true
    }

    func finish() {
        if isDrawn { draw("\r\u{1B}[K") }
    }

    private func draw(_ text: String) {
        // A terminal that has gone does not stop the run.
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}
