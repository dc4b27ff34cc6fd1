import LibraryModel
import SimulationKernel

extension InstitutionNode {
    /// Puts a patron in line for a title that the institution holds.
    func placeHold(
        on bib: BibID,
        for patron: PatronID,
        until lastInterest: CivilDate? = nil,
        by actor: Actor,
        at now: SimulationTime
    ) -> Outcome {
        guard index.isHeld[bib.position] else {
            return .refused(Refusal(.titleNotHeld))
        }
        if let refusal = obstacle(for: patron, forbids: \.forbidsHold, by: actor, at: now) {
            return .refused(refusal)
        }
        if let refusal = requestLimit(of: patron) { return .refused(refusal) }
        let waiting = index.openHoldsOfPatron[patron]
        guard !waiting.contains(where: { holds[$0.position].bib == bib }) else {
            return .refused(Refusal(.alreadyHeld))
        }
        let hold = addHold(on: bib, for: patron, until: lastInterest, at: now)
        if let item = availableItem(of: bib) {
            shelve(item, at: now)
        } else {
            recallForHold(of: bib, by: patron, at: now)
        }
        return .hold(hold)
    }

    /// Adds a hold to the line.
    func addHold(
        on bib: BibID,
        for patron: PatronID,
        until lastInterest: CivilDate? = nil,
        at now: SimulationTime
    ) -> HoldID {
        let hold = HoldID(
            holds.append(
                Hold(patron: patron, bib: bib, placed: now, lastInterest: lastInterest)
            )
        )
        index.openHoldsOfBib.append(hold, to: bib)
        index.openHoldsOfPatron.append(hold, to: patron)
        counters[.holdsPlaced] += 1
        return hold
    }

    /// Takes a patron out of line; a copy that was kept goes to the next.
    func cancelHold(_ hold: HoldID, at now: SimulationTime) -> Outcome {
        let record = holds[hold.position]
        guard !record.state.isFinal else {
            return .refused(Refusal(.requestClosed, detail: record.state.name))
        }
        end(hold, on: .cancel, at: now)
        return .done
    }

    /// Ends a hold; what was kept for it goes where it belongs, and a partner is told.
    func end(
        _ hold: HoldID,
        on event: HoldEvent,
        _ reason: UnfilledReason = .refusedByStaff,
        at now: SimulationTime
    ) {
        let record = holds[hold.position]
        guard close(hold, on: event) else { return }
        if event != .pickUp, let network = record.network {
            let isExpired = event == .expire
            networkHoldEnded(network, record.state, isExpired ? .expired : reason, at: now)
        }
        // What is under way, or at another institution, comes home first.
        guard let item = record.item else { return }
        switch record.state {
        case .onHoldShelf, .inProcess: shelve(item, at: now)
        default: break
        }
    }

    /// Puts a copy where it belongs: on the hold shelf for the first in line, or back on its shelf.
    func shelve(_ item: ItemID, at now: SimulationTime) {
        let bib = items[item.position].bib
        let next = index.openHoldsOfBib.first(of: bib) {
            holds[$0.position].state == .waiting && holds[$0.position].network == nil
        }
        guard let next, move(next, .shelve) else {
            items[item.position].status = .onShelf
            return
        }
        holds[next.position].item = item
        holds[next.position].shelved = now
        holds[next.position].heldUntil = heldUntil(holds[next.position])
        index.holdOfItem[item] = next
        items[item.position].status = .onHoldShelf
    }

    /// Until when the hold shelf keeps a copy: the earliest of what the terms and the desk allow and
    /// the patron wants; nil where nothing limits it.
    func heldUntil(_ hold: Hold) -> SimulationTime? {
        guard let item = hold.item, let shelved = hold.shelved else { return hold.heldUntil }
        let terms = institution.loanTerms[terms(of: item, for: hold.patron).position]
        let library = self.library(of: item)
        return CirculationRules.heldUntil(
            terms.holdShelf,
            from: shelved,
            deskMaximum: shelfMaximum(at: library),
            lastInterest: hold.lastInterest,
            calendar: calendars[library.position],
            zone: institution.zone
        )?.due
    }

    /// How long a library's desk keeps anything on its hold shelf.
    func shelfMaximum(at library: LibraryID) -> CalendarPeriod? {
        institution.desks.first { $0.library == library }?.holdShelfMaximum
    }

    /// The copy of a title on the hold shelf for a patron.
    func keptItem(of bib: BibID, for patron: PatronID) -> ItemID? {
        index.openHoldsOfPatron[patron]
            .first {
                holds[$0.position].bib == bib && holds[$0.position].state == .onHoldShelf
            }
            .flatMap { holds[$0.position].item }
    }

    /// Ends the patron's hold when a copy of its title is lent; a copy kept elsewhere goes to the
    /// next in line.
    func fillHold(on item: ItemID, by patron: PatronID, at now: SimulationTime) {
        guard holds.count > 0 else { return }
        // A copy that was kept for somebody else is gone: that hold waits again.
        if let kept = index.holdOfItem[item], holds[kept.position].patron != patron,
            move(kept, .loseItem)
        {
            holds[kept.position].item = nil
            holds[kept.position].shelved = nil
            holds[kept.position].heldUntil = nil
            index.holdOfItem[item] = nil
        }
        let bib = items[item.position].bib
        guard
            let hold = index.openHoldsOfPatron[patron]
                .first(where: {
                    holds[$0.position].bib == bib
                        && (holds[$0.position].network == nil || holds[$0.position].item == item)
                })
        else { return }
        let kept = holds[hold.position].item
        guard close(hold, on: .pickUp) else { return }
        counters[.holdsFilled] += 1
        if let kept, kept != item { shelve(kept, at: now) }
    }

    /// Moves a hold along its workflow; false where the event is not possible in its state.
    func move(_ hold: HoldID, _ event: HoldEvent) -> Bool {
        let state = holds[hold.position].state
        guard let next = holdSteps.target(of: event, from: state) else { return false }
        holds[hold.position].state = next
        return true
    }

    private func close(_ hold: HoldID, on event: HoldEvent) -> Bool {
        guard move(hold, event) else { return false }
        let record = holds[hold.position]
        holds[hold.position].item = nil
        holds[hold.position].shelved = nil
        holds[hold.position].heldUntil = nil
        index.openHoldsOfBib.remove(hold, from: record.bib)
        index.openHoldsOfPatron.remove(hold, from: record.patron)
        if let item = record.item { index.holdOfItem[item] = nil }
        return true
    }
}
