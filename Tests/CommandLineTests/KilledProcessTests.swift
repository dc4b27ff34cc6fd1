import Foundation
import FulfillmentNetwork
import GRDB
import LibraryModel
import Testing

/// A process killed at any moment under the policy *every event* loses nothing that was answered.
struct KilledProcessTests {
    static let seeds: [UInt64] = Array(1...14)

    @Test("Everything that was sent is still there, and the run goes on", arguments: seeds)
    func killed(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let stage = try Stage(days: 4, rate: "0.3", seed: Int(seed))
        let journal = stage.output + "/journal.jsonl"
        // Where the journal has grown so long, which is no question of how fast the machine is.
        let length = UInt64.random(in: 0..<120_000, using: &random)
        try kill(stage, when: journal, has: length)
        let lines = try self.lines(of: journal)
        let text = Tool.text(of: journal)
        if let files = try copies(of: stage) {
            try expectNothingLost(lines, files, seed: seed)
        }
        let resumed = try Tool.run(
            "run",
            stage.scenario,
            "--output",
            stage.output,
            "--resume",
            "--quiet"
        )
        #expect(!resumed.wasSignalled, "seed \(seed)")
        if resumed.code > 1 {
            // Killed before it began: nothing had been answered, and it says what to do.
            #expect(lines.isEmpty, "seed \(seed): \(resumed.errors)")
            #expect(resumed.code == 64, "seed \(seed): \(resumed.errors)")
            #expect(resumed.errors.contains("run again"), "seed \(seed): \(resumed.errors)")
            return
        }
        #expect(try stage.state() == "complete", "seed \(seed): \(resumed.errors)")
        let whole = text[..<(text.lastIndex(of: "\n") ?? text.startIndex)]
        #expect(Tool.text(of: journal).hasPrefix(whole), "seed \(seed)")
        if let files = try copies(of: stage) {
            try expectNothingLost(try self.lines(of: journal), files, seed: seed)
        }
        let look = try Tool.run(
            "activity",
            "--run",
            stage.output,
            "--institution",
            "NORTH",
            "--patron",
            "ada"
        )
        #expect(look.code == 0, "seed \(seed): \(look.errors)")
    }

    /// Starts a run and kills it.
    private func kill(_ stage: Stage, when journal: String, has length: UInt64) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try Tool.path())
        process.arguments = [
            "run", stage.scenario, "--output", stage.output, "--stores", "every-event",
            "--journal", "--quiet",
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        while process.isRunning {
            let attributes = try? FileManager.default.attributesOfItem(atPath: journal)
            if let size = attributes?[.size] as? UInt64, size >= length { break }
            usleep(100)
        }
        if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    private func lines(of journal: String) throws -> [JournalLine] {
        let text = Tool.text(of: journal)
        guard let end = text.lastIndex(of: "\n") else { return [] }
        return try text[..<end].split(separator: "\n").map {
            try JSONDecoder().decode(JournalLine.self, from: Data($0.utf8))
        }
    }

    /// The stores as the process left them, copied, because looking folds their logs into them.
    private func copies(of stage: Stage) throws -> TemporaryDirectory? {
        let copy = try TemporaryDirectory()
        for file in Repository.files(in: stage.output, suffix: "") where file.contains(".sqlite") {
            try FileManager.default.copyItem(
                atPath: "\(stage.output)/\(file)",
                toPath: copy((file as NSString).lastPathComponent)
            )
        }
        let all = ["NORTH", "SOUTH", "WEST", "network"]
        return all.allSatisfy { copy.contents.contains($0 + ".sqlite") } ? copy : nil
    }

    /// What one participant's file says of envelopes.
    private struct Ledger {
        /// The envelopes that it keeps until they have arrived, as `DESTINATION number`.
        var outbox: Set<String> = []
        /// What it has applied, by the rank of the sender.
        var received: [Int: (low: Int64, above: Set<Int64>)] = [:]
        /// Who was told of whom, as `patron asker`.
        var noted: Set<String> = []
    }

    private static let codes = ["network", "NORTH", "SOUTH", "WEST"]

    private func ledger(_ code: String, _ files: TemporaryDirectory) throws -> Ledger {
        let queue = try DatabaseQueue(path: files(code + ".sqlite"))
        var ledger = Ledger()
        try queue.read { database in
            for row in try Row.fetchAll(database, sql: "SELECT destination, number FROM outbox") {
                let destination: Int = row["destination"]
                let number: Int64 = row["number"]
                ledger.outbox.insert("\(Self.codes[destination]) \(number)")
            }
            let peers = "SELECT id, received_low, received_above FROM peers"
            for row in try Row.fetchAll(database, sql: peers) {
                let above: String = row["received_above"]
                ledger.received[row["id"]] = (
                    row["received_low"],
                    Set(try JSONDecoder().decode([Int64].self, from: Data(above.utf8)))
                )
            }
            guard code != "network" else { return }
            for row in try Row.fetchAll(
                database,
                sql: "SELECT patron, asker FROM noted_look_ups"
            ) {
                let patron: Int = row["patron"]
                let asker: Int = row["asker"]
                // Institutions are numbered without the network.
                ledger.noted.insert("\(patron) \(Self.codes[asker + 1])")
            }
        }
        try queue.close()
        return ledger
    }

    private func expectNothingLost(
        _ lines: [JournalLine],
        _ files: TemporaryDirectory,
        seed: UInt64
    ) throws {
        var ledgers: [String: Ledger] = [:]
        for code in Self.codes { ledgers[code] = try ledger(code, files) }
        func key(_ line: JournalLine) -> String {
            "\(line.source) \(line.destination) \(line.number)"
        }
        let given = Set(lines.filter { $0.event == .deadLetter }.map(key))
        for line in lines where line.event == .sent && !given.contains(key(line)) {
            let rank = Self.codes.firstIndex(of: line.source) ?? 0
            let mark = ledgers[line.destination]?.received[rank]
            let isApplied =
                mark.map { line.number <= $0.low || $0.above.contains(line.number) } ?? false
            let isKept =
                ledgers[line.source]?.outbox.contains("\(line.destination) \(line.number)") ?? false
            #expect(isApplied || isKept, "seed \(seed): \(key(line)), \(line.message), is lost")
        }
        for line in lines where line.event == .sent {
            guard case .patronFound(let found) = line.content else { continue }
            let isNoted =
                ledgers[line.source]?.noted
                .contains("\(found.reference.patron.position) \(line.destination)") ?? false
            #expect(isNoted, "seed \(seed): home knows nothing of \(key(line))")
        }
    }
}
