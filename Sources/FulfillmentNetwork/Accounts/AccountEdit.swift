package import LibraryModel
package import SimulationKernel

/// What staff change of an account by hand.
package struct AccountEdit: Sendable, Equatable {
    package var name: Given<String> = .absent
    package var expiry: CivilDate?
    package var group: UserGroupID?
    package var campus: Given<CampusID> = .absent
    package var jobCategory: Given<JobCategoryID> = .absent
    package var resourceSharingLibraries: Given<SmallSet> = .absent
    /// Where notices go from now on; added to the addresses, if it is not among them.
    package var preferredEmail: String?
    /// What staff add to the lists, as internal lines.
    package var added = AccountSegments()
    /// Whether the next load keeps the protected fields of this change.
    ///
    /// If not, it overwrites all, also those that were changed before.
    package var isKeptByLoads = true

    package init() {}
}
