import LibraryModel
import SimulationKernel

// How institutions deal with requests, and what they do at night.
extension NetworkShapes {
    static let borrowing = ObjectShape(
        "borrowing",
        "How an institution borrows from partners.",
        [
            .optional(
                "send",
                .choice(["automatic", "staff"]),
                default: "automatic",
                "Whether requests are sent as soon as the rota is known, or wait for staff."
            ),
            .optional(
                "locate-failure",
                .choice(["end", "keep"]),
                default: "end",
                "Whether a request that no partner holds ends, or waits for staff."
            ),
            .optional(
                "end-of-rota",
                .choice(["end", "keep"]),
                default: "end",
                "Whether a request that no lender filled ends, or waits for staff."
            ),
            .optional(
                "expiry",
                .period(),
                "How long a request waits to be sent; without limit, if not given."
            ),
            .optional(
                "pickup",
                .distribution(of: .duration()),
                default: "0 s",
                "How long after an item's arrival its patron fetches it."
            ),
            .optional(
                "hold-shelf-period",
                .period(),
                "How long an item waits for its patron, in open days; if not given, as long as the "
                    + "lender's due date allows, or in a fulfillment network the loan lasts."
            ),
            .optional(
                "open-requests-when-closed",
                .choice(["keep", "cancel"]),
                default: "keep",
                "What becomes of requests that are not sent when their library closes for "
                    + "borrowing."
            ),
            .optional(
                "service-level",
                .choice(ServiceLevel.allCases.map(\.code)),
                "How fast its requests are to be served that do not say it; any tier of a lender "
                    + "fits, if not given."
            ),
            .optional(
                "maximum-cost",
                .money(fractionDigits: 3),
                "The most that its requests pay that do not say it; only what is free fits, if not "
                    + "given."
            ),
            .optional(
                "prefers",
                .list(of: .text(), count: 1...100),
                "Groups whose members it would rather borrow from, for routing rules."
            ),
        ]
    )

    static let lending = ObjectShape(
        "lending",
        "How an institution lends to partners.",
        [
            .optional(
                "answer",
                .choice(["automatic", "staff"]),
                default: "automatic",
                "Whether requests are answered at once from what is on the shelf, or wait for "
                    + "staff."
            ),
            .optional(
                "expiry",
                .either([.choice(["never"]), .period()]),
                default: "4 d",
                "How long a request may wait before the nightly job passes it on."
            ),
            .optional(
                "expiry-counts",
                .choice(["open-days", "all-days"]),
                default: "open-days",
                "Which days count."
            ),
            .optional(
                "renewals",
                .integer(0...1_000),
                default: "1",
                "How often a partner may renew."
            ),
            .optional(
                "ratio",
                .object(
                    ObjectShape(
                        "a ratio of lending",
                        "How much an institution lends for what it borrows.",
                        [
                            .required("loans", .integer(1...1_000_000), "So many loans,"),
                            .required("borrows", .integer(1...1_000_000), "for so many borrowed."),
                        ]
                    )
                ),
                "What was agreed of lending and borrowing, for routing rules; one to one, if not "
                    + "given."
            ),
            .optional(
                "weight",
                .integer(0...1_000_000),
                "How often it is chosen beside others, for routing rules that draw by weight."
            ),
            .optional(
                "cost",
                .money(fractionDigits: 3),
                "What a request costs, for routing rules; the price of each tier without its own."
            ),
            .optional(
                "tiers",
                .list(of: .object(tier), count: 1...100),
                "What it offers at which price, for routing rules; whatever is asked for, if only "
                    + "'cost' is given."
            ),
            .optional(
                "new-requests-when-closed",
                .choice(["refuse", "wait"]),
                default: "refuse",
                "What becomes of new requests while the library is closed for lending."
            ),
            .optional(
                "open-requests-when-closed",
                .choice(["keep", "refuse"]),
                default: "keep",
                "What becomes of requests that are not sent when the library closes for lending."
            ),
            .optional(
                "closes-fulfillment-network",
                .boolean,
                default: "false",
                "Whether the closure holds for requests that are holds here, too."
            ),
            .optional(
                "lost-after",
                .period(),
                "How long after its due date an item is given up as lost; never, if not given."
            ),
        ]
    )

    private static let tier = ObjectShape(
        "a tier of service",
        "A kind of service with its price.",
        [
            .optional(
                "type",
                .choice(ServiceTier.Kind.allCases.map(\.rawValue)),
                "What is sent; both, if not given."
            ),
            .optional(
                "level",
                .choice(ServiceLevel.allCases.map(\.code)),
                "How fast; any level, if not given."
            ),
            .optional(
                "cost",
                .money(fractionDigits: 3),
                "What it costs; the lender's 'cost', or nothing, if not given."
            ),
        ]
    )

    private static let groups: Shape = .map(
        key: .text(),
        value: .either([
            .integer(0...1_000),
            .object(
                ObjectShape(
                    "a membership",
                    "A group that an institution is in.",
                    [
                        .required(
                            "priority",
                            .integer(0...1_000),
                            "The institution's own priority of the group; the least comes first."
                        ),
                        .optional(
                            "reciprocal",
                            .boolean,
                            "Whether only what is free (true) or only what is paid (false) goes "
                                + "through it; both, if not given."
                        ),
                    ]
                )
            ),
        ]),
        count: 0...1_000
    )

    /// What an institution may say of requests, or leave to the defaults.
    static let requestPolicies: [Field] = [
        .optional(
            "groups",
            groups,
            "The groups of libraries that it lends and borrows through, each with its priority, for "
                + "routing rules; where no institution names any, all are in one."
        ),
        .optional("borrowing", .object(borrowing), "How it borrows from partners."),
        .optional("lending", .object(lending), "How it lends to partners."),
        .optional(
            "hold-expiry",
            .either([.choice(["never"]), .period()]),
            default: "7 d",
            "How long a hold waits for a copy, unless the patron wants it for less long; or never."
        ),
    ]

    static let jobs = ObjectShape(
        "nightly jobs",
        "What every institution runs at night, in its own zone.",
        [
            .optional("time", .timeOfDay, default: "02:00", "When."),
            .optional(
                "run",
                .list(of: .choice(JobKind.allCases.map(\.code)), count: 0...JobKind.allCases.count),
                default: "[" + NightlyJobs.standard.map(\.code).joined(separator: ", ") + "]",
                "The jobs, in order."
            ),
        ]
    )

    static let partners = ObjectShape(
        "partners",
        "How lenders deal with requests.",
        [
            .optional(
                "default",
                .choice(PartnerKind.allCases.map(\.rawValue)),
                default: "peer-to-peer",
                "For every pair."
            ),
            .optional(
                "pairs",
                .list(
                    of: .object(
                        ObjectShape(
                            "a pair of partners",
                            "How one lender deals with one borrower, or with all.",
                            [
                                .required("lender", .code, "Who lends."),
                                .optional(
                                    "borrower",
                                    .code,
                                    "Who asks; everybody, if not given."
                                ),
                                .required(
                                    "as",
                                    .choice(PartnerKind.allCases.map(\.rawValue)),
                                    "How."
                                ),
                            ]
                        )
                    )
                ),
                "For single pairs; of two for the same pair the later holds."
            ),
        ]
    )
}
