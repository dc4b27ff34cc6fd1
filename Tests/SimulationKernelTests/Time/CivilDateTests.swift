import SimulationKernel
import Testing

struct CivilDateTests {
    @Test(
        "A day has the number of days since 1970-01-01 that almanacs give",
        arguments: [
            ("0001-01-01", -719_162), ("1600-02-29", -135_081), ("1858-11-17", -40_587),
            ("1969-12-31", -1), ("1970-01-01", 0), ("2000-02-29", 11_016), ("2000-03-01", 11_017),
            ("2026-01-12", 20_465), ("9999-12-31", 2_932_896),
        ] as [(String, Int32)]
    )
    func dayNumbers(literal: String, number: Int32) {
        #expect(CivilDate(literal)?.daysSinceEpoch == number)
        #expect(CivilDate(daysSinceEpoch: number).description == literal)
    }

    @Test("Every day from year 1 to year 9999 follows the day before it")
    func everyDay() {
        var (year, month, dayOfMonth) = (1, 1, 1)
        var wrong: [Int32] = []
        for number in Int32(-719_162)...2_932_896 {
            let date = CivilDate(daysSinceEpoch: number)
            let made = CivilDate(year: year, month: month, day: dayOfMonth)
            if date.parts != (year, month, dayOfMonth) || made != date { wrong.append(number) }
            dayOfMonth += 1
            if dayOfMonth > CivilDate.length(ofMonth: month, year: year) {
                (month, dayOfMonth) = (month + 1, 1)
            }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
        #expect(wrong == [])
        #expect([year, month, dayOfMonth] == [10_000, 1, 1])
    }

    @Test(
        "A leap year divides by 4, and by 400 where it divides by 100",
        arguments: [
            (1600, true), (1700, false), (1800, false), (1900, false), (2000, true),
            (2023, false), (2024, true), (2025, false), (2026, false), (2028, true), (2100, false),
        ]
    )
    func leapYears(year: Int, isLeap: Bool) {
        #expect(CivilDate.isLeap(year: year) == isLeap)
        #expect(CivilDate.length(ofMonth: 2, year: year) == (isLeap ? 29 : 28))
        #expect((CivilDate(year: year, month: 2, day: 29) != nil) == isLeap)
    }

    @Test("Months have their lengths")
    func monthLengths() {
        let lengths = (1...12).map { CivilDate.length(ofMonth: $0, year: 2026) }
        #expect(lengths == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    }

    @Test(
        "A text that names no day of the calendar is refused",
        arguments: [
            "2026-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "2026-01-32",
            "0000-01-01", "1900-02-29", "2026-1-12", "26-01-12", "2026/01/12", "2026-01-12 ",
            "2026-01", "2026-01-12-01", "+026-01-12", "-001-01-12", "2026-01-+1", "２０２６-01-12", "",
        ]
    )
    func invalidTexts(text: String) {
        #expect(CivilDate(text) == nil)
    }

    @Test("Parts outside the calendar make no day")
    func invalidParts() {
        #expect(CivilDate(year: 0, month: 12, day: 31) == nil)
        #expect(CivilDate(year: 10_000, month: 1, day: 1) == nil)
        #expect(CivilDate(year: 2026, month: 1, day: -1) == nil)
        #expect(CivilDate(year: 2026, month: -1, day: 1) == nil)
    }

    @Test(
        "Days before the calendar's first are still shown in order and without ambiguity",
        arguments: [
            (-719_163, "0000-12-31"), (-719_529, "-0001-12-31"), (2_932_897, "10000-01-01"),
        ] as [(Int32, String)]
    )
    func outsideTheRange(number: Int32, text: String) {
        #expect(CivilDate(daysSinceEpoch: number).description == text)
    }

    @Test(
        "The weekday is the one in the almanac",
        arguments: [
            ("1582-10-15", .friday), ("1600-01-01", .saturday), ("1969-07-20", .sunday),
            ("1969-12-31", .wednesday), ("1970-01-01", .thursday), ("2000-01-01", .saturday),
            ("2024-02-29", .thursday), ("2026-03-08", .sunday), ("2026-11-03", .tuesday),
            ("2100-03-01", .monday),
        ] as [(String, Weekday)]
    )
    func weekdays(literal: String, weekday: Weekday) {
        #expect(day(literal).weekday == weekday)
    }

    @Test("Weekdays follow each other through the epoch, Monday first")
    func weekdayCycle() {
        // 1969-12-22 was a Monday.
        let week = (0..<21).map { (day("1969-12-22") + $0).weekday }
        #expect(week == Weekday.allCases + Weekday.allCases + Weekday.allCases)
        #expect(Weekday.allCases.first == .monday)
    }

    @Test(
        "Adding months keeps the day of the month, or ends at a shorter month's last day",
        arguments: [
            ("2026-01-15", 1, "2026-02-15"), ("2026-01-31", 1, "2026-02-28"),
            ("2024-01-31", 1, "2024-02-29"), ("2024-02-29", 12, "2025-02-28"),
            ("2024-02-29", 48, "2028-02-29"), ("2026-08-31", 1, "2026-09-30"),
            ("2026-12-31", 1, "2027-01-31"), ("2026-03-31", -1, "2026-02-28"),
            ("2026-01-31", -1, "2025-12-31"), ("2026-01-31", -14, "2024-11-30"),
            ("2026-05-20", 0, "2026-05-20"), ("1970-01-01", -1, "1969-12-01"),
        ]
    )
    func addingMonths(start: String, months: Int, end: String) {
        #expect(day(start).adding(months: months).description == end)
    }

    @Test("Adding months one by one across year 0 misses none")
    func addingMonthsAcrossZero() {
        let start = day("0001-03-01")
        for months in -30...30 {
            let parts = start.adding(months: months).parts
            #expect(parts.year * 12 + parts.month == 12 + 3 + months)
            #expect(parts.day == 1)
        }
    }

    @Test("Days are added, subtracted and compared")
    func arithmetic() {
        #expect(day("2026-02-27") + 2 == day("2026-03-01"))
        #expect(day("2026-03-01") + -1 == day("2026-02-28"))
        #expect(day("2027-01-01") - day("2026-01-01") == 365)
        #expect(day("2026-01-01") - day("2027-01-01") == -365)
        #expect([day("2026-01-02"), day("1969-01-01")].min() == day("1969-01-01"))
    }
}
