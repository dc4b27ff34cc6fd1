import LibraryModel
import Testing

@Suite struct MoneyTests {
    static let table: [(String, Money, Int64)] = [
        ("a sum", Money(minorUnits: 3) + Money(minorUnits: 4), 7),
        ("a sum too large", Money(minorUnits: .max) + Money(minorUnits: 1), .max),
        ("a sum too small", Money(minorUnits: .min) + Money(minorUnits: -1), .min),
        ("a difference", Money(minorUnits: 3) - Money(minorUnits: 4), -1),
        ("a difference too small", Money(minorUnits: .min) - Money(minorUnits: 1), .min),
        ("a difference too large", Money(minorUnits: .max) - Money(minorUnits: -1), .max),
        ("nothing less the smallest", .zero - Money(minorUnits: .min), .max),
        ("a multiple", Money(minorUnits: 25).times(4), 100),
        ("a multiple too large", Money(minorUnits: .max / 2).times(3), .max),
        ("a multiple too small", Money(minorUnits: .min / 2).times(3), .min),
    ]

    @Test("Arithmetic stays within the range", arguments: table)
    func saturates(_ title: String, _ found: Money, _ expected: Int64) {
        #expect(found == Money(minorUnits: expected))
    }
}
