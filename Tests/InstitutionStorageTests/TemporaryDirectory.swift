import Foundation

/// A new directory that goes when it is no longer used.
final class TemporaryDirectory {
    let path: String

    init() throws {
        let parent = FileManager.default.temporaryDirectory
        let url = parent.appendingPathComponent("fulfillnet-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        // What is left over in a temporary directory harms nobody.
        try? FileManager.default.removeItem(atPath: path)
    }

    func callAsFunction(_ name: String) -> String { path + "/" + name }
}
