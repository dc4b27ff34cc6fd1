import Foundation
import LibraryModel

extension RunSummary {
    /// The summary as a planner reads it: a paragraph, a table, the digests.
    package var text: String {
        var lines = [scenario, ""]
        lines += Self.wrapped(paragraph)
        lines.append("")
        // What partners lent each other, where anything was requested.
        let partners = requests > 0 ? ["Supplied", "Received", "Net"] : []
        let titles =
            ["Patrons", "Items", "Own loans", "To visitors", "Made elsewhere"] + partners
            + ["Open", "Owed"]
        var table = TextTable(
            columns: [.init(title: "Institution")]
                + titles.map { .init(title: $0, isNumber: true) }
        )
        table.rows = self.lines.map { line in
            let lending = [
                line.suppliedToPartners, line.receivedFromPartners, line.netLending,
            ]
            return [
                "\(line.code)  \(line.name)", "\(line.patrons)", "\(line.items)",
                "\(line.ownLoans)", "\(line.lentToVisitors)", "\(line.borrowedElsewhere)",
            ] + (partners.isEmpty ? [] : lending.map { "\($0)" })
                + ["\(line.openLoans)", line.owed]
        }
        lines += table.lines()
        lines += ["", "run digest \(runDigest), state digest \(stateDigest)"]
        if let setupSeconds, let wallSeconds, let checkSeconds {
            let rate = Double(eventsHandled) / max(wallSeconds, 0.001)
            lines.append(
                "\(eventsHandled) events in \(Self.seconds(wallSeconds)) s "
                    + "(\(Int(rate)) a second), set-up \(Self.seconds(setupSeconds)) s, "
                    + "check \(Self.seconds(checkSeconds)) s"
            )
        }
        return lines.joined(separator: "\n")
    }

    private var paragraph: [String] {
        let share = loans == 0 ? 0 : Double(loansToVisitors) / Double(loans) * 100
        var sentences = [
            "From \(start) to \(end)\(scenarioEnd.map { ", of a scenario to \($0)" } ?? ""), "
                + "\(counted(institutions, "institution")) with "
                + "\(counted(patrons, "patron")) and \(counted(items, "item")) made "
                + "\(counted(loans, "loan")), \(loansToVisitors) of them (\(Self.oneDigit(share)) %) "
                + "to patrons of another institution.",
            "\(counted(returns, "loan")) came back, \(overdueReturns) of them late; \(openLoans) "
                + "still out, \(overdueLoans - overdueReturns) of them overdue; "
                + "\(counted(renewals, "renewal")). Owed are "
                + "\(owed.joined(separator: ", ")), with \(counted(fines, "fine")) posted.",
        ]
        if requests > 0 {
            let share = Double(filledLocally + filledRemotely) / Double(requests) * 100
            let reasons = unfilledReasons.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
                .map { code, count in
                    let reason = UnfilledReason.allCases.first { $0.code == code }
                    return "\(reason?.name ?? code) \(count)"
                }
                .joined(separator: ", ")
            sentences.append(
                "Of \(counted(requests, "request")) \(Self.oneDigit(share)) % were filled so far, "
                    + "\(filledLocally) at home and \(filledRemotely) by partners, these in "
                    + "\(Self.oneDigit(remoteTurnaroundDays["p50"] ?? 0)) days by the median, "
                    + "in \(Self.oneDigit(remoteTurnaroundDays["p90"] ?? 0)) days for 90 %, "
                    + "in \(Self.oneDigit(remoteTurnaroundDays["p95"] ?? 0)) for 95 % and "
                    + "in \(Self.oneDigit(remoteTurnaroundDays["p99"] ?? 0)) for 99 %; "
                    + "\(unfilled) \(unfilled == 1 ? "was" : "were") not"
                    + (reasons.isEmpty ? "." : " (\(reasons)).")
            )
        }
        let refused = refusals.values.reduce(0, +)
        let reasons = refusals.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
            .prefix(4).map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        if refused > 0 { sentences.append("Refused: \(reasons).") }
        sentences.append(
            "The bus carried \(counted(bus["delivered"] ?? 0, "envelope")), lost \(bus["lost"] ?? 0) "
                + "and gave up \(bus["deadLetters"] ?? 0)."
        )
        return sentences
    }

    /// Sentences as one paragraph, in lines of at most 100 characters.
    private static func wrapped(_ sentences: [String]) -> [String] {
        var lines = [""]
        // A number keeps its sign beside it.
        let text = sentences.joined(separator: " ").replacing(" %", with: "\u{A0}%")
        for word in text.split(separator: " ") {
            if lines[lines.count - 1].count + word.count + 1 > 100 { lines.append("") }
            lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
        }
        return lines.map { $0.replacing("\u{A0}", with: " ") }
    }

    static func oneDigit(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    static func seconds(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        return "\(hundredths / 100).\(digits(hundredths % 100, width: 2))"
    }
}
