import FulfillmentNetwork
import LibraryModel

// Loads of accounts, and what staff do to accounts by hand.
extension ScenarioShapes {
    private static let protectedFields = ProtectedFields.all.fields.map(\.rawValue)

    /// Loads and manual changes.
    static let loadActions: [VariantShape.Variant] = [
        .init(
            "sync-accounts",
            object(
                "a load of accounts",
                "The job that takes over what another system says of the accounts it manages.",
                [
                    atField,
                    .required(
                        "file",
                        .text(),
                        "A CSV or JSON file of accounts, by its path from here."
                    ),
                    .optional(
                        "blank",
                        .choice(AccountSyncOptions.Blank.allCases.map(\.rawValue)),
                        default: "clear",
                        "What a blank value does: leave the field as it is, or empty it."
                    ),
                    .optional("dry-run", .boolean, default: "false", "Report only."),
                    .optional(
                        "convert-internal",
                        .boolean,
                        default: "false",
                        "Make internal accounts of the file external, in place of refusing them."
                    ),
                    .optional(
                        "override",
                        .list(of: .choice(protectedFields)),
                        "Protected fields that the file replaces all the same."
                    ),
                ]
            ),
            "The job that takes over what another system says of the accounts it manages."
        ),
        .init(
            "edit-account",
            object(
                "a manual change",
                "Staff change an account by hand.",
                [
                    atField, patronField,
                    .optional("set", .object(editedFields), "Fields that get another value."),
                    .optional("add", .object(addedLines), "Lines that are added to the lists."),
                    .optional(
                        "open-for-update",
                        .boolean,
                        default: "true",
                        "Whether loads keep the protected fields of this change. If not, the next "
                            + "one overwrites all, also those that were changed before."
                    ),
                ]
            ),
            "Staff change an account by hand; its lists get internal lines, which loads keep."
        ),
        .init(
            "convert-account",
            object(
                "a conversion",
                "An internal account becomes external; there is no way back.",
                [atField, patronField]
            ),
            "Staff say that another system manages an internal account from now on."
        ),
    ]

    private static let editedFields = ObjectShape(
        "fields of an account",
        "The fields that staff change.",
        [
            .optional("name", .text(minLength: 0), "The name."),
            .optional("expiry", .date, "The last day of the account."),
            .optional("group", .code, "The user group."),
            .optional("campus", .text(minLength: 0), "The campus; \"\" for none."),
            .optional("job-category", .text(minLength: 0), "The job category; \"\" for none."),
            .optional(
                "resource-sharing-libraries",
                .list(of: .code),
                "The resource sharing libraries; [] for none."
            ),
            .optional(
                "preferred-email",
                .text(),
                "Where notices go; added to the addresses, if it is not among them."
            ),
        ]
    )

    private static let lines: Shape = .list(of: .text(), count: 1...100)

    private static let addedLines = ObjectShape(
        "lines of an account",
        "The internal lines that staff add.",
        [
            .optional("identifiers", .map(value: .text(), count: 1...10), "Identifiers by kind."),
            .optional("statistical-categories", .list(of: .code), "Statistical categories."),
            .optional("addresses", lines, "Addresses."),
            .optional("phones", lines, "Phone numbers."),
            .optional("emails", lines, "E-mail addresses."),
            .optional("notes", lines, "Notes."),
        ]
    )

    /// What can be expected of an account beside what every institution's copy has.
    static let accountFields: [Field] = [
        .optional(
            "kind",
            .choice(AccountKind.allCases.map(\.name)),
            "Whether another system manages the account."
        ),
        .optional("name", .text(minLength: 0), "The name."),
        .optional("campus", .text(), "The campus, or none."),
        .optional("job-category", .text(), "The job category, or none."),
        .optional("statistical-categories", .list(of: .code), "The statistical categories."),
        .optional(
            "identifiers",
            .map(value: .either([.text(), .list(of: .text())])),
            "The identifiers of each kind named."
        ),
        .optional("addresses", .list(of: .text()), "The addresses."),
        .optional("phones", .list(of: .text()), "The phone numbers."),
        .optional("emails", .list(of: .text()), "The e-mail addresses."),
        .optional("preferred-email", .text(), "Where notices go, or none."),
        .optional("notes", .list(of: .text()), "The notes."),
        .optional(
            "protected",
            .list(of: .choice(protectedFields)),
            "The fields that loads keep, since staff changed them by hand."
        ),
    ]

    private static let fieldNames: Shape = .list(of: .choice(AccountField.allCases.map(\.rawValue)))

    static let recordExpectation: Shape = object(
        "a record",
        "What became of one record of a load.",
        [
            .required("of", .code, "The load's id."),
            .required("primary-id", .text(minLength: 0), "The record's primary identifier."),
            .optional(
                "is",
                .choice(AccountSyncReport.Result.allCases.map(\.rawValue) + ["none"]),
                "What became of it; none where the load has no such record."
            ),
            .optional("changed", fieldNames, "The fields that it changed."),
            .optional("kept", .list(of: .choice(protectedFields)), "The fields that it left."),
            .optional(
                "released",
                .list(of: .choice(protectedFields)),
                "The fields that it took back."
            ),
            .optional(
                "reason",
                .choice(AccountProblem.Reason.allCases.map(\.rawValue)),
                "Why it was refused."
            ),
        ]
    )
}
