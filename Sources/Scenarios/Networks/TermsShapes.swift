import LibraryModel
import SimulationKernel

/// What terms of use, the rules that choose them, and fixed due dates look like.
enum TermsShapes {
    private static let amount: Shape = .money(fractionDigits: 3)

    private static let fine = ObjectShape(
        "a fine",
        "An amount for each interval of lateness, of which a part counts whole.",
        [
            .required("amount", amount, "Charged for each interval that has begun."),
            .required("every", .period(), "The interval; a month is 31 days, a year 365."),
        ]
    )

    private static let loanFields: [Field] = [
        .optional("loanable", .boolean, default: "true", "Whether items are lent at all."),
        .optional(
            "period",
            .period(),
            "How long loans are; in days and longer, due at the end of the last day."
        ),
        .optional(
            "schedule",
            .code,
            "The due-date schedule that says when loans are due; instead of a period."
        ),
        .optional(
            "closed-days",
            .choice(ClosedLibraryStrategy.allCases.map(\.rawValue)),
            "What happens to a due date when the library is closed: next-open-day, or for "
                + "periods in hours and minutes end-of-hours, if not given. keep is due at the "
                + "end of the day, keep-time to the second."
        ),
        .optional("renewable", .boolean, default: "true", "Whether loans are renewed."),
        .optional("renewal-period", .period(), "How long renewals are; as loans, if not given."),
        .optional(
            "renewal-from",
            .choice(RenewalOrigin.allCases.map(\.rawValue)),
            default: "now",
            "Whether renewals count from now or from the due date."
        ),
        .optional(
            "maximum-renewal",
            .period(),
            "How far from the loan renewals may move its end; no limit, if not given."
        ),
        .optional(
            "recallable",
            .boolean,
            "Whether requests by others shorten loans; so, if one of the next two is given."
        ),
        .optional("recall-period", .period(), "How long the borrower has from a recall."),
        .optional(
            "minimum-guaranteed-period",
            .period(),
            "How long a borrower may keep the item whatever happens."
        ),
    ]

    private static let feeFields: [Field] = [
        .optional("fine-per-day", amount, "Charged for each day late that has begun."),
        .optional("overdue-fine", .object(fine), "A fine by another interval than a day."),
        .optional(
            "recalled-overdue-fine",
            .object(fine),
            "The fine for recalled items; as for others, if not given."
        ),
        .optional(
            "grace-period",
            .period(units: [.minutes, .hours, .days, .weeks]),
            default: "0 d",
            "Lateness that costs nothing; once it has passed, all of the lateness is charged. A day "
                + "ends at the time of day at which the loan was due, whatever clocks do."
        ),
        .optional(
            "maximum-fine",
            amount,
            "What the fine never exceeds; no limit, if not given."
        ),
        .optional(
            "cap-at-replacement",
            .boolean,
            default: "false",
            "Whether the fine never exceeds what replacing the item costs."
        ),
        .optional(
            "count-closed-time",
            .boolean,
            default: "true",
            "Whether lateness includes the time during which the library is closed."
        ),
        .optional(
            "forgive-on-renewal",
            .boolean,
            default: "false",
            "Whether the renewal of a late loan cancels its fine."
        ),
        .optional("lost-item-fine", amount, default: "0", "The process fee for a lost item."),
        .optional(
            "lost-after",
            .period(),
            "How long after its due date an item is given up as lost; never, if not given."
        ),
        .optional(
            "lost-item-replacement-fee",
            amount,
            "What replacing an item without a price of its own costs."
        ),
        .optional(
            "replacement-refund",
            .percentage(),
            default: "100",
            "The part of the replacement fee that is given back when the item is found."
        ),
    ]

    private static let shelfFields: [Field] = [
        .optional("hold-shelf-period", .period(), "How long an item waits for its patron."),
        .optional(
            "hold-shelf-closed-days",
            .choice(["skip"] + ClosedLibraryStrategy.allCases.map(\.rawValue)),
            default: "skip",
            "Whether only open days count (skip), or what happens to an end in closed time."
        ),
    ]

    /// Terms of use.
    static let terms = ObjectShape(
        "loan terms",
        "The terms under which a loan is made.",
        loanFields + feeFields + shelfFields
    )

    private static func input(_ what: String) -> Shape {
        let codes: Shape = .list(of: .code, count: 1...10_000)
        return .either([
            codes,
            .object(
                ObjectShape(
                    "an exclusion",
                    "All but some.",
                    [.required("not", codes, "The \(what) that the rule is not for.")]
                )
            ),
        ])
    }

    /// The keys of a rule that say what it is for.
    static let ruleInputs = ["groups", "item-policies", "material-types", "locations", "units"]

    /// A rule that chooses terms.
    static let rule = ObjectShape(
        "a loan rule",
        "Which terms apply; the first rule that matches does.",
        [.optional("name", .code, "What people call the rule; its number, if not given.")]
            + zip(
                ruleInputs,
                [
                    "user groups", "item policies", "physical material types", "locations",
                    "fulfillment units",
                ]
            ).map { key, what in
                .optional(key, input(what), "The \(what) it is for; all, if not given.")
            } + [.required("terms", .code, "The loan terms.")]
    )

    /// Fixed due dates.
    static let schedule: Shape = .list(
        of: .object(
            ObjectShape(
                "a range of a schedule",
                "Loans of some days, all due on the same one.",
                [
                    .required("from", .date, "The first day of such loans."),
                    .required("to", .date, "The last day of such loans."),
                    .required("due", .date, "The day at whose end they are due."),
                ]
            )
        ),
        count: 1...1_000
    )

    /// Who may override which block.
    static let blockPreferences: Shape = .map(
        key: .choice(BlockEvent.allCases.map(\.rawValue)),
        value: .choice(BlockPreference.allCases.map(\.rawValue))
    )
}
