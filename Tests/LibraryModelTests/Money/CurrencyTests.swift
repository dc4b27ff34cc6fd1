import LibraryModel
import Testing

@Suite struct CurrencyTests {
    static let texts: [(String, Int64, String)] = [
        ("USD", 0, "0.00 USD"),
        ("USD", 5, "0.05 USD"),
        ("USD", 50, "0.50 USD"),
        ("USD", 1_250, "12.50 USD"),
        ("USD", -5, "-0.05 USD"),
        ("USD", -1_250, "-12.50 USD"),
        ("USD", .max, "92233720368547758.07 USD"),
        ("USD", .min, "-92233720368547758.08 USD"),
        ("JPY", 1_250, "1250 JPY"),
        ("JPY", -3, "-3 JPY"),
        ("KRW", 0, "0 KRW"),
        ("KWD", 7, "0.007 KWD"),
        ("KWD", -12_345, "-12.345 KWD"),
    ]

    @Test("An amount is written with its currency's digits", arguments: texts)
    func writesAmounts(_ code: String, _ units: Int64, _ text: String) {
        #expect(currency(code).text(Money(minorUnits: units)) == text)
    }

    static let codes: [(String, Int?)] = [
        ("USD", 2), ("EUR", 2), ("CLP", 0), ("ISK", 0), ("TND", 3), ("usd", nil), ("US", nil),
        ("USDX", nil), ("", nil), ("ÄBC", nil), ("U1D", nil),
    ]

    @Test("A code is three capital letters, and has the digits of ISO 4217", arguments: codes)
    func readsCodes(_ code: String, _ digits: Int?) {
        #expect(Currency(code: code)?.digits == digits)
    }
}
