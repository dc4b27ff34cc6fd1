import Foundation
import LibraryModel
import RequestRouting
import Scenarios
import SimulationKernel
import Testing

struct RuleSetReaderTests {
    private func read(_ text: String) throws -> RoutingRules {
        let diagnostics = Diagnostics()
        let document = try #require(
            SourceDocument(text: text, name: "r.yaml", into: diagnostics)
        )
        let file = RuleSetReader(into: diagnostics).read(document)
        return try #require(file, "\(diagnostics)").rules
    }

    @Test("Every part of a rule set reaches the rules")
    func everything() throws {
        let rules = try read(
            """
            rule-set: all
            settings:
              threshold: {value: 3, summary: Open requests.}
              far: 50 km
              on: true
            lists: {template: [B, A], last-resort: [Z], item-classes: [book, dvd]}
            admit:
              - {code: BLOCKED, message: blocked, when: [{fact: patron-blocks, above: 0}]}
            gather:
              ask-at-most: 4
              time-limit: 30 s
              facts: [{fact: loans, from: published, maximum-age: 1 d}]
            filters:
              - code: BUSY
                message: busy
                effect: demote
                when: [{fact: open-requests, above: {setting: threshold}, if-unknown: holds}]
              - code: DVD
                message: a film
                when: [{fact: item-class, is-among: [dvd]}, {setting: on, is: true}]
            group: item
            rank:
              - {key: due, fact: due, bucket: 1 d, missing: first, unknown: 2026-01-12 10:00}
              - {key: near, load: {distance: {missing: 99 km}}, tiers: [10 km, 50 km], order: descending}
            tie-break:
              - {weighted-random: {fact: weight}}
              - listed
            cap: 7
            last-resort: {filters: [DVD]}
            walk: {attempts: 5, retries: 2, end: keep, time-limits: [{level: rush, limit: 2 h}, {limit: 4 d}]}
            """
        )
        let hour: Int64 = 3_600_000_000
        #expect(rules.settings.map(\.unit) == [.count, .distance, .flag])
        #expect(rules.settings.map(\.value) == [3, 50_000, 1])
        #expect(rules.lists.template == ["B", "A"])
        #expect(rules.admission.map(\.code) == ["BLOCKED"])
        #expect(rules.gather.entries.map(\.maximumAge) == [.days(1)])
        #expect(rules.gather.timeLimit == .seconds(30))
        #expect(rules.filters.map(\.effect) == [.demote, .exclude])
        #expect(rules.filters[0].conditions[0].operand == .term(.setting(0)))
        #expect(rules.filters[0].conditions[0].holdsIfUnknown)
        #expect(rules.filters[1].conditions[0].choices == [1])
        #expect(rules.grouping == .item)
        #expect(rules.keys[0].bucketing == .width(24 * hour))
        #expect(rules.keys[0].unknown == .value(1_768_212_000_000_000))
        #expect(rules.keys[0].missing == .first)
        #expect(rules.keys[1].term == .load(.distance(missing: 99_000)))
        #expect(rules.keys[1].bucketing == .tiers([10_000, 50_000]))
        #expect(rules.keys[1].direction == .descending)
        #expect(rules.tieBreaks == [.weighted(.fact(.weight)), .listed])
        #expect(rules.cap == 7)
        #expect(rules.lastResortFilters == ["DVD"])
        #expect(rules.walk.limit(atLevel: 1)?.limit == .hours(2))
        #expect(rules.walk.limit(atLevel: 0)?.limit == .days(4))
        #expect(rules.walk.end == .keep)
        #expect(rules.filters[0].line == RuleLine(14, 5))
    }

    @Test("An explanation names the fact, its age, and the line of the rule that found it")
    func explanation() throws {
        let rules = try read(
            """
            rule-set: mine
            settings: {threshold: 3}
            filters:
              - code: BUSY
                message: too much is open with it
                when: [{fact: open-requests, above: {setting: threshold}}]
            rank:
              - {key: load, fact: loans}
            """
        )
        let now = SimulationTime(microseconds: 1_768_212_000_000_000)
        var sheet = rules.sheet(at: now, of: (0..<3).map { .init(InstitutionID($0)) }) { _ in nil }
        sheet.set(.openRequests, of: 0, to: 5, asOf: now - .hours(2))
        sheet.set(.loans, of: 0, to: 1)
        sheet.set(.loans, of: 1, to: 9, asOf: now - .days(1))
        sheet.set(.loans, of: 2, to: 4)
        let outcome = rules.decide(sheet)
        let explanation = rules.explain(outcome, of: sheet, file: "mine.yaml") {
            ["A", "B", "C"][$0.position]
        }
        #expect(
            explanation.text() == """
                mine (mine.yaml), at 2026-01-12T10:00:00
                1. C: asked
                     load: 4
                2. B: asked
                     load: 9 (1 d old)
                   behind C by load: 9 (1 d old) against 4, mine.yaml:8
                -  A: not asked
                   BUSY (exclude): too much is open with it, mine.yaml:4
                     open-requests: 5 (2 h old); the filter finds above threshold, which is 3
                     load: 1
                """
        )
        // From the records alone, what decided is there as well.
        let short = rules.description(file: "mine.yaml").explain(outcome, decidedAt: now) {
            ["A", "B", "C"][$0.position]
        }
        #expect(
            short.text(of: "B") == """
                mine (mine.yaml), at 2026-01-12T10:00:00
                2. B: asked
                   behind C by load: 9 (1 d old) against 4, mine.yaml:8
                """
        )
    }

    @Test("In the network that a rule set names, lint finds whom nobody can reach")
    func network() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let root = folder.appending(path: "../../..").standardized.path
        let diagnostics = Diagnostics()
        let text = """
            rule-set: mine
            network: network-configs/four-valleys.yaml
            lists: {template: [BSU, CSB, SMU], excluded: [WSU], last-resort: [XYZ]}
            filters:
              - {code: OWN, message: own, when: [{fact: is-borrower, is: true}]}
              - {code: EXCLUDED, message: excluded, when: [{fact: listed-as-excluded, is: true}]}
            """
        let document = try #require(
            SourceDocument(text: text, name: "\(root)/mine.yaml", into: diagnostics)
        )
        RuleSetCheck(into: diagnostics).check(document)
        #expect(
            "\(diagnostics)".replacing("\(root)/", with: "") == """
                mine.yaml:3:67: error: institution 'XYZ' is not declared; declared are BSU, CSB, \
                SMU, WSU
                mine.yaml:6:5: warning: no borrower can reach WSU: EXCLUDED; check these filters \
                and the network's relations
                """
        )
    }
}
