package import LibraryModel
import SimulationKernel

extension RoutingRules {
    /// Explains an outcome with the facts that it was made from: every key's value, and the facts
    /// that made filters find a candidate.
    package func explain(
        _ outcome: RoutingOutcome,
        of sheet: FactSheet,
        file: String = "",
        name: (InstitutionID) -> String
    ) -> Explanation {
        let description = description(file: file)
        var explanation = description.explain(outcome, decidedAt: sheet.now, name: name)
        let desk = RoutingDesk(self, sheet)
        desk.evaluateLoads()
        var places: [Int] = []
        for place in admission.indices where outcome.refusals & 1 << UInt64(place) != 0 {
            places.append(place)
        }
        for (number, place) in places.enumerated() {
            explanation.refusals[number].facts = facts(
                admission[place],
                program.admission[place],
                desk,
                sheet,
                0
            )
        }
        for (number, record) in outcome.records.enumerated() {
            let row = sheet.rows.firstIndex {
                $0.institution == record.institution && $0.item == record.item
            }
            guard let row else { continue }
            let found = filters.indices.filter { record.failedFilters & 1 << UInt64($0) != 0 }
            for (reason, place) in found.enumerated() {
                explanation.candidates[number].reasons[reason].facts = facts(
                    filters[place],
                    program.filters[place],
                    desk,
                    sheet,
                    row
                )
            }
            explanation.candidates[number].keys = keys.indices.map { place in
                let (key, source) = (keys[place], program.steps[place].source)
                return value(key.code, key.term, desk.value(of: source, row), sheet, row)
            }
        }
        return explanation
    }

    private func value(
        _ name: String,
        _ term: RuleTerm,
        _ number: Int64,
        _ sheet: FactSheet,
        _ row: Int
    ) -> Explanation.Value {
        let oldest = term.columns.reduce(sheet.now.microseconds) {
            min($0, sheet.time($1, of: row).microseconds)
        }
        let age = FactValue.difference(sheet.now.microseconds, oldest)
        return Explanation.Value(
            of: name,
            value: text(number, of: term),
            age: age > 0 ? FactUnit.age(age) : nil
        )
    }

    private func facts(
        _ filter: RuleFilter,
        _ conditions: [RuleProgram.Condition],
        _ desk: RoutingDesk,
        _ sheet: FactSheet,
        _ row: Int
    ) -> [Explanation.Value] {
        zip(filter.conditions, conditions).map { condition, compiled in
            let term = condition.term
            let number = desk.value(of: compiled.left, row)
            var fact = value(name(of: term), term, number, sheet, row)
            fact.comparison = comparison(condition, desk.value(of: compiled.right, row))
            return fact
        }
    }

    private func comparison(_ condition: RuleCondition, _ other: Int64) -> String {
        let words = condition.comparison.rawValue.split(separator: "-").joined(separator: " ")
        switch condition.comparison {
        case .known: return other == 0 ? "what is not known" : "what is known"
        case .isAmong, .isNotAmong:
            let choices = condition.choices.map { text($0, of: condition.term) }
            return "\(words) \(choices.joined(separator: ", "))"
        default:
            let value = text(other, of: condition.term)
            guard case .term(let term) = condition.operand else { return "\(words) \(value)" }
            return "\(words) \(name(of: term)), which is \(value)"
        }
    }

    /// What a term is called: a fact, a setting or a load function by its code.
    package func name(of term: RuleTerm) -> String {
        switch term {
        case .fact(let column): column.code
        case .setting(let place):
            settings.indices.contains(place) ? settings[place].code : "setting"
        case .load(let function): function.name
        }
    }

    /// A value of a term for people.
    package func text(_ value: Int64, of term: RuleTerm) -> String {
        guard case .fact(let column) = term else { return unit(of: term).text(value) }
        return column.text(value, codes: lists.itemClasses)
    }
}

extension LoadFunction {
    /// The function's name in files.
    package var name: String {
        switch self {
        case .targetMinusActual: "target-minus-actual"
        case .loansPerBorrow: "loans-per-borrow"
        case .openRequestsOver: "open-requests-over"
        case .requestsInWindow: "requests-in-window"
        case .consecutiveRequests: "consecutive-requests"
        case .requestsInPeriod: "requests-in-period"
        case .availabilityDate: "availability-date"
        case .distance: "distance"
        case .untilLendingHours: "until-lending-hours"
        case .blackout: "blackout"
        case .weightedSum: "weighted-sum"
        case .duplicates: "duplicates"
        }
    }
}
