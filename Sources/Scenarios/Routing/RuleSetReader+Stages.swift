import RequestRouting
import SimulationKernel

extension RuleSetReader {
    func filters(_ list: Element?) -> [RuleFilter] {
        (list?.items ?? []).map { element in
            RuleFilter(
                element["code"]?.text ?? "",
                element["message"]?.text ?? "",
                effect: element["effect"]?.text.flatMap(FilterEffect.init) ?? .exclude,
                (element["when"]?.items ?? []).compactMap(condition),
                line: element.ruleLine
            )
        }
    }

    /// What a term is, and what its numbers are written in.
    struct Term {
        var term: RuleTerm
        var unit: FactUnit
        var words: [String] = []
    }

    /// The one term that an element names.
    func term(_ element: Element, isRequired: Bool = true) -> Term? {
        let named = ["fact", "setting", "load"].filter { element[$0] != nil }
        guard named.count == 1 else {
            if isRequired || named.count > 1 {
                diagnostics.error(
                    named.isEmpty
                        ? "there is nothing that it is about"
                        : "it is about \(named.joined(separator: " and ")) at once",
                    at: element.place,
                    hint: "write one of 'fact', 'setting' and 'load'"
                )
            }
            return nil
        }
        if let fact = element["fact"] {
            return fact.text.flatMap(FactColumn.init(code:)).map {
                Term(term: .fact($0), unit: $0.unit, words: $0.words)
            }
        }
        if let name = element["setting"] {
            return setting(name).map { Term(term: .setting($0), unit: settings[$0].unit) }
        }
        return element["load"].flatMap(load).map { Term(term: .load($0), unit: $0.unit) }
    }

    /// The place of a setting; one that is not there is reported.
    func setting(_ name: Element) -> Int? {
        let place = settings.firstIndex { $0.code == name.text }
        if place == nil {
            let codes = settings.map(\.code)
            diagnostics.error(
                "there is no setting '\(name.text ?? "")'",
                at: name.place,
                hint: Spelling.hint(for: name.text ?? "", among: codes)
                    ?? (codes.isEmpty
                        ? "add it under 'settings'"
                        : "settings are \(codes.joined(separator: ", "))")
            )
        }
        return place
    }

    func condition(_ element: Element) -> RuleCondition? {
        let condition = RuleSetShapes.condition
        guard let term = term(element), let variant = element.variant(of: condition),
            let comparison = RuleComparison(rawValue: variant.key)
        else { return nil }
        var operand = RuleOperand.number(1)
        var choices: [Int64] = []
        switch comparison {
        case .known: operand = .number(variant.value.boolean == true ? 1 : 0)
        case .isAmong, .isNotAmong:
            choices = variant.value.items.compactMap {
                values.value($0, term.unit, words: term.words)
            }
        default:
            guard let found = self.operand(variant.value, term) else { return nil }
            operand = found
        }
        return RuleCondition(
            term.term,
            comparison,
            operand,
            choices: choices,
            holdsIfUnknown: element["if-unknown"]?.text == "holds",
            holdsIfMissing: element["if-missing"]?.text == "holds",
            line: element.ruleLine
        )
    }

    private func operand(_ element: Element, _ term: Term) -> RuleOperand? {
        guard element.kind == .mapping else {
            return values.value(element, term.unit, words: term.words).map(RuleOperand.number)
        }
        guard let other = self.term(element) else { return nil }
        if other.unit != term.unit {
            diagnostics.error(
                "a \(term.unit.noun) is compared with a \(other.unit.noun)",
                at: element.place,
                hint: "compare things of one kind"
            )
            return nil
        }
        return .term(other.term)
    }

    func key(_ element: Element) -> RankKey? {
        guard let term = term(element) else { return nil }
        return RankKey(
            element["key"]?.text ?? "",
            term.term,
            element["order"]?.text.flatMap(RankDirection.init) ?? .ascending,
            unknown: placement(element["unknown"], term),
            missing: placement(element["missing"], term),
            bucketing: bucketing(element, term),
            conditions: constantConditions(element),
            line: element.ruleLine
        )
    }

    /// Conditions that are the same for all candidates.
    private func constantConditions(_ element: Element) -> [RuleCondition] {
        (element["when"]?.items ?? []).compactMap { item in
            guard let condition = condition(item) else { return nil }
            if !condition.isConstant {
                diagnostics.error(
                    "a key counts for all candidates or for none, but this is about each of them",
                    at: item.place,
                    hint: "use settings and facts about the request"
                )
            }
            return condition
        }
    }

    private func placement(_ element: Element?, _ term: Term) -> RankPlacement {
        switch element?.text {
        case nil, "last": return .last
        case "first": return .first
        default:
            return element.flatMap { values.value($0, term.unit, words: term.words) }
                .map(RankPlacement.value) ?? .last
        }
    }

    private func bucketing(_ element: Element, _ term: Term) -> RankBucketing {
        // Times are put into buckets of a length of time.
        let unit = term.unit == .time ? FactUnit.duration : term.unit
        func width(_ key: String) -> Int64? {
            guard let width = element[key], let value = values.value(width, unit) else {
                return nil
            }
            guard value > 0 else {
                diagnostics.error(
                    "'\(key)' must be above zero, found '\(width.text ?? "")'",
                    at: width.place,
                    hint: "remove it to tell all values apart"
                )
                return nil
            }
            return value
        }
        let named = ["bucket", "truncate", "tiers"].filter { element[$0] != nil }
        if named.count > 1 {
            diagnostics.error(
                "the key has \(named.joined(separator: " and ")) at once",
                at: element.place,
                hint: "keep one of them"
            )
        }
        if let width = width("bucket") { return .width(width) }
        if let width = width("truncate") { return .truncation(width) }
        if let tiers = element["tiers"] {
            let bounds = tiers.items.compactMap { values.value($0, term.unit, words: term.words) }
            if bounds != bounds.sorted() {
                diagnostics.error(
                    "the bounds are not in order",
                    at: tiers.place,
                    hint: "begin with the least"
                )
            }
            return .tiers(bounds)
        }
        return .none
    }

    func tieBreak(_ element: Element) -> TieBreak? {
        switch element.text {
        case "symbol": return .symbol
        case "listed": return .listed
        case "random": return .random()
        case "round-robin": return .roundRobin
        default: break
        }
        if let keys = element["keys"] {
            return .keys(
                keys.items.compactMap(key),
                onlyBest: element["for"]?.text == "best"
            )
        }
        if let misplaced = element["for"] {
            diagnostics.error(
                "a draw is for all of the equal candidates",
                at: misplaced.place,
                hint: "remove 'for'"
            )
        }
        if let random = element["random"] { return .random(constantConditions(random)) }
        return element["weighted-random"].flatMap { term($0) }.map { .weighted($0.term) }
    }
}

extension FactUnit {
    /// What numbers of the unit are, for messages.
    var noun: String {
        switch self {
        case .count: "number"
        case .flag: "yes or no"
        case .time: "time"
        case .duration: "duration"
        case .money: "price"
        case .distance: "distance"
        case .degrees: "coordinate"
        case .ratio: "ratio"
        case .word: "word"
        case .code: "class"
        }
    }
}
