package import FulfillmentNetwork
package import LibraryModel
import SimulationKernel

/// Fills the nodes of a network with the people and copies that its configuration states.
package struct Population {
    private let plan: NetworkPlan
    private let draws: DrawSource
    private let titles: TitleCatalogue

    /// Prepares a population; what is made up is a function of the seed and of each institution's
    /// own codes.
    package init(of plan: NetworkPlan, seed: UInt64) {
        self.plan = plan
        draws = DrawSource(seed: seed)
        titles = TitleCatalogue(of: plan)
    }

    /// A node with everything that its institution begins with.
    package func node(_ institution: InstitutionID) -> InstitutionNode {
        let node = InstitutionNode(id: institution, network: plan.configuration)
        let population = plan.populations[institution.position]
        for patron in population.patrons {
            node.addPatron(
                patron.record,
                code: patron.code,
                name: patron.name,
                identifiers: patron.identifiers
            )
        }
        if let synthetic = population.syntheticPatrons { add(synthetic, to: node) }
        add(population.items, to: node)
        if let synthetic = population.syntheticItems { add(synthetic, to: node) }
        return node
    }

    private func add(_ synthetic: PopulationPlan.SyntheticPatrons, to node: InstitutionNode) {
        let code = node.institution.code
        let entity = EntityKey(path: "\(code)/synthetic patron")
        // A second kind of identifier is the card's; where there is one kind only, it must do.
        let kind = IdentifierKindID(min(1, plan.configuration.identifierKinds.count - 1))
        for ordinal in 1...synthetic.count {
            let patronCode = Self.patronCode(ordinal)
            let draw = draws.draw(entity, .patronAttributes, Int64(ordinal))
            let record = Patron(
                group: synthetic.groups.pick(draw),
                expiry: synthetic.expiry,
                campus: synthetic.campuses?.pick(draw.other),
                account: synthetic.account
            )
            node.addPatron(
                record,
                code: patronCode,
                name: "",
                identifiers: [PatronIdentifier(kind: kind, value: code + "-" + patronCode)]
            )
        }
    }

    /// The code of the synthetic patron of a number, from 1.
    static func patronCode(_ ordinal: Int) -> String {
        digits(ordinal, width: 6, after: "P")
    }

    /// The first of some codes that one of so many synthetic patrons or copies has, too.
    ///
    /// The named are few, and those made up may be millions.
    static func first(
        of codes: some Sequence<String>,
        after prefix: String,
        of count: Int
    ) -> String? {
        codes.filter { code in
            guard code.hasPrefix(prefix), let ordinal = Int(code.dropFirst(prefix.count)),
                (1...max(1, count)).contains(ordinal)
            else { return false }
            return digits(ordinal, width: 6, after: prefix) == code
        }.min { ($0.count, $0) < ($1.count, $1) }
    }

    /// The barcode of the synthetic copy of a number, from 1, at an institution.
    static func barcode(_ ordinal: Int, of institution: String) -> String {
        digits(ordinal, width: 6, after: institution + "-")
    }

    private func add(_ items: [PopulationPlan.NamedItem], to node: InstitutionNode) {
        // Copies with the same title share a record: by network identifier, else by their text.
        var bibs: [String: BibID] = [:]
        for item in items {
            let key = item.titleCode ?? "text " + item.title
            let bib: BibID
            if let present = bibs[key] {
                bib = present
            } else {
                bib = node.addBib(
                    item.titleCode.flatMap { titles[$0] },
                    code: item.titleCode ?? digits(node.bibs.count + 1, width: 6, after: "B"),
                    text: item.title
                )
                bibs[key] = bib
            }
            node.addItem(
                Item(
                    bib: bib,
                    location: item.location,
                    policy: item.policy,
                    materialType: item.materialType
                ),
                code: item.barcode
            )
        }
    }

    private func add(_ synthetic: PopulationPlan.SyntheticItems, to node: InstitutionNode) {
        let code = node.institution.code
        let entity = EntityKey(path: "\(code)/synthetic item")
        var ordinal = 0
        let named = Dictionary(
            node.bibs.indices.map { (node.bibLabels[$0].code, BibID($0)) },
            uniquingKeysWith: { first, _ in first }
        )
        for rank in heldRanks(count: synthetic.titles, code: code) {
            let titleCode = TitleUniverse.code(ofRank: rank)
            let bib =
                named[titleCode]
                ?? node.addBib(
                    titles[titleCode],
                    code: titleCode,
                    text: TitleUniverse.text(ofRank: rank)
                )
            for _ in 0..<synthetic.copies {
                ordinal += 1
                let draw = draws.draw(entity, .itemAttributes, Int64(ordinal))
                node.addItem(
                    Item(
                        bib: bib,
                        location: synthetic.locations.pick(draw),
                        policy: synthetic.policies.pick(draw.other)
                    ),
                    code: Self.barcode(ordinal, of: code)
                )
            }
        }
    }

    /// The ranks of the titles that an institution holds, most popular first: a share from the top
    /// of the universe, and the rest from all others alike, none twice.
    private func heldRanks(count: Int, code: String) -> [Int] {
        let universe = plan.universe
        let shared = min(count, Int((Double(count) * universe.overlap).rounded()))
        var others = Array(Int32(shared)..<Int32(universe.count))
        let wanted = min(count - shared, others.count)
        let entity = EntityKey(path: "\(code)/synthetic holdings")
        for position in 0..<wanted {
            let draw = draws.draw(entity, .holdings, Int64(position))
            others.swapAt(position, position + draw.below(others.count - position))
        }
        return Array(0..<shared) + others.prefix(wanted).sorted().map(Int.init)
    }
}

/// The network identifiers of all titles, ranked by code as the union catalogue numbers them.
struct TitleCatalogue {
    private let ids: [String: TitleID]

    init(of plan: NetworkPlan) {
        var codes = Set(plan.populations.flatMap { $0.items.compactMap(\.titleCode) })
        if plan.populations.contains(where: { $0.syntheticItems != nil }) {
            for rank in 0..<plan.universe.count { codes.insert(TitleUniverse.code(ofRank: rank)) }
        }
        ids = Dictionary(
            uniqueKeysWithValues: codes.sorted().enumerated().map { ($1, TitleID($0)) }
        )
    }

    subscript(code: String) -> TitleID? { ids[code] }
}

/// A number that is not negative, with zeros before it up to a width, after a prefix.
func digits(_ number: Int, width: Int, after prefix: String = "") -> String {
    var length = 1
    var rest = number / 10
    while rest > 0 {
        length += 1
        rest /= 10
    }
    let end = prefix.utf8.count + max(length, width)
    return String(unsafeUninitializedCapacity: end) { text in
        let start = text.initialize(fromContentsOf: prefix.utf8)
        var rest = number
        for place in (start..<end).reversed() {
            text.initializeElement(at: place, to: UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        }
        return end
    }
}

extension DrawPurpose {
    // What the population draws; 10 to 19.
    static let patronAttributes = DrawPurpose(rawValue: 10)
    static let itemAttributes = DrawPurpose(rawValue: 11)
    static let holdings = DrawPurpose(rawValue: 12)
}
