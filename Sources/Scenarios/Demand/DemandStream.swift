import FulfillmentNetwork
import LibraryModel
import SimulationKernel

/// What the patrons of one institution do of one kind: a Poisson stream of commands.
///
/// The time between two commands, and everything about each, is drawn for the institution and the
/// command's number; another institution, or another stream, changes none of it.
///
/// An object, as what it holds is read in place for every command.
final class DemandStream {
    let institution: InstitutionID
    let stream: CommandStream
    /// The number of the command that comes next, from 0.
    @exclusivity(unchecked) private(set) var number: Int64 = 0
    /// That command, and those after it: drawn many at once, while the code for it is at hand.
    @exclusivity(unchecked) private var coming: ContiguousArray<Coming> = []
    @exclusivity(unchecked) private var place = 0

    private let kind: Kind
    private let entity: EntityKey
    private let draws: DrawSource
    private let meanGap: Double
    private let patronCount: Int
    private let stay: Distribution

    /// What is drawn of a command.
    private struct Coming {
        var time: SimulationTime
        /// How long what is lent is kept.
        var stay: SimulationDuration
        var patron: PatronID
        /// Where the command is given.
        var host: InstitutionID
        /// The number of the record, or of the title of the union catalogue, that it is about; nil where there
        /// is nothing to borrow.
        var wanted: Int32?
    }

    /// How many commands are drawn at once.
    private static let atOnce: Int64 = 32

    private enum Kind {
        case ownLoans(titles: TitleLaw)
        case requests(titles: TitleLaw, of: [TitleID], InstitutionDemand.Service?)
        /// With a law for each institution, by rank; nil where there is nothing to borrow.
        case visits(weights: EmpiricalLaw, titles: [TitleLaw?])
    }

    /// The streams of an institution that have any demand.
    static func streams(
        of demand: InstitutionDemand,
        at node: InstitutionNode,
        network: Network,
        draws: DrawSource,
        start: SimulationTime,
        laws: inout TitleLaws
    ) -> [DemandStream] {
        let patrons = node.ownPatronCount
        guard patrons > 0 else { return [] }
        var streams: [DemandStream] = []
        if let loans = demand.ownLoans, loans.perPatronDay > 0,
            let law = laws.holdings(of: node.id, loans.popularity)
        {
            streams.append(
                DemandStream(
                    node,
                    .ownLoans,
                    kind: .ownLoans(titles: law),
                    perPatronDay: loans.perPatronDay,
                    patrons: patrons,
                    stay: demand.stay,
                    draws: draws,
                    start: start
                )
            )
        }
        if let requests = demand.requests, requests.perPatronDay > 0,
            let law = laws.catalogue(requests.popularity)
        {
            streams.append(
                DemandStream(
                    node,
                    .requests,
                    kind: .requests(titles: law, of: laws.catalogue, demand.service),
                    perPatronDay: requests.perPatronDay,
                    patrons: patrons,
                    stay: demand.stay,
                    draws: draws,
                    start: start
                )
            )
        }
        if let visits = demand.visits, visits.perPatronDay > 0 {
            let titles = network.nodes.map { host in
                host.id == node.id ? nil : laws.holdings(of: host.id, visits.popularity)
            }
            streams.append(
                DemandStream(
                    node,
                    .visits,
                    kind: .visits(weights: visits.weights, titles: titles),
                    perPatronDay: visits.perPatronDay,
                    patrons: patrons,
                    stay: demand.stay,
                    draws: draws,
                    start: start
                )
            )
        }
        return streams
    }

    private init(
        _ node: InstitutionNode,
        _ stream: CommandStream.Kind,
        kind: Kind,
        perPatronDay: Double,
        patrons: Int,
        stay: Distribution,
        draws: DrawSource,
        start: SimulationTime
    ) {
        institution = node.id
        self.stream = CommandStream(stream, from: node.id)
        self.kind = kind
        entity = EntityKey(path: "\(node.institution.code)/\(stream)")
        self.draws = draws
        meanGap = 1 / (perPatronDay * Double(patrons))
        patronCount = patrons
        self.stay = stay
        draw(from: start + gap(before: 0))
    }

    /// Takes the stream to where it was when a run was stopped.
    func restore(number: Int64, time: SimulationTime) {
        self.number = number
        draw(from: time)
    }

    /// Draws the commands from the next one on, which comes at an instant.
    private func draw(from first: SimulationTime) {
        place = 0
        coming.removeAll(keepingCapacity: true)
        var time = first
        for number in number..<number + Self.atOnce {
            if number > self.number { time = time + gap(before: number) }
            let stay = self.stay.sample(draws.draw(entity, .demandStay, number))
            let who = draws.draw(entity, .demandPatron, number)
            coming.append(
                Coming(
                    time: time,
                    stay: SimulationDuration(days: stay),
                    patron: PatronID(who.below(patronCount)),
                    host: host(who)
                )
            )
        }
        // By themselves, as they wait for memory that has not been touched for long.
        for place in coming.indices {
            let what = draws.draw(entity, .demandTitle, number + Int64(place))
            coming[place].wanted = wanted(what, at: coming[place].host)
        }
    }

    private func host(_ who: Draw) -> InstitutionID {
        guard case .visits(let weights, _) = kind else { return institution }
        return InstitutionID(weights.index(who.other))
    }

    private func wanted(_ what: Draw, at host: InstitutionID) -> Int32? {
        switch kind {
        case .ownLoans(let law): BibID(law.rank(what)).index
        case .requests(let law, let titles, _): titles[law.rank(what)].index
        case .visits(_, let laws): laws[host.position].map { BibID($0.rank(what)).index }
        }
    }

    private func gap(before number: Int64) -> SimulationDuration {
        let law = Distribution.exponential(mean: meanGap)
        let days = law.sample(draws.draw(entity, .demandGap, number))
        return max(.tick, SimulationDuration(days: days))
    }

    /// When the next command comes.
    var time: SimulationTime { coming[place].time }

    /// Who will want which title next, where the command is a wish for one.
    var wish: (patron: PatronID, title: TitleID)? {
        guard case .requests = kind, let title = coming[place].wanted else { return nil }
        return (coming[place].patron, TitleID(title))
    }

    /// Where the next command is given.
    var host: InstitutionID { coming[place].host }

    /// What the next command is; nil where there is nothing to borrow.
    func command(in network: Network) -> Command? {
        let next = coming[place]
        let (patron, stay) = (next.patron, next.stay)
        guard let wanted = next.wanted else { return nil }
        switch kind {
        case .ownLoans:
            return .checkOut(patron: patron, wanted: .bib(BibID(wanted)), stay: stay)
        case .requests(_, _, nil):
            return .wantTitle(patron: patron, title: TitleID(wanted), stay: stay)
        case .requests(_, _, let service?):
            let level = service.levels.flatMap { levels in
                ServiceLevel(
                    rawValue: UInt8(levels.index(draws.draw(entity, .demandLevel, number)))
                )
            }
            return .wantService(
                RequestedService(
                    level: level,
                    maximumCost: service.maximumCost,
                    neededBy: service.neededWithin.map { next.time + $0 }
                ),
                patron: patron,
                title: TitleID(wanted),
                stay: stay
            )
        case .visits:
            return .walkIn(
                home: institution,
                identifier: network.node(institution).card(of: patron),
                wanted: .bib(BibID(wanted)),
                stay: stay
            )
        }
    }

    /// Goes on to the command after the next.
    func advance() {
        number += 1
        place += 1
        if place == coming.count { draw(from: coming[place - 1].time + gap(before: number)) }
    }
}

extension InstitutionNode {
    /// The number of patrons with whom the institution began; they come before all linked copies
    /// and all whom a load brought.
    var ownPatronCount: Int {
        let count = patrons.indices.first { patrons[$0].linkedAccount != nil } ?? patrons.count
        return min(count, firstLoadedPatron ?? count)
    }

    /// The number of records that are the institution's own; they come before all brief ones of
    /// borrowed items.
    var ownBibCount: Int {
        var own = 0
        for position in items.indices where items[position].borrowedFor == nil {
            own = max(own, items[position].bib.position + 1)
        }
        return own
    }
}

extension DrawPurpose {
    // What demand draws; 20 to 29.
    static let demandGap = DrawPurpose(rawValue: 20)
    static let demandPatron = DrawPurpose(rawValue: 21)
    static let demandTitle = DrawPurpose(rawValue: 22)
    static let demandStay = DrawPurpose(rawValue: 23)
    /// How fast a request is to be served.
    static let demandLevel = DrawPurpose(rawValue: 24)
}
