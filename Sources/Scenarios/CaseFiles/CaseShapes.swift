import LibraryModel

/// What case files look like: policies with rows of inputs and what is expected of them.
package enum CaseShapes {
    /// A kind of case file, by the word that its key `kind` has.
    package enum Kind: String, CaseIterable, Sendable {
        case dueDate = "due-date"
        case fine = "fine"
        case shelf = "shelf"
        case matchingRules = "matching-rules"
        case availabilityDate = "availability-date"
        case order = "order"
        case workflowKind = "workflow-kind"
        case walk = "walk"
        case admission = "admission"
        case staleness = "staleness"
        case configurationError = "configuration-error"

        /// What such a file looks like.
        package var shape: Shape {
            .object(
                ObjectShape(
                    "a case file of kind \(rawValue)",
                    "Rows of inputs and expected results, to check a policy without a network.",
                    head + body
                )
            )
        }

        private var head: [Field] {
            [
                .required("kind", .choice([rawValue]), "What the cases are about."),
                .required("name", .text(), "What the cases are called."),
                .optional("description", .text(), "What they show."),
                .optional("origin", .text(), "Where the cases come from."),
            ]
        }

        private var body: [Field] {
            switch self {
            case .dueDate: policyFields + [.required("rows", rows(dueDateFields), "The cases.")]
            case .fine: policyFields + [.required("rows", rows(fineFields), "The cases.")]
            case .shelf: policyFields + [.required("rows", rows(shelfFields), "The cases.")]
            case .matchingRules: ruleFields
            case .availabilityDate, .order, .workflowKind, .walk, .admission, .staleness,
                .configurationError:
                RoutingCaseShapes.fields(self)
            }
        }
    }

    /// Any case file, for editors; a file is checked as its own kind.
    package static let file: Shape = .either(Kind.allCases.map(\.shape))

    static func rows(_ fields: [Field]) -> Shape {
        .list(
            of: .object(ObjectShape("a row", "One case.", rowFields + fields)),
            count: 1...100_000
        )
    }

    private static let rowFields: [Field] = [
        .required("id", .code, "What the case is called; unique within the file."),
        .optional("origin", .text(), "Where the case comes from."),
        .optional("note", .text(), "What a reader should know about it."),
        .optional(
            "text",
            .text(),
            "Instead of other inputs: the text of a policy (of loan rules, or of a rule set), of which "
                + "errors are expected."
        ),
    ]

    private static let policyFields: [Field] = [
        .optional(
            "time-zone",
            .text(),
            default: "UTC",
            "An IANA name; times are local to it."
        ),
        .optional("currency", .text(), default: "USD", "A currency code of ISO 4217."),
        .optional("calendar", .object(CalendarShapes.calendar), "For rows that name none."),
        .optional(
            "calendars",
            .map(value: .object(CalendarShapes.calendar)),
            "Calendars by code."
        ),
        .optional(
            "due-date-schedules",
            .map(value: TermsShapes.schedule),
            "Fixed due dates by code."
        ),
        .optional("policy", .object(TermsShapes.terms), "For rows that name none."),
        .optional("policies", .map(value: .object(TermsShapes.terms)), "Policies by code."),
    ]

    private static let placedFields: [Field] = [
        .optional(
            "policy",
            .either([.code, .object(TermsShapes.terms)]),
            "A policy by its code, or written out; the file's, if not given."
        ),
        .optional("calendar", .code, "A calendar; the file's, or always open, if not given."),
        .optional("time-zone", .text(), "An IANA name; the file's, if not given."),
    ]

    private static let day: Shape = .either([.date, .dateTime])

    private static let errors: Shape = .list(of: .text(), count: 0...100)

    private static func answer(_ key: String, _ summary: String) -> Shape {
        .oneOf(
            VariantShape(
                "an expected result",
                "A time, why there is none, or what is wrong with the policy.",
                variants: [
                    .init(key, day, summary),
                    .init(
                        "refused",
                        .choice(DueDateRefusal.codes),
                        "The reason why there is no such time."
                    ),
                    .init("errors", errors, "The messages about the row's text, in order."),
                ]
            )
        )
    }

    private static let dueDateFields: [Field] =
        placedFields + [
            .optional("loaned", .dateTime, "When the loan was made."),
            .optional("due", day, "When it is due before it is renewed or recalled."),
            .optional("renewed", .dateTime, "When it is renewed."),
            .optional("recalled", .dateTime, "When somebody else asks for the item."),
            .optional("patron-expiry", .date, "The last day of the patron's account."),
            .required(
                "expect",
                answer("due", "When the loan is due: a time, or the end of a day."),
                "What must come of it."
            ),
        ]

    private static let fineFields: [Field] =
        placedFields + [
            .optional("due", day, "When the loan is due; a day means its end."),
            .optional("returned", .dateTime, "When the item comes back, or is renewed."),
            .optional("renewed", .boolean, default: "false", "Whether it is renewed instead."),
            .optional("recalled", .boolean, default: "false", "Whether the item was recalled."),
            .optional("price", .money(fractionDigits: 3), "The item's own price."),
            .required(
                "expect",
                .object(
                    ObjectShape(
                        "an expected result",
                        "What must come of the case; what is not named is not looked at.",
                        [
                            .optional("late", .duration(), "The lateness that is charged."),
                            .optional("intervals", .integer(0...1_000_000), "Its intervals."),
                            .optional("fine", .money(fractionDigits: 3), "The overdue fine."),
                            .optional(
                                "process-fee",
                                .money(fractionDigits: 3),
                                "What a loss costs besides the replacement."
                            ),
                            .optional(
                                "replacement-fee",
                                .money(fractionDigits: 3),
                                "What replacing the item costs."
                            ),
                            .optional(
                                "refund",
                                .money(fractionDigits: 3),
                                "What is given back when a lost item is found."
                            ),
                            .optional("errors", errors, "The messages about the row's text."),
                        ]
                    )
                ),
                "What must come of it."
            ),
        ]

    private static let shelfFields: [Field] =
        placedFields + [
            .optional("shelved", .dateTime, "When the item reaches the hold shelf."),
            .optional("desk-maximum", .period(), "How long the desk keeps anything."),
            .optional("last-interest", .date, "The last day on which the patron wants it."),
            .required(
                "expect",
                answer("until", "How long it is kept: until a time, or the end of a day."),
                "What must come of it."
            ),
        ]

    private static let ruleFields: [Field] = {
        let codes: Shape = .list(of: .code, count: 1...10_000)
        return [
            .required("user-groups", codes, "The user groups there are."),
            .required("item-policies", codes, "The item policies there are."),
            .optional("material-types", codes, "The physical material types there are."),
            .optional("locations", codes, "The locations there are."),
            .optional("fulfillment-units", .map(value: codes), "Units with their locations."),
            .required("loan-terms", codes, "The loan terms that rules choose."),
            .required("loan-rules", .list(of: .object(TermsShapes.rule)), "In order."),
            .required(
                "rows",
                rows([
                    .optional("group", .code, "The patron's user group."),
                    .optional("item-policy", .code, "The item's policy."),
                    .optional("material-type", .code, "The item's physical material type."),
                    .optional("location", .code, "The item's location."),
                    .required("expect", .object(expectedRules), "What must come of it."),
                ]),
                "The cases."
            ),
        ]
    }()

    private static let expectedRules = ObjectShape(
        "an expected result",
        "What must come of the case; what is not named is not looked at.",
        [
            .optional("matches", .list(of: .code), "All rules that match, by name, in order."),
            .optional("terms", .code, "The terms that the first of them gives."),
            .optional("errors", errors, "The messages about the row's text, in order."),
        ]
    )
}
