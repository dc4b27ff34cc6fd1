import Foundation
import FulfillmentNetwork
import LibraryModel
import SimulationKernel

/// A conversation as a sequence diagram, made from a run's journal.
package struct ConversationDiagram {
    private let lines: [JournalLine]
    private let participants: [String]
    private let name: String

    /// Finds a conversation in a journal; nil where the journal has none of that name.
    package init?(_ name: String, journal path: String) throws {
        let data = try Self.journal(path)
        let decoder = JSONDecoder()
        let marker = Data("\"conversation\":\"\(name)\"".utf8)
        var lines: [JournalLine] = []
        for (index, line) in data.split(separator: UInt8(ascii: "\n")).enumerated()
        where line.firstRange(of: marker) != nil {
            do {
                lines.append(try decoder.decode(JournalLine.self, from: Data(line)))
            } catch {
                throw RunDirectoryError.brokenJournal(path, line: index + 1)
            }
        }
        guard !lines.isEmpty else { return nil }
        self.lines = lines
        self.name = name
        var seen: [String] = []
        for line in lines {
            for code in [line.source, line.destination] where !seen.contains(code) {
                seen.append(code)
            }
        }
        participants = seen
    }

    /// The names of the first conversations of a journal, for who does not know one.
    package static func names(inJournal path: String, limit: Int) throws -> [String] {
        let data = try journal(path)
        var names: [String] = []
        for line in data.split(separator: UInt8(ascii: "\n")) where names.count < limit {
            if let record = try? JSONDecoder().decode(JournalLine.self, from: Data(line)),
                !names.contains(record.conversation)
            {
                names.append(record.conversation)
            }
        }
        return names
    }

    private static func journal(_ path: String) throws(RunDirectoryError) -> Data {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .withoutJournal(path)
        }
        return data
    }

    /// The diagram in Mermaid's language.
    package var mermaid: String {
        var text = ["sequenceDiagram", "    title \(name)"]
        text += participants.map { "    participant \($0)" }
        var day = ""
        for line in lines {
            // The way of an envelope is one arrow: where it arrives, or where it ends.
            let arrow: String
            switch line.event {
            case .sent: continue
            case .lost, .deadLetter: arrow = "-x"
            case .delivered: arrow = "->>"
            case .duplicate: arrow = "-->>"
            }
            if day != self.day(line) {
                day = self.day(line)
                let ends = [participants.first, participants.last].compactMap { $0 }
                text.append("    Note over \(ends.joined(separator: ",")): \(day)")
            }
            text.append(
                "    \(line.source)\(arrow)\(line.destination): \(label(line)), \(clock(line))"
            )
        }
        return text.joined(separator: "\n")
    }

    /// The diagram as plain text: a column for each participant, a line for each thing that
    /// happened.
    package var text: String {
        let width = max(16, (participants.map(\.count).max() ?? 0) + 4)
        func position(_ code: String) -> Int {
            (participants.firstIndex(of: code) ?? 0) * width + 2
        }
        func padded(_ text: String) -> String {
            text + String(repeating: " ", count: max(0, width - text.count))
        }
        var result = [name, "", "                 " + participants.map(padded).joined()]
        var day = ""
        for line in lines {
            if day != self.day(line) {
                day = self.day(line)
                result.append(day)
            }
            let from = position(line.source)
            let to = position(line.destination)
            var canvas = Array(repeating: Character(" "), count: participants.count * width)
            for index in participants.indices { canvas[index * width + 2] = "|" }
            for index in canvas.indices where min(from, to) < index && index < max(from, to) {
                canvas[index] = "-"
            }
            switch line.event {
            // What a participant sends itself goes nowhere.
            case _ where from == to: canvas[from] = "o"
            case .sent: canvas[from < to ? from + 1 : from - 1] = "o"
            case .lost, .deadLetter: canvas[(from + to) / 2] = "x"
            case .delivered, .duplicate: canvas[from < to ? to - 1 : to + 1] = from < to ? ">" : "<"
            }
            let drawing = String(String(canvas).reversed().drop { $0 == " " }.reversed())
            result.append(
                clock(line).padding(toLength: 17, withPad: " ", startingAt: 0)
                    + "\(drawing)  \(label(line))"
            )
        }
        return result.joined(separator: "\n")
    }

    private func label(_ line: JournalLine) -> String {
        let what: String
        switch line.event {
        case .sent: what = line.attempt == 1 ? "sent" : "sent again"
        case .lost: what = "lost"
        case .delivered: what = "arrives"
        case .duplicate: what = "arrives twice, ignored"
        case .deadLetter: what = "given up"
        }
        return "\(line.message) (\(what)\(line.attempt > 1 ? ", attempt \(line.attempt)" : ""))"
    }

    /// The day of a line, in UTC.
    private func day(_ line: JournalLine) -> String {
        String(line.time.prefix { $0 != "T" })
    }

    /// The time of day of a line, in UTC.
    private func clock(_ line: JournalLine) -> String {
        String(line.time.drop { $0 != "T" }.dropFirst().dropLast())
    }
}
