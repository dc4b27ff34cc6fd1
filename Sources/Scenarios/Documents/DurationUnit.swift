package import SimulationKernel

/// A unit in which durations are written.
package enum DurationUnit: String, CaseIterable, Hashable, Sendable {
    case milliseconds = "ms"
    case seconds = "s"
    case minutes = "min"
    case hours = "h"
    /// Periods of exactly 24 hours.
    case days = "d"
    /// Periods of exactly 7 × 24 hours.
    case weeks = "w"

    /// The length of one.
    package var duration: SimulationDuration {
        switch self {
        case .milliseconds: .milliseconds(1)
        case .seconds: .seconds(1)
        case .minutes: .minutes(1)
        case .hours: .hours(1)
        case .days: .days(1)
        case .weeks: .days(7)
        }
    }

    /// The unit that a word such as `days` or `hr` means, to correct those who write words.
    init?(word: String) {
        switch word.lowercased() {
        case "ms", "msec", "millis", "millisecond", "milliseconds": self = .milliseconds
        case "s", "sec", "secs", "second", "seconds": self = .seconds
        case "m", "min", "mins", "minute", "minutes": self = .minutes
        case "h", "hr", "hrs", "hour", "hours": self = .hours
        case "d", "day", "days": self = .days
        case "w", "wk", "week", "weeks": self = .weeks
        default: return nil
        }
    }
}
