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

    // What most events reach for lies together, as memory does in the order of declarations.

    @exclusivity(unchecked) package internal(set) var patrons = Table<Patron>()
    @exclusivity(unchecked) package internal(set) var items = Table<Item>()
    @exclusivity(unchecked) package internal(set) var loans = Table<Loan>()
    @exclusivity(unchecked) package internal(set) var borrowing = Table<BorrowingRequest>()
    @exclusivity(unchecked) package internal(set) var lending = Table<LendingRequest>()
    @exclusivity(unchecked) package internal(set) var fees = Table<Fee>()
    @exclusivity(unchecked) package internal(set) var holds = Table<Hold>()
    package let endpoint: Endpoint
    package var counters: LiveCounters { @inline(__always) _read { yield endpoint.counters } }
    /// The source of what is drawn here; set by the network that the node is part of.
    @exclusivity(unchecked) var draws = DrawSource(seed: 0)
    /// What is kept of rows that are over, where these are let go.
    @exclusivity(unchecked) var lettingGo: LettingGo?
    /// Derived from the tables; rebuilt when the node is.
    @exclusivity(unchecked) var index = NodeIndex()
    /// When each library is open: its calendar, with the days closed since.
    @exclusivity(unchecked) var calendars: [LibraryCalendar]
    /// How lenders are chosen for requests from here, and where; set by the network that the node
    /// is part of.
    @exclusivity(unchecked) package private(set) var routing: Routing
    @exclusivity(unchecked) private(set) var desk: RoutingDesk

    // Kept here, as what is global is looked at each time whether it was made.
    let borrowingSteps = WorkflowSteps.borrowing
    let lendingSteps = WorkflowSteps.lending
    let loanSteps = WorkflowSteps.loan
    let holdSteps = WorkflowSteps.hold

    // The rest.

    package let network: NetworkConfiguration
    /// The node's own configuration, kept apart so that reading a part of it copies nothing else.
    package let institution: Institution
    /// The library that owns the requests of patrons whose records name none; nil where none does.
    let usualOwner: LibraryID?
    var participant: ParticipantID { ParticipantID(id) }
    @exclusivity(unchecked) package internal(set) var patronLabels = LabelTable()
    @exclusivity(unchecked) package internal(set) var identifiers = IdentifierTable()
    @exclusivity(unchecked) package internal(set) var contacts = Table<Contact>()
    @exclusivity(unchecked) package internal(set) var externalAccounts = Table<ExternalAccount>()
    @exclusivity(unchecked) package internal(set) var linkedAccounts = Table<LinkedAccount>()
    @exclusivity(unchecked) package internal(set) var blocks = Table<Block>()
    @exclusivity(unchecked) package internal(set) var bibs = Table<Bib>()
    @exclusivity(unchecked) package internal(set) var bibLabels = LabelTable()
    @exclusivity(unchecked) package internal(set) var itemLabels = LabelTable()
    @exclusivity(unchecked) package internal(set) var citations = Table<Citation>()
    @exclusivity(unchecked) package internal(set) var networkHolds = Table<NetworkHold>()
    @exclusivity(unchecked) package internal(set) var transits = Table<Transit>()
    @exclusivity(unchecked) package internal(set) var guestItems = Table<GuestItem>()
    @exclusivity(unchecked) package internal(set) var closures = Table<LibraryClosure>()
    @exclusivity(unchecked) package internal(set) var closedDays = Table<ClosedDays>()
    @exclusivity(unchecked) package internal(set) var finesElsewhere = Table<FineElsewhere>()
    @exclusivity(unchecked) package internal(set) var notedLookUps = Table<NotedLookUp>()
    @exclusivity(unchecked) package internal(set) var looks = Table<LookRecord>()
    @exclusivity(unchecked) package internal(set) var jobs = Table<JobRecord>()
    /// At most one row: who came first in the last round-robin.
    @exclusivity(unchecked) package internal(set) var turns = Table<RoutingTurn>()
    @exclusivity(unchecked) package internal(set) var lendersAsked = Table<LenderAsked>()
    @exclusivity(unchecked) package internal(set) var decisions = Table<RoutingDecisionRecord>()
    /// What lenders' replies told, as it was told last.
    @exclusivity(unchecked) package internal(set) var lenderFacts = Table<LenderFact>()
    /// Of the requests that have any.
    @exclusivity(unchecked) package internal(set) var particulars = Table<RequestParticulars>()
    @exclusivity(unchecked) package internal(set) var conversations = TransientTable<Conversation>()
    /// How far each stream of commands from outside has been applied: a command is applied once.
    @exclusivity(unchecked) var appliedCommands = CommandMarks()

    /// Creates an empty node.
    package init(id: InstitutionID, network: NetworkConfiguration) {
        self.id = id
        self.network = network
        institution = network.institutions[id.position]
        usualOwner =
            institution.resolveResourceSharingLibrary(list: SmallSet(), owner: nil)
            .accepted?.library
        calendars = institution.libraries.map(\.calendar)
        routing = .standard(in: network)
        desk = RoutingDesk(routing.rules)
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
        usualOwner =
            institution.resolveResourceSharingLibrary(list: SmallSet(), owner: nil)
            .accepted?.library
        calendars = institution.libraries.map(\.calendar)
        routing = .standard(in: network)
        desk = RoutingDesk(routing.rules)
        endpoint = Endpoint(
            participant: ParticipantID(id),
            peerCount: network.institutions.count + 1,
            outboxLimit: network.outboxLimit
        )
        endpoint.restore(rows.endpoint)
        patrons = Table(clean: rows.patrons.map(\.record))
        patronLabels = LabelTable(clean: rows.patronLabels.map(\.record))
        identifiers = IdentifierTable(clean: rows.identifiers.map(\.record))
        contacts = Table(clean: rows.contacts.map(\.record))
        externalAccounts = Table(clean: rows.externalAccounts.map(\.record))
        linkedAccounts = Table(clean: rows.linkedAccounts.map(\.record))
        blocks = Table(clean: rows.blocks.map(\.record))
        bibs = Table(clean: rows.bibs.map(\.record))
        bibLabels = LabelTable(clean: rows.bibLabels.map(\.record))
        items = Table(clean: rows.items.map(\.record))
        itemLabels = LabelTable(clean: rows.itemLabels.map(\.record))
        loans = Table(clean: rows.loans.map(\.record))
        fees = Table(clean: rows.fees.map(\.record))
        holds = Table(clean: rows.holds.map(\.record))
        borrowing = Table(clean: rows.borrowing.map(\.record))
        lending = Table(clean: rows.lending.map(\.record))
        citations = Table(clean: rows.citations.map(\.record))
        networkHolds = Table(clean: rows.networkHolds.map(\.record))
        transits = Table(clean: rows.transits.map(\.record))
        guestItems = Table(clean: rows.guestItems.map(\.record))
        closures = Table(clean: rows.closures.map(\.record))
        closedDays = Table(clean: rows.closedDays.map(\.record))
        finesElsewhere = Table(clean: rows.finesElsewhere.map(\.record))
        notedLookUps = Table(clean: rows.notedLookUps.map(\.record))
        looks = Table(clean: rows.looks.map(\.record))
        jobs = Table(clean: rows.jobs.map(\.record))
        turns = Table(clean: rows.turns.map(\.record))
        lendersAsked = Table(clean: rows.lendersAsked.map(\.record))
        decisions = Table(clean: rows.decisions.map(\.record))
        lenderFacts = Table(clean: rows.lenderFacts.map(\.record))
        particulars = Table(clean: rows.particulars.map(\.record))
        conversations = TransientTable(clean: rows.conversations.rows)
        endpoint.counters = LiveCounters(rows.counters)
        appliedCommands = CommandMarks(rows.appliedCommands)
        index = NodeIndex(of: self)
        for position in closedDays.indices { add(closedDays[position]) }
    }

    /// Chooses lenders by other rules from now on, at a desk that nodes may share: they decide one
    /// after another.
    func use(_ routing: Routing, at desk: RoutingDesk) {
        self.routing = routing
        self.desk = desk
        index.standing = []
        index.standingFacts = []
    }

    /// Applies a numbered command of a stream once; nil where it was applied before.
    package func perform(
        _ command: Command,
        by actor: Actor = .anyone,
        number: Int64,
        of stream: CommandStream,
        at now: SimulationTime
    ) -> CommandResult? {
        guard number > appliedCommands[stream] else { return nil }
        appliedCommands[stream] = number
        return perform(command, by: actor, at: now)
    }

    /// Does what a command says, or says why not.
    package func perform(
        _ command: Command,
        by actor: Actor = .anyone,
        at now: SimulationTime
    ) -> CommandResult {
        let result: CommandResult
        if let refusal = missingRole(for: command, actor) {
            result = .ended(.refused(refusal))
        } else {
            result = performUncounted(command, actor, at: now)
        }
        if case .ended(.refused(let refusal)) = result { counters[refusal.code] += 1 }
        return result
    }

    private func performUncounted(
        _ command: Command,
        _ actor: Actor,
        at now: SimulationTime
    ) -> CommandResult {
        switch command {
        case .checkOut(let patron, let wanted, let stay):
            .ended(outcome(checkOut(wanted, to: patron, stay: stay, by: actor, at: now)))
        case .walkIn(let home, let identifier, let wanted, let stay):
            beginVisit(
                home: home,
                identifier: identifier,
                at: now,
                purpose: { .walkIn($0, wanted: wanted, stay: stay?.microseconds, by: actor) }
            )
        case .findUser(let home, let identifier):
            beginVisit(
                home: home,
                identifier: identifier,
                at: now,
                purpose: { .findUser($0) }
            )
        case .renew(let loan):
            beginRenewal(of: loan, by: actor, at: now)
        case .checkIn(let item):
            .ended(checkIn(item, at: now))
        case .takeBack(let owner, let barcode):
            beginReturn(of: barcode, to: owner, at: now)
        case .placeHold(let patron, let bib, let lastInterest):
            .ended(placeHold(on: bib, for: patron, until: lastInterest, by: actor, at: now))
        case .cancelHold(let hold):
            .ended(cancelHold(hold, at: now))
        case .addBlock(let patron, let definition):
            .ended(addBlock(definition, to: patron, at: now))
        case .removeBlock(let patron, let definition):
            .ended(removeBlock(definition, from: patron, at: now))
        case .networkActivity(let staff, let patron, let institution):
            beginNetworkActivity(staff: staff, patron: patron, at: institution, now: now)
        case .resolveResourceSharingLibrary(let patron, let owner):
            .ended(resolveResourceSharingLibrary(of: patron, owner: owner))
        case .setResourceSharingLibraries(let patron, let libraries):
            .ended(setResourceSharingLibraries(of: patron, to: libraries))
        case .assignResourceSharingLibrary(let options):
            .ended(.assignment(assignResourceSharingLibrary(options, at: now)))
        case .runJob(let kind):
            run(kind, at: now)
        case .syncAccounts(let load):
            .ended(.accounts(syncAccounts(load, at: now)))
        case .editAccount(let patron, let change):
            .ended(edit(patron, change, at: now))
        case .convertAccount(let patron):
            .ended(convert(patron, at: now))
        case .closeLibrary(let library, let sides, let first, let last):
            .ended(close(library, for: sides, first: first, last: last, at: now))
        case .openLibrary(let library, let sides):
            .ended(open(library, for: sides, at: now))
        case .closeDays(let library, let first, let last):
            .ended(closeDays(library, first: first, last: last, at: now))
        case .recall, .declareLost, .findItem, .closeAsLost, .relink:
            .ended(performOnLoan(command, at: now))
        case .charge, .pay, .waive, .dispute, .refund:
            .ended(performOnFees(command, at: now))
        case .wantTitle, .wantService, .request, .cancelRequest, .sendRequest, .locateAgain,
            .answerCondition, .sendBack, .bringBack:
            .ended(performOnBorrowing(command, at: now))
        case .promise, .setCondition, .refuse, .ship, .recallFromPartner,
            .declareLostByPartner, .closeWithoutReturn:
            .ended(performOnLending(command, at: now))
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
