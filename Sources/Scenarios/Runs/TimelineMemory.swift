import Foundation
import FulfillmentNetwork
import LibraryModel

/// What a run knows of its timeline where it is stopped, beside the state of the network: what was
/// expected and found, and what later expectations will ask about actions that have ended.
///
/// Outcomes can be as large as a load of accounts, so what expectations find in them is kept, and not
/// they.
struct TimelineMemory: Sendable, Codable, Equatable {
    /// An expectation that was looked at.
    struct Look: Sendable, Codable, Equatable {
        /// A digest of what was expected: an expectation that was mended since is another one.
        var expectation: String
        var mismatches: [ExpectationResult.Mismatch]
    }

    var looks: [Look] = []
    /// Why actions were refused, by their number among all actions.
    var refusals: [Int: Refusal] = [:]
    /// The conversations of actions that go on, by the same number.
    var pending: [Int: ConversationID] = [:]
    /// What expectations to come find in the outcomes of ended actions: by the action's id, then by
    /// what is looked at.
    var findings: [String: [String: String]] = [:]

    init() {}

    /// Reads what `text` wrote.
    init?(text: String) {
        guard let memory = try? JSONDecoder().decode(Self.self, from: Data(text.utf8)) else {
            return nil
        }
        self = memory
    }

    /// The memory as one value of the network's store.
    var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts and numbers only, which can always be written.
        let data = (try? encoder.encode(self)) ?? Data("{}".utf8)
        return String(decoding: data, as: UTF8.self)
    }
}
