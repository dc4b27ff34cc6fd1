import Scenarios
import SimulationKernel
import Testing

struct ElementTests {
    private func read(_ text: String) throws -> Element {
        let diagnostics = Diagnostics()
        let document = SourceDocument(text: text, name: "a.yaml", into: diagnostics)
        #expect("\(diagnostics)" == "")
        return try #require(document).root
    }

    @Test("Keys and values know their line and column, after accents, quotes and comments too")
    func places() throws {
        let root = try read(
            """
            # A comment
            größe: 'é'   # another
            list:
              - a
              - {x: 1, "y":   2}
            block: |
              text
            """
        )
        let entries = root.entries.map { "\($0.key) \($0.keyPlace) \($0.value.place)" }
        #expect(
            entries == [
                "größe a.yaml:2:1 a.yaml:2:8",
                "list a.yaml:3:1 a.yaml:4:3",
                "block a.yaml:6:1 a.yaml:6:8",
            ]
        )
        let inner = try #require(root["list"]?.items.last)
        #expect(inner.place.inFile == "line 5, column 5")
        #expect(inner.entry("y")?.keyPlace.column == 12)
        #expect(inner["y"]?.place.column == 19)
    }

    @Test("A repeated key does not move the places of what follows on its line")
    func placesAfterRepeatedKeys() {
        let diagnostics = Diagnostics()
        let text = "{a: 1, 'a': 2, a: 3, b: x}"
        let document = SourceDocument(text: text, name: "a.yaml", into: diagnostics)
        #expect(document?.root.entries.map(\.keyPlace.column) == [2, 22])
        #expect(document?.root["b"]?.place.column == 25)
        #expect(document?.root["a"]?.text == "1")
        #expect(diagnostics.sorted.map(\.place.column) == [8, 16])
    }

    @Test(
        "A scalar keeps its text, which YAML does not turn into something else",
        arguments: [
            "NO", "on", "1e3", "0012", "2026-02-30", "12:30", "0x1F", ".5", "=", "1_000", "true",
        ]
    )
    func verbatim(text: String) throws {
        #expect(try read("value: \(text)")["value"]?.text == text)
    }

    @Test("A value that is missing is null, and a quoted one is not", arguments: ["", "~", "null"])
    func null(text: String) throws {
        let root = try read("plain: \(text)\nquoted: '\(text)'")
        #expect(root["plain"]?.isNull == true)
        #expect(root["plain"]?.text == nil)
        #expect(root["quoted"]?.text == text)
    }

    @Test("Values are read exactly")
    func values() throws {
        let root = try read(
            """
            integer: -12
            number: 2.5e1
            boolean: true
            percentage: 12.5 %
            money: 0.250
            date: 2026-02-28
            moment: 2026-02-28T10:00:30
            opens: 08:30
            closes: 24:00
            """
        )
        #expect(root["integer"]?.integer == -12)
        #expect(root["number"]?.number == 25)
        #expect(root["boolean"]?.boolean == true)
        #expect(root["percentage"]?.percentage == 12.5)
        #expect(root["money"]?.money == DecimalAmount(units: 250, fractionDigits: 3))
        #expect(root["money"]?.money?.scaled(toFractionDigits: 2) == 25)
        #expect(root["money"]?.money?.scaled(toFractionDigits: 1) == nil)
        #expect(root["date"]?.date == CivilDate(year: 2026, month: 2, day: 28))
        #expect(root["moment"]?.civilDateTime?.iso8601 == "2026-02-28T10:00:30")
        #expect(root["opens"]?.timeOfDay == .minutes(510))
        #expect(root["closes"]?.timeOfDay == .hours(24))
    }

    @Test(
        "Durations are exact to the microsecond",
        arguments: [
            ("2 d", SimulationDuration.days(2)), ("36 h", .hours(36)), ("90 min", .minutes(90)),
            ("1.5 s", .milliseconds(1_500)), ("500 ms", .milliseconds(500)), ("1w", .days(7)),
            ("0.1 h", .minutes(6)), ("0 s", .zero), ("0.0005 ms", .init(microseconds: 1)),
        ]
    )
    func durations(text: String, expected: SimulationDuration) throws {
        #expect(try read("value: \(text)")["value"]?.duration == expected)
    }

    @Test("Distributions of durations come in the unit that the caller wants")
    func distributions() throws {
        let root = try read(
            """
            constant: 36 h
            exponential: {exponential: {mean: 2 d}}
            uniform: {uniform: {from: 12 h, to: 1 d}}
            lognormal: {lognormal: {median: 1 d, sigma: 0.5}}
            triangular: {triangular: {from: 0 d, mode: 1 d, to: 3 d}}
            empirical: {empirical: {values: [1 d, 2 d], weights: [3, 1]}}
            number: {empirical: {values: [1, 3]}}
            nonsense: {uniform: {from: 2 d, to: 1 d}}
            """
        )
        #expect(root["constant"]?.distribution(in: .days) == .constant(1.5))
        #expect(root["constant"]?.distribution(in: .seconds) == .constant(129_600))
        #expect(root["exponential"]?.distribution(in: .days) == .exponential(mean: 2))
        #expect(root["uniform"]?.distribution(in: .hours) == .uniform(from: 12, to: 24))
        #expect(root["lognormal"]?.distribution(in: .days) == .lognormal(median: 1, sigma: 0.5))
        #expect(
            root["triangular"]?.distribution(in: .days) == .triangular(from: 0, mode: 1, to: 3)
        )
        #expect(root["empirical"]?.distribution(in: .days)?.mean == 1.25)
        #expect(root["number"]?.numberDistribution?.mean == 2)
        #expect(root["nonsense"]?.distribution(in: .days) == nil)
    }

    @Test("Asking a node for what it is not gives nothing")
    func mismatches() throws {
        let root = try read("list: [1]\nword: x")
        #expect(root["list"]?["key"] == nil)
        #expect(root["list"]?.integer == nil)
        #expect(root["list"]?.entries == [])
        #expect(root["word"]?.items == [])
        #expect(root["word"]?.integer == nil)
        #expect(root["none"] == nil)
        #expect(root.variant(of: SampleFormat.action) == nil)
    }
}
