import LibraryModel

/// What a file of accounts looks like, as another system sends it: JSON by this description, or
/// CSV with a column for each of its keys.
///
/// In CSV there is a column for each kind of identifier, too, and lists are parted by semicolons.
/// What a key or column that is not there says is nothing; what a blank says is a setting of the
/// load. What is wrong with a single record, such as an unknown user group, is found by the load,
/// and refuses that record alone.
package enum AccountShapes {
    /// Any text, also none: a blank.
    static let text: Shape = .text(minLength: 0)
    static let list: Shape = .either([text, .list(of: text, count: 0...1_000)])

    static let record = ObjectShape(
        "an account",
        "What another system says of an account that it manages.",
        [
            .required(
                "primary-id",
                text,
                "The primary identifier, by which the account is found; its case is free."
            ),
            .optional(
                "account",
                text,
                "external; a record that is called internal is refused."
            ),
            .optional("name", text, "The name."),
            .optional("expiry", text, "The last day of the account."),
            .optional("group", text, "The user group; protected from loads after a manual change."),
            .optional("campus", text, "The campus; protected."),
            .optional("job-category", text, "The job category; protected."),
            .optional(
                "resource-sharing-libraries",
                list,
                "The resource sharing libraries; protected."
            ),
            .optional("statistical-categories", list, "Statistical categories."),
            .optional(
                "identifiers",
                .map(value: list),
                "Additional identifiers by their kind; in CSV a column for each kind."
            ),
            .optional("blocks", list, "Blocks, by their definitions."),
            .optional("addresses", list, "Addresses."),
            .optional("phones", list, "Phone numbers."),
            .optional("emails", list, "E-mail addresses."),
            .optional(
                "preferred-email",
                text,
                "The e-mail address that notices go to; the first by its text, if not given."
            ),
            .optional("notes", list, "Notes."),
        ]
    )

    /// A whole JSON file.
    package static let file: Shape = .list(of: .object(record))

    /// The keys, which are the columns of a CSV file beside the kinds of identifier.
    static let columns = record.fields.map(\.key).filter { $0 != "identifiers" }

    /// The columns that no kind of identifier can be called.
    static let ownColumns = columns.filter { $0 != "primary-id" }
}
