import Scenarios
import Testing

struct HostileTextTests {
    @Test("Aliases that stand for more than memory holds are refused at once")
    func billionLaughs() {
        let lines = (1...60).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]" }
        let text = "a0: &a0 x\n" + lines.joined(separator: "\n") + "\n? *a60\n: 1\n"
        #expect(
            findings(text) == """
                a.yaml:2:10: error: an alias (*name) stands for text elsewhere, which is not read; \
                repeat the text, or put quotes around a text that begins with '*'
                """
        )
    }

    @Test("What looks like an alias in quotes, comments and blocks is text")
    func harmlessStars() {
        let text = """
            name: "*a and &a"   # see *a
            tags: ['x']  # *b
            email: |-
              *a@&a
            """
        #expect(findings(text) == "")
    }

    @Test("The place of an alias is right after others in quotes on its line")
    func aliasAfterQuotedStars() {
        #expect(findings("{name: '*a *b', code: *c}").hasPrefix("a.yaml:1:23: error: an alias"))
    }

    static let depths: [(Int, String)] = [
        (63, "a.yaml:1:1: error: the document must be a sample (a mapping), found a list"),
        (
            65,
            """
            a.yaml:1:1: error: the document must be a sample (a mapping), found a list
            a.yaml:1:65: error: this is nested 65 deep, of at most 64; check the brackets and \
            the indentation
            """
        ),
        (
            1_000,
            """
            a.yaml:1:1: error: the document must be a sample (a mapping), found a list
            a.yaml:1:65: error: this is nested 65 deep, of at most 64; check the brackets and \
            the indentation
            """
        ),
    ]

    @Test("Brackets within brackets have a limit", arguments: depths)
    func depth(count: Int, expected: String) {
        let text = String(repeating: "[", count: count) + String(repeating: "]", count: count)
        #expect(findings(text) == expected)
    }

    @Test("Brackets without end are refused before the stack is")
    func endlessDepth() {
        let finding = findings(String(repeating: "[", count: 1_000_000))
        #expect(finding.hasSuffix("deep; check the brackets and the indentation"))
        let mappings = findings(String(repeating: "{a: ", count: 100_000))
        #expect(mappings.hasSuffix("deep; check the brackets and the indentation"))
    }

    @Test("Very many repeated keys end the reading with one finding")
    func manyRepeatedKeys() {
        let text = "name: x\n" + String(repeating: "code: A\n", count: 100)
        #expect(
            findings(text) == """
                a.yaml:22:1: error: a key of this mapping is given more than once; \
                remove all but one
                """
        )
    }

    static let good = """
        name: "Größe *x*" # comment
        code: A-1
        seed: 12
        fine: 0.25
        transit: {triangular: {from: 1 d, mode: 36 h, to: 1 w}}
        tags: [a, 'b', "c"]
        branches:
          north: {name: North, floors: 2}
          south:
            name: >-
              South
              side
        timeline:
          - at: 2026-02-28 10:00
            close: north
        when: {all: [{is: A}, {not: {is: B}}]}
        """

    @Test("Mutated text never traps, and what passes its shape can be read", arguments: 1...8)
    func fuzz(seed: UInt64) {
        print("fuzz seed \(seed)")
        var generator = SplitMix(state: seed)
        var passed = 0
        for _ in 0..<500 {
            let text = mutated(Array(Self.good.utf8), &generator)
            let diagnostics = Diagnostics()
            guard let document = SourceDocument(text: text, name: "a.yaml", into: diagnostics)
            else {
                #expect(diagnostics.hasErrors, "silent refusal, seed \(seed)")
                continue
            }
            visit(document.root)
            SampleFormat.shape.validate(document.root, into: diagnostics)
            for finding in diagnostics.sorted {
                let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
                #expect(finding.place.line <= lines.count + 1, "seed \(seed)")
            }
            if diagnostics.hasErrors { continue }
            passed += 1
            if let transit = document.root["transit"] {
                #expect(transit.distribution(in: .days) != nil, "seed \(seed)")
            }
            if let fine = document.root["fine"] { #expect(fine.money != nil, "seed \(seed)") }
            #expect(document.root["name"]?.text != nil, "seed \(seed)")
        }
        // Else the mutations are so coarse that they test the parser only.
        #expect(passed > 10, "seed \(seed)")
    }

    private func mutated(_ source: [UInt8], _ generator: inout SplitMix) -> String {
        var bytes = source
        let alphabet = Array("&*!|>%@`'\"#-:,[]{}? \n\t\r\\~<0a\u{0}\u{85}é\u{FEFF}".utf8) + [0xFF]
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let position = Int.random(in: 0..<bytes.count, using: &generator)
            let length = min(Int.random(in: 1...12, using: &generator), bytes.count - position)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0:
                bytes.remove(at: position)
            case 1:
                bytes.insert(alphabet.randomElement(using: &generator) ?? 0, at: position)
            case 2:
                bytes[position] = alphabet.randomElement(using: &generator) ?? 0
            case 3:
                let piece = bytes[position..<position + length]
                bytes.insert(
                    contentsOf: piece,
                    at: Int.random(in: 0..<bytes.count, using: &generator)
                )
            default:
                bytes.removeSubrange(position..<position + min(length, bytes.count - 1))
            }
            if bytes.isEmpty { bytes = [0x20] }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func visit(_ element: Element) {
        _ = (element.text, element.code, element.integer, element.number, element.boolean)
        _ = (element.percentage, element.probability, element.money, element.date)
        _ = (element.civilDateTime, element.timeOfDay, element.duration)
        _ = (element.distribution(in: .days), element.numberDistribution)
        element.items.forEach(visit)
        for entry in element.entries { visit(entry.value) }
    }
}
