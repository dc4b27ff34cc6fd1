/// What opening hours look like.
enum CalendarShapes {
    private static let hours: Shape = .list(
        of: .text(
            pattern: TextPattern(
                "^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$",
                meaning: "opening hours",
                example: "08:00-22:00"
            )
        ),
        count: 0...8
    )

    private static let weekHours = ObjectShape(
        "opening hours",
        "The standard hours of each day of the week; a day that is not named is closed.",
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].map {
            .optional($0, hours, "Spans of the day such as 08:00-22:00.")
        }
    )

    private static let exception = ObjectShape(
        "an exception",
        "Days on which other hours hold.",
        [
            .required("from", .date, "The first day."),
            .optional("to", .date, "The last day; the first, if not given."),
            .optional("hours", hours, default: "[]", "The hours of these days; none is closed."),
        ]
    )

    /// The keys of whatever has opening hours.
    static let fields: [Field] = [
        .optional(
            "opening-hours",
            .object(weekHours),
            "When the library is open; always, if not given."
        ),
        .optional("exceptions", .list(of: .object(exception)), "Days with other hours."),
    ]

    /// A calendar on its own.
    static let calendar = ObjectShape("a calendar", "When a library is open.", fields)
}
