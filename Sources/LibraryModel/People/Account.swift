package import SimulationKernel

/// A field or segment of an account, by its name in files and reports.
package enum AccountField: String, CaseIterable, Sendable, Codable, Comparable {
    case account, name, expiry, group, campus
    case jobCategory = "job-category"
    case resourceSharingLibraries = "resource-sharing-libraries"
    case statisticalCategories = "statistical-categories"
    case identifiers, blocks, addresses, phones, emails
    case preferredEmail = "preferred-email"
    case notes

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}

/// What is said of a field: nothing, that it is blank, or a value.
package enum Given<Value: Sendable>: Sendable {
    case absent
    case blank
    case value(Value)

    /// The value, if one is given.
    package var value: Value? {
        if case .value(let value) = self { value } else { nil }
    }
}

extension Given: Equatable where Value: Equatable {}

/// The parts of an account that are lists, of one origin: brought by loads, or added by staff.
package struct AccountSegments: Hashable, Sendable {
    package var identifiers: Set<PatronIdentifier>
    package var statisticalCategories: SmallSet
    package var blocks: Set<BlockDefinitionID>
    /// The lines of contact information, by kind.
    package var contacts: [ContactKind: Set<String>]

    package init(
        identifiers: Set<PatronIdentifier> = [],
        statisticalCategories: SmallSet = SmallSet(),
        blocks: Set<BlockDefinitionID> = [],
        contacts: [ContactKind: Set<String>] = [:]
    ) {
        self.identifiers = identifiers
        self.statisticalCategories = statisticalCategories
        self.blocks = blocks
        self.contacts = contacts
    }

    /// The lines of a kind.
    package subscript(kind: ContactKind) -> Set<String> {
        get { contacts[kind] ?? [] }
        set { contacts[kind] = newValue.isEmpty ? nil : newValue }
    }
}

/// Everything of a patron's record that a load or staff may change.
///
/// Roles are no part of it: no load grants any.
package struct Account: Hashable, Sendable {
    package var kind: AccountKind
    package var name: String
    package var expiry: CivilDate
    package var group: UserGroupID
    package var campus: CampusID?
    package var jobCategory: JobCategoryID?
    package var resourceSharingLibraries: SmallSet
    package var inherited: InheritedFields
    package var protected: ProtectedFields
    package var external: AccountSegments
    package var `internal`: AccountSegments
    /// The e-mail address that notices go to.
    package var preferredEmail: String?

    package init(
        kind: AccountKind,
        name: String,
        expiry: CivilDate,
        group: UserGroupID,
        campus: CampusID? = nil,
        jobCategory: JobCategoryID? = nil,
        resourceSharingLibraries: SmallSet = SmallSet(),
        inherited: InheritedFields = InheritedFields(),
        protected: ProtectedFields = [],
        external: AccountSegments = AccountSegments(),
        internal: AccountSegments = AccountSegments(),
        preferredEmail: String? = nil
    ) {
        self.kind = kind
        self.name = name
        self.expiry = expiry
        self.group = group
        self.campus = campus
        self.jobCategory = jobCategory
        self.resourceSharingLibraries = resourceSharingLibraries
        self.inherited = inherited
        self.protected = protected
        self.external = external
        self.internal = `internal`
        self.preferredEmail = preferredEmail
    }

    /// Everything by which the account can be found beside its primary identifier.
    package var identifiers: Set<PatronIdentifier> {
        external.identifiers.union(`internal`.identifiers)
    }
}
