/// Who manages a patron's record.
package enum AccountKind: UInt8, CaseIterable, Sendable, Codable {
    /// The library's own staff.
    case `internal`
    /// Another system, such as the one that student records are kept in; loads bring its changes.
    case external

    /// The name in files and reports.
    package var name: String { self == .external ? "external" : "internal" }
}

/// The fields of an external account that say what the library makes of the person: a manual
/// change of one of them wins over the next load.
///
/// Alma protects a pin, a preferred language, a title and library notices, too, which the model
/// does not have.
package struct ProtectedFields: OptionSet, Hashable, Sendable {
    package var rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let group = Self(rawValue: 1)
    package static let campus = Self(rawValue: 2)
    package static let jobCategory = Self(rawValue: 4)
    package static let resourceSharingLibraries = Self(rawValue: 8)

    package static let all: Self = [.group, .campus, .jobCategory, .resourceSharingLibraries]

    /// The fields of the set, in a fixed order.
    package var fields: [AccountField] {
        Self.named.filter { contains($0.set) }.map(\.field)
    }

    /// The set of one field; empty for a field that nothing protects.
    package init(_ field: AccountField) {
        self = Self.named.first { $0.field == field }?.set ?? []
    }

    private static let named: [(set: Self, field: AccountField)] = [
        (.group, .group), (.campus, .campus), (.jobCategory, .jobCategory),
        (.resourceSharingLibraries, .resourceSharingLibraries),
    ]
}

/// The values of the protected fields that the last load brought; none where it brought none.
package struct InheritedFields: Hashable, Sendable {
    package var group: UserGroupID?
    package var campus: CampusID?
    package var jobCategory: JobCategoryID?
    package var resourceSharingLibraries: SmallSet

    package init(
        group: UserGroupID? = nil,
        campus: CampusID? = nil,
        jobCategory: JobCategoryID? = nil,
        resourceSharingLibraries: SmallSet = SmallSet()
    ) {
        self.group = group
        self.campus = campus
        self.jobCategory = jobCategory
        self.resourceSharingLibraries = resourceSharingLibraries
    }
}

/// What an institution knows of the other system's side of an account.
///
/// There is a row only for accounts of which it says more than their records do: that a load or
/// staff have changed.
package struct ExternalAccount: Hashable, Sendable {
    package var patron: PatronID
    package var inherited: InheritedFields
    /// The fields that staff changed by hand and that a load keeps.
    package var protected: ProtectedFields
    /// The patron's statistical categories that a load brought.
    package var statisticalCategories: SmallSet
    /// Whether a load made the record, so that it was not there when the run began.
    package var isLoaded: Bool

    package init(
        patron: PatronID,
        inherited: InheritedFields = InheritedFields(),
        protected: ProtectedFields = [],
        statisticalCategories: SmallSet = SmallSet(),
        isLoaded: Bool = false
    ) {
        self.patron = patron
        self.inherited = inherited
        self.protected = protected
        self.statisticalCategories = statisticalCategories
        self.isLoaded = isLoaded
    }

    /// What is known of an account that has no row: an external one is as a load before the run
    /// left it, but for a list of libraries that staff set by hand; of an internal one no load
    /// knows.
    package init(of patron: Patron, _ id: PatronID) {
        guard patron.account == .external else {
            self.init(patron: id)
            return
        }
        self.init(
            patron: id,
            inherited: InheritedFields(
                group: patron.group,
                campus: patron.campus,
                jobCategory: patron.jobCategory
            ),
            protected: patron.resourceSharingOrigin == .manual ? .resourceSharingLibraries : [],
            statisticalCategories: patron.statisticalCategories
        )
    }
}
