import Foundation

extension RoutingComparison {
    /// The comparison as text for a terminal.
    package var text: String {
        var lines = ["\(scenario): \(measures[0].rules) and \(measures[1].rules)", ""]
        var overall = TextTable(columns: [
            TextTable.Column(title: ""), TextTable.Column(title: measures[0].rules, isNumber: true),
            TextTable.Column(title: measures[1].rules, isNumber: true),
            TextTable.Column(title: "change", isNumber: true),
        ])
        overall.rows = [
            row("requests to partners", measures.map { Double($0.requests) }, 0),
            row("filled", measures.map { Double($0.filled) }, 0),
            row("fill rate, %", measures.map { 100 * $0.fillRate }, 1),
            row("mean turnaround, days", measures.map(\.meanTurnaroundDays), 2),
            row("lenders asked per request", measures.map(\.lendersAskedPerRequest), 2),
            row("fairness of lending (Jain, 1 is even)", measures.map(\.fairness), 3),
        ]
        lines += overall.lines()
        lines += [
            "",
            "\(counted(inBoth, "request")) made under both; \(elsewhere) went to another lender "
                + "first; \(onlyInOne[0]) only under \(measures[0].rules), \(onlyInOne[1]) only "
                + "under \(measures[1].rules).",
        ]
        if !deciders.isEmpty {
            lines.append("What decided otherwise under \(measures[1].rules):")
            for (decider, count) in deciders.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) })
            {
                lines.append("  \(decider): \(count)")
            }
        }
        if !differences.isEmpty {
            var table = TextTable(columns: [
                TextTable.Column(title: "request"), TextTable.Column(title: measures[0].rules),
                TextTable.Column(title: measures[1].rules), TextTable.Column(title: "because of"),
                TextTable.Column(title: "detail"),
            ])
            table.rows = differences.map {
                [$0.request, $0.first ?? "nobody", $0.second ?? "nobody", $0.decidedBy, $0.detail]
            }
            lines += [""] + table.lines()
            if elsewhere > differences.count {
                lines.append("… and \(elsewhere - differences.count) more")
            }
        }
        var members = TextTable(columns: [
            TextTable.Column(title: "institution"),
            TextTable.Column(title: "supplied 1", isNumber: true),
            TextTable.Column(title: "2", isNumber: true),
            TextTable.Column(title: "received 1", isNumber: true),
            TextTable.Column(title: "2", isNumber: true),
            TextTable.Column(title: "days 1", isNumber: true),
            TextTable.Column(title: "2", isNumber: true),
        ])
        members.rows = institutions.map { line in
            [line.institution] + line.supplied.map { "\($0)" } + line.received.map { "\($0)" }
                + line.meanTurnaroundDays.map { Self.number($0, 1) }
        }
        lines += [
            "", "By institution under \(measures[0].rules) (1) and \(measures[1].rules) (2):",
        ]
        return (lines + members.lines()).joined(separator: "\n")
    }

    private func row(_ name: String, _ values: [Double], _ digits: Int) -> [String] {
        let change = values[1] - values[0]
        return [name] + values.map { Self.number($0, digits) }
            + [(change > 0 ? "+" : "") + Self.number(change, digits)]
    }

    private static func number(_ value: Double, _ digits: Int) -> String {
        String(format: "%.\(digits)f", value)
    }
}
