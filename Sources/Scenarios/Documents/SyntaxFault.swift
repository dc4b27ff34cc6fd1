import Yams

/// What hinders a text from being YAML at all, in words that help to mend it.
struct SyntaxFault {
    let message: String
    let position: TextPosition
    let hint: String

    /// Explains an error of Yams about a text.
    init(_ error: any Error, in text: String) {
        switch error as? YamlError {
        case .scanner(let context, let problem, let mark, _),
            .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            self.init(problem, TextPosition(mark), since: context?.mark, in: text)
        case .reader(let problem, _, _, _):
            self.init(unreadable: problem, in: text)
        default:
            self.init(
                message: "this is not readable as YAML: \(error)",
                position: .start,
                hint: "check the file with another YAML reader"
            )
        }
    }

    private init(message: String, position: TextPosition, hint: String) {
        self.message = message
        self.position = position
        self.hint = hint
    }

    private init(
        _ problem: String,
        _ position: TextPosition,
        since mark: Mark?,
        in text: String
    ) {
        let index = TextCursor.index(of: position, in: text)
        let character = index.map { text.unicodeScalars[$0] }
        let opening = mark.map { "line \($0.line)" } ?? "an earlier line"
        self.position = position
        switch problem {
        case "found character that cannot start any token" where character == "\t",
            "found a tab character that violates indentation":
            message = "a tab stands where YAML wants spaces"
            hint = "replace tabs by spaces"
        case "found character that cannot start any token":
            let shown = character.map { "'\($0)'" } ?? "this character"
            message = "a text cannot begin with \(shown)"
            hint = "put quotes around the text"
        case "mapping values are not allowed in this context":
            message = "a ':' stands where no key can be"
            hint = "check the indentation, and put quotes around a text that contains ': '"
        case "did not find expected key", "did not find expected '-' indicator":
            message = "this does not line up with what began at \(opening)"
            hint = "check the indentation, the quotes and the brackets"
        case "could not find expected ':'":
            message = "a ':' is missing after the key that begins at \(opening)"
            hint = "write 'key: value', with a space after the colon"
        case "did not find expected ',' or ']'", "did not find expected ',' or '}'":
            let isList = problem.hasSuffix("']'")
            let closing = isList ? "']'" : "'}'"
            message = "a ',' or \(closing) is missing after the bracket opened at \(opening)"
            hint = "close it, or put a comma here"
        case "found unexpected end of stream":
            message = "the quotes opened at \(opening) are not closed"
            hint = "close them"
        case "found unknown escape character":
            message = "this is no escape sequence of a text in double quotes"
            hint = "write two backslashes for one, or use single quotes"
        default:
            let nesting = problem.contains("nesting level")
            message =
                nesting
                ? "this is nested more than a thousand deep"
                : "this is not readable as YAML: \(problem)"
            hint =
                nesting
                ? "check the brackets and the indentation"
                : "check the indentation and the quotes of this line and the one before"
        }
    }

    private init(unreadable problem: String, in text: String) {
        var cursor = TextCursor()
        for scalar in text.unicodeScalars {
            if Self.isForbidden(scalar) {
                let code = String(scalar.value, radix: 16, uppercase: true)
                let padding = String(repeating: "0", count: max(0, 4 - code.count))
                message = "the control character U+\(padding)\(code) cannot stand in YAML"
                position = cursor.position
                hint = "remove it, or write it as an escape in double quotes"
                return
            }
            cursor.advance(over: scalar)
        }
        message = "this is not readable as YAML: \(problem)"
        position = .start
        hint = "check the encoding of the file"
    }

    /// What libyaml's reader takes for a control character.
    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x85: false
        case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: true
        default: false
        }
    }
}
