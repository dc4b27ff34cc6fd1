import RequestRouting
import SimulationKernel

/// What rule sets look like.
package enum RuleSetShapes {
    /// A rule set.
    package static let file: Shape = .object(
        ObjectShape(
            "a rule set",
            "How lenders are chosen, in stages that always come in the same order.",
            [
                .required("rule-set", .code, "What the rule set is called."),
                .optional("description", .text(), "What it does, and for whom."),
                .optional("source", .text(), "Where its rules come from."),
                .optional(
                    "network",
                    .text(),
                    "A network configuration, by its path from here, to check the rules against."
                ),
                .optional(
                    "settings",
                    .map(value: .either([.text(), .object(setting)])),
                    "Numbers and switches that rules refer to, by name."
                ),
                .optional("lists", .object(lists), "Institutions and classes, by their codes."),
                .optional(
                    "admit",
                    .list(of: .object(filter(hasEffect: false)), count: 0...64),
                    "Rules that refuse a request before any lender is looked at."
                ),
                .optional("gather", .object(gather), "How facts about others are come by."),
                .optional(
                    "filters",
                    .list(of: .object(filter(hasEffect: true)), count: 0...64),
                    "Rules that exclude, defer or demote candidates; all are looked at."
                ),
                .optional(
                    "group",
                    .choice(RoutingRules.Grouping.allCases.map(\.rawValue)),
                    default: "institution",
                    "Whether an institution's best copy stands for it, or each for itself."
                ),
                .optional("rank", .list(of: key, count: 0...32), "Keys, in the order they count."),
                .optional(
                    "tie-break",
                    .list(of: tieBreak, count: 0...8),
                    default: "[symbol]",
                    "What orders candidates that the keys leave equal."
                ),
                .optional("cap", .integer(1...100_000), "How many are asked at most."),
                .optional(
                    "last-resort",
                    .object(
                        ObjectShape(
                            "the last resort",
                            "Lenders that come after all others: those of the list `last-resort`.",
                            [
                                .optional(
                                    "filters",
                                    .list(of: .code, count: 0...64),
                                    default: "[]",
                                    "The codes of the filters that hold for them as well."
                                )
                            ]
                        )
                    ),
                    "Lenders that are asked when nobody else is left."
                ),
                .optional("walk", .object(walk), "How a request goes along its lenders."),
            ]
        )
    )

    private static let setting = ObjectShape(
        "a setting",
        "A number or a switch that rules refer to.",
        [
            .required(
                "value",
                .text(),
                "true or false, a whole number, a duration, a distance or an amount of money."
            ),
            .optional("summary", .text(), "What it does."),
        ]
    )

    private static let lists: ObjectShape = {
        let codes: Shape = .list(of: .code, count: 0...10_000)
        return ObjectShape(
            "the lists",
            "Institutions and classes, by their codes.",
            [
                .optional("template", codes, "Lenders in order: the fact `template-place`."),
                .optional("last-resort", codes, "Lenders to ask when nobody else is left."),
                .optional("excluded", codes, "Institutions: the fact `listed-as-excluded`."),
                .optional("item-classes", codes, "Classes of items that black-outs speak of."),
            ]
        )
    }()

    private static let gather = ObjectShape(
        "the gathering of facts",
        "Which facts are published, asked for or carried, and how old they may be.",
        [
            .optional("ask-at-most", .integer(1...100_000), "How many institutions are asked."),
            .optional("time-limit", .duration(), "How long answers are waited for."),
            .optional(
                "facts",
                .list(
                    of: .object(
                        ObjectShape(
                            "a gathered fact",
                            "A fact, and how it is come by.",
                            [
                                .required("fact", fact, "The fact."),
                                .required(
                                    "from",
                                    .choice(GatherPlan.Source.allCases.map(\.rawValue)),
                                    "How it is come by."
                                ),
                                .optional(
                                    "maximum-age",
                                    .duration(),
                                    "When it is older it is unknown."
                                ),
                            ]
                        )
                    ),
                    count: 0...FactColumn.allCases.count
                ),
                "The facts."
            ),
        ]
    )

    /// A fact by its code.
    static let fact: Shape = .choice(FactColumn.allCases.map(\.code))

    private static func filter(hasEffect: Bool) -> ObjectShape {
        ObjectShape(
            "a filter",
            "Conditions, and what becomes of those of whom all hold.",
            [
                .required("code", .code, "What decisions give as the reason."),
                .required("message", .text(), "The reason as a sentence."),
            ]
                + (hasEffect
                    ? [
                        .optional(
                            "effect",
                            .choice(FilterEffect.allCases.map(\.rawValue)),
                            default: "exclude",
                            "What becomes of them."
                        )
                    ] : [])
                + [.required("when", .list(of: .oneOf(condition), count: 1...32), "All must hold.")]
        )
    }

    private static let term: [Field] = [
        .optional("fact", fact, "A fact."),
        .optional("setting", .code, "A setting of the rule set."),
        .optional("load", .oneOf(LoadShapes.function), "A number worked out from facts."),
    ]

    static let operand: Shape = .either([
        .text(),
        .object(ObjectShape("a term", "A fact, a setting or a load function.", term)),
    ])

    static let condition: VariantShape = {
        let operands: [(RuleComparison, String)] = [
            (.isEqual, "The term is this."), (.isNot, "The term is anything but this."),
            (.below, "The term is less."), (.atMost, "The term is not more."),
            (.above, "The term is more."), (.atLeast, "The term is not less."),
        ]
        let choices: Shape = .list(of: .text(), count: 1...100)
        return VariantShape(
            "a condition",
            "A term and what it is compared with.",
            common: term + [
                .optional(
                    "if-unknown",
                    .choice(["holds", "does-not-hold"]),
                    default: "does-not-hold",
                    "What to make of a value that nobody knows."
                ),
                .optional(
                    "if-missing",
                    .choice(["holds", "does-not-hold"]),
                    default: "does-not-hold",
                    "What to make of a value that there is none of."
                ),
            ],
            variants: operands.map { .init($0.rawValue, operand, $1) } + [
                .init(RuleComparison.isAmong.rawValue, choices, "The term is one of these."),
                .init(RuleComparison.isNotAmong.rawValue, choices, "The term is none of these."),
                .init(RuleComparison.known.rawValue, .boolean, "Whether the term has a value."),
            ]
        )
    }()

    private static let key: Shape = .object(
        ObjectShape(
            "a key",
            "A number by which candidates are put in order.",
            [.required("key", .code, "What explanations call it.")] + term + [
                .optional(
                    "order",
                    .choice(RankDirection.allCases.map(\.rawValue)),
                    default: "ascending",
                    "Which end comes first."
                ),
                .optional(
                    "unknown",
                    .text(),
                    default: "last",
                    "Where unknown values go: first, last, or a value."
                ),
                .optional(
                    "missing",
                    .text(),
                    default: "last",
                    "Where missing values go: first, last, or a value."
                ),
                .optional("bucket", .text(), "Values are equal within multiples of this."),
                .optional("truncate", .text(), "Values are cut off toward zero to this."),
                .optional(
                    "tiers",
                    .list(of: .text(), count: 1...100),
                    "Values are equal between these bounds."
                ),
                .optional(
                    "when",
                    .list(of: .oneOf(condition), count: 1...8),
                    "The key counts only where these hold, of settings and the request."
                ),
            ]
        )
    )

    private static let tieBreak: Shape = .either([
        .choice(["symbol", "listed", "random", "round-robin"]),
        .oneOf(
            VariantShape(
                "a tie-break",
                "What orders candidates that the keys leave equal.",
                common: [
                    .optional(
                        "for",
                        .choice(["all", "best"]),
                        default: "all",
                        "Whether keys order all, or only the first of the equal groups."
                    )
                ],
                variants: [
                    .init("keys", .list(of: key, count: 1...16), "Further keys."),
                    .init(
                        "random",
                        .object(
                            ObjectShape(
                                "a draw",
                                "A draw that is made only sometimes.",
                                [
                                    .required(
                                        "when",
                                        .list(of: .oneOf(condition), count: 1...8),
                                        "All must hold, of settings and the request."
                                    )
                                ]
                            )
                        ),
                        "A draw, where conditions hold."
                    ),
                    .init(
                        "weighted-random",
                        .object(ObjectShape("a weight", "What a draw is weighted by.", term)),
                        "A draw in which a greater weight tends to come first."
                    ),
                ]
            )
        ),
    ])

    /// How a request goes along its lenders.
    static let walk = WalkShapes.walk
}
