/// A JSON value whose keys keep their order, so that what is printed is the same every time and
/// reads as it was written down.
indirect enum JSONText {
    case string(String)
    case integer(Int)
    case number(Double)
    case boolean(Bool)
    case array([JSONText])
    case object([(String, JSONText)])

    /// A list of strings.
    static func strings(_ values: [String]) -> Self { .array(values.map(Self.string)) }

    /// The value as JSON with two spaces of indentation, short lists on one line.
    func printed(indentation: String = "") -> String {
        switch self {
        case .string(let value): Self.quoted(value)
        case .integer(let value): "\(value)"
        case .number(let value): numeral(value)
        case .boolean(let value): "\(value)"
        case .array(let values): printed(values, indentation)
        case .object(let members): printed(members, indentation)
        }
    }

    private func printed(_ values: [JSONText], _ indentation: String) -> String {
        let deeper = indentation + "  "
        let parts = values.map { $0.printed(indentation: deeper) }
        let line = "[\(parts.joined(separator: ", "))]"
        if line.count <= 72, !line.contains("\n") { return line }
        return "[\n" + parts.map { deeper + $0 }.joined(separator: ",\n") + "\n\(indentation)]"
    }

    private func printed(_ members: [(String, JSONText)], _ indentation: String) -> String {
        guard !members.isEmpty else { return "{}" }
        let deeper = indentation + "  "
        let parts = members.map { key, value in
            "\(deeper)\(Self.quoted(key)): \(value.printed(indentation: deeper))"
        }
        return "{\n" + parts.joined(separator: ",\n") + "\n\(indentation)}"
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case _ where scalar.value < 0x20:
                let code = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - code.count) + code
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
