package import LibraryModel
import RequestRouting
package import SimulationKernel

/// One institution: its records, its end of the bus, and nobody else's.
///
/// The node is a state machine. `perform` and `handle` change its tables, put envelopes into its
/// outbox and set timers; the network takes these up when the call returns, so that all of a call
/// stands together or not at all.
///
/// Its parts are free of the checks at run time that no two accesses to one of them overlap, which
/// cost more than what they guard: no method lends a part out and reaches for it again meanwhile.
package final class InstitutionNode {
    package let id: InstitutionID
    package let network: NetworkConfiguration
    /// The node's own configuration, kept apart so that reading a part of it copies nothing else.
    package let institution: Institution
    var participant: ParticipantID { ParticipantID(id) }

    @exclusivity(unchecked) package internal(set) var patrons = Table<Patron>()
    @exclusivity(unchecked) package internal(set) var patronLabels = Table<Label>()
    @exclusivity(unchecked) package internal(set) var identifiers = Table<IdentifierRecord>()
    @exclusivity(unchecked) package internal(set) var linkedAccounts = Table<LinkedAccount>()
    @exclusivity(unchecked) package internal(set) var blocks = Table<Block>()
    @exclusivity(unchecked) package internal(set) var bibs = Table<Bib>()
    @exclusivity(unchecked) package internal(set) var bibLabels = Table<Label>()
    @exclusivity(unchecked) package internal(set) var items = Table<Item>()
    @exclusivity(unchecked) package internal(set) var itemLabels = Table<Label>()
    @exclusivity(unchecked) package internal(set) var loans = Table<Loan>()
    @exclusivity(unchecked) package internal(set) var fees = Table<Fee>()
    @exclusivity(unchecked) package internal(set) var holds = Table<Hold>()
    @exclusivity(unchecked) package internal(set) var borrowing = Table<BorrowingRequest>()
    @exclusivity(unchecked) package internal(set) var lending = Table<LendingRequest>()
    @exclusivity(unchecked) package internal(set) var notedLookUps = Table<NotedLookUp>()
    @exclusivity(unchecked) package internal(set) var looks = Table<LookRecord>()
    @exclusivity(unchecked) package internal(set) var jobs = Table<JobRecord>()
    @exclusivity(unchecked) package internal(set) var conversations = TransientTable<Conversation>()
    @exclusivity(unchecked) package internal(set) var endpoint: Endpoint
    @exclusivity(unchecked) package internal(set) var counters = Counters()
    /// How far each stream of commands from outside has been applied: a command is applied once.
    @exclusivity(unchecked) package internal(set) var appliedCommands: [CommandStream: Int64] = [:]

    /// The source of what is drawn here; set by the network that the node is part of.
    @exclusivity(unchecked) var draws = DrawSource(seed: 0)
    /// Derived from the tables; rebuilt when the node is.
    @exclusivity(unchecked) var index = NodeIndex()
    /// Conversations that ended since the network last looked.
    @exclusivity(unchecked) var ended: [(number: Int64, outcome: Outcome)] = []

    /// How lenders are chosen for requests from here.
    let rules: RuleSet

    /// Creates an empty node.
    package init(id: InstitutionID, network: NetworkConfiguration) {
        self.id = id
        self.network = network
        institution = network.institutions[id.position]
        rules = RuleSet(
            network.resourceSharing,
            institutionCount: network.institutions.count
        )
        endpoint = Endpoint(
            participant: ParticipantID(id),
            peerCount: network.institutions.count + 1,
            outboxLimit: network.outboxLimit
        )
        index.openRequestsAt = Array(repeating: 0, count: network.institutions.count)
    }

    /// Rebuilds a node from everything that its store holds.
    package init(id: InstitutionID, network: NetworkConfiguration, rows: NodeRows) {
        self.id = id
        self.network = network
        institution = network.institutions[id.position]
        rules = RuleSet(
            network.resourceSharing,
            institutionCount: network.institutions.count
        )
        endpoint = Endpoint(
            participant: ParticipantID(id),
            peerCount: network.institutions.count + 1,
            outboxLimit: network.outboxLimit
        )
        endpoint.restore(rows.endpoint)
        patrons = Table(clean: rows.patrons.map(\.record))
        patronLabels = Table(clean: rows.patronLabels.map(\.record))
        identifiers = Table(clean: rows.identifiers.map(\.record))
        linkedAccounts = Table(clean: rows.linkedAccounts.map(\.record))
        blocks = Table(clean: rows.blocks.map(\.record))
        bibs = Table(clean: rows.bibs.map(\.record))
        bibLabels = Table(clean: rows.bibLabels.map(\.record))
        items = Table(clean: rows.items.map(\.record))
        itemLabels = Table(clean: rows.itemLabels.map(\.record))
        loans = Table(clean: rows.loans.map(\.record))
        fees = Table(clean: rows.fees.map(\.record))
        holds = Table(clean: rows.holds.map(\.record))
        borrowing = Table(clean: rows.borrowing.map(\.record))
        lending = Table(clean: rows.lending.map(\.record))
        notedLookUps = Table(clean: rows.notedLookUps.map(\.record))
        looks = Table(clean: rows.looks.map(\.record))
        jobs = Table(clean: rows.jobs.map(\.record))
        conversations = TransientTable(clean: rows.conversations)
        counters = rows.counters
        appliedCommands = rows.appliedCommands
        index = NodeIndex(of: self)
    }

    /// Applies a numbered command of a stream once; nil where it was applied before.
    package func perform(
        _ command: Command,
        number: Int64,
        of stream: CommandStream,
        at now: SimulationTime
    ) -> CommandResult? {
        guard number > appliedCommands[stream] ?? -1 else { return nil }
        appliedCommands[stream] = number
        return perform(command, at: now)
    }

    /// Does what a command says, or says why not.
    package func perform(_ command: Command, at now: SimulationTime) -> CommandResult {
        let result = performUncounted(command, at: now)
        if case .ended(.refused(let refusal)) = result { counters[refusal.code] += 1 }
        return result
    }

    private func performUncounted(_ command: Command, at now: SimulationTime) -> CommandResult {
        switch command {
        case .checkOut(let patron, let wanted, let stay):
            .ended(outcome(checkOut(wanted, to: patron, stay: stay, at: now)))
        case .walkIn(let home, let identifier, let wanted, let stay):
            beginVisit(
                home: home,
                identifier: identifier,
                at: now,
                purpose: { .walkIn($0, wanted: wanted, stay: stay?.microseconds) }
            )
        case .findUser(let home, let identifier):
            beginVisit(
                home: home,
                identifier: identifier,
                at: now,
                purpose: { .findUser($0) }
            )
        case .renew(let loan):
            beginRenewal(of: loan, at: now)
        case .checkIn(let item):
            .ended(checkIn(item, at: now))
        case .wantTitle(let patron, let title, let stay):
            .ended(want(title, by: patron, stay: stay, at: now))
        case .request(let patron, let title, let owner):
            .ended(request(title, by: patron, owner: owner, stay: nil, at: now))
        case .cancelRequest(let request):
            .ended(cancel(request, at: now))
        case .placeHold(let patron, let bib):
            .ended(placeHold(on: bib, for: patron, at: now))
        case .cancelHold(let hold):
            .ended(cancelHold(hold))
        case .addBlock(let patron, let definition):
            .ended(addBlock(definition, to: patron, at: now))
        case .removeBlock(let patron, let definition):
            .ended(removeBlock(definition, from: patron, at: now))
        case .charge(let patron, let amount):
            .ended(charge(amount, to: patron, at: now))
        case .pay(let patron, let amount):
            .ended(pay(amount, by: patron))
        case .networkActivity(let staff, let patron, let institution):
            beginNetworkActivity(staff: staff, patron: patron, at: institution, now: now)
        case .resolveResourceSharingLibrary(let patron, let owner):
            .ended(resolveResourceSharingLibrary(of: patron, owner: owner))
        case .setResourceSharingLibraries(let patron, let libraries):
            .ended(setResourceSharingLibraries(of: patron, to: libraries))
        case .assignResourceSharingLibrary(let options):
            .ended(.assignment(assignResourceSharingLibrary(options, at: now)))
        case .purgeLinkedAccounts:
            .ended(purgeLinkedAccounts(at: now))
        }
    }

    private func outcome(_ decision: Decision<LoanID>) -> Outcome {
        switch decision {
        case .accepted(let loan): .loan(loan)
        case .refused(let refusal): .refused(refusal)
        }
    }
}

/// Where numbered commands come from, each stream with numbers of its own that rise.
package struct CommandStream: Hashable, Comparable, Sendable {
    /// What the commands are.
    package enum Kind: Int64, CaseIterable, Sendable {
        case timeline, ownLoans, visits, requests
    }

    /// The stream's number in stores and digests.
    package let number: Int64

    /// The stream of a kind of demand that arises at an institution.
    package init(_ kind: Kind, from institution: InstitutionID) {
        number = Int64(institution.index + 1) << 8 | kind.rawValue
    }

    /// The stream with a number that a store kept.
    package init(number: Int64) {
        self.number = number
    }

    /// The scenario's timeline.
    package static let timeline = CommandStream(number: Kind.timeline.rawValue)

    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
