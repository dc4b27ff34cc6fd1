package import LibraryModel
package import SimulationKernel

/// What a part of a document may look like: the one description from which documents are checked,
/// editors are helped (JSON Schema) and references are written.
///
/// A shape is a value without behaviour of the model. After ``validate(_:as:into:)`` reports no
/// error, the accessors of ``Element`` that fit the shape are not nil.
package indirect enum Shape: Sendable {
    /// Any text, of at least one character unless said otherwise.
    case text(minLength: Int = 1, pattern: TextPattern? = nil)
    /// A code: up to 40 letters, digits, `-`, `_` and `.`, the first one a letter or a digit.
    case code
    /// A whole number.
    case integer(ClosedRange<Int> = Int.min...Int.max)
    /// A number.
    case number(ClosedRange<Double> = Shape.anyNumber)
    /// `true` or `false`.
    case boolean
    /// A day: `2026-02-28`.
    case date
    /// A day and a local time of day: `2026-02-28 10:00`.
    case dateTime
    /// A local time of day, `24:00` being the end of the day.
    case timeOfDay
    /// A length of time in one of the units: `2 d`.
    case duration(
        units: [DurationUnit] = DurationUnit.allCases,
        in: ClosedRange<SimulationDuration> = Shape.anyDuration
    )
    /// A length of time of the calendar: `2 months`.
    case period(units: [CalendarPeriod.Unit] = CalendarPeriod.Unit.allCases)
    /// An amount of money that is not negative, with at most so many digits after the point.
    case money(fractionDigits: Int = 2, allowsCredit: Bool = false)
    /// A percentage in percent, with or without `%`.
    case percentage(ClosedRange<Double> = 0...100)
    /// A number from 0 to 1.
    case probability
    /// A constant, or a law from which values are drawn.
    case distribution(of: DrawnQuantity)
    /// One of several words.
    case choice([String])
    /// A list of alike items.
    case list(of: Shape, count: ClosedRange<Int> = 0...1_000_000)
    /// A mapping whose keys are free, such as codes.
    case map(key: Shape = .code, value: Shape, count: ClosedRange<Int> = 0...1_000_000)
    /// A mapping with given keys.
    case object(ObjectShape)
    /// A mapping with exactly one of several keys, besides those that all have.
    case oneOf(VariantShape)
    /// Several shapes, told apart by the kind of node; of several for scalars, the first that fits.
    /// At most one of them is to be for lists, and one for mappings.
    case either([Shape])
    /// A shape with a name of its own in the schema, also to let a shape contain itself.
    case named(String, @Sendable () -> Shape)

    /// A shape with a name of its own in the schema.
    ///
    /// It is looked up when it is needed, so that it may contain itself. The same name means the
    /// same shape.
    package static func reference(
        _ name: String,
        _ shape: @autoclosure @escaping @Sendable () -> Shape
    ) -> Shape {
        .named(name, shape)
    }

    /// All numbers but the infinities.
    package static let anyNumber =
        -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude

    /// The largest amount of money that is read, so that no sum of amounts overflows.
    package static let largestAmount = 1_000_000_000.0

    /// All lengths of time from zero to a thousand years.
    package static let anyDuration = SimulationDuration.zero...ScalarReading.longestDuration

    /// The kinds of node that can have this shape.
    package var kinds: Set<Element.Kind> {
        switch self {
        case .list: [.sequence]
        case .map, .object, .oneOf: [.mapping]
        case .distribution: [.scalar, .mapping]
        case .either(let shapes): shapes.reduce(into: []) { $0.formUnion($1.kinds) }
        case .named(_, let shape): shape().kinds
        default: [.scalar]
        }
    }
}

/// A form that texts have, beyond being text.
package struct TextPattern: Hashable, Sendable {
    /// A regular expression, in the part of the language that ICU and ECMAScript share; it must
    /// match somewhere, so give `^` and `$`.
    package let expression: String
    /// What such a text is, with its article: `an e-mail address`.
    package let meaning: String
    /// A text that has the form.
    package let example: String

    /// Creates a form.
    package init(_ expression: String, meaning: String, example: String) {
        self.expression = expression
        self.meaning = meaning
        self.example = example
    }
}

/// What a law draws.
package enum DrawnQuantity: Hashable, Sendable {
    /// Lengths of time, never negative.
    case duration(units: [DurationUnit] = DurationUnit.allCases)
    /// Numbers within bounds; a law without bounds of its own may exceed them.
    case number(ClosedRange<Double> = Shape.anyNumber)

    /// The shape of one value.
    package var shape: Shape {
        switch self {
        case .duration(let units): .duration(units: units)
        case .number(let range): .number(range)
        }
    }
}
