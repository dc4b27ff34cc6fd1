import Foundation
import SimulationKernel

extension ShapeValidator {
    /// Checks a scalar that has a value.
    func checkScalar(_ element: Element, _ shape: Shape, _ subject: String) {
        guard case .scalar(let text, let style) = element.content else { return }
        do throws(ScalarProblem) {
            try checkStyle(style, text, shape)
            try read(text, as: shape)
        } catch {
            guard let reason = error.reason else {
                return reportMismatch(element, shape, subject, hint: error.hint)
            }
            diagnostics.error(
                "\(subject) must be \(shape.expectation), but '\(text.clipped)' \(reason)",
                at: element.place,
                hint: error.hint
            )
        }
    }

    /// Quotes make a text of what would be a number, for this reader as for every other.
    private func checkStyle(
        _ style: Element.ScalarStyle,
        _ text: String,
        _ shape: Shape
    ) throws(ScalarProblem) {
        guard style != .plain else { return }
        switch shape {
        case .integer, .number, .boolean, .probability:
            throw .otherForm(hint: "remove the quotes")
        case .percentage where !text.hasSuffix("%"):
            throw .otherForm(hint: "remove the quotes")
        default:
            return
        }
    }

    private func read(_ text: String, as shape: Shape) throws(ScalarProblem) {
        switch shape {
        case .text(let minLength, let pattern):
            try checkText(text, minLength, pattern)
        case .code:
            _ = try ScalarReading.code(text)
        case .integer(let range):
            try require(ScalarReading.integer(text), in: range)
        case .number(let range):
            try require(ScalarReading.number(text), in: range)
        case .percentage(let range):
            try require(ScalarReading.percentage(text), in: range)
        case .probability:
            try require(ScalarReading.number(text), in: 0...1)
        case .boolean:
            _ = try ScalarReading.boolean(text)
        case .date:
            _ = try ScalarReading.date(text)
        case .dateTime:
            _ = try ScalarReading.dateTime(text)
        case .timeOfDay:
            _ = try ScalarReading.timeOfDay(text)
        case .duration(let units, let range):
            try require(ScalarReading.duration(text, units: units), in: range)
        case .period(let units):
            _ = try ScalarReading.period(text, units: units)
        case .money(let digits, let allowsCredit):
            let amount = try ScalarReading.decimal(text)
            guard amount.units >= 0 || allowsCredit else { throw .refused("is negative") }
            guard amount.approximation <= Shape.largestAmount else {
                throw .refused("is too large: more than \(numeral(Shape.largestAmount))")
            }
            guard amount.scaled(toFractionDigits: digits) != nil else {
                throw .refused("has more than \(counted(digits, "digit")) after the point")
            }
        case .choice(let words):
            guard words.contains(text) else {
                guard let hint = Spelling.hint(for: text, among: words) else { throw .otherForm }
                throw .otherForm(hint: hint)
            }
        case .distribution, .list, .map, .object, .oneOf, .either, .named:
            return
        }
    }

    private func checkText(
        _ text: String,
        _ minLength: Int,
        _ pattern: TextPattern?
    ) throws(ScalarProblem) {
        guard text.count >= minLength else {
            throw text.isEmpty
                ? .refused("is empty") : .refused("is shorter than \(minLength) characters")
        }
        guard let pattern else { return }
        if text.range(of: pattern.expression, options: .regularExpression) == nil {
            throw .otherForm
        }
    }

    private func require<Value>(
        _ value: Value,
        in range: ClosedRange<Value>
    ) throws(ScalarProblem) {
        if value < range.lowerBound { throw .refused("is too small") }
        if value > range.upperBound { throw .refused("is too large") }
    }
}
