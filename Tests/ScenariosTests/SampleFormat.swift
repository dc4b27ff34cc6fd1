import Scenarios
import SimulationKernel

/// A small format with every kind of shape, for the tests of this folder.
enum SampleFormat {
    static let shape = Shape.object(
        ObjectShape(
            "a sample",
            "Everything that a document can say.",
            [
                .required("name", .text(), "What people call it."),
                .optional("code", .code, default: "MAIN", "Its code."),
                .optional("seed", .integer(0...1_000), default: "7", "The seed of the run."),
                .optional("factor", .number(-1...10), "A factor."),
                .optional("active", .boolean, default: "true", "Whether it takes part."),
                .optional("from", .date, "The first day."),
                .optional("moment", .dateTime, "When it begins."),
                .optional("opens", .timeOfDay, "When the doors open."),
                .optional("period", .duration(units: [.days, .weeks]), "How long a loan is."),
                .optional("delay", .duration(), "How long it takes."),
                .optional("fine", .money(fractionDigits: 2), "The fine a day."),
                .optional("overhead", .percentage(), "A surcharge."),
                .optional("chance", .probability, "How often it happens."),
                .optional("transit", .distribution(of: .duration()), "How long couriers take."),
                .optional("batch", .distribution(of: .number(0...100)), "How many at once."),
                .optional("mode", .choice(["automatic", "manual", "off"]), "How it works."),
                .optional("email", .text(pattern: email), "Where to write."),
                .optional("tags", .list(of: .code, count: 1...3), "Words about it."),
                .optional("branches", .map(value: .object(branch)), "Its branches by code."),
                .optional("timeline", .list(of: .oneOf(action)), "What happens when."),
                .optional("limit", .either([.integer(1...9), .choice(["none"])]), "A limit."),
                .optional(
                    "copies",
                    .either([.integer(0...99), .map(value: .integer(0...99))]),
                    "How many, in all or by branch."
                ),
                .optional("when", condition, "When it applies."),
            ]
        )
    )

    static let email = TextPattern("^[^@ ]+@[^@ ]+$", meaning: "an address", example: "a@b.org")

    static let branch = ObjectShape(
        "a branch",
        "A place with a door.",
        [
            .required("name", .text(), "Its name."),
            .optional("floors", .integer(1...50), default: "1", "How many floors it has."),
        ]
    )

    static let action = VariantShape(
        "a timeline action",
        "Something that happens at a given time.",
        common: [.required("at", .dateTime, "When it happens.")],
        variants: [
            .init("close", .code, "Closes a branch."),
            .init("open", .code, "Opens a branch."),
            .init("pause", .duration(), "Stops everything for a while."),
        ]
    )

    static let condition: Shape = .reference(
        "Condition",
        .oneOf(
            VariantShape(
                "a condition",
                "A question about a request.",
                variants: [
                    .init("is", .code, "Whether the request is of a kind."),
                    .init("not", condition, "Whether the condition within does not hold."),
                    .init("all", .list(of: condition, count: 1...10), "Whether all hold."),
                ]
            )
        )
    )
}

/// What reading a text as the sample format reports, one finding a line.
func findings(_ text: String, _ shape: Shape = SampleFormat.shape) -> String {
    let diagnostics = Diagnostics()
    if let document = SourceDocument(text: text, name: "a.yaml", into: diagnostics) {
        shape.validate(document.root, into: diagnostics)
    }
    return diagnostics.description
}
