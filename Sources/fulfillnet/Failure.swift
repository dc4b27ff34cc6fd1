import ArgumentParser
import Foundation
import FulfillmentNetwork
import InstitutionStorage
import Scenarios

/// How commands end: the exit codes of `sysexits.h`, and 1 for an expectation that is not met.
enum Ending {
    static let notMet = ExitCode(1)
    static let badInput = ExitCode(64)
    static let broken = ExitCode(70)
    static let cannotCreate = ExitCode(73)
    static let cannotWrite = ExitCode(74)

    /// Prints why a command cannot go on, and gives the code that it ends with.
    static func failure(_ error: any Error) -> any Error {
        if error is ExitCode || error is CleanExit || error is ValidationError { return error }
        say("error: \(error)")
        return code(of: error)
    }

    /// The code that a command ends with after an error.
    static func code(of error: any Error) -> ExitCode {
        switch error {
        case let error as StoreError:
            switch error {
            case .cannotCreate, .tooManyFiles: cannotCreate
            case .cannotWrite: cannotWrite
            default: badInput
            }
        case let error as RunDirectoryError:
            switch error {
            case .exists, .cannotReplace, .cannotCreate: cannotCreate
            case .cannotWrite: cannotWrite
            default: badInput
            }
        case is BrokenInvariant: broken
        // What is left are errors of files while they are written.
        default: cannotWrite
        }
    }

    /// Prints what is wrong with the input, and ends the command if any of it is an error.
    static func report(_ diagnostics: Diagnostics) throws {
        let text = "\(diagnostics)"
        if !text.isEmpty { say(text) }
        if diagnostics.hasErrors { throw badInput }
    }

    /// Prints a line for people, apart from the output.
    static func say(_ text: String) {
        // Where not even this can be written, the exit code is left to say it.
        try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
    }
}

/// Prints a result, in place of the standard library's function, which does not tell of a full
/// disk.
func print(_ text: String, terminator: String = "\n") {
    do {
        try FileHandle.standardOutput.write(contentsOf: Data((text + terminator).utf8))
    } catch {
        // A reader that has seen enough, such as 'head', is no failure.
        if RunDirectory.isBrokenPipe(error) { Foundation.exit(0) }
        Ending.say("error: the output cannot be written: \(RunDirectory.reason(error))")
        Foundation.exit(Ending.cannotWrite.rawValue)
    }
}

/// How a command prints its result.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}

extension Encodable {
    /// The value as JSON, keys in order.
    func printedJSON() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
