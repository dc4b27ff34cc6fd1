extension SchemaWriter {
    /// What texts arrive as when they look like something else.
    private static let anyScalar = JSONText.strings(["string", "number", "boolean"])

    /// The members of the schema of a shape for scalars; none for other shapes.
    func scalarMembers(of shape: Shape) -> Members {
        switch shape {
        case .text(let minLength, let pattern):
            var members: Members = [("type", Self.anyScalar)]
            if minLength > 0 { members.append(("minLength", .integer(minLength))) }
            if let pattern { members.append(("pattern", .string(pattern.expression))) }
            return members
        case .code:
            return [
                ("type", Self.anyScalar),
                ("pattern", .string("^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")),
            ]
        case .integer(let range):
            var members: Members = [("type", .string("integer"))]
            if range.lowerBound > .min { members.append(("minimum", .integer(range.lowerBound))) }
            if range.upperBound < .max { members.append(("maximum", .integer(range.upperBound))) }
            return members
        case .number(let range):
            return number(range)
        case .probability:
            return number(0...1)
        case .boolean:
            return [("type", .string("boolean"))]
        case .date:
            return text("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", shape)
        case .dateTime:
            return text(
                "^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$",
                shape
            )
        case .timeOfDay:
            return text("^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$", shape)
        case .duration(let units, _):
            let names = units.map(\.rawValue).joined(separator: "|")
            return text("^[0-9]+(\\.[0-9]+)? *(\(names))$", shape)
        case .period(let units):
            let words = units.flatMap(\.words).joined(separator: "|")
            return text("^[0-9]+ *(\(words))$", shape)
        case .money(let digits, let allowsCredit):
            let fraction = digits > 0 ? "[0-9]{1,\(digits)}0*" : "0+"
            let sign = allowsCredit ? "[-+]?" : "\\+?"
            return [
                ("type", .strings(["number", "string"])),
                ("minimum", allowsCredit ? .number(-Shape.largestAmount) : .integer(0)),
                ("maximum", .number(Shape.largestAmount)),
                ("pattern", .string("^\(sign)[0-9]+(\\.\(fraction))?$")),
            ]
        case .percentage(let range):
            let sign: Members = [
                ("type", .string("string")),
                ("pattern", .string("^[-+]?[0-9]+(\\.[0-9]+)? *%$")),
            ]
            return [("anyOf", .array([.object(number(range)), .object(sign)]))]
        case .choice(let words):
            let values = words.flatMap { word -> [JSONText] in
                // A word such as `off` is a text, but `true` is one only in quotes.
                if case .string = Self.coreValue(word) { return [.string(word)] }
                return [Self.coreValue(word), .string(word)]
            }
            return [("enum", .array(values))]
        case .distribution, .list, .map, .object, .oneOf, .either, .named:
            return []
        }
    }

    /// The members of the schema of a mapping's keys, which are always texts.
    func keyMembers(_ shape: Shape) -> Members {
        switch shape {
        case .named(_, let resolved): keyMembers(resolved())
        case .either(let shapes): [("anyOf", .array(shapes.map { .object(keyMembers($0)) }))]
        case .integer: [("pattern", .string("^[-+]?(0|[1-9][0-9]*)$"))]
        case .choice(let words): [("enum", .strings(words))]
        default:
            scalarMembers(of: shape).filter { ["pattern", "minLength"].contains($0.0) }
        }
    }

    private func text(_ pattern: String, _ shape: Shape) -> Members {
        [
            ("type", .string("string")),
            ("pattern", .string(pattern)),
            ("examples", .strings([shape.example].compactMap { $0 })),
        ]
    }

    private func number(_ range: ClosedRange<Double>) -> Members {
        let all = Shape.anyNumber
        var members: Members = [("type", .string("number"))]
        if range.lowerBound > all.lowerBound {
            members.append(("minimum", .number(range.lowerBound)))
        }
        if range.upperBound < all.upperBound {
            members.append(("maximum", .number(range.upperBound)))
        }
        return members
    }
}
