/// A column's name, and what the schema should know about it beyond its type.
struct Column: ExpressibleByStringLiteral {
    let name: StaticString
    /// Whether the value never changes once the row is there: an update then leaves it alone.
    let isFixed: Bool

    init(stringLiteral name: StaticString) {
        self.init(name: name, isFixed: false)
    }

    private init(name: StaticString, isFixed: Bool) {
        self.name = name
        self.isFixed = isFixed
    }

    /// A column whose value never changes.
    static func fixed(_ name: StaticString) -> Column {
        Column(name: name, isFixed: true)
    }
}

/// What rows point to by a number.
enum Referenced: Int, CaseIterable {
    case participants, institutions, identifierKinds
    case campuses, libraries, locations, userGroups, itemPolicies, materialTypes, jobCategories
    case statisticalCategories, loanTerms, blockDefinitions, staff
    case patrons, linkedAccounts, bibs, items, loans, borrowingRequests, lendingRequests
    case holds, citations, networkHolds, transits, guestItems

    /// The name of the table.
    var table: String {
        switch self {
        case .participants: "participants"
        case .institutions: "institutions"
        case .identifierKinds: "identifier_kinds"
        case .campuses: "campuses"
        case .libraries: "libraries"
        case .locations: "locations"
        case .userGroups: "user_groups"
        case .itemPolicies: "item_policies"
        case .materialTypes: "material_types"
        case .jobCategories: "job_categories"
        case .statisticalCategories: "statistical_categories"
        case .loanTerms: "loan_terms"
        case .blockDefinitions: "block_definitions"
        case .staff: "staff"
        case .patrons: "patrons"
        case .linkedAccounts: "linked_accounts"
        case .bibs: "bibs"
        case .items: "items"
        case .loans: "loans"
        case .borrowingRequests: "borrowing_requests"
        case .lendingRequests: "lending_requests"
        case .holds: "holds"
        case .citations: "citations"
        case .networkHolds: "network_holds"
        case .transits: "transits"
        case .guestItems: "guest_items"
        }
    }
}

/// Which integers a column may hold; beyond them arithmetic could overflow, or a look-up miss its
/// table.
enum Domain {
    case range(ClosedRange<Int64>)
    case row(of: Referenced)

    /// A count, or the number of a row: far below where sums over a network would overflow.
    static let count = range(0...1 << 53)
    /// A count that a 32-bit integer holds with room for adding to it.
    static let smallCount = range(0...1 << 30)
    /// A handle of another participant, which only its own store can check.
    static let foreign = range(0...Int64(Int32.max))
    /// An amount in minor units.
    static let amount = range(-(1 << 53)...1 << 53)
    /// An instant within some 36,000 years of 1970.
    static let time = range(-(1 << 60)...1 << 60)
    /// A day within some 46,000 years of 1970.
    static let day = range(-(1 << 24)...1 << 24)
}
