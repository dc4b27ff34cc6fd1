import LibraryModel
package import SimulationKernel

/// A scenario as its file describes it: a network, a stretch of time, what patrons do and what is
/// done.
package struct Scenario: Sendable {
    package var path: String
    package var name: String
    package var summary: String
    /// The network configuration's file.
    package var networkPath: String
    package var plan: NetworkPlan
    package var seed: UInt64
    package var start: SimulationTime
    package var end: SimulationTime
    /// How often the stores are written.
    package var checkpointInterval: SimulationDuration
    /// For how long what is over stays in memory at least; nil for all of the run.
    package var keepsFinished: SimulationDuration?
    package var routing = RoutingChoice()
    var demand: [InstitutionDemand]
    var timeline: [TimelineEntry]
    /// The files that the timeline reads, each with the path it is read from, in order.
    var dataFiles: [String] { timeline.compactMap(\.file) }
    /// A digest of what is done: demand and timeline without what is expected, which changes
    /// nothing.
    var course = Digest()
}

/// One entry of a timeline, as it stands in the file.
struct TimelineEntry: Sendable {
    var verb: String
    var body: Element
    var place: SourcePlace
    var id: String?
    /// The member of staff who does it.
    var staff: Element?
    var overrides: Element?
    var time: SimulationTime
    /// Whether the file gives the time.
    var isDated: Bool
    /// The path of the data file that the entry names.
    var file: String?
}

/// What the patrons of one institution do of themselves.
struct InstitutionDemand: Sendable {
    /// What is asked for besides titles.
    struct Service: Sendable {
        /// The weight of each level, by its number; nil where nothing is said.
        var levels: EmpiricalLaw?
        var maximumCost: Money?
        var neededWithin: SimulationDuration?
    }

    /// Walk-in loans at other institutions.
    struct Visits: Sendable {
        var perPatronDay: Double
        var popularity: Popularity
        /// The weight of each institution, by rank.
        var weights: EmpiricalLaw
    }

    /// Loans at home that a patron makes in a day, and the law over the titles.
    var ownLoans: (perPatronDay: Double, popularity: Popularity)?
    var visits: Visits?
    /// Titles that a patron wants in a day, wherever they are, and the law over the union
    /// catalogue.
    var requests: (perPatronDay: Double, popularity: Popularity)?
    /// What these ask for besides; nil where nothing is said.
    var service: Service?
    /// How long a patron keeps an item, in days.
    var stay: Distribution
}
