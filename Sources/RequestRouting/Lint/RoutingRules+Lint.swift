import LibraryModel

extension RoutingRules {
    /// Whether the order of candidates is decided by the rules for any facts: nothing is left to
    /// which institution's code, or which copy's number, comes first by accident.
    ///
    /// That candidates' places in their list differ is the caller's part.
    package var isTotalOrder: Bool {
        tieBreaks.contains { tieBreak in
            switch tieBreak {
            case .listed: true
            case .random(let conditions): conditions.isEmpty
            case .symbol, .roundRobin: grouping == .institution
            case .keys, .weighted: false
            }
        }
    }

    /// Everything about the rules alone that their author probably did not mean, by line.
    package func lint() -> [RuleFinding] {
        let findings =
            unreachableFilters() + unreachableKeys() + order() + fallbacks() + unknownCodes()
            + limits() + unusedFacts() + factsNotCarried()
        return findings.enumerated().sorted { left, right in
            let (one, other) = (left.element.line, right.element.line)
            return (one.line, one.column, Int32(left.offset))
                < (other.line, other.column, Int32(right.offset))
        }.map(\.element)
    }

    private func unreachableFilters() -> [RuleFinding] {
        var findings: [RuleFinding] = []
        for stage in [admission, filters] {
            for (place, filter) in stage.enumerated() {
                if let other = filter.contradiction {
                    findings.append(
                        RuleFinding(
                            .warning,
                            .unreachable,
                            "the filter '\(filter.code)' never finds anybody: two of its "
                                + "conditions exclude each other",
                            hint: "remove one of them, or make two filters",
                            at: other
                        )
                    )
                }
                let earlier = stage[..<place].first { earlier in
                    earlier.effect == filter.effect && !earlier.conditions.isEmpty
                        && Set(earlier.conditions.map(\.withoutLine))
                            .isSubset(of: filter.conditions.map(\.withoutLine))
                }
                if let earlier {
                    findings.append(
                        RuleFinding(
                            .warning,
                            .unreachable,
                            "the filter '\(filter.code)' adds nothing: all that it finds, "
                                + "'\(earlier.code)' finds",
                            hint: "remove it, or narrow the one of line \(earlier.line.line)",
                            at: filter.line
                        )
                    )
                }
            }
        }
        return findings
    }

    private func unreachableKeys() -> [RuleFinding] {
        var findings: [RuleFinding] = []
        for (place, key) in keys.enumerated() {
            let earlier = keys[..<place].first { earlier in
                earlier.term == key.term && earlier.bucketing == .none
                    && earlier.conditions.isEmpty
            }
            if let earlier {
                findings.append(
                    RuleFinding(
                        .warning,
                        .unreachable,
                        "the key '\(key.code)' decides nothing: those whom it could tell apart, "
                            + "'\(earlier.code)' has told apart",
                        hint: "remove one of the two, or give the first one a bucket",
                        at: key.line
                    )
                )
            }
        }
        if let total = tieBreaks.firstIndex(where: \.isTotal), total + 1 < tieBreaks.count {
            findings.append(
                RuleFinding(
                    .warning,
                    .unreachable,
                    "nothing after the tie-break '\(tieBreaks[total].name)' is looked at",
                    hint: "let it be the last one",
                    at: line(of: "tie-break")
                )
            )
        }
        return findings
    }

    private func order() -> [RuleFinding] {
        var findings: [RuleFinding] = []
        for tieBreak in tieBreaks {
            switch tieBreak {
            case .random, .weighted:
                findings.append(
                    RuleFinding(
                        .note,
                        .leftToChance,
                        "candidates with equal keys are put in order by a draw, the same in "
                            + "every run with the same seed",
                        hint: "end with 'symbol' if the order is to be the same for all seeds",
                        at: line(of: "tie-break")
                    )
                )
            case .listed:
                findings.append(
                    RuleFinding(
                        .note,
                        .leftToInput,
                        "candidates with equal keys stay in the order in which they were found",
                        hint: "end with 'symbol' if that order means nothing",
                        at: line(of: "tie-break")
                    )
                )
            case .symbol, .keys, .roundRobin: break
            }
        }
        if !isTotalOrder {
            let thing = grouping == .item ? "copies" : "institutions"
            findings.append(
                RuleFinding(
                    .warning,
                    .leftToInput,
                    "nothing decides between \(thing) that the keys leave equal",
                    hint: grouping == .item
                        ? "end the tie-break with 'listed' or 'random'"
                        : "end the tie-break with 'symbol'",
                    at: line(of: "tie-break", or: "rank")
                )
            )
        }
        return findings
    }

    private func fallbacks() -> [RuleFinding] {
        guard let first = walk.timeLimits.first,
            !walk.timeLimits.contains(where: { $0.level == nil })
        else { return [] }
        return [
            RuleFinding(
                .warning,
                .missingFallback,
                "requests at other service levels have no time limit",
                hint: "add one with 'level: other'",
                at: first.line
            )
        ]
    }

    private func unknownCodes() -> [RuleFinding] {
        let codes = filters.map(\.code)
        return lastResortFilters.filter { !codes.contains($0) }.map { code in
            RuleFinding(
                .error,
                .unknownCode,
                "no filter has the code '\(code)'",
                hint: codes.isEmpty
                    ? "the rule set has no filters" : "codes are \(codes.joined(separator: ", "))",
                at: line(of: "last-resort")
            )
        }
    }

    private func unusedFacts() -> [RuleFinding] {
        let used = Set(
            (admission + filters).flatMap(\.columns) + keys.flatMap(\.columns)
                + tieBreaks.flatMap(\.columns)
        )
        // When a deferred lender may be asked is looked at after the decision.
        let defers = filters.contains { $0.effect == .defer }
        let unused = gather.entries.filter { entry in
            !used.contains(entry.column) && !(defers && entry.column == .opensAt)
        }
        return unused.map { entry in
            RuleFinding(
                .warning,
                .unusedFact,
                "no rule looks at '\(entry.column.code)'",
                hint: "do not gather it, or use it",
                at: entry.line
            )
        }
    }

    private func factsNotCarried() -> [RuleFinding] {
        let unknown = gather.entries.filter { entry in
            entry.source == .carried && !GatherPlan.carriable.contains(entry.column)
        }
        return unknown.map { entry in
            let codes = GatherPlan.carriable.map(\.code).joined(separator: ", ")
            return RuleFinding(
                .warning,
                .notCarried,
                "no reply of a lender carries '\(entry.column.code)'",
                hint: "replies carry \(codes)",
                at: entry.line
            )
        }
    }

    func line(of stage: String, or other: String? = nil) -> RuleLine {
        stageLines[stage] ?? other.flatMap { stageLines[$0] } ?? RuleLine(1, 1)
    }
}

extension TieBreak {
    fileprivate var isTotal: Bool {
        switch self {
        case .symbol, .listed, .roundRobin: true
        case .random(let conditions): conditions.isEmpty
        case .keys, .weighted: false
        }
    }
}

extension RuleCondition {
    /// The condition wherever it stands.
    fileprivate var withoutLine: RuleCondition {
        var copy = self
        copy.line = RuleLine()
        return copy
    }
}

extension RuleFilter {
    /// Where a condition stands that no value fulfils together with another one.
    fileprivate var contradiction: RuleLine? {
        for (place, condition) in conditions.enumerated() {
            for other in conditions[..<place]
            where other.term == condition.term && !condition.canHold(with: other) {
                return condition.line
            }
        }
        return nil
    }
}

extension RuleCondition {
    /// The values of which it holds, from the least to the greatest; nil where that is no range.
    private var range: (least: Int64, greatest: Int64)? {
        guard case .number(let number) = operand else { return nil }
        let (low, high) = (FactValue.missing + 1, Int64.max)
        switch comparison {
        case .isEqual: return (number, number)
        case .below: return (low, max(low, number) - 1)
        case .atMost: return (low, number)
        case .above: return (min(high - 1, number) + 1, high)
        case .atLeast: return (number, high)
        case .isNot, .isAmong, .isNotAmong, .known: return nil
        }
    }

    /// Whether some value fulfils both.
    fileprivate func canHold(with other: RuleCondition) -> Bool {
        if holdsIfUnknown && other.holdsIfUnknown || holdsIfMissing && other.holdsIfMissing {
            return true
        }
        guard let mine = range, let theirs = other.range else { return true }
        return max(mine.least, theirs.least) <= min(mine.greatest, theirs.greatest)
    }
}
