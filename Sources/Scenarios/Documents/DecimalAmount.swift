/// An exact decimal number as it was written, for money before its currency is known.
package struct DecimalAmount: Hashable, Sendable {
    /// The number without its point: 125 for `1.25`.
    package let units: Int64
    /// The number of digits after the point.
    package let fractionDigits: Int

    /// Creates a number from its digits and the place of the point.
    package init(units: Int64, fractionDigits: Int) {
        self.units = units
        self.fractionDigits = fractionDigits
    }

    /// Reads `12`, `-0.25` or `+3.5` of at most 18 digits; anything else, an exponent too, is nil.
    package init?(_ text: some StringProtocol) {
        var digits = Substring(text)
        let isNegative = digits.hasPrefix("-")
        if isNegative || digits.hasPrefix("+") { digits.removeFirst() }
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count),
            parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isDigit) })
        else { return nil }
        let fraction = parts.count == 2 ? parts[1] : ""
        // 18 digits always fit in 64 bits.
        guard parts[0].utf8.count + fraction.utf8.count <= 18,
            let units = Int64(parts[0] + fraction)
        else { return nil }
        self.init(units: isNegative ? -units : units, fractionDigits: fraction.utf8.count)
    }

    /// The number in units of 10⁻ⁿ for *n* digits, such as cents for 2; nil if that is not exact or
    /// too large.
    package func scaled(toFractionDigits digits: Int) -> Int64? {
        var result = units
        var have = fractionDigits
        while have > digits {
            guard result % 10 == 0 else { return nil }
            result /= 10
            have -= 1
        }
        while have < digits {
            let (product, overflow) = result.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            result = product
            have += 1
        }
        return result
    }

    /// The nearest floating-point number.
    package var approximation: Double {
        var scale = 1.0
        for _ in 0..<fractionDigits { scale *= 10 }
        return Double(units) / scale
    }
}

func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}
