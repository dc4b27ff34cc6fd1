import FulfillmentNetwork
import LibraryModel

/// What a scenario file looks like: the one description behind checks, schemas and documentation.
package enum ScenarioShapes {
    private static let patron: Shape = .text(
        pattern: TextPattern(
            "^[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*$",
            meaning: "a patron, as INSTITUTION/CODE",
            example: "SMU/P000001"
        )
    )

    private static let atField: Field = .required("at", .code, "The institution.")
    private static let patronField: Field = .required(
        "patron",
        patron,
        "The patron, as INSTITUTION/CODE."
    )
    private static let itemField: Field = .optional("item", .code, "A copy, by its barcode.")
    private static let titleField: Field = .optional(
        "title",
        .code,
        "A title, by the code of its record; any copy on the shelf will do."
    )
    private static let stayField: Field = .optional(
        "stay",
        .duration(),
        "How long the patron keeps it; until it is checked in, if not given."
    )
    private static let durationField: Field = .optional(
        "for",
        .duration(),
        "How long; until the end, if not given."
    )

    private static func object(_ name: String, _ summary: String, _ fields: [Field]) -> Shape {
        .object(ObjectShape(name, summary, fields))
    }

    private static let cardFields: [Field] = [
        atField,
        .optional("patron", patron, "The patron, whose card is shown."),
        .optional("home", .code, "Where the card is said to be from, in place of a patron."),
        .optional(
            "identifier",
            .map(value: .text(), count: 1...1),
            "What is on the card, in place of a patron."
        ),
        .optional(
            "by",
            .code,
            "Which of the patron's identifiers is shown; the card's, if not given."
        ),
    ]

    /// What can be done on a timeline.
    static let actions: [VariantShape.Variant] = [
        .init(
            "check-out",
            object(
                "a check-out",
                "A desk lends to a patron whose record is here.",
                [atField, patronField, itemField, titleField, stayField]
            ),
            "A desk lends to a patron whose record is here, own or linked."
        ),
        .init(
            "walk-in",
            object(
                "a walk-in loan",
                "A desk lends to a patron of another institution.",
                cardFields + [itemField, titleField, stayField]
            ),
            "A desk finds a visitor at home, links the account, and lends."
        ),
        .init(
            "find-user",
            object("a look-up", "A desk links or refreshes a visitor's account.", cardFields),
            "A desk finds a visitor at home, and links or refreshes the account."
        ),
        .init(
            "renew",
            object("a renewal", "A loan is renewed.", [atField, required(itemField)]),
            "A loan is renewed; a visitor's account is refreshed first."
        ),
        .init(
            "check-in",
            object("a return", "An item comes back.", [atField, required(itemField)]),
            "A desk takes an item back."
        ),
        .init(
            "request",
            object(
                "a request",
                "A title is requested from a partner.",
                [
                    patronField, required(titleField),
                    .optional("owner", .code, "The resource sharing library that it names."),
                ]
            ),
            "A patron or staff request a title from a partner."
        ),
        .init(
            "bring-back",
            object(
                "a return",
                "A patron brings back what came from a partner.",
                [patronField, required(titleField)]
            ),
            "A patron brings back at home what came from a partner."
        ),
        .init(
            "cancel-request",
            object(
                "a request",
                "A patron's open request for a title is cancelled.",
                [patronField, required(titleField)]
            ),
            "A patron or staff cancel a request."
        ),
        .init(
            "place-hold",
            object(
                "a hold",
                "A patron waits for a title.",
                [atField, patronField, required(titleField)]
            ),
            "A patron gets in line for a title."
        ),
        .init(
            "cancel-hold",
            object(
                "a hold",
                "A patron no longer waits for a title.",
                [atField, patronField, required(titleField)]
            ),
            "A patron leaves the line for a title."
        ),
        .init("add-block", blockShape, "Staff put a block on a patron."),
        .init("remove-block", blockShape, "Staff end a block."),
        .init("charge", moneyShape, "A desk posts a fee by hand."),
        .init("pay", moneyShape, "A patron pays towards the oldest fees owed there."),
        .init(
            "network-activity",
            object(
                "a look at Network Activity",
                "Staff look at a patron's account elsewhere.",
                [
                    atField, .required("as", .code, "The member of staff."), patronField,
                    .optional(
                        "institution",
                        .code,
                        "One institution; all where the patron is known, if not given."
                    ),
                ]
            ),
            "Staff open Network Activity on a patron."
        ),
        .init(
            "library-card",
            object(
                "a look at My Library Card",
                "A patron looks at the own account.",
                [patronField, .optional("institution", .code, "The institution picked.")]
            ),
            "A patron opens My Library Card."
        ),
        .init(
            "resolve-library",
            object(
                "a resolution",
                "Which library owns a patron's request.",
                [patronField, .optional("owner", .code, "The library that the request names.")]
            ),
            "Which resource sharing library would own a patron's request."
        ),
        .init(
            "set-libraries",
            object(
                "a list of libraries",
                "Staff set a patron's resource sharing libraries.",
                [patronField, .required("libraries", .list(of: .code), "The list.")]
            ),
            "Staff set a patron's resource sharing libraries by hand."
        ),
        .init(
            "job",
            object(
                "a job",
                "A job runs at an institution.",
                [
                    .required(
                        "name",
                        .choice(["assign-resource-sharing-library", "purge-linked-accounts"]),
                        "The job."
                    ),
                    atField,
                    .optional("dry-run", .boolean, default: "false", "Report only."),
                    .optional(
                        "overwrite-manual",
                        .boolean,
                        default: "false",
                        "Overwrite lists that staff set by hand."
                    ),
                    .optional(
                        "clear-needless",
                        .boolean,
                        default: "false",
                        "Empty lists where the institution has one resource sharing library."
                    ),
                ]
            ),
            "A job runs at an institution."
        ),
        .init(
            "outage",
            object(
                "an outage",
                "An institution cannot be reached.",
                [.required("of", .code, "The institution."), durationField]
            ),
            "An institution cannot be reached, and does nothing."
        ),
        .init(
            "crash",
            object(
                "a crash",
                "An institution's memory is lost and rebuilt from its store.",
                [
                    .required("of", .code, "The institution."),
                    .optional(
                        "for",
                        .duration(),
                        default: "0 s",
                        "How long it takes to come back."
                    ),
                ]
            ),
            "An institution's memory is lost and rebuilt from its store."
        ),
        .init(
            "partition",
            object(
                "a partition",
                "Envelopes between two sides are lost.",
                [
                    .required("from", .list(of: .code, count: 1...500), "One side."),
                    .required("to", .list(of: .code, count: 1...500), "The other side."),
                    .optional(
                        "one-way",
                        .boolean,
                        default: "false",
                        "Only from the one to the other."
                    ),
                    durationField,
                ]
            ),
            "Envelopes between two sides are lost."
        ),
        .init(
            "impair",
            object(
                "an impairment",
                "A link, or all links, work badly.",
                [
                    .optional("from", .code, "The sender; all links, if not given."),
                    .optional("to", .code, "The receiver; all links, if not given."),
                    .optional(
                        "loss",
                        .probability,
                        default: "0",
                        "The share of envelopes lost."
                    ),
                    .optional(
                        "duplication",
                        .probability,
                        default: "0",
                        "The share of envelopes that arrive twice."
                    ),
                    .optional(
                        "slowdown",
                        .number(0.001...1_000_000),
                        default: "1",
                        "How many times longer the way takes."
                    ),
                    durationField,
                ]
            ),
            "Links lose, double or delay envelopes."
        ),
        .init(
            "expect",
            .either([.oneOf(expectation), .list(of: .oneOf(expectation), count: 1...1_000)]),
            "What must be true: when the actions above have ended, or at a time."
        ),
    ]

    private static func required(_ field: Field) -> Field {
        .required(field.key, field.shape, field.summary)
    }

    private static let blockShape = object(
        "a block",
        "A block on a patron.",
        [atField, patronField, .required("block", .code, "The block's definition.")]
    )

    private static let moneyShape = object(
        "an amount",
        "An amount of a patron's account.",
        [
            atField, patronField,
            .required("amount", .money(fractionDigits: 3), "In the institution's currency."),
        ]
    )

    /// One entry of a timeline.
    static let entry = VariantShape(
        "a timeline entry",
        "Something that is done, or must be true, at a time.",
        common: [
            .optional(
                "time",
                .dateTime,
                "When, in the network's zone; one second after the entry above, if not given. "
                    + "An expectation without a time waits for the actions above it."
            ),
            .optional("id", .code, "A name by which expectations speak of the action."),
        ],
        variants: actions
    )

    private static let count: Shape = .integer(0...1_000_000_000)

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
                                + "kept, needless."
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
                    ]
                ),
                "A loan of a patron at an institution."
            ),
            .init(
                "request",
                object(
                    "a request",
                    "A patron's last borrowing request for a title.",
                    [
                        patronField, required(titleField),
                        .optional(
                            "is",
                            .choice(BorrowingState.allCases.map(\.code) + ["none"]),
                            "Its state."
                        ),
                        .optional("lender", .code, "The lender asked last."),
                        .optional("asked", count, "How many lenders were asked."),
                        .optional(
                            "reason",
                            .choice(UnfilledReason.allCases.map(\.code)),
                            "Why it was not filled."
                        ),
                    ]
                ),
                "A patron's last borrowing request for a title."
            ),
            .init(
                "balance",
                object(
                    "a balance",
                    "What a patron owes at an institution.",
                    [
                        atField, patronField,
                        .required("is", .money(fractionDigits: 3), "The amount."),
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
                            "What the record is."
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
                    ]
                ),
                "A patron's record at an institution."
            ),
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
                                                .money(fractionDigits: 3),
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
                                    + ["openLoans", "linkedAccounts", "refusals"]
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
        ]
    )

    private static let ownLoans = object(
        "own-library loans",
        "Loans of an institution's patrons at home.",
        [
            .required(
                "per-patron-day",
                .number(0...1_000),
                "How many a patron makes in a day."
            ),
            .optional(
                "popularity",
                .number(0...5),
                default: "0.8",
                "The exponent of Zipf's law over the titles; 0 makes all alike."
            ),
        ]
    )

    private static let visits = object(
        "visits",
        "Walk-in loans of an institution's patrons at others.",
        [
            .required(
                "per-patron-day",
                .number(0...1_000),
                "How many a patron makes in a day."
            ),
            .optional(
                "popularity",
                .number(0...5),
                default: "0.8",
                "The exponent of Zipf's law over the titles; 0 makes all alike."
            ),
            .optional(
                "distance-decay",
                .number(0.001...100_000),
                default: "50",
                "Patrons go where many titles are held and near: over so many kilometres the "
                    + "attraction falls to a third (1/e)."
            ),
            .optional(
                "to",
                .map(value: .number(0...1_000_000), count: 1...500),
                "The share of each institution, in place of distance."
            ),
        ]
    )

    private static let requests = object(
        "requests",
        "Titles that patrons want, wherever they are: lent at home, or requested from a partner.",
        [
            .required(
                "per-patron-day",
                .number(0...1_000),
                "How many a patron makes in a day."
            ),
            .optional(
                "popularity",
                .number(0...5),
                default: "0.8",
                "The exponent of Zipf's law over the union catalogue; 0 makes all titles alike."
            ),
        ]
    )

    private static let demandFields: [Field] = [
        .optional("requests", requests, "Titles wanted, wherever they are."),
        .optional("own-loans", ownLoans, "Loans at home."),
        .optional("visits", visits, "Walk-in loans elsewhere."),
        .optional(
            "stay",
            .distribution(of: .duration()),
            default: "{lognormal: {median: 14 d, sigma: 0.6}}",
            "How long a patron keeps an item."
        ),
    ]

    private static let demand = object(
        "demand",
        "What patrons do of themselves.",
        demandFields + [
            .optional(
                "institutions",
                .map(value: object("demand of one institution", "What differs.", demandFields)),
                "Where the demand differs, by institution."
            )
        ]
    )

    /// A whole scenario.
    package static let file: Shape = .object(
        ObjectShape(
            "a scenario",
            "What happens in a network from a start to an end.",
            [
                .required("name", .text(), "One line for people."),
                .optional("description", .text(), "What the scenario shows."),
                .required("network", .text(), "The network configuration, by its path from here."),
                .optional(
                    "seed",
                    .integer(0...Int.max),
                    default: "1",
                    "Which of all possible courses is run."
                ),
                .required("start", .either([.date, .dateTime]), "In the network's zone."),
                .required("end", .either([.date, .dateTime]), "In the network's zone."),
                .optional(
                    "checkpoint",
                    .duration(),
                    default: "7 d",
                    "How often the stores are written."
                ),
                .optional(
                    "population",
                    object(
                        "a population",
                        "How the made-up people and copies are scaled.",
                        [
                            .optional(
                                "patrons",
                                .number(0.0001...1_000),
                                default: "1",
                                "How many times the synthetic patrons of each institution."
                            ),
                            .optional(
                                "titles",
                                .number(0.0001...1_000),
                                default: "1",
                                "How many times the synthetic titles of each, within the universe."
                            ),
                        ]
                    ),
                    "How the made-up people and copies are scaled."
                ),
                .optional("demand", demand, "What patrons do of themselves."),
                .optional(
                    "timeline",
                    .list(of: .oneOf(entry)),
                    "What is done, and must be true."
                ),
            ]
        )
    )
}
