// Conformances need no documentation of their own.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

// Handles that mean the same everywhere in a network.

/// An institution, by its rank in the order of codes, from 0.
public struct InstitutionID: RecordHandle {
    public let index: Int32
    @inlinable public init(_ index: Int32) { self.index = index }
}

/// A title of the network's union catalogue, by its rank in the order of network identifiers.
public struct TitleID: RecordHandle {
    public let index: Int32
    @inlinable public init(_ index: Int32) { self.index = index }
}

/// A kind of patron identifier, such as a barcode; kind 0 is the primary identifier.
public struct IdentifierKindID: RecordHandle {
    public let index: Int32
    @inlinable public init(_ index: Int32) { self.index = index }

    /// The primary identifier, which alone ignores case.
    public static let primary = IdentifierKindID(Int32(0))
}

/// A patron before a look-up: what is on the card.
package struct PatronIdentifier: Hashable, Sendable, Codable {
    /// What kind of identifier it is.
    package var kind: IdentifierKindID
    /// The characters on the card.
    package var value: String

    package init(kind: IdentifierKindID, value: String) {
        self.kind = kind
        // The primary identifier ignores case; additional ones do not.
        self.value = kind == .primary ? value.lowercased() : value
    }
}

/// A patron after a look-up: the record at the source institution.
package struct PatronReference: Hashable, Sendable, Codable {
    /// The institution that manages the record.
    package var institution: InstitutionID
    /// The record there.
    package var patron: PatronID

    package init(institution: InstitutionID, patron: PatronID) {
        self.institution = institution
        self.patron = patron
    }
}
