import Foundation

/// Checks an element against a shape and reports everything that does not fit.
struct ShapeValidator {
    let diagnostics: Diagnostics

    /// Checks one node, which messages call `subject`.
    func check(_ element: Element, _ shape: Shape, _ subject: String) {
        switch shape {
        case .named(_, let resolved):
            check(element, resolved(), subject)
        case .either(let shapes):
            checkAlternatives(element, shapes, shape, subject)
        case .distribution(let quantity):
            checkDistribution(element, quantity, subject)
        case .list(let item, let count):
            checkList(element, item, count, shape, subject)
        case .map(let key, let value, let count):
            checkMap(element, key, value, count, shape, subject)
        case .object(let object):
            guard requireMapping(element, shape, subject) else { return }
            checkObject(element, object)
        case .oneOf(let variant):
            guard requireMapping(element, shape, subject) else { return }
            checkVariant(element, variant)
        default:
            guard element.kind == .scalar, !element.isNull else {
                return reportMismatch(element, shape, subject)
            }
            checkScalar(element, shape, subject)
        }
    }

    func requireMapping(_ element: Element, _ shape: Shape, _ subject: String) -> Bool {
        if element.kind == .mapping { return true }
        reportMismatch(element, shape, subject)
        return false
    }

    func reportMismatch(
        _ element: Element,
        _ shape: Shape,
        _ subject: String,
        hint: String? = nil
    ) {
        diagnostics.error(
            "\(subject) must be \(shape.expectation), found \(element.foundText)",
            at: element.place,
            hint: hint
        )
    }

    private func checkAlternatives(
        _ element: Element,
        _ shapes: [Shape],
        _ whole: Shape,
        _ subject: String
    ) {
        let fitting = element.isNull ? [] : shapes.filter { $0.kinds.contains(element.kind) }
        guard let first = fitting.first else { return reportMismatch(element, whole, subject) }
        // Trees are not tried in turn: in a recursive shape that would take exponential time.
        if fitting.count == 1 || element.kind != .scalar { return check(element, first, subject) }
        var reason: (text: Substring, hint: String?)?
        for shape in fitting {
            let trial = Diagnostics(limit: 1)
            ShapeValidator(diagnostics: trial).check(element, shape, subject)
            guard let problem = trial.sorted.first else { return }
            // What is nearly right, such as the 30th of February, says more than that nothing fits.
            if reason == nil, let but = problem.message.range(of: ", but '") {
                reason = (problem.message[but.lowerBound...], problem.hint)
            }
        }
        guard let reason else { return reportMismatch(element, whole, subject) }
        diagnostics.error(
            "\(subject) must be \(whole.expectation)\(reason.text)",
            at: element.place,
            hint: reason.hint
        )
    }

    private func checkDistribution(
        _ element: Element,
        _ quantity: DrawnQuantity,
        _ subject: String
    ) {
        let variant = Laws.shape(of: quantity)
        switch element.kind {
        case .scalar where !element.isNull:
            check(element, quantity.shape, subject)
        case .mapping:
            checkVariant(element, variant)
            Laws.check(element, of: quantity, into: diagnostics)
        case .scalar, .sequence:
            reportMismatch(element, .distribution(of: quantity), subject)
        }
    }

    private func checkList(
        _ element: Element,
        _ item: Shape,
        _ count: ClosedRange<Int>,
        _ shape: Shape,
        _ subject: String
    ) {
        guard element.kind == .sequence else {
            let hint =
                if element.isNull { count.contains(0) ? "write [] for an empty list" : nil } else {
                    item.kinds.contains(element.kind) ? "put '- ' before it" : nil as String?
                }
            return reportMismatch(element, shape, subject, hint: hint)
        }
        checkCount(element.items.count, count, "item", element, subject)
        for (index, value) in element.items.enumerated() {
            check(value, item, "item \(index + 1) of \(subject)")
        }
    }

    private func checkMap(
        _ element: Element,
        _ key: Shape,
        _ value: Shape,
        _ count: ClosedRange<Int>,
        _ shape: Shape,
        _ subject: String
    ) {
        guard element.kind == .mapping else {
            let isEmptyAllowed = element.isNull && count.contains(0)
            let hint = isEmptyAllowed ? "write {} for an empty mapping" : nil
            return reportMismatch(element, shape, subject, hint: hint)
        }
        checkCount(element.entries.count, count, "key", element, subject)
        for entry in element.entries {
            // Quoted or not, a key is text.
            let keyElement = Element(.scalar(entry.key, .plain), at: entry.keyPlace)
            check(keyElement, key, "the key '\(entry.key.clipped)'")
            check(entry.value, value, "'\(entry.key.clipped)'")
        }
    }

    private func checkCount(
        _ count: Int,
        _ allowed: ClosedRange<Int>,
        _ noun: String,
        _ element: Element,
        _ subject: String
    ) {
        if count < allowed.lowerBound {
            let least = counted(allowed.lowerBound, noun)
            diagnostics.error(
                "\(subject) must have at least \(least), found \(count == 0 ? "none" : "\(count)")",
                at: element.place
            )
        } else if count > allowed.upperBound {
            diagnostics.error(
                "\(subject) must have at most \(counted(allowed.upperBound, noun)), found \(count)",
                at: element.place
            )
        }
    }
}

extension Element {
    /// What messages say is there.
    var foundText: String {
        switch content {
        case .sequence(let items): items.isEmpty ? "an empty list" : "a list"
        case .mapping(let mapping): mapping.entries.isEmpty ? "an empty mapping" : "a mapping"
        case .scalar where isNull: "nothing"
        case .scalar(let text, .plain): "'\(text.clipped)'"
        case .scalar(let text, .quoted): "the quoted text '\(text.clipped)'"
        case .scalar(let text, .block): "the text block '\(text.clipped)'"
        }
    }
}

extension String {
    /// The text on one line and not too long, for quoting in a message.
    var clipped: String {
        let start = prefix(60)
        let line = start.map { $0.isNewline || $0 == "\t" ? " " : $0 }
        return String(line) + (start.endIndex < endIndex ? "…" : "")
    }
}
