import LibraryModel
import SimulationKernel
import Testing

@Suite struct LibraryCalendarTests {
    private static let morning = LibraryCalendar.Hours(opens: .hours(8), closes: .hours(12))
    private static let evening = LibraryCalendar.Hours(opens: .hours(18), closes: .hours(22))

    /// Open on Mondays and Tuesdays; closed in the second week of 2026, but for that Tuesday
    /// evening.
    static let calendar = LibraryCalendar(
        standard: [.monday: [morning, evening], .tuesday: [morning]],
        exceptions: [
            .init(first: day("2026-01-05"), last: day("2026-01-11"), hours: []),
            .init(first: day("2026-01-06"), last: day("2026-01-06"), hours: [evening]),
            .init(first: day("2026-01-22"), last: day("2026-01-23"), hours: [morning]),
        ]
    )

    static let hours: [(String, [LibraryCalendar.Hours])] = [
        ("2026-01-04", []),
        ("2026-01-05", []),
        ("2026-01-06", [evening]),
        ("2026-01-11", []),
        ("2026-01-12", [morning, evening]),
        ("2026-01-13", [morning]),
        ("2026-01-14", []),
        ("2026-01-22", [morning]),
        ("2026-01-23", [morning]),
        ("2026-01-24", []),
    ]

    @Test(
        "An exception holds against standard hours, the later one against the earlier",
        arguments: hours
    )
    func findsHours(_ date: String, _ expected: [LibraryCalendar.Hours]) {
        #expect(Self.calendar.hours(on: day(date)) == expected)
        #expect(Self.calendar.isOpen(on: day(date)) == !expected.isEmpty)
    }

    @Test("Exceptions that are added hold against those before")
    func addsExceptions() {
        let more = Self.calendar.adding([
            .init(first: day("2026-01-06"), last: day("2026-01-13"), hours: [])
        ])
        #expect(more.hours(on: day("2026-01-06")) == [])
        #expect(more.hours(on: day("2026-01-13")) == [])
        #expect(more.hours(on: day("2026-01-19")) == [Self.morning, Self.evening])
    }

    static let nearest: [(String, Int, String?)] = [
        ("2026-01-12", 1, "2026-01-12"),
        ("2026-01-14", 1, "2026-01-19"),
        ("2026-01-14", -1, "2026-01-13"),
        ("2026-01-07", 1, "2026-01-12"),
        ("2026-01-11", -1, "2026-01-06"),
    ]

    @Test("The nearest open day counts the day itself, and goes either way", arguments: nearest)
    func findsNearest(_ from: String, _ step: Int, _ expected: String?) {
        let found = Self.calendar.nearestOpenDay(from: day(from), step: step)
        #expect(found == expected.map { day($0) })
    }

    @Test("A library that never opens has no nearest open day")
    func findsNone() {
        let closed = LibraryCalendar(standard: [:])
        #expect(closed.nearestOpenDay(from: day("2026-01-01"), step: 1) == nil)
        #expect(closed.nearestOpenDay(from: day("2026-01-01"), step: -1) == nil)
        #expect(LibraryCalendar.alwaysOpen.isOpen(on: day("2026-02-28")) == true)
    }
}
