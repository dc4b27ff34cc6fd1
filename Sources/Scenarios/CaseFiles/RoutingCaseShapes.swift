import RequestRouting
import SimulationKernel

/// What case files about routing look like.
enum RoutingCaseShapes {
    /// The keys of a file of a kind, besides those that all have.
    static func fields(_ kind: CaseShapes.Kind) -> [Field] {
        switch kind {
        case .workflowKind:
            [.required("rows", CaseShapes.rows(partyFields + [workflow]), "The cases.")]
        case .walk: ruleFields + [.required("rows", CaseShapes.rows(walkFields), "The cases.")]
        case .staleness:
            ruleFields + [.required("rows", CaseShapes.rows(stalenessFields), "The cases.")]
        case .availabilityDate:
            decisionFields + [
                .required(
                    "rows",
                    CaseShapes.rows(
                        rowFields + [.required("expect", .object(available), "A date.")]
                    ),
                    "The cases."
                )
            ]
        case .configurationError:
            decisionFields + [
                .required(
                    "rows",
                    CaseShapes.rows(rowFields + [.required("expect", .object(error), "An error.")]),
                    "The cases."
                )
            ]
        default:
            decisionFields + [
                .required(
                    "rows",
                    CaseShapes.rows(
                        rowFields + [.required("expect", .object(order), "What must come of it.")]
                    ),
                    "The cases."
                )
            ]
        }
    }

    private static let codes: Shape = .list(of: .code, count: 0...10_000)

    private static let ruleFields: [Field] = [
        .optional(
            "rules",
            .either([.text(), RuleSetShapes.file]),
            "The rule set: a path from the case file, or the rules themselves."
        ),
        .optional("settings", .map(value: .text()), "Settings of the rule set with other values."),
        .optional("time-zone", .text(), default: "UTC", "An IANA name, for weekends."),
    ]

    private static let decisionFields: [Field] =
        ruleFields + [
            .optional("now", .dateTime, "When it is decided, in UTC; for rows that say nothing."),
            .optional("terms", terms, "The networks and tiers of institutions, by code."),
            .optional("request", .object(request), "Facts about the request, for all rows."),
            .optional("candidates", candidates, "Candidates, for rows that name none."),
        ]

    private static let terms: Shape = .map(
        value: .object(
            ObjectShape(
                "terms of service",
                "The networks that an institution is in, and what it offers there.",
                [
                    .required(
                        "networks",
                        .map(
                            key: .text(),
                            value: .either([.integer(0...1_000), .object(membership)])
                        ),
                        "Its networks, each with its priority."
                    ),
                    .optional(
                        "tiers",
                        .list(of: .object(tier), count: 0...100),
                        "What it offers, and for how much."
                    ),
                ]
            )
        )
    )

    private static let membership = ObjectShape(
        "a membership",
        "A network that an institution is in.",
        [
            .required("priority", .integer(0...1_000), "The priority; the least comes first."),
            .optional(
                "reciprocal",
                .boolean,
                "Whether only what is free, or what is paid, counts."
            ),
        ]
    )

    private static let tier = ObjectShape(
        "a tier",
        "A kind of service with its price.",
        [
            .optional("type", .text(), "Loan or copy; any, if not given."),
            .optional("level", .text(), "The level; any, if not given."),
            .required("cost", .money(), "What it costs."),
        ]
    )

    private static func facts(_ isIncluded: (FactColumn) -> Bool) -> [Field] {
        FactColumn.allCases.filter(isIncluded).map { .optional($0.code, .text(), $0.summary) }
    }

    private static let request = ObjectShape(
        "a request",
        "Facts about the request.",
        facts { $0.scope == .request }
    )

    private static let candidates: Shape = .list(
        of: .object(
            ObjectShape(
                "a candidate",
                "An institution that may lend, or one of its copies, with facts.",
                [
                    .required("lender", .code, "The institution."),
                    .optional("item", .integer(0...1_000_000_000), "The copy's number."),
                    .optional(
                        "copies",
                        .list(of: .choice(FactColumn.itemStatus.words), count: 0...10_000),
                        "The statuses of all its copies, of which the counts are made."
                    ),
                    .optional(
                        "ages",
                        .map(key: RuleSetShapes.fact, value: .duration()),
                        "How old facts are; those of the moment, if not given."
                    ),
                ] + facts { $0.scope != .request }
            )
        ),
        count: 0...10_000
    )

    private static let rowFields: [Field] = [
        .optional("rules", .either([.text(), RuleSetShapes.file]), "Another rule set."),
        .optional("settings", .map(value: .text()), "Settings with other values."),
        .optional("now", .dateTime, "When it is decided, in UTC."),
        .optional("borrower", .code, "The borrowing institution."),
        .optional("pickup", .code, "Where the item is fetched; at the borrower, if not given."),
        .optional("request", .object(request), "Facts about the request."),
        .optional(
            "candidates",
            candidates,
            "The candidates, in the order in which they are found."
        ),
        .optional("terms", terms, "Terms in place of the file's."),
        .optional(
            "lists",
            .map(key: .choice(["template", "last-resort", "excluded"]), value: codes),
            "Lists in place of the rule set's."
        ),
        .optional("patron", .code, "The patron, for duplicates."),
        .optional("title", .code, "The title, for duplicates."),
        .optional(
            "earlier",
            .list(
                of: .object(
                    ObjectShape(
                        "an earlier request",
                        "A request that was made before.",
                        [
                            .required("patron", .code, "The patron."),
                            .required("borrower", .code, "The patron's institution."),
                            .required("title", .code, "The title."),
                            .required("ago", .duration(), "How long ago it was made."),
                        ]
                    )
                ),
                count: 0...1_000
            ),
            "Requests that were made before."
        ),
        .optional(
            "history",
            .list(
                of: .object(
                    ObjectShape(
                        "a request that was sent",
                        "To whom a request went before.",
                        [
                            .required("lender", .code, "To whom."),
                            .required("ago", .duration(), "How long ago."),
                        ]
                    )
                ),
                count: 0...10_000
            ),
            "Whom the borrower asked before."
        ),
        .optional("turn", .code, "Who came first in the last round-robin."),
        .optional("seed", .integer(0...Int.max), default: "0", "The seed of draws."),
    ]

    private static let errors: Field = .optional(
        "errors",
        .list(of: .text(), count: 0...100),
        "The messages about the row's text, in order."
    )

    private static let available = ObjectShape(
        "an expected date",
        "When a copy is expected.",
        [
            .optional(
                "available",
                .either([.choice(["none", "unknown"]), .dateTime]),
                "The value of the rule set's first key."
            ), errors,
        ]
    )

    private static let error = ObjectShape(
        "an expected error",
        "Why a request cannot be routed at all.",
        [
            .optional("error", .code, "The code."),
            .optional("at", .choice(["admit", "gather", "filters"]), "The stage."),
            .optional("line", .integer(1...1_000_000), "The line in the rule set."), errors,
        ]
    )

    private static let order = ObjectShape(
        "an expected result",
        "What must come of the case; what is not named is not looked at.",
        [
            .optional("order", codes, "Those that are asked, in order."),
            .optional("items", .list(of: .integer(0...1_000_000_000)), "Their copies, in order."),
            .optional(
                "nobody",
                .choice(RoutingOutcome.Nobody.allCases.map(\.rawValue)),
                "Why nobody is asked."
            ),
            .optional("refused", codes, "The codes of all rules of admission that refuse it."),
            .optional("candidates", .integer(0...10_000), "How many there are."),
            .optional("passing", .integer(0...10_000), "How many no filter excludes or defers."),
            .optional(
                "reasons",
                .map(key: .text(), value: codes),
                "The codes of all filters that find a candidate, by lender or lender/copy."
            ),
            .optional(
                "standing",
                .map(key: .text(), value: .choice(standings)),
                "What becomes of candidates."
            ),
            .optional(
                "decided",
                .map(key: .text(), value: .code),
                "The key that put a candidate behind the one ahead."
            ),
            .optional(
                "values",
                .map(key: .text(), value: .map(value: .text())),
                "Values of keys, as explanations show them."
            ),
            errors,
        ]
    )

    private static let standings = [
        "asked", "demoted", "last-resort", "beyond-cap", "surplus", "deferred", "excluded",
    ]

    private static let partyFields: [Field] = [
        .optional("borrower", .code, "Whose patron it is."),
        .optional("supplier", .code, "Whose item it is."),
        .optional("pickup", .code, "Where it is fetched."),
    ]

    private static let workflow: Field = .required(
        "expect",
        .object(
            ObjectShape(
                "an expected workflow",
                "Which parties a loan has.",
                [
                    .optional(
                        "workflow",
                        .choice(WorkflowKind.allCases.map(\.rawValue) + ["unsupported"]),
                        "The kind."
                    ), errors,
                ]
            )
        ),
        "What must come of it."
    )

    private static let stalenessFields: [Field] = [
        .optional("now", .dateTime, "When it is looked at, in UTC."),
        .optional("made", .dateTime, "When the lender was asked, in UTC."),
        .optional("service-level", .choice(FactColumn.serviceLevel.words), "How fast it is."),
        .optional("walk", .object(WalkShapes.walk), "In place of the rule set's."),
        .required(
            "expect",
            .object(
                ObjectShape(
                    "an expected staleness",
                    "What is stale.",
                    [
                        .optional("stale-before", .dateTime, "Requests before this are stale."),
                        .optional("step", .text(), "What becomes of the request."), errors,
                    ]
                )
            ),
            "What must come of it."
        ),
    ]

    private static let walkFields: [Field] =
        WalkCaseShapes.fields + [
            .optional("rules", .either([.text(), RuleSetShapes.file]), "Another rule set."),
            .required(
                "expect",
                .object(
                    ObjectShape(
                        "an expected walk",
                        "What is not named is not looked at.",
                        WalkCaseShapes.expected + [errors]
                    )
                ),
                "What must come of it."
            ),
        ]
}
