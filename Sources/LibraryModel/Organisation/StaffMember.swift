/// What a member of staff may do, by Alma's names of roles.
package enum Role: String, CaseIterable, Sendable, Codable {
    case circulationDeskManager = "circulation-desk-manager"
    case circulationDeskOperator = "circulation-desk-operator"
    case circulationDeskOperatorLimited = "circulation-desk-operator-limited"
    case userManager = "user-manager"
    case userAdministrator = "user-administrator"
    case fulfillmentServicesManager = "fulfillment-services-manager"
    case fulfillmentServicesOperator = "fulfillment-services-operator"
    case fulfillmentAdministrator = "fulfillment-administrator"
    case generalSystemAdministrator = "general-system-administrator"
    case requestsOperator = "requests-operator"

    /// The roles that may open Network Activity, of which one is enough.
    package static let viewersOfNetworkActivity: [Role] = [
        .circulationDeskManager, .circulationDeskOperator, .circulationDeskOperatorLimited,
        .userManager, .userAdministrator,
    ]

    /// The role's name as people read it: `Circulation Desk Operator`.
    package var name: String {
        rawValue.split(separator: "-")
            .map { $0.prefix(1).uppercased() + $0.dropFirst() }
            .joined(separator: " ")
    }
}

/// A role together with where it holds.
package struct RoleAssignment: Sendable, Hashable {
    package var role: Role
    /// The library in which the role holds, or nil for the whole institution.
    package var library: LibraryID?

    package init(role: Role, library: LibraryID? = nil) {
        self.role = role
        self.library = library
    }
}

/// Somebody who works at an institution.
package struct StaffMember: Sendable {
    package var code: String
    package var name: String
    package var roles: [RoleAssignment]

    package init(code: String, name: String, roles: [RoleAssignment]) {
        self.code = code
        self.name = name
        self.roles = roles
    }

    /// Whether one of the roles is held, at the institution or at any of its libraries.
    package func holds(anyOf wanted: [Role]) -> Bool {
        roles.contains { wanted.contains($0.role) }
    }
}
