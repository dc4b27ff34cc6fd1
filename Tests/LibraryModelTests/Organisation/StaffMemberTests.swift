import LibraryModel
import Testing

@Suite struct StaffMemberTests {
    @Test("Five roles open Network Activity, at the institution or at a library")
    func opensNetworkActivity() {
        let allowed = Role.allCases.filter { role in
            [nil, LibraryID(Int32(1))].allSatisfy { library in
                StaffMember(
                    code: "x",
                    name: "X",
                    roles: [RoleAssignment(role: role, library: library)]
                ).holds(anyOf: Role.viewersOfNetworkActivity)
            }
        }
        #expect(
            allowed.map(\.rawValue) == [
                "circulation-desk-manager", "circulation-desk-operator",
                "circulation-desk-operator-limited", "user-manager", "user-administrator",
            ]
        )
    }

    @Test("A role is named as Alma names it")
    func namesRoles() {
        #expect(Role.circulationDeskOperatorLimited.name == "Circulation Desk Operator Limited")
        #expect(Role.userManager.name == "User Manager")
    }
}
