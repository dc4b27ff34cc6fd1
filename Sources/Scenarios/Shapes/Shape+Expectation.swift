import LibraryModel
import SimulationKernel

extension Shape {
    /// What a person is to write, with an example: `a date such as 2026-02-28`.
    package var expectation: String {
        switch self {
        case .text(_, let pattern?): "\(pattern.meaning) such as \(pattern.example)"
        case .text: "text"
        case .code: "a code such as \(example ?? "")"
        case .integer(let range): "a whole number\(bounds(range)) such as \(example ?? "")"
        case .number(let range): "a number\(bounds(range)) such as \(example ?? "")"
        case .boolean: "true or false"
        case .date: "a date such as \(example ?? "")"
        case .dateTime: "a date and time such as \(example ?? "")"
        case .timeOfDay: "a time of day such as \(example ?? "")"
        case .duration(let units, let range):
            "a duration\(bounds(range, units)) such as \(example ?? "")"
        case .period(let units):
            "a period in \(units.map(\.rawValue).joined(separator: ", ")) such as "
                + (example ?? "")
        case .money: "an amount of money such as \(example ?? "")"
        case .percentage(let range): "a percentage\(bounds(range)) such as \(example ?? "")"
        case .probability: "a probability from 0 to 1 such as \(example ?? "")"
        case .distribution(let quantity):
            "\(quantity.shape.expectation), or a law such as \(Laws.example(of: quantity))"
        case .choice(let words) where words.count == 1: "the word \(words[0])"
        case .choice(let words) where words.count > 60:
            "one of the \(words.count) words that the schema lists, such as "
                + words.prefix(3).joined(separator: ", ")
        case .choice(let words): "one of the words \(words.joined(separator: ", "))"
        case .list(let item, _): "a list of items, each \(item.briefExpectation)"
        case .map(let key, _, _): "a mapping with keys that are each \(key.briefExpectation)"
        case .object(let object): "\(object.name) (a mapping)"
        case .oneOf(let variant): "\(variant.name) (a mapping)"
        case .either(let shapes): shapes.map(\.expectation).joined(separator: ", or ")
        case .named(_, let shape): shape().expectation
        }
    }

    /// The expectation without the part that would nest.
    private var briefExpectation: String {
        switch self {
        case .list: "a list"
        case .map: "a mapping"
        case .object(let object): object.name
        case .oneOf(let variant): variant.name
        case .either(let shapes): shapes.map(\.briefExpectation).joined(separator: " or ")
        case .named(_, let shape): shape().briefExpectation
        default: expectation
        }
    }

    /// A scalar that has this shape, or nil for shapes that are no scalars.
    package var example: String? {
        switch self {
        case .text(_, let pattern): pattern?.example ?? "text"
        case .code: "MAIN-1"
        case .integer(let range): "\(min(max(range.lowerBound, 14), range.upperBound))"
        case .number(let range): numeral(min(max(range.lowerBound, 1.5), range.upperBound))
        case .boolean: "true"
        case .date: "2026-02-28"
        case .dateTime: "2026-02-28 10:00"
        case .timeOfDay: "08:30"
        case .duration(let units, _):
            "2 \((units.contains(.days) ? .days : units.first ?? .days).rawValue)"
        case .period(let units):
            "2 \((units.contains(.days) ? .days : units.first ?? .days).rawValue)"
        case .money(let digits, _): digits == 0 ? "5" : "0.25"
        case .percentage(let range): numeral(min(max(range.lowerBound, 12.5), range.upperBound))
        case .probability: "0.25"
        case .distribution(let quantity): quantity.shape.example
        case .choice(let words): words.first
        case .either(let shapes): shapes.lazy.compactMap(\.example).first
        case .named(_, let shape): shape().kinds.contains(.scalar) ? shape().example : nil
        case .list, .map, .object, .oneOf: nil
        }
    }
}

private func bounds(_ range: ClosedRange<Int>) -> String {
    wording(
        lower: range.lowerBound == .min ? nil : "\(range.lowerBound)",
        upper: range.upperBound == .max ? nil : "\(range.upperBound)"
    )
}

private func bounds(_ range: ClosedRange<Double>) -> String {
    let all = Shape.anyNumber
    return wording(
        lower: range.lowerBound <= all.lowerBound ? nil : numeral(range.lowerBound),
        upper: range.upperBound >= all.upperBound ? nil : numeral(range.upperBound)
    )
}

private func bounds(
    _ range: ClosedRange<SimulationDuration>,
    _ units: [DurationUnit]
) -> String {
    let all = Shape.anyDuration
    let wording = wording(
        lower: range.lowerBound <= all.lowerBound ? nil : "\(range.lowerBound)",
        upper: range.upperBound >= all.upperBound ? nil : "\(range.upperBound)"
    )
    guard units != DurationUnit.allCases else { return wording }
    return "\(wording) in \(units.map(\.rawValue).joined(separator: ", "))"
}

private func wording(lower: String?, upper: String?) -> String {
    switch (lower, upper) {
    case (let lower?, let upper?): " from \(lower) to \(upper)"
    case (let lower?, nil): " of at least \(lower)"
    case (nil, let upper?): " of at most \(upper)"
    case (nil, nil): ""
    }
}

/// A number as people write it: `2`, not `2.0`.
func numeral(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
}
