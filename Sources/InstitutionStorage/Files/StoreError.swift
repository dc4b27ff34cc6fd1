/// Why a store cannot be made, opened, read or written.
package enum StoreError: Error, Sendable, Hashable {
    /// A file or its directory cannot be made.
    case cannotCreate(path: String, reason: String)
    /// A file that should be there cannot be opened.
    case cannotOpen(path: String, reason: String)
    /// A change did not reach the file; what the file held before, it still holds.
    case cannotWrite(path: String, reason: String)
    /// A file cannot be read to its end.
    case damaged(path: String, reason: String)
    /// A file is something else than a store of this program.
    case notAStore(path: String, found: String)
    /// A file is a store, but of something else than what is opened.
    case other(path: String, property: Property, found: String, expected: String)
    /// A file does not stand where the others of its run do: the run was stopped between them.
    case checkpointMismatch(path: String, found: Int64, expected: Int64)
    /// A file was written after its checkpoint, and the others were not.
    case beyondCheckpoint(path: String, checkpoint: Int64)
    /// A file's tables are behind its log, and it was opened for reading only.
    case stoppedInRun(path: String)
    /// A row holds what no store would have written.
    case brokenRow(BrokenRow)
    /// The process may not have as many files open as the network needs.
    case tooManyFiles(needed: Int, allowed: Int)

    /// What tells a store from another.
    package enum Property: String, Sendable {
        case format, network, institution
        case configuration = "configuration hash"
    }

    /// A place in a file, what is there, and what should be.
    package struct BrokenRow: Sendable, Hashable {
        package var path: String
        package var table: String
        /// The row's id, or its key where it has no id.
        package var row: String
        package var column: String
        package var found: String
        package var expected: String
    }
}

extension StoreError: CustomStringConvertible {
    /// What happened, where, what was expected and how to mend it, as one sentence for people.
    package var description: String { text(again: "run again") }

    /// The same, where it is known how to run again.
    package func text(again: String) -> String {
        switch self {
        case .cannotCreate(let path, let reason):
            "\(path): the store cannot be created: \(reason); "
                + "name a directory that can be written to"
        case .cannotOpen(let path, let reason):
            "\(path): the store cannot be opened: \(reason)"
        case .cannotWrite(let path, let reason):
            "\(path): the store cannot be written: \(reason)"
        case .damaged(let path, let reason):
            "\(path): the store is damaged: \(reason); restore it, or \(again)"
        case .notAStore(let path, let found):
            "\(path): expected a fulfillnet store, found \(found)"
        case .other(let path, .format, let found, let expected):
            "\(path): the store has format \(found), this program reads format \(expected); "
                + "open it with the program that wrote it, or \(again)"
        case .other(let path, .configuration, let found, let expected):
            "\(path): the store was written with the configuration \(found), not \(expected); "
                + "open it with its own configuration, or \(again)"
        case .other(let path, let property, let found, let expected):
            "\(path): the store is of the \(property.rawValue) \(found), not \(expected); "
                + "put the right file in its place, or \(again)"
        case .checkpointMismatch(let path, let found, let expected):
            "\(path): the store stands at checkpoint \(found), the network at \(expected): "
                + "the run was stopped while it wrote; \(again)"
        case .beyondCheckpoint(let path, let checkpoint):
            "\(path): the run was stopped after stores were written beyond checkpoint "
                + "\(checkpoint), and before the next one was complete; \(again)"
        case .stoppedInRun(let path):
            "\(path): the run was stopped, and not all that it wrote is in the tables; resume it"
        case .brokenRow(let row):
            "\(row.path): \(row.table) row \(row.row): \(row.column) is \(row.found), "
                + "expected \(row.expected); restore the file, or \(again)"
        case .tooManyFiles(let needed, let allowed):
            "the network needs \(needed) open files, the system allows \(allowed); "
                + "raise the limit with 'ulimit -n \(needed)', or run with '--stores none'"
        }
    }
}
