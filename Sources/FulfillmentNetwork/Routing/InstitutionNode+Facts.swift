import LibraryModel
import RequestRouting
import SimulationKernel

// What an institution knows when it chooses lenders: its own records, what the network says of
// institutions, and what they published.
extension InstitutionNode {
    /// Writes the facts that the rules look at on a sheet, a row for each candidate and one for each
    /// lender of last resort.
    func tellFacts(
        for id: BorrowingRequestID,
        among candidates: Candidates,
        at now: SimulationTime,
        in sheet: inout FactSheet
    ) {
        let holders = candidates.holders
        tellRows(candidates, at: now, in: &sheet)
        let pickup = borrowing[id.position].pickup ?? self.id
        let hasService = particulars(of: id).map { !$0.service.isPlain } ?? false
        if index.standing.isEmpty { noteStandingFacts() }
        let isUsual = pickup == self.id && !hasService
        sheet.write(ofFirst: holders.count) { facts in
            for slot in routing.columns.indices {
                switch isUsual ? index.standing[slot] : .none {
                case .shared(let value): facts.fill(slot, with: value)
                case .apart: tellStanding(slot, of: holders, to: facts)
                case .none: tell(slot, of: holders, for: id, pickup, at: now, to: facts)
                }
            }
        }
        tellLastResort(behind: holders.count, for: id, pickup, in: &sheet)
        if !routing.carried.isEmpty {
            tellCarried(about: holders, closedAsPublished: isClosed, in: &sheet)
        }
        if let answers = candidates.answers { tell(answers, of: holders, in: &sheet) }
        addHistory(to: &sheet, for: id)
    }

    /// Begins the sheet anew with the candidates and the lenders of last resort.
    private func tellRows(
        _ candidates: Candidates,
        at now: SimulationTime,
        in sheet: inout FactSheet
    ) {
        let count = candidates.holders.count
        sheet.restart(at: now, rowCount: count + routing.lastResort.count) { rows in
            let entities = routing.entities
            candidates.holders.withHoldings { holdings in
                for row in holdings.indices {
                    let institution = holdings[row].institution
                    let entity = entities[institution.position]
                    rows[row] = FactSheet.Row(institution, entity: entity)
                }
            }
            if let answers = candidates.answers {
                for row in answers.copies.indices { rows[row].item = answers.item(row) }
            }
            for (place, lender) in routing.lastResort.enumerated() {
                let entity = entities[lender.position]
                rows[count + place] = FactSheet.Row(lender, item: -1, entity: entity)
            }
        }
    }

    /// Writes what is known of the lenders of last resort, whose rows come after so many others.
    private func tellLastResort(
        behind count: Int,
        for id: BorrowingRequestID,
        _ pickup: InstitutionID,
        in sheet: inout FactSheet
    ) {
        for (place, lender) in routing.lastResort.enumerated() {
            for column in sheet.layout.columns where column.scope != .request {
                let value =
                    column == .lastResortPlace
                    ? Int64(place) : fact(column, of: lender, for: id, pickup, at: sheet.now)
                sheet.set(column, of: count + place, to: value)
            }
        }
    }

    /// Writes a fact about the request or about each holder.
    private func tell(
        _ slot: Int,
        of holders: HolderList,
        for id: BorrowingRequestID,
        _ pickup: InstitutionID,
        at now: SimulationTime,
        to facts: FactWriter
    ) {
        let (column, kind) = routing.columns[slot]
        switch kind {
        case .ofRequest:
            if let value = fact(column, of: id, holders, at: now) { facts.fill(slot, with: value) }
        case .same(let value): facts.fill(slot, with: value)
        default: tell(column, slot, of: holders, for: id, pickup, at: now, to: facts)
        }
    }

    /// Writes a fact about each holder.
    private func tell(
        _ column: FactColumn,
        _ slot: Int,
        of holders: HolderList,
        for id: BorrowingRequestID,
        _ pickup: InstitutionID,
        at now: SimulationTime,
        to facts: FactWriter
    ) {
        switch column {
        case .loans: tellLoads(areLent: true, slot, of: holders, at: now, to: facts)
        case .borrows: tellLoads(areLent: false, slot, of: holders, at: now, to: facts)
        case .lendable, .requestable, .holdable:
            holders.withHoldings { holdings in
                facts.fill(slot) { holdings[$0].lendable > 0 ? 1 : 0 }
            }
        case .items:
            holders.withHoldings { holdings in facts.fill(slot) { Int64(holdings[$0].copies) } }
        case .closed: tellClosed(as: 1, slot, of: holders, to: facts)
        // The first word is that everything is lent, the last that nothing is.
        case .lending:
            tellClosed(as: Int64(column.words.count - 1), slot, of: holders, to: facts)
        case .opensAt: facts.fill(slot) { holders[$0].closedUntil ?? FactValue.missing }
        case .responseTime:
            facts.fill(
                slot,
                asOf: { row in
                    let experience = experience(with: holders[row].institution)
                    return (
                        experience.responseTime?.microseconds ?? FactValue.unknown,
                        (experience.lastAnswer ?? now).microseconds
                    )
                }
            )
        case .listed: facts.fill(slot) { Int64(holders[$0].institution.index) }
        default:
            facts.fill(slot) { fact(column, of: holders[$0].institution, for: id, pickup, at: now) }
        }
    }

    /// Writes a number for each holder that is closed for a request from here, and 0 for the others.
    private func tellClosed(
        as number: Int64,
        _ slot: Int,
        of holders: HolderList,
        to facts: FactWriter
    ) {
        guard !holders.areOpen else {
            facts.fill(slot, with: 0)
            return
        }
        facts.fill(slot) { isClosed(holders[$0]) ? number : 0 }
    }

    /// Writes what stands for the whole run of each holder, and is not the same for all.
    private func tellStanding(_ slot: Int, of holders: HolderList, to facts: FactWriter) {
        let first = slot * network.institutions.count
        index.standingFacts.withUnsafeBufferPointer { known in
            holders.withHoldings { holdings in
                facts.fill(slot) { known[first &+ holdings[$0].institution.position] }
            }
        }
    }

    private func noteStandingFacts() {
        for (column, kind) in routing.columns {
            let isStanding = kind == .standing || kind == .terms
            let facts = network.institutions.indices.map { lender in
                isStanding
                    ? standingFact(column, of: InstitutionID(lender), id) : FactValue.unknown
            }
            index.standingFacts.append(contentsOf: facts)
            if case .same(let value) = kind {
                index.standing.append(.shared(value))
            } else if isStanding {
                let isShared = facts.allSatisfy { $0 == facts[0] }
                index.standing.append(isShared ? .shared(facts[0]) : .apart)
            } else {
                index.standing.append(.none)
            }
        }
    }

    /// Whom this institution asked before, and what the patron did, where the rules look at it.
    private func addHistory(to sheet: inout FactSheet, for id: BorrowingRequestID) {
        if routing.usesHistory { sheet.history = index.lendersAsked }
        guard routing.usesEarlierRequests else { return }
        let patron = borrowing[id.position].patron
        sheet.request = earlier(id)
        sheet.earlierRequests = borrowing.kept.prefix { $0 < id.position }
            .filter { borrowing[$0].patron == patron }
            .map { earlier(BorrowingRequestID($0)) }
    }

    private func earlier(_ id: BorrowingRequestID) -> EarlierRequest {
        EarlierRequest(
            borrower: Int64(self.id.index),
            patron: Int64(borrowing[id.position].patron.index),
            title: borrowing[id.position].title.map { Int64($0.index) } ?? -1,
            time: borrowing[id.position].created
        )
    }

    /// A fact about the request or its patron; nil where nobody here knows it.
    private func fact(
        _ column: FactColumn,
        of id: BorrowingRequestID,
        _ holders: HolderList,
        at now: SimulationTime
    ) -> Int64? {
        let patron = borrowing[id.position].patron
        let pickup = borrowing[id.position].pickup
        return switch column {
        case .identifierKnown: borrowing[id.position].title == nil ? 0 : 1
        case .holdingsLocated: Int64(holders.count)
        case .borrowerKnown, .borrowerLends, .pickupKnown, .pickupGiven, .patronKnown: 1
        case .patronTypeMapped: 1
        case .expedited: service(of: id).isExpedited ? 1 : 0
        case .editionGiven: 0
        case .manualSelection: keptSelection(of: id) == nil ? 0 : 1
        case .pickupElsewhere: pickup == nil ? 0 : 1
        // Everything asked for here is a loan.
        case .serviceType: 0
        case .serviceLevel: walkLevel(of: id)
        case .maximumCost:
            service(of: id).maximumCost.map { institution.currency.fact(of: $0) }
                ?? FactValue.missing
        case .neededBy: service(of: id).neededBy?.microseconds ?? FactValue.missing
        case .requestAge: (now - borrowing[id.position].created).microseconds
        case .patronExpired:
            patrons[patron.position].expiry < institution.zone.date(at: now) ? 1 : 0
        case .patronActive: patrons[patron.position].expiry < institution.zone.date(at: now) ? 0 : 1
        case .patronDeleted: removal(of: patron) == nil ? 0 : 1
        case .patronBlocks: Int64(index.blocksOfPatron.count(of: patron))
        // The one that is being routed is no earlier one.
        case .patronOpenRequests: Int64(index.openRequestsOfPatron.count(of: patron)) - 1
        case .borrowerOpenRequests: index.openRequestsAt.reduce(0) { $0 + Int64($1) }
        case .patronBalance: institution.currency.fact(of: index.owedByPatron[patron.position])
        case .pickupLatitude: place(of: pickup ?? self.id).map { Self.millionths($0.latitude) }
        case .pickupLongitude: place(of: pickup ?? self.id).map { Self.millionths($0.longitude) }
        default: nil
        }
    }

    /// How much each holder has lent or borrowed, as of when it published that.
    @inline(never)
    private func tellLoads(
        areLent: Bool,
        _ slot: Int,
        of holders: HolderList,
        at now: SimulationTime,
        to facts: FactWriter
    ) {
        holders.withLoads { loads in
            facts.fill(
                slot,
                asOf: { row in
                    guard let load = loads(row) else {
                        return (FactValue.unknown, now.microseconds)
                    }
                    return (areLent ? load.value.lent : load.value.borrowed, load.asOf)
                }
            )
        }
    }

    /// Whether a holder is closed for a request from here.
    private func isClosed(_ holder: Holder) -> Bool {
        holder.isClosed
            && (network.partnerKind(of: holder.institution, for: self.id) == .peerToPeer
                || network.institutions[holder.institution.position].lending
                    .closesFulfillmentNetwork)
    }

    /// A fact about any institution of the network; unknown where nobody here knows it.
    private func fact(
        _ column: FactColumn,
        of lender: InstitutionID,
        for id: BorrowingRequestID,
        _ pickup: InstitutionID,
        at now: SimulationTime
    ) -> Int64 {
        switch column {
        case .sameServer: 0
        case .chosen: keptSelection(of: id) == lender ? 1 : 0
        case .openRequests: Int64(index.openRequestsAt[lender.position])
        case .attempts: attempts(of: id, at: lender) { _ in true }
        // Each time that it was asked and did not lend, whether it said so or was given up.
        case .failures: attempts(of: id, at: lender) { $0 != nil }
        case .responseTime:
            experience(with: lender).responseTime?.microseconds ?? FactValue.unknown
        case .silences: Int64(experience(with: lender).silences)
        case .sharesNetwork, .networkPriority, .tierMatches, .cost, .reciprocal:
            terms(column, of: lender, service(of: id))
        case .clockOffset:
            network.institutions[lender.position].zone.offset(at: now).microseconds
        default: standingFact(column, of: lender, pickup)
        }
    }

    /// What stands for the whole run of a lender and a place of pickup; unknown where nobody here
    /// knows it.
    private func standingFact(
        _ column: FactColumn,
        of lender: InstitutionID,
        _ pickup: InstitutionID
    ) -> Int64 {
        switch column {
        case .isBorrower, .isPatronHome: return lender == self.id ? 1 : 0
        case .isPickup, .homeIsPickup: return lender == pickup ? 1 : 0
        case .sharesNetwork, .networkPriority, .tierMatches, .cost, .reciprocal:
            return terms(column, of: lender, institution.borrowing.service)
        case .preferred: return isPreferred(lender) ? 1 : 0
        case .delivers: return delivers(lender, to: pickup) ? 1 : 0
        // What the network says of two institutions is how far apart they are.
        case .proximity, .transportCost: return kilometres(to: lender, from: pickup)
        case .transferDisabled: return delivers(lender, to: pickup) ? 0 : 1
        case .templatePlace: return routing.templatePlaces[lender.position]
        case .listedAsExcluded: return routing.isExcluded[lender.position] ? 1 : 0
        case .latitude, .longitude:
            guard let place = place(of: lender) else { return FactValue.unknown }
            return Self.millionths(column == .latitude ? place.latitude : place.longitude)
        case .ratioLoans, .ratioBorrows:
            let ratio = network.institutions[lender.position].lending.ratio
            guard let ratio else { return FactValue.unknown }
            return Int64(column == .ratioLoans ? ratio.loans : ratio.borrows)
        case .weight:
            let weight = network.institutions[lender.position].lending.weight
            return weight.map { Int64($0) } ?? FactValue.unknown
        default: return FactValue.unknown
        }
    }

    /// The lender that staff chose, where the rules keep to that.
    private func keptSelection(of id: BorrowingRequestID) -> InstitutionID? {
        routing.rules.walk.keepsManualSelection ? particulars(of: id)?.chosenLender : nil
    }

    /// What a lender offers for a service.
    private func terms(
        _ column: FactColumn,
        of lender: InstitutionID,
        _ service: RequestedService
    ) -> Int64 {
        routing.terms?.value(column, of: lender, for: self.id, service) ?? FactValue.unknown
    }

    /// Whether a lender is of a group that this institution would rather borrow from.
    private func isPreferred(_ lender: InstitutionID) -> Bool {
        let groups = institution.borrowing.preferredGroups
        return network.institutions[lender.position].groups.contains { groups.contains($0.group) }
    }

    /// Whether the network lets a lender's items go to the place of pickup; only a lender that
    /// lends to the patron itself can leave an item elsewhere than at home.
    private func delivers(_ lender: InstitutionID, to pickup: InstitutionID) -> Bool {
        guard network.relation(of: lender, with: pickup).deliver else { return false }
        return pickup == self.id
            || network.partnerKind(of: lender, for: self.id) == .fulfillmentNetwork
    }

    /// How often a lender was asked for a request, and with which result.
    private func attempts(
        of id: BorrowingRequestID,
        at lender: InstitutionID,
        _ isMeant: (UnfilledReason?) -> Bool
    ) -> Int64 {
        var count: Int64 = 0
        for place in 0..<Int(borrowing[id.position].asked) {
            let entry = borrowing[id.position].entry(at: place)
            if entry.institution == lender, isMeant(entry.reason) { count += 1 }
        }
        return count
    }

    /// How far an item goes; unknown where a place is.
    private func kilometres(to lender: InstitutionID, from pickup: InstitutionID) -> Int64 {
        guard lender != pickup else { return 0 }
        guard place(of: lender) != nil, place(of: pickup) != nil else { return FactValue.unknown }
        return Int64(network.kilometres(lender, pickup).rounded())
    }

    private func place(of institution: InstitutionID) -> Coordinates? {
        network.institutions[institution.position].libraries.first?.coordinates
    }

    private static func millionths(_ degrees: Double) -> Int64 {
        Int64((degrees * 1_000_000).rounded())
    }

    /// What lenders answered of their copies, and that some did not answer.
    private func tell(
        _ answers: Candidates.Answers,
        of holders: HolderList,
        in sheet: inout FactSheet
    ) {
        var statuses: [InstitutionID: [Int64]] = [:]
        for (row, copy) in answers.copies.enumerated() {
            guard let copy else { continue }
            statuses[holders[row].institution, default: []]
                .append(copy.status.fact.rawValue)
        }
        for (row, copy) in answers.copies.enumerated() {
            let lender = holders[row].institution
            guard let copy, let holds = answers.holds[row] else {
                if answers.silent.contains(lender) {
                    sheet.set(.reachable, of: row, to: false)
                    sheet.set(.silences, of: row, to: Int64(experience(with: lender).silences) + 1)
                }
                continue
            }
            let time = SimulationTime(microseconds: holds.asOf)
            sheet.set(.itemStatus, of: row, to: copy.status.fact.rawValue, asOf: time)
            sheet.set(.due, of: row, to: copy.due ?? FactValue.missing, asOf: time)
            sheet.set(.holds, of: row, to: holds.value, asOf: time)
            let itemClass = routing.rules.lists.itemClasses.firstIndex(of: copy.policy)
            sheet.set(
                .itemClass,
                of: row,
                to: itemClass.map { Int64($0) } ?? FactValue.missing,
                asOf: time
            )
            sheet.set(.inUse, of: row, to: copy.status != .onShelf, asOf: time)
            for column in [FactColumn.lendable, .requestable, .holdable] {
                sheet.set(column, of: row, to: copy.isLendable, asOf: time)
            }
            sheet.set(.reachable, of: row, to: true, asOf: time)
            sheet.setCounts(of: row, statuses: statuses[lender] ?? [], asOf: time)
        }
    }
}

extension ItemStatus {
    /// The status in the words of rules.
    fileprivate var fact: ItemStatusFact {
        switch self {
        case .onShelf: .available
        case .onLoan, .outToPartner: .checkedOut
        case .onHoldShelf, .onHoldShelfElsewhere: .onHoldShelf
        case .inTransit: .inTransit
        case .inProcess: .paged
        case .lost, .missing: .missing
        case .sentBack: .unavailable
        }
    }
}
