/// A rule of the job that assigns the resource sharing library; an empty list of codes matches all.
package struct AssignmentRule: Sendable {
    package var campuses: [CampusID]
    package var groups: [UserGroupID]
    package var statisticalCategories: SmallSet
    package var jobCategories: [JobCategoryID]
    package var library: LibraryID

    package init(
        campuses: [CampusID] = [],
        groups: [UserGroupID] = [],
        statisticalCategories: SmallSet = SmallSet(),
        jobCategories: [JobCategoryID] = [],
        library: LibraryID
    ) {
        self.campuses = campuses
        self.groups = groups
        self.statisticalCategories = statisticalCategories
        self.jobCategories = jobCategories
        self.library = library
    }

    package func matches(_ patron: Patron) -> Bool {
        (campuses.isEmpty || patron.campus.map(campuses.contains) ?? false)
            && (groups.isEmpty || groups.contains(patron.group))
            && (statisticalCategories.isEmpty
                || statisticalCategories.bits & patron.statisticalCategories.bits != 0)
            && (jobCategories.isEmpty || patron.jobCategory.map(jobCategories.contains) ?? false)
    }
}

/// The ordered rules of the job, and the library for patrons whom none matches.
package struct AssignmentRules: Sendable {
    package var rules: [AssignmentRule]
    package var otherwise: LibraryID?

    package init(rules: [AssignmentRule] = [], otherwise: LibraryID? = nil) {
        self.rules = rules
        self.otherwise = otherwise
    }

    /// The library for a patron: of the first rule that matches, else the one named otherwise, else
    /// none.
    package func library(for patron: Patron) -> LibraryID? {
        rules.first { $0.matches(patron) }?.library ?? otherwise
    }
}
