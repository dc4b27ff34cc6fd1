import LibraryModel
import SimulationKernel

/// Reads the opening hours and exceptions of a library.
struct CalendarReader {
    let diagnostics: Diagnostics

    func read(_ library: Element) -> LibraryCalendar {
        let exceptions = (library["exceptions"]?.items ?? []).compactMap(exception)
        guard let week = library["opening-hours"] else {
            return LibraryCalendar.alwaysOpen.adding(exceptions)
        }
        var standard: [Weekday: [LibraryCalendar.Hours]] = [:]
        for (day, key) in zip(
            Weekday.allCases,
            ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        ) {
            standard[day] = hours(week[key])
        }
        return LibraryCalendar(standard: standard, exceptions: exceptions)
    }

    private func exception(_ element: Element) -> LibraryCalendar.Exception? {
        guard let first = element["from"]?.date else { return nil }
        let last = element["to"]?.date ?? first
        if last < first, let end = element["to"] {
            diagnostics.error(
                "the exception ends on \(last), before it begins on \(first)",
                at: end.place,
                hint: "exchange the two days"
            )
        }
        return LibraryCalendar.Exception(
            first: first,
            last: last,
            hours: hours(element["hours"])
        )
    }

    /// Spans such as `08:00-22:00`, which must follow one another.
    private func hours(_ list: Element?) -> [LibraryCalendar.Hours] {
        var end = SimulationDuration.zero
        var spans: [LibraryCalendar.Hours] = []
        for element in list?.items ?? [] {
            let parts = (element.text ?? "").split(separator: "-")
            guard parts.count == 2, let opens = minutes(parts[0]), let closes = minutes(parts[1])
            else { continue }
            if closes <= opens || (opens < end && !spans.isEmpty) {
                diagnostics.error(
                    closes <= opens
                        ? "the library closes before it opens"
                        : "these hours overlap the ones before",
                    at: element.place,
                    hint: "give spans in order, each with its end after its beginning"
                )
                continue
            }
            end = closes
            spans.append(LibraryCalendar.Hours(opens: opens, closes: closes))
        }
        return spans
    }

    private func minutes(_ text: Substring) -> SimulationDuration? {
        let parts = text.split(separator: ":").compactMap { Int64($0) }
        return parts.count == 2 ? .minutes(parts[0] * 60 + parts[1]) : nil
    }
}
