/// A number of a rule set that is set without touching its rules: a switch, a limit, a period.
package struct RuleSetting: Sendable, Hashable {
    package var code: String
    package var unit: FactUnit
    package var value: Int64
    package var summary: String
    package var line: RuleLine

    package init(
        _ code: String,
        _ unit: FactUnit,
        _ value: Int64,
        summary: String = "",
        line: RuleLine = RuleLine()
    ) {
        self.code = code
        self.unit = unit
        self.value = value
        self.summary = summary
        self.line = line
    }
}
