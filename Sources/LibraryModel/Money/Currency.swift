/// A currency by its ISO 4217 code, with the number of digits of its minor unit.
package struct Currency: Hashable, Sendable, Codable {
    /// Three capital letters.
    package let code: String
    /// How many decimal digits a major unit has.
    package let digits: Int

    /// Creates a currency, or nil where the code is not three capital letters.
    package init?(code: String) {
        guard code.utf8.count == 3, code.utf8.allSatisfy({ (65...90).contains($0) }) else {
            return nil
        }
        self.code = code
        // ISO 4217 lists two digits unless it says otherwise.
        switch code {
        case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND",
            "VUV", "XAF", "XOF", "XPF":
            digits = 0
        case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND": digits = 3
        default: digits = 2
        }
    }

    private init(code: String, digits: Int) {
        self.code = code
        self.digits = digits
    }

    /// The dollar of the United States.
    package static let usDollar = Currency(code: "USD", digits: 2)

    private var scale: Int64 { digits == 0 ? 1 : digits == 3 ? 1_000 : 100 }

    /// The digits of an amount, without the code: `12.50`.
    package func digits(of money: Money) -> String {
        let magnitude = money.minorUnits.magnitude
        let major = magnitude / UInt64(scale)
        let sign = money.minorUnits < 0 ? "-" : ""
        guard digits > 0 else { return "\(sign)\(major)" }
        let minor = String(magnitude % UInt64(scale))
        return "\(sign)\(major)." + String(repeating: "0", count: digits - minor.count) + minor
    }

    /// An amount as people read it: `12.50 USD`.
    package func text(_ money: Money) -> String {
        "\(digits(of: money)) \(code)"
    }
}
