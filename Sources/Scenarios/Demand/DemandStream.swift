import FulfillmentNetwork
import LibraryModel
import SimulationKernel

/// What the patrons of one institution do of one kind: a Poisson stream of commands.
///
/// The time between two commands, and everything about each, is drawn for the institution and the
/// command's number; another institution, or another stream, changes none of it.
struct DemandStream {
    let institution: InstitutionID
    let stream: CommandStream
    /// The number of the command that comes next, from 0.
    private(set) var number: Int64 = 0
    /// When it comes.
    private(set) var time: SimulationTime

    private let kind: Kind
    private let entity: EntityKey
    private let draws: DrawSource
    private let meanGap: Double
    private let patronCount: Int
    private let stay: Distribution
    /// One law for each institution that a command can go to.
    private let titles: [InstitutionID: TitleLaw]
    /// The draws of the next command: who, and for what.
    private var who: Draw
    private var what: Draw

    private enum Kind {
        case ownLoans
        case requests(titles: TitleLaw, of: [TitleID], InstitutionDemand.Service?)
        case visits(weights: EmpiricalLaw)
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
                    kind: .ownLoans,
                    perPatronDay: loans.perPatronDay,
                    patrons: patrons,
                    stay: demand.stay,
                    draws: draws,
                    start: start,
                    titles: [node.id: law]
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
                    start: start,
                    titles: [:]
                )
            )
        }
        if let visits = demand.visits, visits.perPatronDay > 0 {
            var titles: [InstitutionID: TitleLaw] = [:]
            for host in network.nodes where host.id != node.id {
                titles[host.id] = laws.holdings(of: host.id, visits.popularity)
            }
            streams.append(
                DemandStream(
                    node,
                    .visits,
                    kind: .visits(weights: visits.weights),
                    perPatronDay: visits.perPatronDay,
                    patrons: patrons,
                    stay: demand.stay,
                    draws: draws,
                    start: start,
                    titles: titles
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
        start: SimulationTime,
        titles: [InstitutionID: TitleLaw]
    ) {
        institution = node.id
        self.stream = CommandStream(stream, from: node.id)
        self.kind = kind
        entity = EntityKey(path: "\(node.institution.code)/\(stream)")
        self.draws = draws
        meanGap = 1 / (perPatronDay * Double(patrons))
        patronCount = patrons
        self.stay = stay
        self.titles = titles
        who = draws.draw(entity, .demandPatron, 0)
        what = draws.draw(entity, .demandTitle, 0)
        time = start
        time = start + gap()
    }

    /// Takes the stream to where it was when a run was stopped.
    mutating func restore(number: Int64, time: SimulationTime) {
        self.number = number
        self.time = time
        draw()
    }

    private mutating func draw() {
        who = draws.draw(entity, .demandPatron, number)
        what = draws.draw(entity, .demandTitle, number)
    }

    /// Who will want which title next, where the command is a wish for one.
    var wish: (patron: PatronID, title: TitleID)? {
        guard case .requests(let law, let titles, _) = kind else { return nil }
        return (PatronID(who.below(patronCount)), titles[law.rank(what)])
    }

    /// What the next command is, and where; nil where there is nothing to borrow.
    ///
    /// The stream goes on to the one after.
    mutating func next(
        in network: Network
    ) -> (command: Command, at: InstitutionID, number: Int64)? {
        let current = number
        defer {
            number += 1
            time = time + gap()
            draw()
        }
        let patron = who.below(patronCount)
        let stay = SimulationDuration(
            days: self.stay.sample(draws.draw(entity, .demandStay, current))
        )
        switch kind {
        case .ownLoans:
            guard let law = titles[institution] else { return nil }
            return (
                .checkOut(
                    patron: PatronID(patron),
                    wanted: .bib(BibID(law.rank(what))),
                    stay: stay
                ),
                institution, current
            )
        case .requests(let law, let titles, let service?):
            let level = service.levels.flatMap { levels in
                ServiceLevel(
                    rawValue: UInt8(levels.index(draws.draw(entity, .demandLevel, current)))
                )
            }
            let time = time
            return (
                .wantService(
                    RequestedService(
                        level: level,
                        maximumCost: service.maximumCost,
                        neededBy: service.neededWithin.map { time + $0 }
                    ),
                    patron: PatronID(patron),
                    title: titles[law.rank(what)],
                    stay: stay
                ), institution, current
            )
        case .requests(let law, let titles, nil):
            return (
                .wantTitle(
                    patron: PatronID(patron),
                    title: titles[law.rank(what)],
                    stay: stay
                ), institution, current
            )
        case .visits(let weights):
            let host = InstitutionID(weights.index(who.other))
            guard let law = titles[host] else { return nil }
            return (
                .walkIn(
                    home: institution,
                    identifier: network.node(institution).card(of: PatronID(patron)),
                    wanted: .bib(BibID(law.rank(what))),
                    stay: stay
                ), host, current
            )
        }
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
