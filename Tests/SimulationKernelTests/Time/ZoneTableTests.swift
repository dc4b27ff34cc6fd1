import SimulationKernel
import Testing

struct ZoneTableTests {
    @Test(
        "Clocks change at the transition, not a microsecond before",
        arguments: [
            (Zones.newYork, "2026-03-08T07:00Z", "2026-03-08T01:59:59", "2026-03-08T03:00:00"),
            (Zones.newYork, "2026-11-01T06:00Z", "2026-11-01T01:59:59", "2026-11-01T01:00:00"),
            (Zones.zurich, "2026-03-29T01:00Z", "2026-03-29T01:59:59", "2026-03-29T03:00:00"),
            (Zones.zurich, "2026-10-25T01:00Z", "2026-10-25T02:59:59", "2026-10-25T02:00:00"),
            (Zones.sydney, "2026-04-04T16:00Z", "2026-04-05T02:59:59", "2026-04-05T02:00:00"),
            (Zones.sydney, "2026-10-03T16:00Z", "2026-10-04T01:59:59", "2026-10-04T03:00:00"),
            (Zones.lordHowe, "2026-04-04T15:00Z", "2026-04-05T01:59:59", "2026-04-05T01:30:00"),
            (Zones.lordHowe, "2026-10-03T15:30Z", "2026-10-04T01:59:59", "2026-10-04T02:30:00"),
            (Zones.santiago, "2026-04-05T03:00Z", "2026-04-04T23:59:59", "2026-04-04T23:00:00"),
            (Zones.santiago, "2026-09-06T04:00Z", "2026-09-05T23:59:59", "2026-09-06T01:00:00"),
            (Zones.apia, "2011-12-30T10:00Z", "2011-12-29T23:59:59", "2011-12-31T00:00:00"),
        ]
    )
    func transitions(zone: ZoneTable, instant: String, before: String, after: String) {
        let time = utc(instant)
        #expect(zone.civil(at: time - .tick).iso8601 == before + ".999999")
        #expect(zone.civil(at: time).iso8601 == after)
        #expect(zone.civil(at: time - .seconds(1)).iso8601 == before)
    }

    @Test(
        "A time that clocks skip moves forward by the gap",
        arguments: [
            (Zones.newYork, "2026-03-08T01:59:59", "2026-03-08T06:59:59Z", "01:59:59"),
            (Zones.newYork, "2026-03-08T02:00", "2026-03-08T07:00:00Z", "03:00:00"),
            (Zones.newYork, "2026-03-08T02:30", "2026-03-08T07:30:00Z", "03:30:00"),
            (Zones.newYork, "2026-03-08T03:00", "2026-03-08T07:00:00Z", "03:00:00"),
            (Zones.sydney, "2026-10-04T02:15", "2026-10-03T16:15:00Z", "03:15:00"),
            (Zones.lordHowe, "2026-10-04T02:10", "2026-10-03T15:40:00Z", "02:40:00"),
            (Zones.santiago, "2026-09-06T00:20", "2026-09-06T04:20:00Z", "01:20:00"),
            (Zones.apia, "2011-12-30T12:00", "2011-12-30T22:00:00Z", "12:00:00"),
        ]
    )
    func gaps(zone: ZoneTable, civil: String, instant: String, shown: String) {
        let time = zone.instant(of: local(civil))
        #expect(time.description == instant)
        #expect(zone.civil(at: time).iso8601.hasSuffix("T" + shown))
    }

    @Test(
        "Of a time that clocks show twice the earlier is meant",
        arguments: [
            (Zones.newYork, "2026-11-01T00:59:59", "2026-11-01T04:59:59Z"),
            (Zones.newYork, "2026-11-01T01:00", "2026-11-01T05:00:00Z"),
            (Zones.newYork, "2026-11-01T01:30", "2026-11-01T05:30:00Z"),
            (Zones.newYork, "2026-11-01T01:59:59", "2026-11-01T05:59:59Z"),
            (Zones.newYork, "2026-11-01T02:00", "2026-11-01T07:00:00Z"),
            (Zones.sydney, "2026-04-05T02:30", "2026-04-04T15:30:00Z"),
            (Zones.lordHowe, "2026-04-05T01:45", "2026-04-04T14:45:00Z"),
            (Zones.santiago, "2026-04-04T23:30", "2026-04-05T02:30:00Z"),
            (Zones.havana, "2026-11-01T00:30", "2026-11-01T04:30:00Z"),
        ]
    )
    func ambiguous(zone: ZoneTable, civil: String, instant: String) {
        #expect(zone.instant(of: local(civil)).description == instant)
    }

    @Test("A civil time leads back to its instant, save in a repeated hour", arguments: Zones.all)
    func roundTrip(zone: ZoneTable) {
        let year = zone.name == "Pacific/Apia" ? 2011 : zone.name == "America/Toronto" ? 1919 : 2026
        var time = utc("\(year)-01-01T00:00Z") + .tick
        let end = time + .days(370)
        var repeatedQuarters = 0
        while time < end {
            let civil = zone.civil(at: time)
            let back = zone.instant(of: civil)
            if back != time {
                // The second time round: the same clock, and so far earlier as the offset differs.
                #expect(zone.civil(at: back) == civil)
                #expect(back < time)
                #expect(time - back == zone.offset(at: back) - zone.offset(at: time))
                repeatedQuarters += 1
            }
            time = time + .minutes(15)
        }
        let expected: [String: Int] = ["UTC": 0, "Pacific/Apia": 0, "Australia/Lord_Howe": 2]
        #expect(repeatedQuarters == expected[zone.name] ?? 4)
    }

    @Test(
        "A local day begins at its first instant, whatever clocks do at midnight",
        arguments: [
            (.utc, "2026-01-12", "2026-01-12T00:00:00Z"),
            (Zones.newYork, "2026-03-08", "2026-03-08T05:00:00Z"),
            (Zones.newYork, "2026-03-09", "2026-03-09T04:00:00Z"),
            (Zones.sydney, "2026-01-12", "2026-01-11T13:00:00Z"),
            (Zones.havana, "2026-03-08", "2026-03-08T05:00:00Z"),
            (Zones.havana, "2026-11-01", "2026-11-01T04:00:00Z"),
            (Zones.santiago, "2026-04-05", "2026-04-05T04:00:00Z"),
            (Zones.santiago, "2026-09-06", "2026-09-06T04:00:00Z"),
            (Zones.toronto1919, "1919-03-31", "1919-03-31T04:30:00Z"),
            (Zones.apia, "2011-12-30", "2011-12-30T10:00:00Z"),
            (Zones.apia, "2011-12-31", "2011-12-30T10:00:00Z"),
        ] as [(ZoneTable, String, String)]
    )
    func startOfDay(zone: ZoneTable, date: String, instant: String) {
        #expect(zone.startOfDay(day(date)).description == instant)
    }

    @Test(
        "A local day ends a second before the next begins",
        arguments: [
            (.utc, "2026-01-12", "2026-01-12T23:59:59Z"),
            (Zones.newYork, "2026-01-12", "2026-01-13T04:59:59Z"),
            (Zones.newYork, "2026-03-08", "2026-03-09T03:59:59Z"),
            (Zones.newYork, "2026-11-01", "2026-11-02T04:59:59Z"),
            (Zones.sydney, "2026-04-05", "2026-04-05T13:59:59Z"),
            (Zones.sydney, "2026-10-04", "2026-10-04T12:59:59Z"),
            (Zones.santiago, "2026-04-04", "2026-04-05T03:59:59Z"),
            (Zones.santiago, "2026-09-05", "2026-09-06T03:59:59Z"),
            (Zones.toronto1919, "1919-03-30", "1919-03-31T04:29:59Z"),
        ] as [(ZoneTable, String, String)]
    )
    func endOfDay(zone: ZoneTable, date: String, instant: String) {
        let end = zone.endOfDay(day(date))
        #expect(end.description == instant)
        #expect(zone.date(at: end).description == date)
        #expect(zone.date(at: end + .seconds(1)) == day(date) + 1)
    }

    @Test("Days have 23 hours when clocks go forward and 25 when they go back")
    func lengthsOfDays() {
        func length(_ zone: ZoneTable, _ date: String) -> SimulationDuration {
            zone.startOfDay(day(date) + 1) - zone.startOfDay(day(date))
        }
        #expect(length(Zones.newYork, "2026-03-07") == .hours(24))
        #expect(length(Zones.newYork, "2026-03-08") == .hours(23))
        #expect(length(Zones.newYork, "2026-11-01") == .hours(25))
        #expect(length(Zones.sydney, "2026-04-05") == .hours(25))
        #expect(length(Zones.lordHowe, "2026-10-04") == .minutes(23 * 60 + 30))
        #expect(length(Zones.santiago, "2026-09-06") == .hours(23))
        #expect(length(Zones.santiago, "2026-04-04") == .hours(25))
    }

    @Test("A fixed zone is always ahead by the same offset")
    func fixedZone() {
        let kolkata = ZoneTable(name: "Asia/Kolkata", offset: .minutes(330))
        #expect(kolkata.civil(at: utc("2026-07-01T20:00Z")) == local("2026-07-02T01:30"))
        #expect(kolkata.instant(of: local("2026-07-02T01:30")) == utc("2026-07-01T20:00Z"))
        #expect(kolkata.offset(at: .distantPast) == .minutes(330))
        #expect(kolkata.offset(at: .distantFuture) == .minutes(330))
    }
}
