import Scenarios
import Testing

struct SpellingTests {
    static let rows: [(String, [String], String?)] = [
        ("north", ["south", "northside"], "northside"),
        ("lbirary", ["patron", "library"], "library"),
        ("Library", ["library"], "library"),
        ("loan-days", ["loan_days"], "loan_days"),
        ("ab", ["xy", "ac"], "ac"),
        ("ab", ["xy", "zz"], nil),
        ("nod", ["node", "nodes"], "node"),
        ("resource_shraing_libary", ["resource_sharing_library"], "resource_sharing_library"),
        ("colour", ["name", "code"], nil),
        ("", ["name"], nil),
        (String(repeating: "a", count: 10_000), ["name"], nil),
    ]

    @Test("A mistyped word finds the word that was meant, and nothing far-fetched", arguments: rows)
    func closest(word: String, candidates: [String], expected: String?) {
        #expect(Spelling.closest(to: word, among: candidates) == expected)
    }
}
