package import Foundation
package import LibraryModel
import SimulationKernel

/// What happened to an envelope, as one line of JSON.
package struct JournalLine: Sendable, Codable {
    /// What can happen to an envelope.
    package enum Event: String, Sendable, Codable {
        case sent, lost, delivered, duplicate, deadLetter
    }

    package var event: Event
    /// ISO 8601, in UTC.
    package var time: String
    package var conversation: String
    package var step: Int32
    package var source: String
    package var destination: String
    package var number: Int64
    package var copy: Int32
    package var attempt: Int32
    /// The kind of message in words.
    package var message: String
    package var content: Message
}

/// The record of every envelope of a run, a JSON line for each thing that happens to it.
package final class Journal {
    private let handle: FileHandle
    private let codes: [String]
    private let encoder: JSONEncoder
    private var buffer = Data()
    private let flushesAlways: Bool

    /// Writes to a file that is open; with `flushesAlways`, each line before the next event.
    package init(handle: FileHandle, network: NetworkConfiguration, flushesAlways: Bool) {
        self.handle = handle
        self.flushesAlways = flushesAlways
        codes = ["network"] + network.institutions.map(\.code)
        encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    func append(
        _ event: JournalLine.Event,
        _ envelope: Envelope,
        at microseconds: Int64
    ) throws {
        let time = SimulationTime(microseconds: microseconds)
        let line = JournalLine(
            event: event,
            time: time.description,
            conversation: Self.name(envelope.conversation, codes: codes),
            step: envelope.step,
            source: codes[Int(envelope.source.rank)],
            destination: codes[Int(envelope.destination.rank)],
            number: envelope.number,
            copy: envelope.copy,
            attempt: envelope.attempt,
            message: envelope.message.name,
            content: envelope.message
        )
        buffer += try encoder.encode(line)
        buffer.append(UInt8(ascii: "\n"))
        if flushesAlways || buffer.count > 1 << 16 { try flush() }
    }

    /// Writes what is buffered.
    package func flush() throws {
        guard !buffer.isEmpty else { return }
        try handle.write(contentsOf: buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    /// The length of the file once flushed, to which a resumed run cuts it back.
    package func length() throws -> UInt64 {
        try flush()
        return try handle.offset()
    }

    /// A conversation as people name it: `SMU-C000012`, or `SMU-V000003` for a view of an account.
    package static func name(_ conversation: ConversationID, codes: [String]) -> String {
        let look = conversation.number - ConversationID.firstLook
        let digits = String(look < 0 ? conversation.number : look + 1)
        return codes[Int(conversation.participant.rank)] + (look < 0 ? "-C" : "-V")
            + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }
}
