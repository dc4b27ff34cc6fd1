import FulfillmentNetwork
import LibraryModel

extension ScenarioShapes {
    static let count: Shape = .integer(0...1_000_000_000)

    /// What can be expected.
    static let expectation = VariantShape(
        "an expectation",
        "Something that must be true.",
        variants: [
            .init(
                "outcome",
                object(
                    "an outcome",
                    "What came of an action.",
                    [
                        .required("of", .code, "The action's id."),
                        .required(
                            "is",
                            .choice(["accepted"] + RefusalCode.allCases.map(\.rawValue)),
                            "Accepted, or the reason of the refusal."
                        ),
                        .optional("value", .integer(), "What the rule met."),
                        .optional("limit", .integer(), "What it would have allowed."),
                        .optional(
                            "library",
                            .code,
                            "The library that resolve-library found."
                        ),
                        .optional(
                            "counts",
                            .map(value: count),
                            "The totals of an assignment: changed, unchanged, no-rule-matched, "
                                + "kept, needless; of a load: created, changed, unchanged, "
                                + "refused, kept, released."
                        ),
                    ]
                ),
                "What came of an action."
            ),
            .init(
                "loan",
                object(
                    "a loan",
                    "A loan of a patron at an institution.",
                    [
                        atField, patronField, itemField, titleField,
                        .optional(
                            "is",
                            .choice(["open", "closed", "none"]),
                            default: "open",
                            "Whether there is such a loan."
                        ),
                        .optional("due", .date, "The day on which it is due."),
                        .optional("renewals", count, "How often it was renewed."),
                        .optional("overdue", .boolean, "Whether it is overdue."),
                        .optional(
                            "state",
                            .choice(LoanState.allCases.map(\.code)),
                            "Where it is in its life."
                        ),
                    ]
                ),
                "A loan of a patron at an institution."
            ),
            .init(
                "balance",
                object(
                    "a balance",
                    "What a patron owes at an institution.",
                    [
                        atField, patronField,
                        .required(
                            "is",
                            .money(fractionDigits: 3, allowsCredit: true),
                            "The amount; below zero what the institution owes."
                        ),
                    ]
                ),
                "What a patron owes at an institution."
            ),
            .init(
                "account",
                object(
                    "an account",
                    "A patron's record at an institution.",
                    [
                        atField, patronField,
                        .optional(
                            "is",
                            .choice(["own", "linked", "none"]),
                            "What the record is; none where there is none."
                        ),
                        .optional("group", .code, "The user group."),
                        .optional("expiry", .date, "The last day of the account."),
                        .optional("purge", .date, "The purge date of a linked account."),
                        .optional("blocks", .list(of: .code), "The blocks in force."),
                        .optional(
                            "libraries",
                            .list(of: .code),
                            "The resource sharing libraries."
                        ),
                        .optional(
                            "known-at",
                            .list(of: .code),
                            "Where else home has told of the patron."
                        ),
                    ] + accountFields
                ),
                "A patron's record at an institution."
            ),
            .init("record", recordExpectation, "What became of one record of a load."),
            .init(
                "view",
                object(
                    "a view",
                    "What a look at Network Activity or a library card showed.",
                    [
                        .required("of", .code, "The look's id."),
                        .optional("loans", count, "Loans in all that answered."),
                        .optional("overdue", count, "Overdue loans in all that answered."),
                        .optional("requests", count, "Requests in all that answered."),
                        .optional(
                            "owed",
                            .map(value: .money(fractionDigits: 3)),
                            "What is owed, by currency."
                        ),
                        .optional("partial", .boolean, "Whether an institution is missing."),
                        .optional(
                            "parts",
                            .map(
                                value: .either([
                                    .choice(["data"] + RefusalCode.allCases.map(\.rawValue)),
                                    object(
                                        "a part",
                                        "What one institution showed.",
                                        [
                                            .optional("loans", count, "Loans."),
                                            .optional("overdue", count, "Overdue loans."),
                                            .optional("requests", count, "Requests."),
                                            .optional(
                                                "owed",
                                                .money(fractionDigits: 3, allowsCredit: true),
                                                "What is owed."
                                            ),
                                        ]
                                    ),
                                ])
                            ),
                            "By institution: what it showed, or why nothing."
                        ),
                        .optional(
                            "marks",
                            .map(value: .choice(["activity", "none", "unknown"])),
                            "The marks of a library card's list, by institution."
                        ),
                    ]
                ),
                "What a look showed."
            ),
            .init(
                "count",
                object(
                    "a count",
                    "Something that is counted.",
                    [
                        .required(
                            "of",
                            .choice(
                                Counter.allCases.map(\.name)
                                    + [
                                        "openLoans", "openRequests", "openLending",
                                        "linkedAccounts", "refusals",
                                    ]
                            ),
                            "What is counted."
                        ),
                        .optional(
                            "at",
                            .code,
                            "Where; in the whole network, if not given."
                        ),
                        .optional(
                            "reason",
                            .choice(RefusalCode.allCases.map(\.rawValue)),
                            "Of refusals, those with this reason."
                        ),
                        .optional("is", count, "Exactly."),
                        .optional("at-least", count, "Not less."),
                        .optional("at-most", count, "Not more."),
                    ]
                ),
                "Something that is counted."
            ),
        ] + requestExpectations
    )
}
