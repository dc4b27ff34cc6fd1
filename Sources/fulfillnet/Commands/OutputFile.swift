import ArgumentParser
import Foundation

/// Files that a command writes where the user says.
enum OutputFile {
    /// What becomes of a file that is there.
    enum Policy {
        /// It is kept, and the command fails.
        case create
        /// It is replaced, once the new one is whole.
        case replace
    }

    /// Writes a text to a file, or prints it without one.
    ///
    /// A file appears when it is whole, under another name until then; a device or a pipe is
    /// written to directly.
    ///
    /// - Throws: An exit code with the reason printed: 73 where the file cannot be created, 74
    ///   where it cannot be written.
    static func write(_ text: String, to path: String?, _ policy: Policy) throws {
        guard let path else {
            try fill(.standardOutput, with: text, named: "the standard output")
            return
        }
        let manager = FileManager.default
        var isDirectory: ObjCBool = false
        if manager.fileExists(atPath: path, isDirectory: &isDirectory) {
            if isDirectory.boolValue {
                throw failure(73, path, "this is a directory; name a file in it")
            }
            if !isRegular(path) {
                guard let device = FileHandle(forWritingAtPath: path) else {
                    throw failure(73, path, "it cannot be opened; check its permissions")
                }
                try fill(device, with: text, named: path)
                return
            }
            if policy == .create {
                throw failure(73, path, "the file exists; give --replace, or another name")
            }
        }
        let draft = path + ".part"
        guard manager.createFile(atPath: draft, contents: nil),
            let handle = FileHandle(forWritingAtPath: draft)
        else {
            throw failure(
                73,
                path,
                "the file cannot be created; check that its directory exists and is yours to "
                    + "write to"
            )
        }
        do {
            try fill(handle, with: text, named: path)
            try handle.close()
            // One step, unlike removing and moving: there is always one whole file.
            guard rename(draft, path) == 0 else {
                throw failure(74, path, String(cString: strerror(errno)))
            }
        } catch {
            try? manager.removeItem(atPath: draft)
            throw error
        }
    }

    private static func fill(_ handle: FileHandle, with text: String, named name: String) throws {
        do {
            try handle.write(contentsOf: Data(text.utf8))
        } catch {
            throw failure(74, name, "it cannot be written: \(error.localizedDescription)")
        }
    }

    private static func isRegular(_ path: String) -> Bool {
        let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let attributes = try? FileManager.default.attributesOfItem(atPath: resolved)
        return attributes?[.type] as? FileAttributeType == .typeRegular
    }

    private static func failure(_ code: Int32, _ path: String, _ reason: String) -> ExitCode {
        FileHandle.standardError.write(Data("\(path): error: \(reason)\n".utf8))
        return ExitCode(code)
    }

    /// The path of one file as a document at another path would name it, from its own directory.
    static func reference(to target: String, from document: String) -> String {
        let goal = URL(fileURLWithPath: target).standardizedFileURL.pathComponents
        let base = Array(
            URL(fileURLWithPath: document).standardizedFileURL.pathComponents.dropLast()
        )
        let shared = zip(goal, base).prefix { $0 == $1 }.count
        let up = Array(repeating: "..", count: base.count - shared)
        return (up + goal[shared...]).joined(separator: "/")
    }
}
