package import SimulationKernel

/// What a line of a patron's contact information is.
package enum ContactKind: UInt8, CaseIterable, Sendable, Codable {
    case address, phone, email, note

    /// The field of the account that holds such lines.
    package var field: AccountField {
        switch self {
        case .address: .addresses
        case .phone: .phones
        case .email: .emails
        case .note: .notes
        }
    }
}

/// A line of a patron's contact information, in force until it ends.
package struct Contact: Sendable {
    package var patron: PatronID
    package var kind: ContactKind
    package var value: String
    /// Whether a load brought it, so that the next may end it.
    package var isExternal: Bool
    /// Whether notices go to this e-mail address.
    package var isPreferred: Bool
    package var ended: SimulationTime?

    package init(
        patron: PatronID,
        kind: ContactKind,
        value: String,
        isExternal: Bool,
        isPreferred: Bool = false,
        ended: SimulationTime? = nil
    ) {
        self.patron = patron
        self.kind = kind
        self.value = value
        self.isExternal = isExternal
        self.isPreferred = isPreferred
        self.ended = ended
    }
}
