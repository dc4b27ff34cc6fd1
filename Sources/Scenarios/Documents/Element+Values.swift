package import LibraryModel
package import SimulationKernel

/// The values of scalars. Each is nil for a list, a mapping, or a text of another form: the shape
/// has said so before, and a reader goes on with a value of its own choice.
extension Element {
    /// The text of a scalar as it was written; nil without a value.
    package var text: String? {
        guard case .scalar(let text, _) = content, !isNull else { return nil }
        return text
    }

    private func value<Value>(
        _ read: (String) throws(ScalarProblem) -> Value
    ) -> Value? {
        text.flatMap { try? read($0) }
    }

    /// A code: text of a narrow alphabet.
    package var code: String? { value(ScalarReading.code) }

    /// A whole number.
    package var integer: Int? { value(ScalarReading.integer) }

    /// A number.
    package var number: Double? { value(ScalarReading.number) }

    /// `true` or `false`.
    package var boolean: Bool? { value(ScalarReading.boolean) }

    /// A percentage in percent, with or without its sign: 12.5 for `12.5 %`.
    package var percentage: Double? { value(ScalarReading.percentage) }

    /// A number from 0 to 1.
    package var probability: Double? { number.flatMap { (0...1).contains($0) ? $0 : nil } }

    /// An amount of money, exact and before its currency is known.
    package var money: DecimalAmount? { value(ScalarReading.decimal) }

    /// A day.
    package var date: CivilDate? { value(ScalarReading.date) }

    /// A day and a time of day, in the time of the place it is about.
    package var civilDateTime: CivilDateTime? { value(ScalarReading.dateTime) }

    /// A time of day, as the time since midnight, up to and with 24 hours.
    package var timeOfDay: SimulationDuration? { value(ScalarReading.timeOfDay) }

    /// A length of time.
    package var duration: SimulationDuration? {
        value { text throws(ScalarProblem) in try ScalarReading.duration(text) }
    }

    /// A length of time of the calendar.
    package var period: CalendarPeriod? {
        value { text throws(ScalarProblem) in try ScalarReading.period(text) }
    }

    /// The one key of a mapping that is a variant's, with its value: what a `oneOf` shape has left.
    package func variant(of shape: VariantShape) -> ElementMapping.Entry? {
        entries.first { entry in shape.variants.contains { $0.key == entry.key } }
    }
}
