import LibraryModel

extension ScenarioShapes {
    /// How often patrons want something, and which of the titles.
    private static func rate(over titles: String) -> [Field] {
        [
            .required(
                "per-patron-day",
                .number(0...1_000),
                "How many a patron makes in a day."
            ),
            .optional(
                "popularity",
                .either([.number(0...5), power]),
                default: "0.8",
                "The exponent of Zipf's law over the \(titles), 0 making all alike; or a power."
            ),
        ]
    }

    private static let power = object(
        "a power law of popularity",
        "The rank of a title is the number of titles times a power of a number drawn from 0 to 1.",
        [.required("power", .number(1...20), "The power; 1 makes all titles alike.")]
    )

    static let ownLoans = object(
        "own-library loans",
        "Loans of an institution's patrons at home.",
        rate(over: "titles")
    )

    static let visits = object(
        "visits",
        "Walk-in loans of an institution's patrons at others.",
        rate(over: "titles") + [
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

    static let requests = object(
        "requests",
        "Titles that patrons want, wherever they are: lent at home, or requested from a partner.",
        rate(over: "titles of the union catalogue") + [
            .optional(
                "service-level",
                .either([
                    serviceLevel,
                    .map(key: serviceLevel, value: .number(0...1_000_000), count: 1...4),
                ]),
                "How fast they are to be served; or the share of each level."
            ),
            .optional(
                "maximum-cost",
                .money(fractionDigits: 3),
                "The most that is paid, in each institution's own currency."
            ),
            .optional(
                "needed-within",
                .duration(),
                "How long after it is asked for an item must be there."
            ),
        ]
    )

    static let demandFields: [Field] = [
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

    static let demand = object(
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
}
