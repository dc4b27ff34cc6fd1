import LibraryModel
import Testing

@Suite struct RefusalTests {
    @Test("Every refusal is a sentence without a gap", arguments: RefusalCode.allCases)
    func isSentence(_ code: RefusalCode) {
        let text = Refusal(code, value: 3, limit: 2, detail: "WSU").description
        #expect(text.isEmpty == false)
        #expect(text.contains("  ") == false)
        #expect(text.hasSuffix(" ") == false)
    }

    @Test("The codes are numbered in the order of their text")
    func numbersByText() {
        #expect(
            RefusalCode.allCases.map(\.rawValue) == RefusalCode.allCases.map(\.rawValue).sorted()
        )
        #expect(RefusalCode.allCases.map(\.number) == Array(1...RefusalCode.allCases.count))
    }

    static let texts: [(Refusal, String)] = [
        (
            Refusal(.loanLimit, value: 6, limit: 5),
            "the patron would hold 6 loans, the limit is 5"
        ),
        (
            Refusal(.overdueLimit, value: 3, limit: 2),
            "the patron has 3 overdue loans, the limit is 2"
        ),
        (
            Refusal(.ownerRequired, value: 2, detail: "WIN, TC"),
            "the patron has 2 resource sharing libraries (WIN, TC); the request must name one"
        ),
        (Refusal(.timedOut, limit: 30), "no answer within 30 s"),
    ]

    @Test("A refusal names the value and the limit", arguments: texts)
    func namesValueAndLimit(_ refusal: Refusal, _ text: String) {
        #expect(refusal.description == text)
    }
}
