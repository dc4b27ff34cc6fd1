/// A value about another institution, and when it was true.
package struct Fact<Value: Sendable & Hashable & Codable>: Sendable, Hashable, Codable {
    package var value: Value
    /// Microseconds since 1970 UTC.
    package var asOf: Int64

    package init(value: Value, asOf: Int64) {
        self.value = value
        self.asOf = asOf
    }
}
