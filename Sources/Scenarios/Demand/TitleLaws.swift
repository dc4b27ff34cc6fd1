import FulfillmentNetwork
import LibraryModel
import SimulationKernel

/// The laws by which titles are wanted, each made once however many streams draw from it.
struct TitleLaws {
    private struct Key: Hashable {
        /// The number of titles, which with the exponent is all that a law depends on.
        var count: Int
        var exponent: Double
    }

    private let holdings: [Int]
    private let catalogue: Int
    private var laws: [Key: ZipfLaw] = [:]

    init(of network: Network) {
        holdings = network.nodes.map(\.ownBibCount)
        catalogue = network.zone.titles.count
    }

    /// The law over the records of an institution; nil where it has none.
    mutating func holdings(of institution: InstitutionID, exponent: Double) -> ZipfLaw? {
        law(count: holdings[institution.position], exponent: exponent)
    }

    /// The law over the union catalogue; nil where it is empty.
    mutating func catalogue(exponent: Double) -> ZipfLaw? {
        law(count: catalogue, exponent: exponent)
    }

    private mutating func law(count: Int, exponent: Double) -> ZipfLaw? {
        guard count > 0 else { return nil }
        let key = Key(count: count, exponent: exponent)
        if let law = laws[key] { return law }
        let law = ZipfLaw(count: count, exponent: exponent)
        laws[key] = law
        return law
    }
}
