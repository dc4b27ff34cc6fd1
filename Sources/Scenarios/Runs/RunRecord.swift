import InstitutionStorage

/// What a run directory says of its run: the file `run.json`, replaced last and whole.
package struct RunRecord: Sendable, Codable, Equatable {
    /// Where a run is in its life.
    package enum State: String, Sendable, Codable {
        case beginning, running, complete, failed
    }

    /// How the stores of a run are written.
    package enum StorePolicy: String, Sendable, Codable, CaseIterable {
        /// All stores together, at checkpoints and at the end.
        case checkpoint
        /// Each participant's store at each of its events.
        case everyEvent = "every-event"
        /// Not at all.
        case none
    }

    static let currentFormat = 1

    package var format = RunRecord.currentFormat
    package var state: State
    /// Why the run failed, where it did.
    package var failure: String?
    /// The scenario as it was named on the command line.
    package var scenario: String
    package var network: String
    package var seed: UInt64
    package var stores: StorePolicy
    /// The checkpoint at which all stores stand.
    package var checkpoint: Int64
    /// The run's clock there, in UTC.
    package var time: String
    package var eventsHandled: Int64
    package var runDigest: String
    package var stateDigest: String?
    package var configurationHash: String
    /// The length of the journal there, in bytes, if one is kept.
    package var journalLength: UInt64?

    /// What to do where there is nothing to go on with.
    func again(_ path: String) -> String {
        "run again with 'fulfillnet run \(scenario) --output \(path) --replace'"
    }

    /// Does something with the stores of a directory, and says of one that is refused how to run again.
    func opening<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as StoreError {
            switch error {
            case .cannotCreate, .cannotOpen, .cannotWrite, .tooManyFiles: throw error
            default: throw RunDirectoryError.storeRefused(error.text(again: again(path)))
            }
        }
    }
}

/// Why a run directory cannot be used.
package enum RunDirectoryError: Error, Sendable, CustomStringConvertible {
    case exists(String)
    case cannotReplace(String)
    case cannotCreate(String, reason: String)
    case cannotWrite(String, reason: String)
    case notARun(String, reason: String)
    case notFinished(String, RunRecord)
    case withoutStores(String)
    case withoutJournal(String)
    case brokenJournal(String, line: Int)
    case cannotResume(String, reason: String)
    case storeRefused(String)

    package var description: String {
        switch self {
        case .exists(let path):
            "\(path): there is something here already; give another --output, --replace it, "
                + "or --resume a run"
        case .cannotReplace(let path):
            "\(path): what is there is no run directory, and nothing else is replaced; give another "
                + "--output, or remove it yourself"
        case .cannotCreate(let path, let reason): "\(path): cannot be created: \(reason)"
        case .cannotWrite(let path, let reason): "\(path): cannot be written: \(reason)"
        case .notARun(let path, let reason): "\(path): this is no run directory: \(reason)"
        case .notFinished(let path, let record) where record.state == .failed:
            "\(path): the run failed; \(record.again(path)). It failed with: "
                + (record.failure ?? "no reason given")
        case .notFinished(let path, let record) where record.state == .beginning:
            "\(path): the run was killed before it had begun; \(record.again(path))"
        case .notFinished(let path, let record):
            "\(path): the run is \(record.state.rawValue), not complete; go on with 'fulfillnet run "
                + "\(record.scenario) --output \(path) --resume'"
        case .withoutStores(let path):
            "\(path): the run kept no stores; run again without '--stores none'"
        case .withoutJournal(let path):
            "\(path): the run kept no journal; run again with --journal"
        case .brokenJournal(let path, let line):
            "\(path):\(line): the line cannot be understood; restore the journal, or run again with "
                + "--journal"
        case .cannotResume(let path, let reason): "\(path): cannot be resumed: \(reason)"
        case .storeRefused(let text): text
        }
    }
}
