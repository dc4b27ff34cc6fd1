import LibraryModel
import SimulationKernel

/// What an institution begins with: people and copies, named or made up.
package struct PopulationPlan: Sendable {
    /// A patron that is named.
    struct NamedPatron: Sendable {
        var record: Patron
        var code: String
        var name: String
        var identifiers: [PatronIdentifier]
    }

    /// A copy that is named.
    struct NamedItem: Sendable {
        var barcode: String
        var title: String
        /// The network identifier of the title.
        var titleCode: String?
        var location: LocationID
        var policy: ItemPolicyID
        var materialType: MaterialTypeID?
    }

    /// Patrons made up in stated numbers.
    struct SyntheticPatrons: Sendable {
        var count: Int
        var groups: Shares<UserGroupID>
        var campuses: Shares<CampusID>?
        var expiry: CivilDate
        var account = AccountKind.internal
    }

    /// Copies made up in stated numbers.
    struct SyntheticItems: Sendable {
        var titles: Int
        var copies: Int
        var locations: Shares<LocationID>
        var policies: Shares<ItemPolicyID>
    }

    var patrons: [NamedPatron] = []
    var items: [NamedItem] = []
    var syntheticPatrons: SyntheticPatrons?
    var syntheticItems: SyntheticItems?

    /// The code that somebody named and a synthetic patron share, themselves or on their cards, at an
    /// institution.
    func takenPatron(at institution: String) -> String? {
        guard let synthetic = syntheticPatrons else { return nil }
        let card = institution + "-"
        let codes = patrons.flatMap { patron in
            [patron.code]
                + patron.identifiers.map(\.value).filter { $0.hasPrefix(card) }
                .map { String($0.dropFirst(card.count)) }
        }
        return Population.first(of: codes, after: "P", of: synthetic.count)
    }

    /// The barcode that a named and a synthetic copy share at an institution.
    func takenBarcode(at institution: String) -> String? {
        guard let synthetic = syntheticItems else { return nil }
        return Population.first(
            of: items.map(\.barcode),
            after: institution + "-",
            of: synthetic.titles * synthetic.copies
        )
    }

    /// About how many titles are held: what draws visitors.
    var titleCount: Int { items.count + (syntheticItems?.titles ?? 0) }
}

/// Codes with the shares in which they occur.
struct Shares<Handle: RecordHandle>: Sendable {
    private let handles: [Handle]
    private let law: EmpiricalLaw

    /// Creates the shares, or nil where they add up to nothing.
    init?(_ shares: [(handle: Handle, weight: Double)]) {
        guard
            let law = EmpiricalLaw(
                values: shares.map { Double($0.handle.index) },
                weights: shares.map(\.weight)
            )
        else { return nil }
        handles = shares.map(\.handle)
        self.law = law
    }

    /// The code that a draw gives.
    func pick(_ draw: Draw) -> Handle {
        handles[law.index(draw)]
    }
}
