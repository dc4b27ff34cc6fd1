import RequestRouting

/// Reads the values that a file gives to settings of a rule set.
struct RuleSettings {
    let diagnostics: Diagnostics

    /// The rules with the settings that lists of values name, the later ones before the earlier.
    func apply(_ lists: [Element?], to rules: RoutingRules) -> RoutingRules {
        var values: [String: Int64] = [:]
        for entry in lists.flatMap({ $0?.entries ?? [] }) {
            if let value = value(of: entry, in: rules) { values[entry.key] = value }
        }
        return rules.setting(values)
    }

    private func value(of entry: ElementMapping.Entry, in rules: RoutingRules) -> Int64? {
        guard let setting = rules.settings.first(where: { $0.code == entry.key }) else {
            let codes = rules.settings.map(\.code)
            diagnostics.error(
                "the rule set '\(rules.name)' has no setting '\(entry.key)'",
                at: entry.keyPlace,
                hint: Spelling.hint(for: entry.key, among: codes)
                    ?? (codes.isEmpty ? nil : "its settings are \(codes.joined(separator: ", "))")
            )
            return nil
        }
        return FactValueReader(diagnostics: diagnostics).value(entry.value, setting.unit)
    }
}
