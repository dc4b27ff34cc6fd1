import FulfillmentNetwork
import LibraryModel

/// What a scenario file looks like: the one description behind checks, schemas and documentation.
package enum ScenarioShapes {
    static let patron: Shape = .text(
        pattern: TextPattern(
            "^[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*$",
            meaning: "a patron, as INSTITUTION/CODE",
            example: "SMU/P000001"
        )
    )

    static let atField: Field = .required("at", .code, "The institution.")
    static let patronField: Field = .required(
        "patron",
        patron,
        "The patron, as INSTITUTION/CODE."
    )
    static let itemField: Field = .optional("item", .code, "A copy, by its barcode.")
    static let titleField: Field = .optional(
        "title",
        .code,
        "A title, by the code of its record; any copy on the shelf will do."
    )
    static let stayField: Field = .optional(
        "stay",
        .duration(),
        "How long the patron keeps it; until it is checked in, if not given."
    )
    static let durationField: Field = .optional(
        "for",
        .duration(),
        "How long; until the end, if not given."
    )

    static func object(_ name: String, _ summary: String, _ fields: [Field]) -> Shape {
        .object(ObjectShape(name, summary, fields))
    }

    static let cardFields: [Field] = [
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
    static let actions =
        deskActions + requestActions + accountActions + loadActions + furtherActions

    private static let deskActions: [VariantShape.Variant] = [
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
            object(
                "a renewal",
                "A loan is renewed.",
                [
                    atField, itemField,
                    .optional("patron", patron, "The patron, in place of an item."),
                    .optional("title", .code, "A title; the patron's last loan of it is meant."),
                ]
            ),
            "A loan is renewed; a visitor's account is refreshed first."
        ),
        .init(
            "check-in",
            object("a return", "An item comes back.", [atField, required(itemField)]),
            "A desk takes an item back."
        ),
        .init(
            "place-hold",
            object(
                "a hold",
                "A patron waits for a title.",
                [
                    atField, patronField, required(titleField),
                    .optional(
                        "last-interest",
                        .date,
                        "The last day on which the patron wants it; any, if not given."
                    ),
                ]
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
    ]

    private static let furtherActions: [VariantShape.Variant] = [
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
                        .choice(JobKind.allCases.map(\.code)),
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

    static func required(_ field: Field) -> Field {
        .required(field.key, field.shape, field.summary)
    }

    static let blockShape = object(
        "a block",
        "A block on a patron.",
        [atField, patronField, .required("block", .code, "The block's definition.")]
    )

    static let moneyShape = object(
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
            .optional(
                "as",
                .code,
                "The member of staff who does it, whose roles must allow it; unchecked, if not "
                    + "given."
            ),
            .optional(
                "override",
                .boolean,
                default: "false",
                "Whether the staff override the blocks that they may."
            ),
        ],
        variants: actions
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
                    "keep-finished",
                    .duration(),
                    """
                    For how long loans and requests that are over stay in memory at least, for runs \
                    with more of them than there is room for; for all of the run unless it is said.
                    """
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
                .optional(
                    "routing",
                    .object(RoutingChoice.shape),
                    "How lenders are chosen, and which decisions are kept."
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
