import FulfillmentNetwork
import LibraryModel
import Memory
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
    /// When it comes.
    @exclusivity(unchecked) private(set) var time: SimulationTime

    private let kind: Kind
    private let entity: EntityKey
    private let draws: DrawSource
    private let meanGap: Double
    private let patronCount: Int
    private let stay: Distribution
    /// The draws of the next command: who, and for what.
    @exclusivity(unchecked) private var who: Draw
    @exclusivity(unchecked) private var what: Draw
    /// The place of the title of the union catalogue that it is about among those that are wanted.
    @exclusivity(unchecked) private var rank = 0

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
        (who, what) = (Draw(first: 0, second: 0), Draw(first: 0, second: 0))
        time = start
        draw()
        time = start + gap()
    }

    /// Takes the stream to where it was when a run was stopped.
    func restore(number: Int64, time: SimulationTime) {
        self.number = number
        self.time = time
        draw()
    }

    private func draw() {
        who = draws.draw(entity, .demandPatron, number)
        what = draws.draw(entity, .demandTitle, number)
        if case .requests(let law, _, _) = kind { rank = law.rank(what) }
    }

    /// The title of the union catalogue that the next command is about; nil where it is about none.
    private var title: TitleID? {
        guard case .requests(_, let titles, _) = kind else { return nil }
        return titles[rank]
    }

    /// Lets the memory be fetched from which the next command's title is read.
    func lookAhead() {
        guard case .requests(_, let titles, _) = kind else { return }
        titles.withUnsafeBufferPointer { titles in
            if let base = titles.baseAddress { memory_fetch(base + rank) }
        }
    }

    /// Who will want which title next, where the command is a wish for one.
    var wish: (patron: PatronID, title: TitleID)? {
        title.map { (PatronID(who.below(patronCount)), $0) }
    }

    /// Where the next command is given.
    var place: InstitutionID {
        guard case .visits(let weights, _) = kind else { return institution }
        return InstitutionID(weights.index(who.other))
    }

    /// What the next command is; nil where there is nothing to borrow.
    func command(in network: Network) -> Command? {
        let patron = PatronID(who.below(patronCount))
        let stay = SimulationDuration(
            days: self.stay.sample(draws.draw(entity, .demandStay, number))
        )
        switch kind {
        case .ownLoans(let law):
            return .checkOut(patron: patron, wanted: .bib(BibID(law.rank(what))), stay: stay)
        case .requests(_, _, nil):
            return title.map { .wantTitle(patron: patron, title: $0, stay: stay) }
        case .requests(_, _, let service?):
            guard let title else { return nil }
            let level = service.levels.flatMap { levels in
                ServiceLevel(
                    rawValue: UInt8(levels.index(draws.draw(entity, .demandLevel, number)))
                )
            }
            return .wantService(
                RequestedService(
                    level: level,
                    maximumCost: service.maximumCost,
                    neededBy: service.neededWithin.map { time + $0 }
                ),
                patron: patron,
                title: title,
                stay: stay
            )
        case .visits(_, let titles):
            guard let law = titles[place.position] else { return nil }
            return .walkIn(
                home: institution,
                identifier: network.node(institution).card(of: patron),
                wanted: .bib(BibID(law.rank(what))),
                stay: stay
            )
        }
    }

    /// Goes on to the command after the next.
    func advance() {
        number += 1
        time = time + gap()
        draw()
    }

    private func gap() -> SimulationDuration {
        let law = Distribution.exponential(mean: meanGap)
        let days = law.sample(draws.draw(entity, .demandGap, number))
        return max(.tick, SimulationDuration(days: days))
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
