import LibraryModel
import RequestRouting
import SimulationKernel

// What an institution knows when it chooses lenders: its own records, what the network says of
// institutions, and what they published.
extension InstitutionNode {
    /// Writes the facts that the rules look at on the desk's sheet, a row for each candidate and one
    /// for each lender of last resort.
    func tellFacts(
        for id: BorrowingRequestID,
        among candidates: Candidates,
        at now: SimulationTime
    ) {
        desk.write { tellFacts(for: id, among: candidates, at: now, in: &$0) }
    }

    private func tellFacts(
        for id: BorrowingRequestID,
        among candidates: Candidates,
        at now: SimulationTime,
        in sheet: inout FactSheet
    ) {
        let holders = candidates.holders
        let count = holders.count
        sheet.restart(at: now, rowCount: count + routing.lastResort.count) { rows in
            for row in holders.indices {
                let institution = holders[row].institution
                let entity = routing.entities[institution.position]
                rows[row] = FactSheet.Row(institution, item: candidates.item(row), entity: entity)
            }
            for (place, lender) in routing.lastResort.enumerated() {
                let entity = routing.entities[lender.position]
                rows[count + place] = FactSheet.Row(lender, item: -1, entity: entity)
            }
        }
        let pickup = borrowing[id.position].pickup ?? self.id
        let hasService = particulars(of: id).map { !$0.service.isPlain } ?? false
        let columns = sheet.layout.columns
        for slot in columns.indices {
            let column = columns[slot]
            if column.scope == .request {
                if let value = fact(column, of: id, holders, at: now) {
                    sheet.set(column, to: value)
                }
                continue
            }
            if column.isStanding, pickup == self.id,
                !(hasService && NetworkTerms.columns.contains(column))
            {
                tellStanding(slot, of: holders, in: &sheet)
            } else {
                tell(column, slot, of: holders, for: id, pickup, in: &sheet)
            }
        }
        for (place, lender) in routing.lastResort.enumerated() {
            for column in columns where column.scope != .request {
                let value =
                    column == .lastResortPlace
                    ? Int64(place) : fact(column, of: lender, for: id, pickup, at: now)
                sheet.set(column, of: count + place, to: value)
            }
        }
        if !routing.carried.isEmpty {
            tellCarried(about: holders, closedAsPublished: isClosed, in: &sheet)
        }
        if !candidates.copies.isEmpty { tellCopies(candidates, in: &sheet) }
        addHistory(to: &sheet, for: id)
    }

    /// Writes a fact about each holder.
    private func tell(
        _ column: FactColumn,
        _ slot: Int,
        of holders: [Holder],
        for id: BorrowingRequestID,
        _ pickup: InstitutionID,
        in sheet: inout FactSheet
    ) {
        let count = holders.count
        let now = sheet.now
        switch column {
        case .loans, .borrows: tellLoads(column, slot, of: holders, in: &sheet)
        case .lendable, .requestable, .holdable:
            sheet.fill(slot, ofFirst: count) { holders[$0].isLendable ? 1 : 0 }
        case .items: sheet.fill(slot, ofFirst: count) { Int64(holders[$0].copies) }
        case .closed: sheet.fill(slot, ofFirst: count) { isClosed(holders[$0]) ? 1 : 0 }
        case .lending:
            // The first word is that everything is lent, the last that nothing is.
            let suspended = Int64(column.words.count - 1)
            sheet.fill(slot, ofFirst: count) { isClosed(holders[$0]) ? suspended : 0 }
        case .opensAt:
            sheet.fill(slot, ofFirst: count) {
                holders[$0].closedUntil ?? FactValue.missing
            }
        case .lastResortPlace: sheet.fill(slot, with: FactValue.missing)
        case .ownerKnown: sheet.fill(slot, with: 1)
        case .responseTime:
            sheet.fill(slot, ofFirst: count) { row in
                let experience = experience(with: holders[row].institution)
                return (
                    experience.responseTime?.microseconds ?? FactValue.unknown,
                    experience.lastAnswer ?? now
                )
            }
        case .listed:
            sheet.fill(slot, ofFirst: count) { Int64(holders[$0].institution.index) }
        default:
            sheet.fill(slot, ofFirst: count) { row in
                fact(column, of: holders[row].institution, for: id, pickup, at: now)
            }
        }
    }

    /// Writes what stands for the whole run about each holder, for what is picked up here.
    ///
    /// It is worked out once: slot by slot whether it is the same for all lenders, and then what it
    /// is for each, by rank.
    private func tellStanding(_ slot: Int, of holders: [Holder], in sheet: inout FactSheet) {
        if index.standingFacts.isEmpty { noteStandingFacts() }
        let first = slot * (1 + network.institutions.count)
        guard index.standingFacts[first] == 0 else {
            sheet.fill(slot, with: index.standingFacts[first + 1])
            return
        }
        index.standingFacts.withUnsafeBufferPointer { known in
            sheet.fill(slot, ofFirst: holders.count) { row in
                known[first &+ 1 &+ holders[row].institution.position]
            }
        }
    }

    private func noteStandingFacts() {
        for column in routing.rules.layout.columns {
            let facts = network.institutions.indices.map { lender in
                column.isStanding
                    ? standingFact(column, of: InstitutionID(lender), id) : FactValue.unknown
            }
            index.standingFacts.append(facts.allSatisfy { $0 == facts[0] } ? 1 : 0)
            index.standingFacts.append(contentsOf: facts)
        }
    }

    /// Whom this institution asked before, and what the patron did, where the rules look at it.
    private func addHistory(to sheet: inout FactSheet, for id: BorrowingRequestID) {
        if routing.usesHistory { sheet.history = index.lendersAsked }
        guard routing.usesEarlierRequests else { return }
        let patron = borrowing[id.position].patron
        sheet.request = earlier(id)
        sheet.earlierRequests = borrowing.indices.dropLast(borrowing.count - id.position)
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
        _ holders: [Holder],
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
    private func tellLoads(
        _ column: FactColumn,
        _ slot: Int,
        of holders: [Holder],
        in sheet: inout FactSheet
    ) {
        let now = sheet.now
        sheet.fill(slot, ofFirst: holders.count) { row in
            guard let load = holders[row].load else { return (FactValue.unknown, now) }
            return (
                column == .loans ? load.value.lent : load.value.borrowed,
                SimulationTime(microseconds: load.asOf)
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
    private func tellCopies(_ candidates: Candidates, in sheet: inout FactSheet) {
        var statuses: [InstitutionID: [Int64]] = [:]
        for (row, copy) in candidates.copies.enumerated() {
            guard let copy else { continue }
            statuses[candidates.holders[row].institution, default: []]
                .append(copy.status.fact.rawValue)
        }
        for (row, copy) in candidates.copies.enumerated() {
            let lender = candidates.holders[row].institution
            guard let copy, let holds = candidates.holds[row] else {
                if candidates.silent.contains(lender) {
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

extension FactColumn {
    /// Whether what the network says of it never changes in a run.
    fileprivate var isStanding: Bool {
        switch self {
        case .isBorrower, .isPatronHome, .isPickup, .homeIsPickup, .sharesNetwork, .delivers,
            .networkPriority, .tierMatches, .cost, .reciprocal, .preferred, .transferDisabled,
            .proximity, .transportCost, .templatePlace, .listedAsExcluded,
            .latitude, .longitude, .ratioLoans, .ratioBorrows, .weight:
            true
        default: false
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
