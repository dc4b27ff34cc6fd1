import FulfillmentNetwork
import LibraryModel

// What is done about requests, by borrowers and by lenders.
extension ScenarioShapes {
    static let requestTitleField: Field = .optional(
        "title",
        .code,
        "The title, by its network identifier; the patron's last request, if not given."
    )

    private static func aboutRequest(
        _ verb: String,
        _ summary: String,
        _ more: [Field] = []
    ) -> VariantShape.Variant {
        .init(
            verb,
            object("a request", summary, [patronField, requestTitleField] + more),
            summary
        )
    }

    private static func aboutLending(
        _ verb: String,
        _ summary: String,
        _ more: [Field] = []
    ) -> VariantShape.Variant {
        .init(
            verb,
            object(
                "a lending request",
                summary,
                [.required("at", .code, "The lender."), patronField, requestTitleField] + more
            ),
            summary
        )
    }

    static let serviceLevel: Shape = .choice(ServiceLevel.allCases.map(\.code))

    private static let serviceFields: [Field] = [
        .optional(
            "service-level",
            serviceLevel,
            "How fast it is to be served; as the institution usually asks, if not given."
        ),
        .optional(
            "maximum-cost",
            .money(fractionDigits: 3),
            "The most that is paid, in the currency of the patron's institution."
        ),
        .optional(
            "needed-by",
            .either([.date, .dateTime]),
            "When it must be there, in the zone of the patron's institution; a day's end."
        ),
        .optional(
            "expedited",
            .boolean,
            default: "false",
            "Whether the patron stands at the desk of the place of pickup."
        ),
    ]

    static let requestActions: [VariantShape.Variant] = [
        .init(
            "request",
            object(
                "a request",
                "Something is requested from a partner.",
                [
                    patronField,
                    .optional("title", .code, "The title, by its network identifier."),
                    .optional(
                        "blank",
                        object(
                            "a blank form",
                            "What is wanted, in words.",
                            [
                                .optional(
                                    "title",
                                    .text(),
                                    "Words of the title; the one title that has them all is meant."
                                ),
                                .optional(
                                    "system-number",
                                    .text(),
                                    "The network identifier, as the form says it."
                                ),
                            ]
                        ),
                        "A blank form, in place of a title."
                    ),
                    .optional("owner", .code, "The resource sharing library that it names."),
                    .optional(
                        "pickup",
                        .code,
                        "The institution where the patron fetches it; home, if not given."
                    ),
                ] + serviceFields
            ),
            "A patron or staff request a title from a partner."
        ),
        .init(
            "bring-back",
            object(
                "a return",
                "A patron brings back what came from a partner.",
                [patronField, requestTitleField]
            ),
            "A patron brings back at home what came from a partner."
        ),
        aboutRequest("cancel-request", "A patron or staff cancel a request."),
        aboutRequest("send-back", "Staff send back to its lender what nobody has borrowed."),
        aboutRequest(
            "send-request",
            "Staff send a request that waits for them.",
            [.optional("to", .code, "A lender of their choice; the rota's next, if not given.")]
        ),
        aboutRequest("locate-again", "Staff have a request located again."),
        aboutRequest("accept-condition", "Staff accept a lender's condition."),
        aboutRequest("decline-condition", "Staff decline a lender's condition."),
        aboutLending("will-supply", "A lender's staff promise an item."),
        aboutLending(
            "set-condition",
            "A lender's staff will lend on a condition.",
            [
                .optional(
                    "price",
                    .money(fractionDigits: 3),
                    "What they want for it, in the lender's currency; another condition, if not given."
                )
            ]
        ),
        aboutLending(
            "refuse-request",
            "A lender's staff do not lend.",
            [
                .optional(
                    "reason",
                    .choice(UnfilledReason.allCases.map(\.code)),
                    default: "refused-by-staff",
                    "Why."
                )
            ]
        ),
        aboutLending("ship", "A lender's staff ship the item."),
        aboutLending("recall-from-partner", "A lender's staff want an item back."),
        aboutLending("lost-by-partner", "A lender's staff give up an item that a partner has."),
        aboutLending("close-without-return", "A lender's staff close a request without its item."),
        .init(
            "return",
            object(
                "a return elsewhere",
                "A desk takes an item of another institution.",
                [
                    atField, .required("owner", .code, "The institution whose item it is."),
                    required(itemField),
                ]
            ),
            "A desk takes another institution's item, if that institution lets it."
        ),
        .init(
            "close-library",
            object(
                "a closure",
                "A library takes no part in borrowing or lending.",
                [
                    atField, .required("library", .code, "The library."), sidesField,
                    .optional("from", .date, "The first day; at once, if not given."),
                    .optional(
                        "to",
                        .date,
                        "The last day; until it is opened again, if not given."
                    ),
                ]
            ),
            "Staff close a library for borrowing, lending or both."
        ),
        .init(
            "open-library",
            object(
                "an opening",
                "A library takes part again.",
                [atField, .required("library", .code, "The library."), sidesField]
            ),
            "Staff open a library for borrowing, lending or both."
        ),
        .init(
            "close-days",
            object(
                "closed days",
                "Days on which a library is closed that its calendar has open.",
                [
                    atField,
                    .optional("library", .code, "The library; all of them, if not given."),
                    .required("from", .date, "The first day."),
                    .required("to", .date, "The last day."),
                ]
            ),
            "Staff close a library for days; due dates follow with the correction job."
        ),
    ]

    private static let sidesField: Field = .optional(
        "for",
        .list(of: .choice(ClosableSide.allCases.map(\.code)), count: 1...2),
        default: "[borrowing, lending]",
        "Which sides."
    )

    private static func aboutLoan(_ verb: String, _ summary: String) -> VariantShape.Variant {
        .init(
            verb,
            object(
                "a loan",
                summary,
                [
                    atField, patronField, itemField,
                    .optional("title", .code, "A title; the last loan of it is meant."),
                ]
            ),
            summary
        )
    }

    private static let feeKindField: Field = .required(
        "fee",
        .choice(FeeKind.allCases.filter { $0 != .refund }.map(\.code)),
        "The kind of fee; the oldest open one is meant."
    )

    /// What is done about losses and money.
    static let accountActions: [VariantShape.Variant] = [
        aboutLoan("recall", "Staff shorten a loan, since somebody else wants the item."),
        aboutLoan("declare-lost", "Staff or the patron give an item up as lost."),
        aboutLoan("find-item", "A lost item turned up with its patron."),
        aboutLoan("close-lost-loan", "Staff close a lost loan; the item is missing."),
        aboutLoan("relink-lost-loan", "Staff put a closed lost loan on the patron's record again."),
        .init("charge", moneyShape, "A desk posts a fee by hand."),
        .init(
            "pay",
            object(
                "an amount",
                "An amount that a patron pays.",
                [
                    atField, patronField,
                    .required(
                        "amount",
                        .money(fractionDigits: 3),
                        "In the institution's currency."
                    ),
                    .optional(
                        "owed-to",
                        .code,
                        "The institution to which it is owed; this one, if not given."
                    ),
                ]
            ),
            "A patron pays towards the oldest fees owed there."
        ),
        .init(
            "waive",
            object(
                "a waiver",
                "Staff let a patron off a fee.",
                [
                    atField, patronField, feeKindField,
                    .optional(
                        "amount",
                        .money(fractionDigits: 3),
                        "How much of it; all, if not given."
                    ),
                ]
            ),
            "Staff let a patron off a fee, or a part of it."
        ),
        .init(
            "dispute",
            object(
                "a dispute",
                "A patron disputes a fee.",
                [
                    atField, patronField, feeKindField,
                    .optional("ends", .boolean, default: "false", "Whether the dispute is over."),
                ]
            ),
            "A patron disputes a fee, or the dispute is over."
        ),
        .init(
            "refund",
            object("a refund", "A credit is paid out.", [atField, patronField]),
            "A desk pays a patron's credit out."
        ),
    ]
}
