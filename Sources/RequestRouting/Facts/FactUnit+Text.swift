import SimulationKernel

extension FactUnit {
    /// A number of the unit for people: `yes`, `2026-01-12T10:00:00`, `93.7 km`; money in units of a
    /// hundred minor ones.
    public func text(_ value: Int64, words: [String] = []) -> String {
        if value == FactValue.unknown { return "unknown" }
        if value == FactValue.missing { return "none" }
        switch self {
        case .count: return value >= FactValue.greatest ? "without limit" : "\(value)"
        case .flag: return value == 0 ? "no" : "yes"
        case .time:
            let time = SimulationTime(microseconds: value)
            return CivilDateTime(time, offset: .zero).iso8601
        case .duration: return Self.duration(value)
        case .money: return Self.decimal(value, digits: 2, trims: false)
        case .distance:
            if value.magnitude < 1_000 { return "\(value) m" }
            return Self.decimal(
                FactValue.sum(value, value < 0 ? -50 : 50) / 100,
                digits: 1,
                trims: false
            ) + " km"
        case .degrees: return Self.decimal(value, digits: 6, trims: true)
        case .ratio:
            return value >= FactValue.greatest
                ? "without limit" : Self.decimal(value, digits: 6, trims: true)
        case .word, .code:
            return words.indices.contains(Int(clamping: value)) ? words[Int(value)] : "\(value)"
        }
    }

    /// How old something is, to the two greatest units that say anything: `8 h 41 min`.
    static func age(_ microseconds: Int64) -> String {
        let units: [(Int64, String)] = [
            (86_400_000_000, "d"), (3_600_000_000, "h"), (60_000_000, "min"), (1_000_000, "s"),
            (1_000, "ms"),
        ]
        guard let first = units.firstIndex(where: { $0.0 <= microseconds }) else {
            return "\(microseconds) µs"
        }
        var rest = microseconds
        let parts = units[first...].prefix(2).compactMap { length, name in
            let count = rest / length
            rest %= length
            return count > 0 ? "\(count) \(name)" : nil
        }
        return parts.joined(separator: " ")
    }

    private static func decimal(_ value: Int64, digits: Int, trims: Bool) -> String {
        var text = String(value.magnitude)
        if text.count <= digits {
            text = String(repeating: "0", count: digits + 1 - text.count) + text
        }
        var fraction = text.suffix(digits)
        if trims { while fraction.last == "0" { fraction.removeLast() } }
        return (value < 0 ? "-" : "") + text.dropLast(digits)
            + (fraction.isEmpty ? "" : "." + fraction)
    }

    private static func duration(_ value: Int64) -> String {
        let units: [(Int64, String)] = [
            (86_400_000_000, "d"), (3_600_000_000, "h"), (60_000_000, "min"), (1_000_000, "s"),
            (1_000, "ms"),
        ]
        for (length, name) in units where value % length == 0 && value != 0 {
            return "\(value / length) \(name)"
        }
        return value == 0 ? "0 s" : "\(value) µs"
    }
}

extension FactColumn {
    /// A value of the column for people; `codes` are those of the rule set for units that need them.
    public func text(_ value: Int64, codes: [String] = []) -> String {
        unit.text(value, words: unit == .code ? codes : words)
    }
}
