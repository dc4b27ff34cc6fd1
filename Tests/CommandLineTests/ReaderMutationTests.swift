import Foundation
import FulfillmentNetwork
import Scenarios
import SimulationKernel
import Testing

/// Files that ship, damaged at random: none stops the program, and none is rejected without a
/// place.
struct ReaderMutationTests {
    /// How many damaged files each of the shipped ones gives.
    static let count = 400
    static let networkCount = 300
    static let seed: UInt64 = 20_260_301

    static let files = ["network-configs", "scenarios"].flatMap { directory in
        Repository.files(in: "\(Repository.path)/\(directory)", suffix: ".yaml")
            .map { "\(directory)/\($0)" }
    }

    @Test("Files ship")
    func filesShip() {
        #expect(!Self.files.isEmpty)
    }

    @Test("A damaged file is read or rejected with a place", arguments: files)
    func damaged(_ file: String) throws {
        let path = "\(Repository.path)/\(file)"
        let text = Tool.text(of: path)
        let count = try Self.count(for: path)
        var rejected = 0
        for number in 0..<count {
            let seed = Self.seed &+ UInt64(number) &* 1_000_003
            var random = SplitMix(state: seed)
            var mutant = text
            for _ in 0...Int.random(in: 0..<3, using: &random) {
                mutant = Mutation.random(of: mutant, &random)
            }
            let diagnostics = Diagnostics()
            guard
                let document = SourceDocument(text: mutant, name: path, into: diagnostics)
            else {
                #expect(diagnostics.hasErrors, "\(file), seed \(seed)")
                rejected += 1
                continue
            }
            InputFiles.check(document, into: diagnostics)
            guard diagnostics.hasErrors else {
                if file.hasPrefix("scenarios/") { try run(document, "\(file), seed \(seed)") }
                continue
            }
            rejected += 1
            #expect(
                diagnostics.sorted.contains { $0.severity == .error && $0.place.line > 0 },
                "\(file), seed \(seed): \(diagnostics)"
            )
        }
        // A damage that nothing notices, such as another name, is rarer than one that something
        // does.
        #expect(rejected > count / 4, "seed \(Self.seed)")
    }

    /// Fewer for a scenario with many people and copies, which each check makes anew, and for a
    /// long file.
    private static func count(for path: String) throws -> Int {
        let diagnostics = Diagnostics()
        var records = Tool.text(of: path).utf8.count
        if path.contains("/scenarios/") {
            let scenario = try #require(ScenarioReader(into: diagnostics).read(path: path))
            records += try RunSession.populate(scenario)
                .reduce(0) { $0 + $1.patrons.count + $1.items.count }
        }
        return min(count, max(16, 3_000_000 / records))
    }

    @Test("A network with demand, damaged, is rejected or runs")
    func damagedNetwork() throws {
        let stage = try Stage(days: 2, rate: "0.2")
        let original = Tool.text(of: stage.directory("network.yaml"))
        for number in 0..<Self.networkCount {
            let seed = Self.seed &+ UInt64(number) &* 1_000_003
            var random = SplitMix(state: seed)
            var mutant = original
            // The people and copies are most of the lines, and the least of the trouble.
            for _ in 0...Int.random(in: 0..<3, using: &random) {
                mutant = Mutation.random(of: mutant, &random, lines: 45)
            }
            try stage.directory.write(mutant, to: "network.yaml")
            let diagnostics = Diagnostics()
            guard
                let document = SourceDocument(path: stage.scenario, into: diagnostics),
                ScenarioReader(into: diagnostics).read(document) != nil
            else {
                #expect(diagnostics.hasErrors, "seed \(seed)")
                continue
            }
            try run(document, "seed \(seed)")
        }
    }

    /// What is accepted also runs, whatever its expectations come to.
    private func run(_ document: SourceDocument, _ name: String) throws {
        let diagnostics = Diagnostics()
        let scenario = try #require(ScenarioReader(into: diagnostics).read(document))
        // Days are what a run costs.
        guard scenario.end - scenario.start < .days(400) else { return }
        guard let session = try RunSession(scenario, options: RunOptions(), into: diagnostics)
        else {
            // The timeline names a code that is gone.
            #expect(diagnostics.hasErrors, "\(name)")
            return
        }
        #expect(throws: Never.self, "\(name)") { try session.finish() }
    }
}

/// One way to damage a text.
enum Mutation {
    /// Damages a text, or, if `lines` are given, one of its first lines.
    static func random(
        of text: String,
        _ random: inout SplitMix,
        lines limit: Int = .max
    ) -> String {
        let all = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard all.count > limit else { return damaged(text, &random) }
        let head = damaged(all.prefix(limit).joined(separator: "\n"), &random)
        return head + "\n" + all.dropFirst(limit).joined(separator: "\n")
    }

    private static func damaged(_ text: String, _ random: inout SplitMix) -> String {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes(text, &random)
        case 1: lines(text, &random) { lines, index, _ in lines.remove(at: index) }
        case 2: lines(text, &random) { lines, index, _ in lines.insert(lines[index], at: index) }
        case 3:
            lines(text, &random) { lines, index, random in
                lines.swapAt(index, Int.random(in: lines.indices, using: &random))
            }
        case 4:
            lines(text, &random) { lines, index, random in
                lines[index] = value(of: lines[index], &random)
            }
        default:
            lines(text, &random) { lines, index, random in
                lines[index] = word(of: lines[index], &random)
            }
        }
    }

    private static func bytes(_ text: String, _ random: inout SplitMix) -> String {
        var bytes = Array(text.utf8)
        for _ in 0...Int.random(in: 0..<4, using: &random) where !bytes.isEmpty {
            let index = Int.random(in: bytes.indices, using: &random)
            let byte = UInt8.random(in: 0x09...0x7E, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes[index] = byte
            case 1: bytes.insert(byte, at: index)
            default: bytes.remove(at: index)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func lines(
        _ text: String,
        _ random: inout SplitMix,
        _ change: (inout [String], Int, inout SplitMix) -> Void
    ) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let index = Int.random(in: lines.indices, using: &random)
        change(&lines, index, &random)
        return lines.joined(separator: "\n")
    }

    /// What stands after the first colon becomes something of another type.
    private static func value(of line: String, _ random: inout SplitMix) -> String {
        guard let colon = line.firstIndex(of: ":") else { return line }
        let values = [
            "", "~", "0", "-1", "1e308", "99999999999999999999", "true", "[]", "{}", "[1, [2]]",
            "{a: {b: c}}", "2026-02-30", "0001-01-01", "9999-12-31", "-5 d", "366000 d", "''",
            "999999999", "-0.005", "1.5", "SMU", "network", "*", "&a b", "!!int 5", "\u{FEFF}",
        ]
        return line[...colon] + " " + values[Int.random(in: values.indices, using: &random)]
    }

    /// A word becomes another word of the line, or goes.
    private static func word(of line: String, _ random: inout SplitMix) -> String {
        var words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        let index = Int.random(in: words.indices, using: &random)
        let other = words[Int.random(in: words.indices, using: &random)]
        if Bool.random(using: &random) { words[index] = other } else { words.remove(at: index) }
        return words.joined(separator: " ")
    }
}

/// The generator of Steele, Lea and Flood (2014), so that a seed names the same texts everywhere.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
