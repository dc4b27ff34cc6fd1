import Foundation

/// The command line tool as it was built with these tests.
enum Tool {
    /// What a process left behind.
    struct Result: Sendable {
        var code: Int32
        var output: String
        var errors: String
        /// Whether a signal ended it: a trap, or somebody else.
        var wasSignalled: Bool
    }

    /// Why the tool cannot be run.
    struct Missing: Error, CustomStringConvertible {
        var directory: String

        var description: String {
            "\(directory) has no 'fulfillnet'; build it first, with 'swift build -c release'"
        }
    }

    /// The built tool, which stands in the same directory as the test bundle, or one above it on
    /// macOS.
    static func path() throws -> String {
        let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        var directory = bundle.deletingLastPathComponent()
        while directory.pathComponents.count > 1 {
            let candidate = directory.appendingPathComponent("fulfillnet").path
            var isDirectory: ObjCBool = false
            if FileManager.default.fileExists(atPath: candidate, isDirectory: &isDirectory),
                !isDirectory.boolValue
            {
                return candidate
            }
            directory.deleteLastPathComponent()
        }
        throw Missing(directory: bundle.deletingLastPathComponent().path)
    }

    /// Runs the tool to its end.
    static func run(_ arguments: String..., in directory: String? = nil) throws -> Result {
        try run(arguments, in: directory)
    }

    /// Runs the tool to its end.
    static func run(_ arguments: [String], in directory: String? = nil) throws -> Result {
        try launch(try path(), arguments, in: directory)
    }

    /// Runs the tool from a line of the shell, in which `"$@"` stands for it and its arguments.
    static func shell(
        _ line: String,
        _ arguments: String...,
        in directory: String? = nil
    ) throws -> Result {
        try launch("/bin/sh", ["-c", line, "sh", try path()] + arguments, in: directory)
    }

    /// Runs any program to its end.
    static func launch(
        _ program: String,
        _ arguments: [String],
        in directory: String? = nil,
        environment: [String: String]? = nil
    ) throws -> Result {
        let scratch = try TemporaryDirectory()
        // Files, because a pipe that nobody empties stops the process.
        let output = try scratch.write("", to: "output")
        let errors = try scratch.write("", to: "errors")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
        if let environment { process.environment = environment }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
        try process.run()
        process.waitUntilExit()
        return Result(
            code: process.terminationStatus,
            output: text(of: output),
            errors: text(of: errors),
            wasSignalled: process.terminationReason == .uncaughtSignal
        )
    }

    static func text(of path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
}

/// Files of the repository, found by the place of this source file.
enum Repository {
    static let path = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    static let corpus = path + "/Tests/CommandLineTests/Corpus"

    /// The files below a directory whose name ends so, in order.
    static func files(in directory: String, suffix: String) -> [String] {
        let all = FileManager.default.enumerator(atPath: directory)?.compactMap { $0 as? String }
        return (all ?? []).filter { $0.hasSuffix(suffix) }.sorted()
    }
}
