import LibraryModel
import SimulationKernel

/// What a network configuration looks like: the one description behind checks, schemas and
/// documentation.
package enum NetworkShapes {
    static let named: Shape = .either([.text(), .object(namedObject)])

    static let namedObject = ObjectShape(
        "a name",
        "A name that people read.",
        [.required("name", .text(), "The name.")]
    )

    static let coordinates = ObjectShape(
        "coordinates",
        "A place on the globe in degrees.",
        [
            .required("latitude", .number(-90...90), "Degrees north of the equator."),
            .required("longitude", .number(-180...180), "Degrees east of Greenwich."),
        ]
    )

    static let library = ObjectShape(
        "a library",
        "A library of the institution.",
        [
            .required("name", .text(), "The name that people read."),
            .optional("campus", .code, "The campus that the library is on."),
            .optional("coordinates", .object(coordinates), "Where the library is."),
            .optional(
                "resource-sharing",
                .boolean,
                default: "false",
                "Whether requests between institutions are handled in this library's name."
            ),
            .optional(
                "borrowed-items",
                .object(borrowedItems),
                "What stands here for the items that partners send, which decides the loan terms."
            ),
        ] + CalendarShapes.fields
    )

    private static let borrowedItems = ObjectShape(
        "borrowed items",
        "The temporary items of a resource sharing library.",
        [
            .optional("location", .code, "The location; the library's first, if not given."),
            .optional(
                "item-policy",
                .code,
                "The item policy; if not given, the first under which such items may be lent."
            ),
        ]
    )

    static let placeFields: [Field] = [
        .required("name", .text(), "The name that people read."),
        .required("library", .code, "The library it belongs to."),
    ]

    static let location = ObjectShape(
        "a location",
        "A shelving location of a library.",
        placeFields
    )

    static let desk = ObjectShape(
        "a desk",
        "A circulation desk of a library.",
        placeFields + [
            .optional(
                "hold-shelf-maximum",
                .period(),
                "How long the hold shelf keeps anything; as the terms say, if not given."
            )
        ]
    )

    static let fulfillmentUnit = ObjectShape(
        "a fulfillment unit",
        "A group of locations that rules speak of.",
        [
            .required("name", .text(), "The name that people read."),
            .required("locations", .list(of: .code, count: 1...10_000), "Its locations."),
        ]
    )

    static let userGroup = ObjectShape(
        "a user group",
        "A group of patrons that rules speak of.",
        [
            .required("name", .text(), "The name that people read."),
            .optional(
                "limits",
                .object(
                    ObjectShape(
                        "limits",
                        "What a patron may owe and hold; each blocks when strictly exceeded.",
                        [
                            .optional("fees", .money(fractionDigits: 3), "Fees owed here."),
                            .optional(
                                "overdue-loans",
                                .integer(0...1_000_000),
                                "Overdue loans here."
                            ),
                            .optional(
                                "overdue-recalls",
                                .integer(0...1_000_000),
                                "Overdue loans here that were recalled."
                            ),
                            .optional("loans", .integer(0...1_000_000), "Loans held at once."),
                            .optional(
                                "requests",
                                .integer(0...1_000_000),
                                "Requests and holds open at once."
                            ),
                        ]
                    )
                ),
                "Patron limits; none, if not given."
            ),
            .optional(
                "hidden-from-network",
                .boolean,
                default: "false",
                "Whether other institutions do not find patrons of this group."
            ),
        ]
    )

    static let block = ObjectShape(
        "a block definition",
        "A block that staff may put on a patron.",
        [
            .required("name", .text(), "The name that people read."),
            .optional(
                "action",
                .choice(["01", "02", "03", "04", "05"]),
                default: "01",
                "What it forbids: 01 loan, 02 and renewal, 03 and hold, 04 resource sharing, "
                    + "05 all."
            ),
            .optional(
                "network",
                .boolean,
                default: "false",
                "Whether the block is copied when an account is linked or refreshed elsewhere."
            ),
        ]
    )

    static let roles = [
        "circulation-desk-manager", "circulation-desk-operator",
        "circulation-desk-operator-limited", "user-manager", "user-administrator",
        "fulfillment-services-manager", "fulfillment-services-operator",
        "fulfillment-administrator", "general-system-administrator", "requests-operator",
    ]

    static let staffMember = ObjectShape(
        "a member of staff",
        "Somebody who works at the institution.",
        [
            .required("name", .text(), "The name that people read."),
            .optional(
                "roles",
                .list(
                    of: .object(
                        ObjectShape(
                            "a role",
                            "A role and where it holds.",
                            [
                                .required("role", .choice(roles), "The role."),
                                .optional(
                                    "library",
                                    .code,
                                    "Where the role holds; the institution, if not given."
                                ),
                            ]
                        )
                    )
                ),
                "What the person may do."
            ),
        ]
    )

    static let dateRule: Shape = .oneOf(
        VariantShape(
            "a date rule",
            "How a date on the linked account is found.",
            variants: [
                .init("on", .date, "Always this day."),
                .init(
                    "after-expiry",
                    .duration(units: [.weeks, .days], in: .zero ... .days(36_500)),
                    "So long after the source's expiry (for a purge: the copy's)."
                ),
                .init(
                    "before-expiry",
                    .duration(units: [.weeks, .days], in: .zero ... .days(36_500)),
                    "So long before the source's expiry (for a purge: the copy's)."
                ),
                .init(
                    "after-refresh",
                    .duration(units: [.weeks, .days], in: .zero ... .days(36_500)),
                    "So long after the copy is made, or its date is found anew."
                ),
            ]
        )
    )

    static let linkedAccountRule = ObjectShape(
        "a linked-account rule",
        "How patrons of other institutions become linked accounts; the first rule that matches.",
        [
            .optional(
                "from",
                .list(of: .code),
                "The source institutions it is for; all, if not given."
            ),
            .optional("group", .code, "The copy's user group; without one no copy can be made."),
            .optional("expiry", dateRule, default: "{after-expiry: 0 d}", "The copy's expiry."),
            .optional(
                "refresh-expiry",
                .boolean,
                default: "false",
                "Whether every refresh finds the expiry anew, or only a first or an expired link."
            ),
            .optional("purge", dateRule, default: "{after-expiry: 30 d}", "The purge date."),
            .optional(
                "refresh-purge",
                .boolean,
                default: "false",
                "Whether every refresh finds the purge date anew."
            ),
            .optional(
                "copy-network-blocks",
                .boolean,
                default: "false",
                "Whether the source's network blocks replace those copied before."
            ),
        ]
    )

    static let visibility: Shape = .choice(["full", "totals", "none"])

    static let visibilityPolicy = ObjectShape(
        "a visibility policy",
        "What staff elsewhere see of visitors' accounts here.",
        [
            .optional("default", visibility, default: "full", "To whom nothing else is said."),
            .optional("to", .map(value: visibility), "To single institutions."),
        ]
    )

    static let assignmentRule = ObjectShape(
        "an assignment rule",
        "Which resource sharing library a patron gets; the first rule that matches.",
        [
            .optional("campuses", .list(of: .code), "Campuses; all, if not given."),
            .optional("groups", .list(of: .code), "User groups; all, if not given."),
            .optional(
                "statistical-categories",
                .list(of: .code),
                "One of them is enough; all, if not given."
            ),
            .optional("job-categories", .list(of: .code), "Job categories; all, if not given."),
            .required("library", .code, "The resource sharing library."),
        ]
    )

    static let resourceSharing = ObjectShape(
        "resource sharing",
        "How the library that owns a patron's request is found.",
        [
            .optional(
                "order",
                .choice(["current", "dated"]),
                default: "current",
                "The present order of steps, or the one the vendor described in 2014."
            ),
            .optional(
                "default-library",
                .code,
                "The last step of the dated order; none, if not given."
            ),
            .optional(
                "assignment",
                .list(of: .object(assignmentRule)),
                "The rules of the job assign-resource-sharing-library."
            ),
            .optional("otherwise", .code, "The library of patrons whom no rule matches."),
        ]
    )

    static let shares: Shape = .map(value: .number(0...1_000_000), count: 1...1_000)

    static let patron = ObjectShape(
        "a patron",
        "A patron of the institution.",
        [
            .required("code", .code, "What people know the record by."),
            .optional("name", .text(), "The name; the code, if not given."),
            .required("group", .code, "The user group."),
            .required("expiry", .date, "The last day of the account."),
            .optional("campus", .code, "The campus."),
            .optional("job-category", .code, "The job category."),
            .optional("statistical-categories", .list(of: .code), "Statistical categories."),
            .optional("identifiers", .map(value: .text()), "Identifiers by their kind."),
            accountKind,
            .optional(
                "resource-sharing-libraries",
                .list(of: .code),
                "Libraries that may own the patron's requests, set by hand."
            ),
        ]
    )

    static let accountKind: Field = .optional(
        "account",
        .choice(AccountKind.allCases.map(\.name)),
        default: "internal",
        "Whether another system manages the record, so that loads may change it."
    )

    static let syntheticPatrons = ObjectShape(
        "synthetic patrons",
        "Patrons made up in stated numbers.",
        [
            .required("count", .integer(1...2_000_000), "How many."),
            .required("groups", shares, "The share of each user group."),
            .required("expiry", .date, "The last day of their accounts."),
            .optional("campuses", shares, "The share of each campus; none, if not given."),
            accountKind,
        ]
    )

    static let item = ObjectShape(
        "an item",
        "A copy that the institution owns.",
        [
            .required("barcode", .code, "The barcode."),
            .required("title", .text(), "The title."),
            .optional(
                "title-id",
                .code,
                "The network identifier; without one the title is not findable elsewhere."
            ),
            .required("location", .code, "The shelving location."),
            .required("policy", .code, "The item policy."),
            .optional("material-type", .code, "The physical material type."),
        ]
    )

    static let syntheticItems = ObjectShape(
        "synthetic holdings",
        "Copies made up in stated numbers, of titles of the universe.",
        [
            .required("titles", .integer(1...10_000_000), "How many titles are held."),
            .optional("copies", .integer(1...100), default: "1", "Copies of each title."),
            .required("locations", shares, "The share of each location."),
            .required("policies", shares, "The share of each item policy."),
        ]
    )

    static let patrons = ObjectShape(
        "patrons",
        "The institution's patrons: listed, from a file, made up, or all of these.",
        [
            .optional("list", .list(of: .object(patron)), "Patrons one by one."),
            .optional("csv", .text(), "A CSV file, by its path from this file."),
            .optional("synthetic", .object(syntheticPatrons), "Patrons made up."),
        ]
    )

    static let items = ObjectShape(
        "items",
        "The institution's copies: listed, from a file, made up, or all of these.",
        [
            .optional("list", .list(of: .object(item)), "Copies one by one."),
            .optional("csv", .text(), "A CSV file, by its path from this file."),
            .optional("synthetic", .object(syntheticItems), "Copies made up."),
        ]
    )

    /// What an institution may leave to the defaults.
    static let policies: [Field] =
        [
            .optional("time-zone", .text(), "An IANA name; the network's, if not given."),
            .optional(
                "currency",
                .text(
                    pattern: TextPattern(
                        "^[A-Z]{3}$",
                        meaning: "a currency code of ISO 4217",
                        example: "USD"
                    )
                ),
                default: "USD",
                "The currency of all its amounts."
            ),
            .optional("user-groups", .map(value: .object(userGroup)), "User groups by code."),
            .optional("item-policies", .map(value: named), "Item policies by code."),
            .optional("material-types", .map(value: named), "Physical material types by code."),
            .optional(
                "due-date-schedules",
                .map(value: TermsShapes.schedule),
                "Fixed due dates by code."
            ),
            .optional("loan-terms", .map(value: .object(TermsShapes.terms)), "Loan terms by code."),
            .optional(
                "loan-rules",
                .list(of: .object(TermsShapes.rule), count: 1...10_000),
                "In order; the last matches everything."
            ),
            .optional("blocks", .map(value: .object(block)), "Block definitions by code."),
            .optional(
                "block-preferences",
                TermsShapes.blockPreferences,
                "What a desk does about a block; as Temple University has it, if not given."
            ),
            .optional("statistical-categories", .map(value: named), "Statistical categories."),
            .optional("job-categories", .map(value: named), "Job categories by code."),
            .optional("staff", .map(value: .object(staffMember)), "Members of staff by code."),
            .optional(
                "searchable-identifiers",
                .list(of: .code),
                "The kinds by which other institutions find patrons; all, if not given."
            ),
            .optional(
                "linked-account-rules",
                .list(of: .object(linkedAccountRule)),
                "In order; without a match visitors are refused."
            ),
            .optional("visibility", .object(visibilityPolicy), "What staff elsewhere see."),
        ] + requestPolicies

    /// What alike institutions may have in common: each has its own, with the same codes.
    static let stock: [Field] = [
        .optional(
            "libraries",
            .map(value: .object(library), count: 1...1_000),
            "Libraries by code; here or under the defaults."
        ),
        .optional(
            "locations",
            .map(value: .object(location), count: 1...10_000),
            "Locations by code; here or under the defaults."
        ),
        .optional("patrons", .object(patrons), "The institution's patrons."),
        .optional("items", .object(items), "The institution's copies."),
    ]

    static let institution = ObjectShape(
        "an institution",
        "A member of the network.",
        [
            .required("name", .text(), "The name that people read."),
            .optional("campuses", .map(value: named), "Campuses by code."),
            .optional(
                "fulfillment-units",
                .map(value: .object(fulfillmentUnit)),
                "Groups of locations by code; a location is in one of them at most."
            ),
            .optional("desks", .map(value: .object(desk)), "Circulation desks by code."),
            .optional("resource-sharing", .object(resourceSharing), "Who owns requests."),
        ] + stock + policies
    )

    static let defaults = ObjectShape(
        "defaults",
        "What holds for each institution that says nothing else, key by key.",
        stock + policies
    )

    /// A whole network configuration.
    package static let file: Shape = .object(
        ObjectShape(
            "a network configuration",
            "A consortium: its network and its institutions.",
            [
                .required("network", .object(network), "What all members have in common."),
                .optional("defaults", .object(defaults), "Policies of institutions."),
                .required(
                    "institutions",
                    .map(value: .object(institution), count: 1...500),
                    "The members by code."
                ),
            ]
        )
    )
}
