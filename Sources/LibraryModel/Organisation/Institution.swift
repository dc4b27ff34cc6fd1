package import SimulationKernel

/// The configuration of one institution: everything about it that does not change during a run.
package struct Institution: Sendable {
    package var id: InstitutionID
    package var code: String {
        didSet { entity = EntityKey(path: code) }
    }
    /// What draws about the institution are keyed by.
    package private(set) var entity: EntityKey
    package var name: String
    package var zone: ZoneTable
    package var currency: Currency
    package var campuses: [NamedCode] = []
    package var libraries: [Library] = []
    package var locations: [Location] = []
    package var desks: [Desk] = []
    package var userGroups: [UserGroup] = []
    package var itemPolicies: [NamedCode] = []
    package var materialTypes: [NamedCode] = []
    /// Groups of locations that rules speak of.
    package var fulfillmentUnits: [NamedCode] = []
    package var statisticalCategories: [NamedCode] = []
    package var jobCategories: [NamedCode] = []
    package var loanTerms: [TermsOfUse] = []
    /// In order, the last a fallback that matches everything.
    package var loanRules: [LoanRule] = []
    package var blockDefinitions: [BlockDefinition] = []
    package var blockPreferences = BlockPreferences()
    package var staff: [StaffMember] = []
    /// The kinds of identifier by which other institutions may find patrons; empty is all.
    package var searchableIdentifiers: SmallSet = SmallSet()
    package var linkedAccountRules: [LinkedAccountRule] = []
    /// What is shown to each other institution, by its rank.
    package var visibility: [Visibility] = []
    package var resourceSharingOrder: ResourceSharingOrder = .current
    package var assignmentRules = AssignmentRules()
    package var borrowing = BorrowingPolicy()
    package var lending = LendingPolicy()
    /// The groups of libraries that it lends and borrows through.
    package var groups: [GroupMembership] = []
    /// How long a hold waits for a copy, a week being Alma's default; nil is without limit.
    package var holdExpiry: CalendarPeriod? = .days(7)

    package init(
        id: InstitutionID,
        code: String,
        name: String,
        zone: ZoneTable,
        currency: Currency
    ) {
        self.id = id
        self.code = code
        entity = EntityKey(path: code)
        self.name = name
        self.zone = zone
        self.currency = currency
    }

    /// The libraries in whose name borrowing and lending happens, in order.
    package var resourceSharingLibraries: [LibraryID] {
        libraries.indices.filter { libraries[$0].isResourceSharing }.map { LibraryID($0) }
    }

    /// What staff of another institution may see here; all, where nothing is said.
    package func visibility(toward other: InstitutionID) -> Visibility {
        visibility.indices.contains(other.position) ? visibility[other.position] : .full
    }

    /// The terms of a loan, by the first rule that matches.
    package func loanTerms(for loan: LoanFacts) -> LoanTermsID {
        // By position, because a rule taken out of the array is a copy with counted references.
        for position in loanRules.indices where loanRules[position].matches(loan) {
            return loanRules[position].terms
        }
        // The configuration guarantees a fallback; the last terms are one for hand-built
        // institutions.
        return LoanTermsID(loanTerms.count - 1)
    }

    /// The terms that say whether an item may go to partners, where there are any: by the first rule
    /// that speaks of no user group, since groups mean nothing to another institution.
    package func partnerTerms(of item: Item) -> LoanTermsID? {
        let facts = facts(of: item, for: UserGroupID(Int32(0)))
        for position in loanRules.indices
        where loanRules[position].groups.isAnything && loanRules[position].matches(facts) {
            return loanRules[position].terms
        }
        return nil
    }

    /// Whether an item may go to partners.
    package func isLendable(_ item: Item) -> Bool {
        partnerTerms(of: item).map { loanTerms[$0.position].isLoanable } ?? true
    }

    /// What rules ask about a loan of an item to a patron of a group.
    package func facts(of item: Item, for group: UserGroupID) -> LoanFacts {
        LoanFacts(
            group: group,
            policy: item.policy,
            materialType: item.materialType,
            location: item.location,
            unit: locations[item.location.position].unit
        )
    }

    /// The library that a location belongs to.
    package func library(of location: LocationID) -> LibraryID {
        locations[location.position].library
    }
}
