import LibraryModel
import SimulationKernel

extension InstitutionNode {
    /// Puts a patron in line for a title that the institution holds.
    func placeHold(on bib: BibID, for patron: PatronID, at now: SimulationTime) -> Outcome {
        guard index.isHeld[bib.position] else {
            return .refused(Refusal(.titleNotHeld))
        }
        if let refusal = obstacle(for: patron, forbids: \.forbidsHold, at: now) {
            return .refused(refusal)
        }
        let waiting = index.openHoldsOfPatron[patron]
        guard !waiting.contains(where: { holds[$0.position].bib == bib }) else {
            return .refused(Refusal(.alreadyHeld))
        }
        let hold = HoldID(holds.append(Hold(patron: patron, bib: bib, placed: now)))
        index.openHoldsOfBib.append(hold, to: bib)
        index.openHoldsOfPatron.append(hold, to: patron)
        counters[.holdsPlaced] += 1
        if let item = availableItem(of: bib) { shelve(item) }
        return .hold(hold)
    }

    /// Takes a patron out of line; a copy that was kept goes to the next.
    func cancelHold(_ hold: HoldID) -> Outcome {
        let record = holds[hold.position]
        guard record.status.isOpen else {
            return .refused(Refusal(.requestClosed, detail: record.status.name))
        }
        close(hold, as: .cancelled)
        if let item = record.item { shelve(item) }
        return .done
    }

    /// Puts a copy where it belongs: on the hold shelf for the first in line, or back on its shelf.
    func shelve(_ item: ItemID) {
        let bib = items[item.position].bib
        let next = index.openHoldsOfBib[bib].first { holds[$0.position].status == .waiting }
        guard let next else {
            items[item.position].status = .onShelf
            return
        }
        holds[next.position].status = .onHoldShelf
        holds[next.position].item = item
        index.holdOfItem[item] = next
        items[item.position].status = .onHoldShelf
    }

    /// The copy of a title on the hold shelf for a patron.
    func keptItem(of bib: BibID, for patron: PatronID) -> ItemID? {
        index.openHoldsOfPatron[patron]
            .first { holds[$0.position].bib == bib }
            .flatMap { holds[$0.position].item }
    }

    /// Ends the patron's hold when a copy of its title is lent; a copy kept elsewhere goes to the
    /// next in line.
    func fillHold(on item: ItemID, by patron: PatronID) {
        let bib = items[item.position].bib
        guard
            let hold = index.openHoldsOfPatron[patron]
                .first(where: { holds[$0.position].bib == bib })
        else { return }
        let kept = holds[hold.position].item
        close(hold, as: .filled)
        counters[.holdsFilled] += 1
        if let kept, kept != item { shelve(kept) }
    }

    private func close(_ hold: HoldID, as status: Hold.Status) {
        let record = holds[hold.position]
        holds[hold.position].status = status
        holds[hold.position].item = nil
        index.openHoldsOfBib.remove(hold, from: record.bib)
        index.openHoldsOfPatron.remove(hold, from: record.patron)
        if let item = record.item { index.holdOfItem[item] = nil }
    }
}
