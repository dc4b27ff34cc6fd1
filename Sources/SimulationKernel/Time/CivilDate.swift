/// A day of the proleptic Gregorian calendar, without a time zone.
///
/// Arithmetic is on the count of days since 1970-01-01 and needs no calendar object: the
/// conversions are those of Howard Hinnant's "chrono-compatible low-level date algorithms".
public struct CivilDate: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01, negative before.
    public var daysSinceEpoch: Int32

    /// Creates the day a number of days after 1970-01-01.
    @inlinable
    public init(daysSinceEpoch: Int32) {
        self.daysSinceEpoch = daysSinceEpoch
    }

    /// Creates a day from its parts, or nil where the calendar has no such day (31 April).
    ///
    /// Years run from 1 to 9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.length(ofMonth: month, year: year)
        else { return nil }
        self.init(daysSinceEpoch: Self.dayNumber(year: year, month: month, day: day))
    }

    private static func dayNumber(year: Int, month: Int, day: Int) -> Int32 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int32(era * 146_097 + dayOfEra - 719_468)
    }

    /// The number of days in a month from 1 to 12.
    public static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year: year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Whether a year has a 29 February.
    public static func isLeap(year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    /// The year, month and day of the month.
    public var parts: (year: Int, month: Int, day: Int) {
        let shifted = Int(daysSinceEpoch) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthIndex + 2) / 5 + 1
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// The day of the week.
    public var weekday: Weekday {
        // 1970-01-01 was a Thursday.
        let index = (Int(daysSinceEpoch) % 7 + 7 + 3) % 7
        return Weekday.allCases[index]
    }

    /// The same day of the month a number of months later, or that month's last day where it is
    /// shorter.
    public func adding(months: Int) -> Self {
        let (year, month, day) = parts
        let index = year * 12 + month - 1 + months
        let newYear = index >= 0 ? index / 12 : (index - 11) / 12
        let newMonth = index - newYear * 12 + 1
        let last = Self.length(ofMonth: newMonth, year: newYear)
        return Self(
            daysSinceEpoch: Self.dayNumber(year: newYear, month: newMonth, day: min(day, last))
        )
    }

    /// Whether the left one comes first.
    @inlinable
    public static func < (left: Self, right: Self) -> Bool {
        left.daysSinceEpoch < right.daysSinceEpoch
    }

    /// The sum.
    @inlinable
    public static func + (date: Self, days: Int) -> Self {
        Self(daysSinceEpoch: date.daysSinceEpoch + Int32(days))
    }

    /// The difference.
    @inlinable
    public static func - (left: Self, right: Self) -> Int {
        Int(left.daysSinceEpoch) - Int(right.daysSinceEpoch)
    }
}

extension CivilDate: LosslessStringConvertible {
    /// Reads `2026-02-28`; anything else, and a day the calendar does not have, is nil.
    public init?(_ description: String) {
        let fields = description.split(separator: "-", omittingEmptySubsequences: false)
        guard fields.count == 3, fields[0].count == 4, fields[1].count == 2, fields[2].count == 2,
            fields.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }),
            let year = Int(fields[0]), let month = Int(fields[1]), let day = Int(fields[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The day in ISO 8601: `2026-02-28`; a year before 0000 has a minus sign in front.
    public var description: String {
        let (year, month, day) = parts
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}

/// A day of the week, Monday first as in ISO 8601.
public enum Weekday: UInt8, CaseIterable, Sendable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday
}

func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number.magnitude)
    let zeros = String(repeating: "0", count: max(0, width - digits.count))
    return (number < 0 ? "-" : "") + zeros + digits
}
