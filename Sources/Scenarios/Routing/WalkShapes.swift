import RequestRouting

/// What walk policies look like.
enum WalkShapes {
    static let walk = ObjectShape(
        "a walk policy",
        "How a request goes along its lenders once they are in order.",
        [
            .optional("attempts", .integer(1...100_000), "How many lenders are asked at most."),
            .optional(
                "rounds",
                .integer(1...1_000),
                default: "1",
                "How often the whole order is gone along."
            ),
            .optional(
                "time-limits",
                .list(of: .object(timeLimit), count: 0...16),
                "How long a lender has to answer."
            ),
            .optional(
                "retries",
                .integer(0...1_000),
                default: "0",
                "How often the same lender is asked again after it said that a retry is possible."
            ),
            .optional(
                "re-resolution",
                .boolean,
                default: "false",
                "Whether lenders are chosen anew when one fails; never after dispatch."
            ),
            .optional(
                "re-resolutions",
                .integer(1...1_000),
                default: "100",
                "How often at most."
            ),
            .optional(
                "exclude-tried",
                .boolean,
                default: "true",
                "Whether those that were asked are left out then."
            ),
            .optional(
                "workflow-may-change",
                .boolean,
                default: "true",
                "Whether another lender may make another kind of workflow of it."
            ),
            .optional(
                "keep-manual-selection",
                .boolean,
                default: "true",
                "Whether a lender that staff chose is the only one."
            ),
            .optional(
                "end",
                .choice(WalkPolicy.End.allCases.map(\.rawValue)),
                default: "unfilled",
                "What becomes of a request that nobody is left to ask for."
            ),
            .optional("sending", .object(sending), "How often a message is sent again."),
        ]
    )

    private static let timeLimit = ObjectShape(
        "a time limit",
        "How long a lender has to answer at a service level.",
        [
            .optional(
                "level",
                .choice(FactColumn.serviceLevel.words + ["other"]),
                default: "other",
                "The service level."
            ),
            .required("limit", .duration(), "How long."),
            .optional(
                "weekends",
                .choice(["count", "do-not-count"]),
                default: "count",
                "Whether Saturdays and Sundays count."
            ),
        ]
    )

    private static let sending = ObjectShape(
        "the sending of messages",
        "How often a message is sent again that was not acknowledged.",
        [
            .optional("attempts", .integer(1...1_000), default: "3", "How often at most."),
            .optional("period", .duration(), default: "10 min", "How long it waits at first."),
            .optional(
                "grows-every",
                .integer(1...1_000),
                default: "6",
                "After how many attempts the wait grows by a period."
            ),
        ]
    )
}
