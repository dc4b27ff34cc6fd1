package import Foundation
import LibraryModel
import SimulationKernel

/// The directory in which a run keeps its configuration, its stores and its results.
package struct RunDirectory: Sendable {
    package let path: String

    package init(_ path: String) {
        self.path = path
    }

    package var recordPath: String { path + "/run.json" }
    package var summaryPath: String { path + "/summary.json" }
    package var journalPath: String { path + "/journal.jsonl" }
    private var configurationPath: String { path + "/config" }
    /// The scenario that the run was made from.
    package var scenarioPath: String { configurationPath + "/scenario.yaml" }
    package var networkPath: String { configurationPath + "/network.yaml" }

    /// Makes the directory with its record, then the files that the run is made from, in place of one
    /// that is there if `replaces` says so.
    ///
    /// Only a run directory is ever replaced. The record comes first, so that whatever a killed run
    /// leaves behind is known as its own.
    package func create(
        for scenario: Scenario,
        _ record: RunRecord,
        replaces: Bool
    ) throws(RunDirectoryError) {
        // Read before anything is removed, which they might be part of.
        var kept: [(data: Data, target: String)] = []
        let dataFiles = scenario.dataFiles.enumerated().map { index, path in
            (path, Self.dataFile(index + 1, path, beside: networkPath))
        }
        let rules = scenario.routing.path.map { ($0, Self.rulesPath(besides: networkPath)) }
        for (source, target) in [
            (scenario.path, scenarioPath), (scenario.networkPath, networkPath),
        ] + dataFiles + [rules].compactMap(\.self) {
            guard let data = FileManager.default.contents(atPath: source) else {
                throw .cannotWrite(target, reason: "\(source) cannot be read any more")
            }
            kept.append((data, target))
        }
        try makeRoom(replaces: replaces)
        do throws(RunDirectoryError) {
            try Self.make(path, for: path)
            try write(record)
            try Self.make(configurationPath, for: path)
            for (data, target) in kept { try write(data, to: target) }
        } catch {
            discard()
            throw error
        }
    }

    /// Where a run keeps its rule set.
    static func rulesPath(besides network: String) -> String {
        SourceFile.path("rules.yaml", from: network)
    }

    /// Where a run keeps a data file of its timeline: by its number, since its own path may lead
    /// anywhere.
    static func dataFile(_ number: Int, _ path: String, beside network: String) -> String {
        let ending = path.split(separator: ".").last.map { "." + $0 } ?? ""
        return SourceFile.path("data-\(number)\(ending)", from: network)
    }

    /// Removes what was made here; without a record it would be in the way of the next run.
    package func discard() {
        // What cannot be removed is named by the error that led here.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Makes a directory; `name` is what the user knows it by.
    package static func make(_ path: String, for name: String) throws(RunDirectoryError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true
            )
        } catch {
            throw .cannotCreate(name, reason: obstacle(to: name) ?? reason(error))
        }
    }

    /// The nearest part of a path that is there, and why nothing can be made below it.
    private static func obstacle(to path: String) -> String? {
        var url = URL(fileURLWithPath: path).standardizedFileURL
        var isDirectory: ObjCBool = false
        while !FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory) {
            guard url.pathComponents.count > 1 else { return nil }
            url.deleteLastPathComponent()
        }
        guard isDirectory.boolValue else { return "\(url.path) is a file, not a directory" }
        return FileManager.default.isWritableFile(atPath: url.path)
            ? nil : "\(url.path) may not be written to"
    }

    private func makeRoom(replaces: Bool) throws(RunDirectoryError) {
        let files = FileManager.default
        if files.fileExists(atPath: path) {
            guard !isEmpty else { return }
            guard replaces else { throw .exists(path) }
            guard isRun else { throw .cannotReplace(path) }
            do { try files.removeItem(atPath: path) } catch {
                throw .cannotCreate(path, reason: "the old one cannot be removed")
            }
        }
    }

    /// Whether a run was made here, by this version of the program or another; others have files
    /// named `run.json` too.
    var isRun: Bool {
        guard let data = FileManager.default.contents(atPath: recordPath),
            let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
        else { return false }
        return ["format", "configurationHash", "checkpoint"].allSatisfy { object[$0] != nil }
    }

    /// Whether nothing is here, but perhaps the draft of a record that was never written: a run may be
    /// made in it.
    private var isEmpty: Bool {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            return false
        }
        return names.allSatisfy { $0 == Self.draftName(of: "run.json") }
    }

    private static func draftName(of file: String) -> String { file + ".part" }

    /// Writes a file whole: it is there with all of its contents, or as it was before.
    package func write(_ data: Data, to file: String) throws(RunDirectoryError) {
        do {
            try data.write(to: URL(fileURLWithPath: file), options: .atomic)
        } catch {
            throw .cannotWrite(file, reason: Self.reason(error))
        }
    }

    /// Writes a file whole, but for a loss of power, which would cost a wait for the disk.
    private func replace(_ file: String, by data: Data) throws(RunDirectoryError) {
        let draft = Self.draftName(of: file)
        do {
            try data.write(to: URL(fileURLWithPath: draft))
        } catch {
            unlink(draft)
            throw .cannotWrite(file, reason: Self.reason(error))
        }
        guard rename(draft, file) == 0 else {
            throw .cannotWrite(file, reason: String(cString: strerror(errno)))
        }
    }

    /// Replaces the record of the run; it survives what the run's stores survive.
    package func write(_ record: RunRecord) throws(RunDirectoryError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            let data = try encoder.encode(record) + Data("\n".utf8)
            // Of a run that has not begun nothing is lost with the power.
            if record.stores == .checkpoint || record.state == .beginning {
                try replace(recordPath, by: data)
            } else {
                try write(data, to: recordPath)
            }
        } catch let error as RunDirectoryError {
            throw error
        } catch {
            throw .cannotWrite(recordPath, reason: Self.reason(error))
        }
    }

    /// Reads the record of a run.
    package func record() throws(RunDirectoryError) -> RunRecord {
        guard let data = FileManager.default.contents(atPath: recordPath) else {
            throw .notARun(
                path,
                reason: isEmpty
                    ? "nothing is in it, as of a run that was killed before it had begun; run again"
                    : "there is no run.json"
            )
        }
        let record: RunRecord
        do {
            record = try JSONDecoder().decode(RunRecord.self, from: data)
        } catch {
            throw .notARun(path, reason: "run.json cannot be understood")
        }
        guard record.format == RunRecord.currentFormat else {
            throw .notARun(
                path,
                reason: "its format is \(record.format), not \(RunRecord.currentFormat)"
            )
        }
        return record
    }

    /// Why the system refused something, in its own words.
    package static func reason(_ error: any Error) -> String {
        posixCode(error).map { String(cString: strerror($0)) }
            ?? (error as NSError).localizedDescription
    }

    /// Whether a write failed because nobody reads any more.
    package static func isBrokenPipe(_ error: any Error) -> Bool {
        posixCode(error) == EPIPE
    }

    private static func posixCode(_ error: any Error) -> Int32? {
        let error = error as NSError
        let cause = (error.userInfo[NSUnderlyingErrorKey] as? NSError) ?? error
        return cause.domain == NSPOSIXErrorDomain ? Int32(cause.code) : nil
    }
}

extension Scenario {
    /// A digest of the files that the scenario is read from, so that a run is not resumed with
    /// another one.
    package var configurationHash: String {
        var digest = Digest()
        let data = FileManager.default.contents(atPath: networkPath) ?? Data()
        digest.fold(String(decoding: data, as: UTF8.self))
        digest.fold(Int64(bitPattern: seed))
        digest.fold(start.microseconds)
        digest.fold(end.microseconds)
        digest.fold(course.value)
        for file in dataFiles + [routing.path].compactMap(\.self) {
            // Read with a limit, and what cannot be read is reported elsewhere.
            digest.fold(SourceFile.text(file, into: Diagnostics()) ?? "")
        }
        return "\(digest)"
    }
}
