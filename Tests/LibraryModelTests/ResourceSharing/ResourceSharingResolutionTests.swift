import LibraryModel
import SimulationKernel
import Testing

@Suite struct ResourceSharingResolutionTests {
    /// A row of a table: the institution's libraries, the patron's list, the owner given, and what
    /// comes of it.
    struct Row: CustomTestStringConvertible, Sendable {
        var title: String
        /// Codes; those in capitals are resource sharing libraries.
        var libraries: [String]
        var list: [Int] = []
        var owner: Int?
        var library: Int?
        var reason: ResourceSharingResolution.Reason?
        var refusal: RefusalCode?
        var value: Int64 = 0

        var testDescription: String { title }
    }

    static let current: [Row] = [
        Row(
            title: "the owner given is in the list",
            libraries: ["WIN", "TC"],
            list: [0, 1],
            owner: 1,
            library: 1,
            reason: .ownerGiven
        ),
        Row(
            title: "the owner given is not in the list",
            libraries: ["WIN", "TC"],
            list: [0],
            owner: 1,
            refusal: .ownerNotAffiliated
        ),
        Row(
            title: "an owner does not stand in for an empty list",
            libraries: ["WIN"],
            owner: 0,
            refusal: .ownerNotAffiliated
        ),
        Row(
            title: "one in the list",
            libraries: ["WIN", "TC"],
            list: [1],
            library: 1,
            reason: .onlyOneInList
        ),
        Row(
            title: "several in the list and no owner",
            libraries: ["WIN", "TC"],
            list: [0, 1],
            refusal: .ownerRequired,
            value: 2
        ),
        Row(
            title: "an empty list, and one at the institution",
            libraries: ["law", "WIN"],
            library: 1,
            reason: .onlyOneAtInstitution
        ),
        Row(
            title: "an empty list, and several at the institution",
            libraries: ["WIN", "TC"],
            refusal: .notAffiliated,
            value: 2
        ),
        Row(
            title: "an empty list, and none at the institution",
            libraries: ["law"],
            refusal: .notAffiliated
        ),
    ]

    @Test("The current order resolves by owner, list and institution", arguments: current)
    func resolvesInCurrentOrder(_ row: Row) {
        check(row, order: .current)
    }

    static let dated: [Row] = [
        Row(
            title: "the patron's own",
            libraries: ["RES_SHARE", "TC"],
            list: [1],
            library: 1,
            reason: .firstInList
        ),
        Row(
            title: "the built-in library for an empty list",
            libraries: ["TC", "RES_SHARE"],
            library: 1,
            reason: .builtIn
        ),
        Row(
            title: "not the built-in library for a list of several",
            libraries: ["TC", "RES_SHARE"],
            list: [0, 1],
            refusal: .notAffiliated,
            value: 2
        ),
        Row(
            title: "none at all",
            libraries: ["TC"],
            refusal: .notAffiliated
        ),
        Row(
            title: "the owner given goes before everything",
            libraries: ["RES_SHARE", "TC"],
            list: [0, 1],
            owner: 1,
            library: 1,
            reason: .ownerGiven
        ),
    ]

    @Test("The dated order goes by list, RES_SHARE and refusal", arguments: dated)
    func resolvesInDatedOrder(_ row: Row) {
        check(row, order: .dated(institutionDefault: nil))
    }

    static let datedWithDefault: [Row] = [
        Row(
            title: "the default for a list of several",
            libraries: ["TC", "RES_SHARE"],
            list: [0, 1],
            library: 0,
            reason: .institutionDefault
        ),
        Row(
            title: "the default where there is no RES_SHARE",
            libraries: ["TC"],
            library: 0,
            reason: .institutionDefault
        ),
        Row(
            title: "RES_SHARE before the default",
            libraries: ["TC", "RES_SHARE"],
            library: 1,
            reason: .builtIn
        ),
    ]

    @Test("The dated order ends with the institution's default", arguments: datedWithDefault)
    func resolvesToDefault(_ row: Row) {
        check(row, order: .dated(institutionDefault: LibraryID(Int32(0))))
    }

    @Test("A refusal of the dated order never says that one library is not one")
    func saysWhatIsMissing() {
        var institution = Self.institution(["TC"])
        institution.resourceSharingOrder = .dated(institutionDefault: nil)
        let refusal = institution.resolveResourceSharingLibrary(list: SmallSet(), owner: nil)
            .refusal
        #expect(
            refusal?.description
                == "the patron's list has 0 resource sharing libraries, not one, and the "
                + "institution SMU has no default"
        )
    }

    private func check(_ row: Row, order: ResourceSharingOrder) {
        var institution = Self.institution(row.libraries)
        institution.resourceSharingOrder = order
        let decision = institution.resolveResourceSharingLibrary(
            list: SmallSet(row.list.map { LibraryID($0) }),
            owner: row.owner.map { LibraryID($0) }
        )
        #expect(decision.accepted?.library == row.library.map { LibraryID($0) })
        #expect(decision.accepted?.reason == row.reason)
        #expect(decision.refusal?.code == row.refusal)
        #expect((decision.refusal?.value ?? 0) == row.value)
    }

    private static func institution(_ libraries: [String]) -> Institution {
        var institution = Institution(
            id: InstitutionID(Int32(0)),
            code: "SMU",
            name: "Saint Mary's",
            zone: .utc,
            currency: .usDollar
        )
        institution.libraries = libraries.map {
            Library(code: $0, name: $0, isResourceSharing: $0 == $0.uppercased())
        }
        return institution
    }
}
