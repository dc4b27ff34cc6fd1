import Foundation

/// Reads text files whose names come from a user.
package enum SourceFile {
    /// The text of a file, or nil with an error reported.
    package static func text(
        _ path: String,
        limits: SourceDocument.Limits = .init(),
        into diagnostics: Diagnostics
    ) -> String? {
        guard let data = data(path, limits: limits, into: diagnostics) else { return nil }
        if let text = String(validating: data, as: UTF8.self) { return text }
        let isUTF16 = data.starts(with: [0xFF, 0xFE]) || data.starts(with: [0xFE, 0xFF])
        diagnostics.error(
            isUTF16 ? "the file is UTF-16, not UTF-8" : "the text is not UTF-8 from here on",
            at: isUTF16 ? SourcePlace(file: path) : placeOfInvalidByte(in: data, file: path),
            hint: "save the file in the encoding UTF-8"
        )
        return nil
    }

    private static func data(
        _ path: String,
        limits: SourceDocument.Limits,
        into diagnostics: Diagnostics
    ) -> Data? {
        guard !path.isEmpty else {
            diagnostics.error(
                "an empty path names no file",
                at: SourcePlace(file: "''"),
                hint: "give the path of a file"
            )
            return nil
        }
        let place = SourcePlace(file: path)
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) {
                diagnostics.error(
                    "this is a link to '\(target)', at whose end there is no file",
                    at: place,
                    hint: "mend the link, or name the file itself"
                )
            } else {
                diagnostics.error("there is no such file", at: place, hint: missingHint(path))
            }
            return nil
        }
        guard !isDirectory.boolValue else {
            diagnostics.error("this is a directory", at: place, hint: "name a file in it")
            return nil
        }
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            var data = Data()
            // In pieces, because a pipe gives less than it is asked for and a device never ends.
            while data.count <= limits.byteCount,
                let piece = try handle.read(upToCount: min(1 << 20, limits.byteCount + 1)),
                !piece.isEmpty
            {
                data.append(piece)
            }
            try handle.close()
            guard data.count <= limits.byteCount else {
                SourceDocument.reportSize(of: path, limits: limits, into: diagnostics)
                return nil
            }
            return data
        } catch {
            diagnostics.error(
                "the file cannot be read: \(RunDirectory.reason(error))",
                at: place,
                hint: "check its permissions"
            )
            return nil
        }
    }

    private static func missingHint(_ path: String) -> String {
        let url = URL(fileURLWithPath: path)
        let siblings = try? FileManager.default.contentsOfDirectory(
            atPath: url.deletingLastPathComponent().path
        )
        guard let siblings else { return "its directory does not exist either" }
        return Spelling.hint(for: url.lastPathComponent, among: siblings.sorted())
            ?? "check the path, which is relative to the current directory"
    }

    private static func placeOfInvalidByte(in data: Data, file: String) -> SourcePlace {
        var line = 1
        var column = 1
        var decoder = UTF8()
        var bytes = data.makeIterator()
        while case .scalarValue(let scalar) = decoder.decode(&bytes) {
            column += 1
            if scalar == "\n" {
                line += 1
                column = 1
            }
        }
        return SourcePlace(file: file, line: line, column: column)
    }
}
