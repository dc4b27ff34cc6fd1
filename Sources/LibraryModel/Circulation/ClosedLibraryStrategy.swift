/// What happens to a due date that falls when the library is closed: the six ways of FOLIO's
/// *closed library due date management*, under the names that documents give them.
package enum ClosedLibraryStrategy: String, CaseIterable, Sendable {
    /// Nothing; due at the end of the day.
    case keep = "keep"
    /// Nothing, to the second.
    case keepTime = "keep-time"
    /// Due at the end of the next open day.
    case nextOpenDay = "next-open-day"
    /// Due at the end of the previous open day.
    case previousOpenDay = "previous-open-day"
    /// Due at the end of the opening hours in which the loan is made, or else of the next ones.
    case endOfHours = "end-of-hours"
    /// Due at the beginning of the next opening hours.
    case nextOpening = "next-opening"

    /// Whether loans end with a day, rather than at a time of day.
    package var endsWithDay: Bool {
        switch self {
        case .keep, .nextOpenDay, .previousOpenDay: true
        case .keepTime, .endOfHours, .nextOpening: false
        }
    }

    /// Whether due dates leave closed time.
    package var moves: Bool { self != .keep && self != .keepTime }
}
