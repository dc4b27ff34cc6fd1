import SimulationKernel

// What all members of a network have in common.
extension NetworkShapes {
    static let relation: [Field] = [
        .optional("check-out", .boolean, "Whether items are lent to the other's patrons."),
        .optional("check-in", .boolean, "Whether items are returned at the other."),
        .optional("deliver", .boolean, "Whether items are sent to the other for pickup."),
    ]

    static let relations = ObjectShape(
        "relations",
        "What the items of one institution may do at another.",
        [
            .optional(
                "default",
                .object(ObjectShape("a relation", "For every pair.", relation)),
                default: "{check-out: true, check-in: true, deliver: true}",
                "For every pair."
            ),
            .optional(
                "pairs",
                .list(
                    of: .object(
                        ObjectShape(
                            "a relation",
                            "For one pair, in one direction.",
                            [
                                .required("of", .code, "Whose items."),
                                .required("with", .code, "The other institution."),
                            ] + relation
                        )
                    )
                ),
                "For single pairs."
            ),
        ]
    )

    static let wait: Shape = .duration(in: .milliseconds(1) ... .days(366))

    static let linkSettings: [Field] = [
        .optional(
            "latency",
            .distribution(of: .duration()),
            default: "{lognormal: {median: 200 ms, sigma: 0.5}}",
            "The time under way, which is never nothing."
        ),
        .optional("timeout", wait, default: "30 s", "How long an answer is waited for."),
        .optional(
            "retry-after",
            wait,
            default: "1 s",
            "When a lost envelope is sent again; the wait doubles each time."
        ),
        .optional(
            "attempts",
            .integer(1...20),
            default: "4",
            "How often an envelope is sent before it is a dead letter."
        ),
    ]

    static let bus = ObjectShape(
        "the message bus",
        "How envelopes travel between participants.",
        linkSettings + [
            .optional(
                "outbox-limit",
                .integer(1...1_000_000),
                default: "10000",
                "How many envelopes a participant may have under way to one other."
            ),
            .optional(
                "links",
                .list(
                    of: .object(
                        ObjectShape(
                            "a link",
                            "Settings of one link, both ways unless said otherwise.",
                            [
                                .required("from", .code, "An institution, or network."),
                                .required("to", .code, "An institution, or network."),
                                .optional(
                                    "one-way",
                                    .boolean,
                                    default: "false",
                                    "Whether the settings hold in this direction only."
                                ),
                            ] + linkSettings
                        )
                    )
                ),
                "Links that differ."
            ),
        ]
    )

    static let requestSharing = ObjectShape(
        "resource sharing between institutions",
        "How requests are routed to lenders and carried between institutions.",
        [
            .optional(
                "rota",
                .choice(["template", "least-loaded"]),
                default: "template",
                "Lenders in the order of the template, or the one with the fewest items out first."
            ),
            .optional(
                "template",
                .list(of: .code),
                "Institutions in the order in which they are asked; the others follow by code."
            ),
            .optional(
                "open-requests-threshold",
                .integer(0...1_000_000),
                "A lender with more of our requests open goes to the end; no limit, if not given."
            ),
            .optional(
                "attempts",
                .integer(1...500),
                default: "5",
                "How many lenders are asked at most."
            ),
            .optional(
                "processing",
                .distribution(of: .duration()),
                default: "12 h",
                "From a lender's promise to the parcel."
            ),
            .optional(
                "courier",
                .distribution(of: .duration()),
                "The time under way; from handling and distance, if not given."
            ),
            .optional(
                "courier-handling",
                .duration(),
                default: "1 d",
                "What every parcel takes besides its distance."
            ),
            .optional(
                "courier-kilometres-per-day",
                .number(1...100_000),
                default: "300",
                "How far a parcel goes in a day."
            ),
            .optional(
                "loan",
                .duration(units: [.weeks, .days], in: .zero ... .days(3_650)),
                default: "28 d",
                "How long the lender lends, besides both ways."
            ),
            .optional(
                "shipping",
                .duration(units: [.weeks, .days], in: .zero ... .days(365)),
                default: "5 d",
                "What the lender allows for each way."
            ),
            .optional(
                "recall",
                .duration(units: [.weeks, .days], in: .zero ... .days(365)),
                default: "7 d",
                "How long a borrower has after a recall, besides the way back."
            ),
            .optional("partners", .object(partners), "How lenders deal with requests."),
            .optional(
                "publish-every",
                .duration(in: .minutes(1) ... .days(365)),
                default: "1 d",
                "How often institutions publish what they have out."
            ),
        ]
    )

    static let universe = ObjectShape(
        "the universe of titles",
        "The titles that synthetic holdings are drawn from.",
        [
            .required("titles", .integer(1...10_000_000), "How many titles there are."),
            .optional(
                "overlap",
                .probability,
                default: "0.3",
                "The share of each institution's titles that are the most popular ones, which "
                    + "all hold; the rest is drawn from all others alike."
            ),
        ]
    )

    static let network = ObjectShape(
        "the network",
        "What all members have in common.",
        [
            .required("code", .code, "The network's code."),
            .required("name", .text(), "The name that people read."),
            .required("time-zone", .text(), "An IANA name, such as America/Chicago."),
            .optional(
                "identifiers",
                .list(of: .code, count: 1...32),
                default: "[primary-id, barcode]",
                "The kinds of patron identifier; the first is the primary one, which ignores "
                    + "case."
            ),
            .optional(
                "shared-identifiers",
                .boolean,
                default: "false",
                "Whether identifiers are unique across all members."
            ),
            .optional("relations", .object(relations), "Institution relations."),
            .optional("bus", .object(bus), "The message bus."),
            .optional("universe", .object(universe), "The universe of synthetic titles."),
            .optional("resource-sharing", .object(requestSharing), "Requests to partners."),
            .optional("jobs", .object(jobs), "What institutions run at night."),
        ]
    )
}
