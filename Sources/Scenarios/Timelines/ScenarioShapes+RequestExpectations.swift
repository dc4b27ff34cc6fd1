import FulfillmentNetwork
import LibraryModel

// What can be expected of requests, holds, items, fees and jobs.
extension ScenarioShapes {
    private static let money: Shape = .money(fractionDigits: 3, allowsCredit: true)
    private static let reasons: Shape = .choice(UnfilledReason.allCases.map(\.code) + ["none"])

    static let requestExpectations: [VariantShape.Variant] = [
        .init(
            "request",
            object(
                "a request",
                "A patron's last borrowing request.",
                [
                    patronField, requestTitleField,
                    .optional(
                        "is",
                        .choice(BorrowingState.allCases.map(\.code) + ["none"]),
                        "Its state; none where there is no such request."
                    ),
                    .optional("lender", .code, "The lender asked last."),
                    .optional("asked", count, "How many lenders were asked."),
                    .optional("reason", reasons, "Why it was not filled."),
                    .optional("lender-due", .date, "When the lender wants the item back."),
                    .optional(
                        "unfilled",
                        .map(value: reasons),
                        "Why each lender that was asked did not lend."
                    ),
                    .optional(
                        "removed",
                        .map(value: reasons),
                        "Why each holder that is not on the rota is not."
                    ),
                ]
            ),
            "A patron's last borrowing request."
        ),
        .init(
            "lending",
            object(
                "a lending request",
                "A partner's request at the lender.",
                [
                    .required("at", .code, "The lender."), patronField, requestTitleField,
                    .optional(
                        "is",
                        .choice(LendingState.allCases.map(\.code) + ["none"]),
                        "Its state; none where there is no such request."
                    ),
                    .optional("reason", reasons, "Why it was not filled."),
                    .optional("due", .date, "When the lender wants the item back."),
                ]
            ),
            "A partner's request at the lender."
        ),
        .init(
            "hold",
            object(
                "a hold",
                "A patron's last hold for a title.",
                [
                    atField, patronField, required(titleField),
                    .optional(
                        "is",
                        .choice(HoldState.allCases.map(\.code) + ["none"]),
                        "Its state; none where there is no such hold."
                    ),
                    .optional("held-until", .date, "The last day on the hold shelf."),
                ]
            ),
            "A patron's last hold for a title."
        ),
        .init(
            "item",
            object(
                "an item",
                "A copy.",
                [
                    atField, required(itemField),
                    .required("is", .choice(ItemStatus.allCases.map(\.code)), "Where it is."),
                ]
            ),
            "Where a copy is."
        ),
        .init(
            "fee",
            object(
                "a fee",
                "A patron's last fee of a kind.",
                [
                    atField, patronField,
                    .required("kind", .choice(FeeKind.allCases.map(\.code)), "What it is for."),
                    .optional("amount", money, "What was charged."),
                    .optional("paid", money, "What was paid."),
                    .optional("waived", money, "What was waived."),
                    .optional("owed", money, "What is still owed."),
                    .optional("disputed", .boolean, "Whether it is disputed."),
                ]
            ),
            "A patron's last fee of a kind."
        ),
        .init(
            "copies",
            object(
                "copies",
                "How many of an institution's own copies are where.",
                [
                    atField, .optional("owned", count, "All of them."),
                ] + ItemStatus.ownCases.map { .optional($0.code, count, "\($0.name).") }
            ),
            "How many of an institution's own copies are where."
        ),
        .init(
            "money",
            object(
                "money",
                "What an institution has charged, and what has become of it.",
                [
                    atField, .optional("charged", money, "Fees less credits."),
                    .optional("paid", money, "What was paid, less what was paid out."),
                    .optional("waived", money, "What was waived."),
                    .optional("owed", money, "What is still owed."),
                ]
            ),
            "What an institution has charged, and what has become of it."
        ),
        .init(
            "job",
            object(
                "a job",
                "The history of a job.",
                [
                    atField,
                    .required("name", .choice(JobKind.allCases.map(\.code)), "The job."),
                    .optional("result", .text(), "What its last run did."),
                    .optional("runs", count, "How often it ran."),
                ]
            ),
            "The history of a job."
        ),
        .init(
            "reported-fine",
            object(
                "a reported fine",
                "What the last fines-elsewhere report said.",
                [
                    patronField, .required("institution", .code, "Where it is owed."),
                    .required("owed", money, "How much."),
                ]
            ),
            "What the last fines-elsewhere report said of a patron."
        ),
    ]
}
