import Foundation
import GRDB

/// A small network of its own with demand, looks and faults, in a temporary directory.
struct Stage {
    let directory: TemporaryDirectory
    let scenario: String
    var output: String { directory("out") }

    /// Writes the network and the scenario, which ends so many days after its start.
    init(days: Int = 20, rate: String = "0.05", seed: Int = 1) throws {
        directory = try TemporaryDirectory()
        try directory.write(Self.network, to: "network.yaml")
        let end = days < 20 ? "2026-01-\(12 + days)" : "2026-02-01"
        scenario = try directory.write(
            Self.scenario(end: end, rate: rate, seed: seed),
            to: "scenario.yaml"
        )
    }

    /// What a run directory says of its state; nil where there is no record.
    func state(_ path: String? = nil) throws -> String? {
        try record(path)?["state"] as? String
    }

    /// The whole record of a run.
    func record(_ path: String? = nil) throws -> [String: Any]? {
        guard
            let data = FileManager.default.contents(atPath: (path ?? output) + "/run.json")
        else { return nil }
        return try JSONSerialization.jsonObject(with: data) as? [String: Any]
    }

    /// Changes a store of the run with SQL.
    func change(_ store: String, _ sql: String) throws {
        var configuration = Configuration()
        // Damage is what the keys would forbid.
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: "\(output)/\(store)", configuration: configuration)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    static let network = """
        network:
          code: TRIO
          name: Three Colleges
          time-zone: America/Chicago
          bus: {latency: {exponential: {mean: 300 ms}}, timeout: 10 s, retry-after: 500 ms}
        defaults:
          user-groups:
            student: {name: Student}
            visitor: {name: Visitor}
          item-policies: {book: Book}
          loan-terms: {standard: {period: 7 d, fine-per-day: 0.25}}
          loan-rules: [{terms: standard}]
          blocks: {conduct: {name: Conduct, network: true}}
          staff: {desk: {name: Desk, roles: [{role: circulation-desk-operator}]}}
          linked-account-rules: [{group: visitor, refresh-expiry: true, copy-network-blocks: true}]
        institutions:
        \(["NORTH", "SOUTH", "WEST"].map(institution).joined(separator: "\n"))

        """

    private static func institution(_ code: String) -> String {
        """
          \(code):
            name: \(code.capitalized) College
            libraries: {MAIN: {name: Library, resource-sharing: true}}
            locations: {STACKS: {name: Stacks, library: MAIN}}
            patrons:
              list:
                - {code: ada, group: student, expiry: 2027-06-30, identifiers: {barcode: "\(code)1"}}
              synthetic: {count: 60, groups: {student: 1}, expiry: 2027-06-30}
            items:
              list:
        \((1...40).map { item(code, $0) }.joined(separator: "\n"))
        """
    }

    private static func item(_ code: String, _ number: Int) -> String {
        let head =
            "        - {barcode: \(code.prefix(1))-\(number), title: Title \(number) of \(code), "
        return head + "location: STACKS, policy: book}"
    }

    private static func scenario(end: String, rate: String, seed: Int) -> String {
        """
        name: Three colleges, busy and troubled
        network: network.yaml
        seed: \(seed)
        start: 2026-01-12
        end: \(end)
        checkpoint: 1 d
        demand:
          own-loans: {per-patron-day: \(rate)}
          visits: {per-patron-day: \(rate)}
          stay: {exponential: {mean: 3 d}}
        timeline:
        \(timeline(until: end))

        """
    }

    /// What is done before the end.
    private static func timeline(until end: String) -> String {
        [
            ("2026-01-12 00:01", "walk-in: {at: SOUTH, patron: NORTH/ada, item: S-1}"),
            ("2026-01-12 00:01", "walk-in: {at: WEST, patron: NORTH/ada, item: W-1}"),
            ("2026-01-13 09:00", "impair: {loss: 0.2, duplication: 0.3, for: 12 h}"),
            ("2026-01-13 10:00", "network-activity: {at: NORTH, as: desk, patron: NORTH/ada}"),
            ("2026-01-13 12:00", "outage: {of: SOUTH, for: 3 h}"),
            ("2026-01-13 12:00", "network-activity: {at: NORTH, as: desk, patron: NORTH/ada}"),
            ("2026-01-13 12:00", "library-card: {patron: NORTH/ada, institution: WEST}"),
            ("2026-01-14 09:00", "crash: {of: WEST}"),
            ("2026-01-14 09:00", "network-activity: {at: NORTH, as: desk, patron: NORTH/ada}"),
        ]
        .filter { $0.0 < end }
        .map { "  - time: \($0.0)\n    \($0.1)" }
        .joined(separator: "\n")
    }
}
