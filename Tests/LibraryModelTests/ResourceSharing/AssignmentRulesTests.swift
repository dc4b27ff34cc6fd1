import LibraryModel
import SimulationKernel
import Testing

@Suite struct AssignmentRulesTests {
    private static let winona = LibraryID(Int32(0))
    private static let twinCities = LibraryID(Int32(1))
    private static let online = LibraryID(Int32(2))

    private static func patron(
        group: Int = 0,
        campus: Int? = nil,
        job: Int? = nil,
        categories: [Int] = []
    ) -> Patron {
        Patron(
            group: UserGroupID(group),
            expiry: day("2027-06-30"),
            campus: campus.map { CampusID($0) },
            jobCategory: job.map { JobCategoryID($0) },
            statisticalCategories: SmallSet(categories.map { StatisticalCategoryID($0) })
        )
    }

    private static let rule = AssignmentRule(
        campuses: [CampusID(Int32(1))],
        groups: [UserGroupID(Int32(2)), UserGroupID(Int32(3))],
        statisticalCategories: SmallSet([StatisticalCategoryID(Int32(4))]),
        jobCategories: [JobCategoryID(Int32(5))],
        library: twinCities
    )

    static let matches: [(Patron, Bool)] = [
        (patron(group: 2, campus: 1, job: 5, categories: [4]), true),
        (patron(group: 3, campus: 1, job: 5, categories: [0, 4, 63]), true),
        (patron(group: 1, campus: 1, job: 5, categories: [4]), false),
        (patron(group: 2, campus: 0, job: 5, categories: [4]), false),
        (patron(group: 2, campus: nil, job: 5, categories: [4]), false),
        (patron(group: 2, campus: 1, job: nil, categories: [4]), false),
        (patron(group: 2, campus: 1, job: 5, categories: []), false),
    ]

    @Test("A rule matches a patron who meets each of its lists", arguments: matches)
    func matchesEveryList(_ patron: Patron, _ expected: Bool) {
        #expect(Self.rule.matches(patron) == expected)
    }

    @Test("A rule without lists matches everybody")
    func matchesEverybody() {
        #expect(AssignmentRule(library: Self.online).matches(Self.patron()) == true)
    }

    @Test("The first rule that matches decides, and then the library named otherwise")
    func takesFirstMatch() {
        let rules = [
            AssignmentRule(groups: [UserGroupID(Int32(1))], library: Self.winona),
            AssignmentRule(campuses: [CampusID(Int32(1))], library: Self.twinCities),
        ]
        let table: [(Patron, LibraryID?, LibraryID?)] = [
            (Self.patron(group: 1, campus: 1), nil, Self.winona),
            (Self.patron(group: 0, campus: 1), nil, Self.twinCities),
            (Self.patron(group: 0, campus: 0), nil, nil),
            (Self.patron(group: 0, campus: 0), Self.online, Self.online),
        ]
        for (patron, otherwise, expected) in table {
            let assignment = AssignmentRules(rules: rules, otherwise: otherwise)
            #expect(assignment.library(for: patron) == expected)
        }
    }
}
