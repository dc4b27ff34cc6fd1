import FulfillmentNetwork
import Foundation
import LibraryModel
import SimulationKernel

/// How much more some titles are wanted than others, as documents state it.
enum Popularity: Hashable, Sendable {
    /// Zipf's law with an exponent.
    case zipf(Double)
    /// The rank is the number of titles times a power of a number between 0 and 1.
    case power(Double)

    /// Reads what a document says; Zipf's law with an exponent of 0.8, if it says nothing.
    init(_ element: Element?) {
        if let power = element?["power"]?.number {
            self = .power(power)
        } else {
            self = .zipf(element?.number ?? 0.8)
        }
    }
}

/// A law by which titles are wanted.
enum TitleLaw: Sendable {
    case zipf(ZipfLaw)
    case power(count: Int, exponent: Double)

    init(_ popularity: Popularity, count: Int) {
        switch popularity {
        case .zipf(let exponent): self = .zipf(ZipfLaw(count: count, exponent: exponent))
        case .power(let exponent): self = .power(count: count, exponent: exponent)
        }
    }

    /// The rank that a draw gives, from 0.
    func rank(_ draw: Draw) -> Int {
        switch self {
        case .zipf(let law): return law.rank(draw)
        case .power(let count, let exponent):
            let share = exponent == 2 ? draw.unit * draw.unit : pow(draw.unit, exponent)
            return min(count - 1, Int(Double(count) * share))
        }
    }
}

/// The laws by which titles are wanted, each made once however many streams draw from it.
struct TitleLaws {
    private struct Key: Hashable {
        /// The number of titles, which with the popularity is all that a law depends on.
        var count: Int
        var popularity: Popularity
    }

    private let holdings: [Int]
    /// The titles that somebody held at the start, the most popular ones first.
    let catalogue: [TitleID]
    private var laws: [Key: TitleLaw] = [:]

    init(of network: Network) {
        holdings = network.nodes.map(\.ownBibCount)
        let zone = network.zone
        catalogue = zone.titles.indices.filter { !zone.titles[$0].code.isEmpty }
            .map { TitleID($0) }
    }

    /// The law over the records of an institution; nil where it has none.
    mutating func holdings(
        of institution: InstitutionID,
        _ popularity: Popularity
    ) -> TitleLaw? {
        law(popularity, count: holdings[institution.position])
    }

    /// The law over the union catalogue; nil where it is empty.
    mutating func catalogue(_ popularity: Popularity) -> TitleLaw? {
        law(popularity, count: catalogue.count)
    }

    private mutating func law(_ popularity: Popularity, count: Int) -> TitleLaw? {
        guard count > 0 else { return nil }
        let key = Key(count: count, popularity: popularity)
        if let law = laws[key] { return law }
        let law = TitleLaw(popularity, count: count)
        laws[key] = law
        return law
    }
}
