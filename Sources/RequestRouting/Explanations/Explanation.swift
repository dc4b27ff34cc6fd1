import Foundation

/// Why each candidate was asked, or not, for a person and for programs.
public struct Explanation: Sendable, Hashable, Codable {
    /// A value with its age, as text.
    public struct Value: Sendable, Hashable, Codable {
        /// What it is the value of: a key or a fact.
        public var of: String
        /// The value.
        public var value: String
        /// How old it was, where it was not of the moment.
        public var age: String?
        /// What it was compared with, such as `above 5`.
        public var comparison: String?
    }

    /// A filter that found a candidate.
    public struct Reason: Sendable, Hashable, Codable {
        /// The filter's short name.
        public var code: String
        /// The reason as a sentence.
        public var message: String
        /// What becomes of such candidates.
        public var effect: FilterEffect
        /// Where the filter stands: `dcb.yaml:24`.
        public var rule: String?
        /// The facts that made it find the candidate, where they were kept.
        public var facts: [Value]
    }

    /// What put a candidate behind the one ahead.
    public struct Decided: Sendable, Hashable, Codable {
        /// A key, a tie-break, or `standing` or `identity`.
        public var by: String
        /// The institution ahead.
        public var behind: String
        /// The candidate's value, where there is one for people.
        public var value: Value?
        /// The value of the one ahead.
        public var ahead: Value?
        /// Where the key stands.
        public var rule: String?
    }

    /// A candidate.
    public struct Candidate: Sendable, Hashable, Codable {
        /// The institution's code.
        public var institution: String
        /// The copy; 0 for the institution as a whole.
        public var item: Int64
        /// Its place in the order, from 1; nil where it has none.
        public var position: Int?
        /// What became of it: `asked`, `excluded`.
        public var standing: String
        /// Every filter that found it.
        public var reasons: [Reason]
        /// Every key's value, where facts were kept.
        public var keys: [Value]
        /// What decided against the one ahead.
        public var decided: Decided?
    }

    /// The rules.
    public var rules: String
    /// When it was decided, in UTC.
    public var decidedAt: String
    /// Why nobody is asked, by its code.
    public var nobody: String?
    /// The rules of admission that refuse the request.
    public var refusals: [Reason]
    /// The candidates: those that are asked in their order, then the others.
    public var candidates: [Candidate]

    /// The explanation as JSON, keys in order.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}

extension CandidateRecord.Standing {
    /// What became of a candidate, in words.
    public var name: String {
        switch self {
        case .asked: "asked"
        case .demoted: "demoted"
        case .lastResort: "last-resort"
        case .beyondCap: "beyond-cap"
        case .surplus: "surplus"
        case .deferred: "deferred"
        case .excluded: "excluded"
        }
    }

    /// What became of a candidate, as a sentence's end.
    var sentence: String {
        switch self {
        case .asked: "asked"
        case .demoted: "asked after all others"
        case .lastResort: "asked as a last resort"
        case .beyondCap: "not asked: enough others come first"
        case .surplus: "another of its copies stands for it"
        case .deferred: "not asked now, perhaps later"
        case .excluded: "not asked"
        }
    }
}
