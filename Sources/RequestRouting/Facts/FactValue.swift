/// What stands in place of a number where there is none.
///
/// Unknown is not zero, and it is not "none" either: nobody may know when an item is due, or it may
/// be known that it is not on loan.
public enum FactValue {
    /// Nobody has said, or what was said is too old.
    public static let unknown = Int64.min
    /// It is known that there is no such thing.
    public static let missing = Int64.min + 1

    /// Whether a number stands for a value.
    @inlinable
    public static func isValue(_ number: Int64) -> Bool { number > missing }

    /// The nearest number that stands for a value and can be negated.
    @inlinable
    static func held(_ number: Int64) -> Int64 {
        min(max(number, -greatest), greatest)
    }

    /// The greatest number that stands for a value.
    @usableFromInline static let greatest = Int64.max - 8

    /// A sum that stops at the greatest and the least value.
    static func sum(_ left: Int64, _ right: Int64) -> Int64 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? (right > 0 ? greatest : -greatest) : held(sum)
    }

    /// A difference that stops at the greatest and the least value.
    static func difference(_ left: Int64, _ right: Int64) -> Int64 {
        let (difference, overflow) = left.subtractingReportingOverflow(right)
        return overflow ? (right < 0 ? greatest : -greatest) : held(difference)
    }

    /// A product that stops at the greatest and the least value.
    static func product(_ left: Int64, _ right: Int64) -> Int64 {
        let (product, overflow) = left.multipliedReportingOverflow(by: right)
        return overflow ? ((left < 0) == (right < 0) ? greatest : -greatest) : held(product)
    }

    /// left × right ÷ divisor toward zero, exact in between; the divisor is not zero.
    static func scaled(_ left: Int64, by right: Int64, over divisor: Int64) -> Int64 {
        let product = left.multipliedFullWidth(by: right)
        let isNegative = (product.high < 0) != (divisor < 0)
        var high = UInt64(bitPattern: product.high)
        var low = product.low
        if product.high < 0 {
            low = ~low &+ 1
            high = ~high &+ (low == 0 ? 1 : 0)
        }
        guard divisor.magnitude > high else { return isNegative ? -greatest : greatest }
        let quotient = divisor.magnitude.dividingFullWidth((high, low)).quotient
        let magnitude = Int64(exactly: quotient) ?? greatest
        return held(isNegative ? -magnitude : magnitude)
    }
}
