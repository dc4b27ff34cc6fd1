/// A number in decimal digits without an exponent: the same on every platform, and in no locale.
struct DecimalText: CustomStringConvertible {
    let description: String

    /// Rounds to a number of digits after the point, and drops zeros at the end.
    init(_ value: Double, digits: Int) {
        var scale = 1
        for _ in 0..<digits { scale *= 10 }
        // Figures of the survey are far below this; a larger one is written as it is.
        guard let units = Int(exactly: (value * Double(scale)).rounded()) else {
            description = "\(value)"
            return
        }
        let (whole, rest) = units.magnitude.quotientAndRemainder(dividingBy: UInt(scale))
        var fraction = String(rest)
        fraction = String(repeating: "0", count: digits - min(digits, fraction.count)) + fraction
        while fraction.hasSuffix("0") { fraction.removeLast() }
        let sign = units < 0 ? "-" : ""
        description = sign + String(whole) + (fraction.isEmpty ? "" : "." + fraction)
    }
}

/// A whole number with a comma at each thousand, for people.
func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var text = ""
    for (position, digit) in digits.enumerated() {
        if position > 0, (digits.count - position).isMultiple(of: 3) { text += "," }
        text.append(digit)
    }
    return (number < 0 ? "-" : "") + text
}
