import Foundation
import Scenarios
import Testing

struct SourceFileTests {
    static let rows: [([UInt8], String)] = [
        (Array("name: x\n".utf8), ""),
        ([0xEF, 0xBB, 0xBF] + Array("name: x\r\n".utf8), ""),
        ([], "FILE: error: there is nothing in it; write at least one 'key: value'"),
        (
            Array("name: x\ncode: é".utf8) + [0xFF],
            """
            FILE:2:8: error: the text is not UTF-8 from here on; \
            save the file in the encoding UTF-8
            """
        ),
        (
            [0xFF, 0xFE, 0x61, 0x00],
            "FILE: error: the file is UTF-16, not UTF-8; save the file in the encoding UTF-8"
        ),
        (
            Array(repeating: 0x23, count: 2_000),
            "FILE: error: the file is larger than 1000 bytes, the most that is read; split it"
        ),
    ]

    @Test("The bytes of a file are text of a bounded size or a finding", arguments: rows)
    func bytes(bytes: [UInt8], expected: String) throws {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("fulfillnet-\(UUID().uuidString).yaml").path
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        var limits = SourceDocument.Limits()
        limits.byteCount = 1_000
        let diagnostics = Diagnostics()
        let document = SourceDocument(path: path, limits: limits, into: diagnostics)
        #expect("\(diagnostics)" == expected.replacing("FILE", with: path))
        #expect(document?.root["name"]?.text == (expected.isEmpty ? "x" : nil))
    }

    @Test("A missing file and a directory are said to be that")
    func unreadable() throws {
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("fulfillnet-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try Data().write(to: directory.appendingPathComponent("small.yaml"))
        let folder = directory.path
        let expectations = [
            (folder, "this is a directory; name a file in it"),
            ("\(folder)/smal.yaml", "there is no such file; did you mean 'small.yaml'?"),
            (
                "\(folder)/quite-another",
                "there is no such file; check the path, which is relative to the current directory"
            ),
            ("\(folder)/no/x", "there is no such file; its directory does not exist either"),
        ]
        for (path, expected) in expectations {
            let diagnostics = Diagnostics()
            #expect(SourceDocument(path: path, into: diagnostics)?.root == nil)
            #expect("\(diagnostics)" == "\(path): error: \(expected)")
        }
    }

    @Test("A device that never ends is refused at the limit")
    func endless() {
        let diagnostics = Diagnostics()
        #expect(SourceFile.text("/dev/zero", into: diagnostics) == nil)
        #expect(
            "\(diagnostics)" == """
                /dev/zero: error: the file is larger than 67108864 bytes, the most that is read; \
                split it
                """
        )
    }
}
