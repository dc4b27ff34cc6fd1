import RequestRouting

/// What rows about the walk along lenders look like.
enum WalkCaseShapes {
    /// What happens on a walk, by name.
    static let events = [
        "unfilled", "will-supply", "conditional", "retry-possible", "unreachable", "shipped",
        "completed", "accept-condition", "decline-condition", "cancel", "cancel-agreed",
        "cancel-refused", "time-passes", "resolved",
    ]

    static let fields: [Field] = [
        .optional("borrower", .code, "Whose patron it is."),
        .optional("pickup", .code, "Where the item is fetched; at the borrower, if not given."),
        .optional("service-level", .choice(FactColumn.serviceLevel.words), "How fast it is."),
        .optional(
            "maximum-cost",
            .money(),
            "The most that the borrower pays when a lender asks for more; anything, if not given."
        ),
        .optional("manual", .boolean, default: "false", "Whether staff chose the lender."),
        .optional("walk", .object(WalkShapes.walk), "In place of the rule set's."),
        .optional("rota", .list(of: .code, count: 0...1_000), "The lenders, in order."),
        .optional("start", .dateTime, "When the first is asked, in UTC."),
        .optional(
            "events",
            .list(
                of: .object(
                    ObjectShape(
                        "an event",
                        "What happens on the walk.",
                        [
                            .required("event", .choice(events), "What happens."),
                            .optional("at", .dateTime, "When, in UTC; as the one before."),
                            .optional("cost", .money(), "What a condition asks for."),
                            .optional("currency", .code, "In which currency."),
                            .optional("rota", .list(of: .code), "Lenders that were chosen anew."),
                        ]
                    )
                ),
                count: 0...1_000
            ),
            "What happens, in order."
        ),
        .optional(
            "exchange",
            .list(
                of: .object(
                    ObjectShape(
                        "a step of both sides",
                        "What happens to the two records of a request.",
                        [
                            .optional("borrower", .code, "An event of the borrowing request."),
                            .optional("lender", .code, "An event of the lending request."),
                            .optional(
                                "next-lender",
                                .boolean,
                                default: "false",
                                "Whether another lender's record begins with it."
                            ),
                        ]
                    )
                ),
                count: 0...1_000
            ),
            "What happens to the records of both sides, by the workflow tables."
        ),
    ]

    static let expected: [Field] = [
        .optional(
            "steps",
            .list(of: .text(), count: 0...1_000),
            "All that is to be done, in words."
        ),
        .optional("state", .choice(Walk.State.allCases.map(\.rawValue)), "Where the walk is."),
        .optional("active", .either([.choice(["nobody"]), .code]), "Who has the request."),
        .optional("inactive", .list(of: .code), "Those that had it, in order."),
        .optional("resolutions", .integer(0...1_000), "How often lenders were chosen."),
        .optional("attempts", .integer(0...1_000), "How many lenders were asked."),
        .optional(
            "workflow",
            .choice(WorkflowKind.allCases.map(\.rawValue)),
            "Which parties the loan has."
        ),
        .optional("deadline", .dateTime, "Until when the lender may answer."),
        .optional("offer", .text(), "What the lender asks for."),
        .optional("pairs", .list(of: .text()), "The states of both sides after each step."),
    ]
}
