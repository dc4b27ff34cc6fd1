import RequestRouting
import SimulationKernel

/// Reads numbers of rules and facts by what they count.
struct FactValueReader {
    let diagnostics: Diagnostics
    /// The codes of classes of items.
    var itemClasses: [String] = []

    /// Reads a value of a unit; what is none is reported.
    func value(_ element: Element, _ unit: FactUnit, words: [String] = []) -> Int64? {
        if let value = Self.number(element, unit, words: unit == .code ? itemClasses : words) {
            return value
        }
        let words = unit == .code ? itemClasses : words
        diagnostics.error(
            "expected \(Self.expectation(unit, words)), found \(element.foundText)",
            at: element.place,
            hint: element.text.flatMap { Spelling.hint(for: $0, among: words) }
        )
        return nil
    }

    /// Reads a fact's value, which may also be `unknown` or `none`.
    func fact(_ element: Element, _ column: FactColumn) -> Int64? {
        switch element.text {
        case "unknown": FactValue.unknown
        case "none": FactValue.missing
        default:
            value(element, column.unit, words: column.words).flatMap { value in
                guard let bounds = column.bounds, !bounds.contains(value) else { return value }
                diagnostics.error(
                    "'\(column.code)' must be \(column.boundsText), found \(element.foundText)",
                    at: element.place,
                    hint: column.unit == .degrees
                        ? "degrees east and north are positive"
                        : "write 'unknown' for what is not known"
                )
                return nil
            }
        }
    }

    /// Reads a setting's value, and finds its unit.
    func setting(_ element: Element) -> (unit: FactUnit, value: Int64)? {
        for unit in [FactUnit.flag, .count, .duration, .distance, .money] {
            if let value = Self.number(element, unit, words: []) { return (unit, value) }
        }
        diagnostics.error(
            "expected true or false, a whole number, a duration such as 28 d, a distance such as "
                + "10 km or an amount of money such as 4.50, found \(element.foundText)",
            at: element.place
        )
        return nil
    }

    private static func number(_ element: Element, _ unit: FactUnit, words: [String]) -> Int64? {
        switch unit {
        case .count: return element.integer.map(Int64.init).flatMap(inRange)
        case .flag: return element.boolean.map { $0 ? 1 : 0 }
        case .time:
            return element.civilDateTime?.instant(offset: .zero).microseconds
        case .duration: return element.duration?.microseconds
        case .money: return element.money?.scaled(toFractionDigits: 2).flatMap(inRange)
        case .distance: return element.text.flatMap(distance)
        case .degrees, .ratio:
            return element.money?.scaled(toFractionDigits: 6).flatMap(inRange)
        case .word, .code:
            return element.text.flatMap { words.firstIndex(of: $0) }.map(Int64.init)
        }
    }

    private static func inRange(_ value: Int64) -> Int64? {
        value.magnitude <= 1_000_000_000_000_000 ? value : nil
    }

    private static func distance(_ text: String) -> Int64? {
        for (suffix, digits) in [(" km", 3), (" m", 0)] where text.hasSuffix(suffix) {
            return DecimalAmount(text.dropLast(suffix.count))?
                .scaled(toFractionDigits: digits).flatMap(inRange)
        }
        return nil
    }

    private static func expectation(_ unit: FactUnit, _ words: [String]) -> String {
        switch unit {
        case .count: "a whole number"
        case .flag: "true or false"
        case .time: "a date and time in UTC such as 2026-02-28 10:00"
        case .duration: "a duration such as 2 d"
        case .money: "an amount of money such as 4.50"
        case .distance: "a distance such as 12.5 km or 800 m"
        case .degrees: "degrees such as 46.8721"
        case .ratio: "a number such as 1.5"
        case .word: "one of the words \(words.joined(separator: ", "))"
        case .code:
            words.isEmpty
                ? "a class of the list 'item-classes', which is empty"
                : "one of the item classes \(words.joined(separator: ", "))"
        }
    }
}

extension Element {
    /// Where a rule stands.
    var ruleLine: RuleLine { RuleLine(place.line, place.column) }
}

extension FactColumn {
    /// Between which a stated value must lie; nil where any will do.
    fileprivate var bounds: ClosedRange<Int64>? {
        switch self {
        case .latitude, .pickupLatitude: -90_000_000...90_000_000
        case .longitude, .pickupLongitude: -180_000_000...180_000_000
        // What is counted of something is not less than nothing.
        case .patronBlocks, .patronOpenRequests, .borrowerOpenRequests, .loans, .borrows,
            .openRequestsOfAll, .availableItems, .outItems, .items, .silences, .holds,
            .openRequests, .attempts, .failures, .maximumCost, .cost:
            0...Int64.max
        default: nil
        }
    }

    fileprivate var boundsText: String {
        switch self {
        case .latitude, .pickupLatitude: "from -90 to 90 degrees"
        case .longitude, .pickupLongitude: "from -180 to 180 degrees"
        default: "0 or more"
        }
    }
}
