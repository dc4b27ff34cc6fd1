extension Explanation {
    /// The explanation as text; of one institution only, if its code is given.
    public func text(of institution: String? = nil) -> String {
        var lines = ["\(rules), at \(decidedAt)"]
        if let nobody { lines.append("nobody is asked: \(nobody)") }
        for reason in refusals { lines += Self.lines(reason) }
        for candidate in candidates
        where institution == nil || candidate.institution == institution {
            lines += Self.lines(candidate)
        }
        return lines.joined(separator: "\n")
    }

    private static func lines(_ candidate: Candidate) -> [String] {
        let place = candidate.position.map { "\($0). " } ?? "-  "
        let item = candidate.item > 0 ? " (copy \(candidate.item))" : ""
        let standing =
            CandidateRecord.Standing.allNames[candidate.standing] ?? candidate.standing
        var lines = ["\(place)\(candidate.institution)\(item): \(standing)"]
        lines += candidate.reasons.flatMap(Self.lines)
        for key in candidate.keys { lines.append("     \(text(key))") }
        if let decided = candidate.decided {
            var line = "   behind \(decided.behind) by \(decided.by)"
            if let value = decided.value, let ahead = decided.ahead {
                line += ": \(amount(value)) against \(amount(ahead))"
            }
            lines.append(line + (decided.rule.map { ", \($0)" } ?? ""))
        }
        return lines
    }

    private static func lines(_ reason: Reason) -> [String] {
        let rule = reason.rule.map { ", \($0)" } ?? ""
        return ["   \(reason.code) (\(reason.effect.rawValue)): \(reason.message)\(rule)"]
            + reason.facts.map { "     \(text($0))" }
    }

    private static func text(_ value: Value) -> String {
        let comparison = value.comparison.map { "; the filter finds \($0)" } ?? ""
        return "\(value.of): \(amount(value))\(comparison)"
    }

    private static func amount(_ value: Value) -> String {
        value.value + (value.age.map { " (\($0) old)" } ?? "")
    }
}

extension CandidateRecord.Standing {
    fileprivate static let allNames: [String: String] = {
        let all: [Self] = [
            .asked, .demoted, .lastResort, .beyondCap, .surplus, .deferred, .excluded,
        ]
        return Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0.sentence) })
    }()
}
