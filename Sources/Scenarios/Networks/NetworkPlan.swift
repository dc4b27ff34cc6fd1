package import LibraryModel

/// A network as a configuration describes it: what does not change, and what there is at the
/// beginning.
package struct NetworkPlan: Sendable {
    /// What does not change during a run.
    package var configuration: NetworkConfiguration
    /// The titles that synthetic holdings are drawn from.
    package var universe: TitleUniverse
    /// What each institution begins with, by rank.
    package var populations: [PopulationPlan]
}

extension NetworkPlan {
    /// Multiplies the numbers of what is made up; at least one of each stays, and no more titles
    /// than there are.
    mutating func scale(patrons: Double, titles: Double) {
        func scaled(_ count: Int, _ factor: Double, most: Int = .max) -> Int {
            min(most, max(1, Int((Double(count) * factor).rounded())))
        }
        for position in populations.indices {
            if let synthetic = populations[position].syntheticPatrons {
                populations[position].syntheticPatrons?.count = scaled(synthetic.count, patrons)
            }
            if let synthetic = populations[position].syntheticItems {
                populations[position].syntheticItems?.titles = scaled(
                    synthetic.titles,
                    titles,
                    most: universe.count
                )
            }
        }
    }
}

extension NetworkPlan {
    /// How many patrons and copies a network begins with at most: some 3 GB of memory, where one takes
    /// up to 180 bytes.
    static let greatestPopulation = 20_000_000

    /// Reports a population that does not fit in memory, before anybody is made.
    func reportSize(at place: SourcePlace, into diagnostics: Diagnostics) {
        let patrons = populations.reduce(0) {
            $0 + $1.patrons.count + ($1.syntheticPatrons?.count ?? 0)
        }
        let copies = populations.reduce(0) {
            $0 + $1.items.count + ($1.syntheticItems.map { $0.titles * $0.copies } ?? 0)
        }
        guard patrons + copies > Self.greatestPopulation else { return }
        diagnostics.error(
            "the network would begin with \(patrons) patrons and \(copies) copies, together more "
                + "than \(Self.greatestPopulation)",
            at: place,
            hint: "give fewer institutions, patrons, titles or copies, or scale them down with "
                + "'population:'"
        )
    }
}

extension NetworkPlan {
    /// Reports those made up whose code somebody named has, once there are as many as the scenario
    /// makes of them.
    func reportTaken(at place: SourcePlace, into diagnostics: Diagnostics) {
        for (institution, population) in zip(configuration.institutions, populations) {
            guard
                let taken = population.takenPatron(at: institution.code)
                    ?? population.takenBarcode(at: institution.code)
            else { continue }
            diagnostics.error(
                "\(institution.code) names '\(taken)', which one of those made up has too at this "
                    + "scale",
                at: place,
                hint: "give the named one another code or barcode, or scale by less"
            )
        }
    }
}

/// The titles that synthetic holdings are drawn from, most popular first.
package struct TitleUniverse: Sendable, Hashable {
    package var count: Int
    /// The share of each institution's titles that are the most popular ones.
    package var overlap: Double

    /// The network identifier of the title of a rank.
    package static func code(ofRank rank: Int) -> String {
        digits(rank + 1, width: 6, after: "T")
    }

    /// The text of the title of a rank.
    static func text(ofRank rank: Int) -> String {
        digits(rank + 1, width: 6, after: "Title ")
    }
}
