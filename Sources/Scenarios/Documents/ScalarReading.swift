import SimulationKernel

/// Reads the text of scalars, in one form each, whatever YAML would make of them.
enum ScalarReading {
    /// `true` or `false`, as YAML 1.2 has them.
    static func boolean(_ text: String) throws(ScalarProblem) -> Bool {
        switch text {
        case "true", "True", "TRUE": return true
        case "false", "False", "FALSE": return false
        default: break
        }
        switch text.lowercased() {
        case "yes", "y", "on", "1": throw .otherForm(hint: "write true")
        case "no", "n", "off", "0": throw .otherForm(hint: "write false")
        default: throw .otherForm
        }
    }

    /// A whole number in decimal digits, without leading zeros.
    static func integer(_ text: String) throws(ScalarProblem) -> Int {
        let digits =
            text.utf8.first.map { [0x2B, 0x2D].contains($0) } == true
            ? text.dropFirst() : Substring(text)
        guard !digits.isEmpty, digits.utf8.allSatisfy(isDigit) else {
            let bare = text.replacing("_", with: "").replacing(",", with: "")
            guard bare != text, let meant = Int(bare) else { throw .otherForm }
            throw .otherForm(hint: "write \(meant)")
        }
        guard let value = Int(text) else { throw .refused("is out of range") }
        guard digits.count == 1 || !digits.hasPrefix("0") else {
            throw .refused(
                "has leading zeros, which some readers of YAML take for an octal number",
                hint: "write \(value)"
            )
        }
        return value
    }

    /// A decimal number, an exponent included; no infinities.
    static func number(_ text: String) throws(ScalarProblem) -> Double {
        var rest = Substring(text).utf8
        if rest.first == 0x2B || rest.first == 0x2D { rest.removeFirst() }
        let whole = rest.prefix(while: isDigit)
        rest = rest.dropFirst(whole.count)
        var digitCount = whole.count
        if rest.first == UInt8(ascii: ".") {
            let fraction = rest.dropFirst().prefix(while: isDigit)
            digitCount += fraction.count
            rest = rest.dropFirst(1 + fraction.count)
        }
        if digitCount > 0, rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if rest.first == 0x2B || rest.first == 0x2D { rest.removeFirst() }
            let exponent = rest.prefix(while: isDigit)
            guard !exponent.isEmpty else { throw .otherForm }
            rest = rest.dropFirst(exponent.count)
        }
        guard digitCount > 0, rest.isEmpty, text.utf8.count <= 400 else {
            if text.hasSuffix("%"), let percent = DecimalAmount(text.dropLast().trimmedEnd) {
                let share = percent.approximation / 100
                throw .otherForm(hint: "if a share is meant, write \(share)")
            }
            throw .otherForm
        }
        // Double reads neither `5.` nor `.5` on every platform.
        let padded = text.hasSuffix(".") ? text + "0" : text
        guard let value = Double(padded), value.isFinite else { throw .refused("is out of range") }
        return value
    }

    /// A decimal number, with or without a percent sign: `12.5` and `12.5 %` alike.
    static func percentage(_ text: String) throws(ScalarProblem) -> Double {
        guard text.hasSuffix("%") else { return try number(text) }
        return try number(String(text.dropLast().trimmedEnd))
    }

    /// A decimal number that is exact and has no exponent.
    static func decimal(_ text: String) throws(ScalarProblem) -> DecimalAmount {
        if let amount = DecimalAmount(text) { return amount }
        let bare = text.filter { $0.isNumber || $0 == "." || $0 == "-" }
        if bare != text, text.contains(where: { $0.isCurrencySymbol || $0.isLetter }),
            DecimalAmount(bare) != nil
        {
            throw .otherForm(hint: "write \(bare) without a currency")
        }
        throw .otherForm
    }

    /// A code of up to 40 letters, digits, `-`, `_` and `.` that begins with a letter or a digit.
    ///
    /// Codes become names of files and parts of keys, hence the narrow alphabet.
    static func code(_ text: String) throws(ScalarProblem) -> String {
        let scalars = text.unicodeScalars
        func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
            scalar.isASCII && Character(scalar).isLetter || ("0"..."9").contains(scalar)
        }
        let allowed = scalars.filter { isLetterOrDigit($0) || "-_.".unicodeScalars.contains($0) }
        guard scalars.count == allowed.count else {
            guard let first = scalars.first(where: { !allowed.contains($0) }) else {
                throw .otherForm
            }
            throw .refused("has a character that codes do not have: '\(first)'")
        }
        guard scalars.count <= 40 else {
            throw .refused("has \(scalars.count) characters, of at most 40")
        }
        guard let first = scalars.first, isLetterOrDigit(first) else {
            throw .refused("does not begin with a letter or a digit")
        }
        return text
    }
}

extension Substring {
    var trimmedEnd: Substring {
        var result = self
        while result.last == " " { result.removeLast() }
        return result
    }
}
