import Foundation
import SimulationKernel

/// Expands time zones of the IANA database to tables, each once.
struct Zones {
    private var tables: [String: ZoneTable] = [:]
    /// Years that every calendar of a run lies within.
    static let years = 1990...2110

    /// The table of a zone, or nil where there is none of that name.
    mutating func table(named name: String) -> ZoneTable? {
        if let table = tables[name] { return table }
        guard name.contains("/") || name == "UTC", let zone = TimeZone(identifier: name) else {
            return nil
        }
        let table = Self.expand(zone, name: name)
        tables[name] = table
        return table
    }

    private static func expand(_ zone: TimeZone, name: String) -> ZoneTable {
        var instant = start(of: years.lowerBound)
        let end = start(of: years.upperBound)
        let initial = SimulationDuration.seconds(Int64(zone.secondsFromGMT(for: instant)))
        var transitions: [(at: SimulationTime, offset: SimulationDuration)] = []
        while let next = zone.nextDaylightSavingTimeTransition(after: instant), next < end,
            next > instant
        {
            let offset = zone.secondsFromGMT(for: next)
            transitions.append(
                (
                    SimulationTime(
                        microseconds: Int64(next.timeIntervalSince1970.rounded()) * 1_000_000
                    ),
                    .seconds(Int64(offset))
                )
            )
            instant = next
        }
        return ZoneTable(name: name, initialOffset: initial, transitions: transitions)
    }

    private static func start(of year: Int) -> Date {
        let day = CivilDate(year: year, month: 1, day: 1)?.daysSinceEpoch ?? 0
        return Date(timeIntervalSince1970: Double(day) * 86_400)
    }

    /// The names that a mistyped one is compared with.
    static var knownNames: [String] { TimeZone.knownTimeZoneIdentifiers }
}
