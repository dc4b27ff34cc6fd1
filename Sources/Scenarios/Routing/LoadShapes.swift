import RequestRouting
import SimulationKernel

/// What load functions look like.
enum LoadShapes {
    static let number: Shape = .either([
        .text(),
        .object(
            ObjectShape(
                "a setting's name",
                "The value of a setting.",
                [.required("setting", .code, "The setting.")]
            )
        ),
    ])

    static let function = VariantShape(
        "a load function",
        "A number worked out from facts: exactly one of the list.",
        variants: [
            .init(
                "target-minus-actual",
                object([
                    .optional(
                        "rounding",
                        .choice(LoadFunction.Rounding.allCases.map(\.rawValue)),
                        default: "exact",
                        "What to do with a target that is no whole number."
                    ),
                    .optional("own", .text(), "What the borrower itself gets."),
                    .optional(
                        "without-statistics",
                        .text(),
                        "What those get of whom none are known."
                    ),
                ]),
                "Borrows × the agreed ratio of lending to borrowing − loans."
            ),
            .init("loans-per-borrow", object([]), "Loans ÷ borrows."),
            .init(
                "open-requests-over",
                object([.required("threshold", number, "The threshold.")]),
                "How many requests open with it exceed a threshold."
            ),
            .init(
                "requests-in-window",
                object([.required("window", .duration(), "The time, up to now.")]),
                "How many requests went to it within a time."
            ),
            .init(
                "consecutive-requests",
                object([]),
                "How many of the last requests in a row went to it."
            ),
            .init(
                "requests-in-period",
                object([
                    .required(
                        "period",
                        .choice(LoadFunction.Period.allCases.map(\.rawValue)),
                        "The current one, in UTC."
                    )
                ]),
                "How many requests went to it in the current day, week, month or year."
            ),
            .init(
                "availability-date",
                object([.required("loan-period", number, "What each one who waits takes.")]),
                "When a copy is expected, from its status, due date and holds."
            ),
            .init(
                "distance",
                object([.optional("missing", .text(), "What stands for an unknown place.")]),
                "The great circle to the place of pickup."
            ),
            .init(
                "until-lending-hours",
                object([
                    .required(
                        "hours",
                        .map(
                            key: .choice(Weekday.names),
                            value: .list(of: .text(pattern: span), count: 0...8)
                        ),
                        "Hours by weekday; days that are not named have none."
                    )
                ]),
                "How long it is until its hours for lending begin; nothing within them."
            ),
            .init(
                "blackout",
                .list(
                    of: object([
                        .optional(
                            "classes",
                            .list(of: .code, count: 1...1_000),
                            "Classes of the list `item-classes`; all, if not given."
                        ),
                        .required("from", .date, "The first day."),
                        .required("to", .date, "The last day."),
                    ]),
                    count: 1...1_000
                ),
                "Whether the item's class is not lent today."
            ),
            .init(
                "weighted-sum",
                .list(
                    of: object([
                        .required("fact", RuleSetShapes.fact, "The fact."),
                        .required("weight", .number(-1e6...1e6), "What one of it counts for."),
                    ]),
                    count: 1...16
                ),
                "The sum of facts, each with a weight."
            ),
            .init(
                "duplicates",
                object([.required("within", number, "The time, up to now.")]),
                "How many earlier requests of the same patron for the title there are."
            ),
        ]
    )

    private static let span = TextPattern(
        "^[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}$",
        meaning: "a span of hours",
        example: "08:00-17:00"
    )

    private static func object(_ fields: [Field]) -> Shape {
        .object(ObjectShape("a load function", "Its parameters.", fields))
    }
}

extension Weekday {
    /// The days by name, Monday first.
    static var names: [String] { allCases.map { String(describing: $0) } }
}
