package import SimulationKernel

/// How facts about other institutions are come by.
package struct GatherPlan: Sendable, Hashable {
    /// The ways in which a fact arrives.
    package enum Source: String, Sendable, Hashable, CaseIterable {
        /// Published to the network on change, with a lag.
        case published
        /// In the answer to a question.
        case asked
        /// Riding on any reply.
        case carried
    }

    /// One fact with its way and how old it may be.
    package struct Entry: Sendable, Hashable {
        package var column: FactColumn
        package var source: Source
        package var maximumAge: SimulationDuration?
        package var line: RuleLine

        package init(
            _ column: FactColumn,
            _ source: Source,
            maximumAge: SimulationDuration? = nil,
            line: RuleLine = RuleLine()
        ) {
            self.column = column
            self.source = source
            self.maximumAge = maximumAge
            self.line = line
        }
    }

    package var entries: [Entry] = []
    /// How many institutions are asked at most; nil for all that hold the title.
    package var askAtMost: Int?
    /// How long answers are waited for.
    package var timeLimit: SimulationDuration?
    package var line = RuleLine()

    package init() {}

    /// The facts that a lender's replies can carry: what it knows of itself at any time.
    package static let carriable: [FactColumn] = [.loans, .borrows, .closed, .openRequestsOfAll]

    /// The facts that replies are to carry.
    package var carriedColumns: [FactColumn] {
        Self.carriable.filter { column in
            entries.contains { $0.source == .carried && $0.column == column }
        }
    }

    /// The facts that are asked for.
    package var askedColumns: [FactColumn] {
        entries.filter { $0.source == .asked }.map(\.column)
    }
}
