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

    /// Makes the directory, in place of one that is there if `replaces` says so; only a run directory is ever replaced.
    package func create(replaces: Bool) throws(RunDirectoryError) {
        let files = FileManager.default
        if files.fileExists(atPath: path) {
            let isRun = files.fileExists(atPath: recordPath)
            guard replaces && isRun else { throw .exists(path) }
            do { try files.removeItem(atPath: path) } catch {
                throw .cannotCreate(path, reason: "the old one cannot be removed")
            }
        }
        do {
            try files.createDirectory(
                atPath: configurationPath,
                withIntermediateDirectories: true
            )
        } catch {
            throw .cannotCreate(path, reason: Self.reason(error))
        }
    }

    /// Keeps the files that the run is made from.
    package func keepConfiguration(of scenario: Scenario) throws(RunDirectoryError) {
        for (source, target) in [
            (scenario.path, scenarioPath), (scenario.networkPath, networkPath),
        ] {
            guard let text = FileManager.default.contents(atPath: source) else {
                throw .cannotWrite(target, reason: "\(source) cannot be read any more")
            }
            try write(text, to: target)
        }
    }

    /// Writes a file whole: it is there with all of its contents, or as it was before.
    package func write(_ data: Data, to file: String) throws(RunDirectoryError) {
        do {
            try data.write(to: URL(fileURLWithPath: file), options: .atomic)
        } catch {
            throw .cannotWrite(file, reason: Self.reason(error))
        }
    }

    /// Replaces the record of the run.
    package func write(_ record: RunRecord) throws(RunDirectoryError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            try write(try encoder.encode(record) + Data("\n".utf8), to: recordPath)
        } catch let error as RunDirectoryError {
            throw error
        } catch {
            throw .cannotWrite(recordPath, reason: Self.reason(error))
        }
    }

    /// Reads the record of a run.
    package func record() throws(RunDirectoryError) -> RunRecord {
        guard let data = FileManager.default.contents(atPath: recordPath) else {
            throw .notARun(path, reason: "there is no run.json")
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

    static func reason(_ error: any Error) -> String {
        let error = error as NSError
        let cause = (error.userInfo[NSUnderlyingErrorKey] as? NSError) ?? error
        return cause.domain == NSPOSIXErrorDomain
            ? String(cString: strerror(Int32(cause.code))) : error.localizedDescription
    }
}

extension Scenario {
    /// A digest of the files that the scenario is read from, so that a run is not resumed with another one.
    package var configurationHash: String {
        var digest = Digest()
        for file in [path, networkPath] {
            let data = FileManager.default.contents(atPath: file) ?? Data()
            digest.fold(String(decoding: data, as: UTF8.self))
        }
        digest.fold(Int64(bitPattern: seed))
        return "\(digest)"
    }
}
