import Foundation
import LibraryModel

/// Where the stores of a network are in a directory.
struct StorePaths: Sendable {
    private let directory: String
    private let codes: [String]

    init(of network: NetworkConfiguration, in directory: String) {
        self.directory = directory
        codes = network.institutions.map(\.code)
    }

    private var institutionsDirectory: String { directory + "/institutions" }

    var zone: String { directory + "/network.sqlite" }

    /// The path of each institution's store, by its rank.
    var institutions: [String] {
        codes.map { "\(institutionsDirectory)/\($0).sqlite" }
    }

    /// Codes come from a configuration, and not every text can name a file in a directory.
    func check() throws(StoreError) {
        for code in codes where code.isEmpty || code.contains(where: { "/\0".contains($0) }) {
            throw .cannotCreate(
                path: institutionsDirectory,
                reason: "the institution code '\(code)' cannot be the name of a file"
            )
        }
    }

    func makeDirectory() throws(StoreError) {
        do {
            try FileManager.default.createDirectory(
                atPath: institutionsDirectory,
                withIntermediateDirectories: true
            )
        } catch {
            throw .cannotCreate(path: institutionsDirectory, reason: obstacle ?? "\(error)")
        }
    }

    /// The nearest part of the path that is there, and why nothing can be made below it.
    private var obstacle: String? {
        var path = URL(fileURLWithPath: institutionsDirectory).standardizedFileURL
        var isDirectory: ObjCBool = false
        while !FileManager.default.fileExists(atPath: path.path, isDirectory: &isDirectory) {
            guard path.pathComponents.count > 1 else { return nil }
            path.deleteLastPathComponent()
        }
        guard isDirectory.boolValue else { return "\(path.path) is a file, not a directory" }
        return FileManager.default.isWritableFile(atPath: path.path)
            ? nil : "\(path.path) may not be written to"
    }
}
