import RequestRouting
import SimulationKernel

extension RuleSetReader {
    /// The load function that an element names.
    func load(_ element: Element) -> LoadFunction? {
        guard let variant = element.variant(of: LoadShapes.function) else { return nil }
        let parameters = variant.value
        switch variant.key {
        case "target-minus-actual":
            return .targetMinusActual(
                rounding: parameters["rounding"]?.text.flatMap(LoadFunction.Rounding.init)
                    ?? .exact,
                own: parameters["own"].flatMap { values.value($0, .ratio) },
                withoutStatistics: parameters["without-statistics"].flatMap {
                    values.value($0, .ratio)
                }
            )
        case "loans-per-borrow": return .loansPerBorrow
        case "open-requests-over":
            return number(parameters["threshold"], .count).map(LoadFunction.openRequestsOver)
        case "requests-in-window":
            return parameters["window"]?.duration.map(LoadFunction.requestsInWindow)
        case "consecutive-requests": return .consecutiveRequests
        case "requests-in-period":
            return parameters["period"]?.text.flatMap(LoadFunction.Period.init)
                .map(LoadFunction.requestsInPeriod)
        case "availability-date":
            return number(parameters["loan-period"], .duration).map {
                .availabilityDate(loanPeriod: $0)
            }
        case "distance":
            return .distance(
                missing: parameters["missing"].flatMap { values.value($0, .distance) }
            )
        case "until-lending-hours": return .untilLendingHours(hours(parameters["hours"]))
        case "blackout": return .blackout(parameters.items.compactMap(blackout))
        case "weighted-sum":
            return .weightedSum(parameters.items.compactMap(weightedFact))
        default:
            return number(parameters["within"], .duration).map { .duplicates(within: $0) }
        }
    }

    private func number(_ element: Element?, _ unit: FactUnit) -> RuleOperandValue? {
        guard let element else { return nil }
        guard let name = element["setting"] else {
            return values.value(element, unit).map(RuleOperandValue.number)
        }
        guard let place = setting(name) else { return nil }
        if settings[place].unit != unit {
            diagnostics.error(
                "the setting '\(settings[place].code)' is a \(settings[place].unit.noun), "
                    + "where a \(unit.noun) is needed",
                at: name.place,
                hint: "give it another value, or name another setting"
            )
            return nil
        }
        return .setting(place)
    }

    private func hours(_ week: Element?) -> LendingHours {
        var spans: [LendingHours.Span] = []
        for (number, day) in Weekday.names.enumerated() {
            for element in week?[day]?.items ?? [] {
                let times = (element.text ?? "").split(separator: "-").map { part in
                    try? ScalarReading.timeOfDay(String(part))
                }
                guard times.count == 2, let opens = times[0], let closes = times[1],
                    opens < closes
                else {
                    diagnostics.error(
                        "'\(element.text ?? "")' is no span of hours that ends after it begins",
                        at: element.place,
                        hint: "write '08:00-17:00'"
                    )
                    continue
                }
                let midnight = SimulationDuration.days(Int64(number))
                spans.append(.init(opens: midnight + opens, closes: midnight + closes))
            }
        }
        return LendingHours(spans)
    }

    private func blackout(_ element: Element) -> Blackout? {
        guard let first = element["from"]?.date, let last = element["to"]?.date else { return nil }
        if last < first, let end = element["to"] {
            diagnostics.error(
                "the black-out ends on \(last), before it begins on \(first)",
                at: end.place,
                hint: "exchange the two days"
            )
        }
        let classes = (element["classes"]?.items ?? []).compactMap { values.value($0, .code) }
        return Blackout(classes: classes, first: first, last: last)
    }

    private func weightedFact(_ element: Element) -> WeightedFact? {
        guard let column = element["fact"]?.text.flatMap(FactColumn.init(code:)),
            let weight = element["weight"].flatMap({ values.value($0, .ratio) })
        else { return nil }
        return WeightedFact(column, weight: weight)
    }
}
