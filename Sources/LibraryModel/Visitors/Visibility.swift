/// How much of a visiting patron's account an institution shows to staff of another.
package enum Visibility: String, CaseIterable, Sendable, Codable {
    /// Loans, requests, fees and balance.
    case full
    /// The balance and the number of loans and requests, without titles.
    case totals
    /// Nothing.
    case none
}
