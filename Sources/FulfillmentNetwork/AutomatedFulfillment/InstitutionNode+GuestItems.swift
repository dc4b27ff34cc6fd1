package import LibraryModel
import SimulationKernel

// Where a patron fetches another institution's item: it arrives, waits on the hold shelf, is handed
// over on the owner's word, and is brought back here.
extension InstitutionNode {
    /// An owner says that an item is on its way here.
    func receive(
        _ notice: PickupNotice,
        from owner: InstitutionID,
        in conversation: ConversationID,
        at now: SimulationTime
    ) {
        let id = GuestItemID(
            guestItems.append(
                GuestItem(
                    owner: owner,
                    hold: notice.hold,
                    request: notice.request,
                    conversation: conversation.number,
                    stay: notice.stay.map(SimulationDuration.init(microseconds:))
                )
            )
        )
        index.openGuestItems.append(id)
        // An own item only goes to the hold shelf.
        let days =
            owner == self.id
            ? 0
            : courierDays(
                from: owner,
                to: self.id,
                draw(.courierOut, of: notice.request, notice.attempt)
            )
        endpoint.setTimer(
            .guestItemArrives,
            at: now + max(.tick, SimulationDuration(days: days)),
            argument: Int64(id.index)
        )
    }

    /// The open record of an owner's item here.
    private func guestItem(_ hold: HoldID, of owner: InstitutionID) -> GuestItemID? {
        index.openGuestItems.first {
            guestItems[$0.position].hold == hold && guestItems[$0.position].owner == owner
        }
    }

    private func move(_ id: GuestItemID, _ event: GuestItemEvent) -> Bool {
        let state = guestItems[id.position].state
        guard case .accepted(let next) = Workflow.guestItem.next(from: state, on: event) else {
            return false
        }
        guestItems[id.position].state = next
        return true
    }

    func guestItemArrives(_ id: GuestItemID, at now: SimulationTime) -> Outcome {
        guard move(id, .arrive) else { return .done }
        guestItems[id.position].arrived = now
        guard guestItems[id.position].state == .onHoldShelf else {
            sendHome(id, .sentBack, at: now)
            return .done
        }
        guestItems[id.position].heldUntil = guestHeldUntil(from: now)
        tellOwner(.arrived, of: id, at: now)
        let request = guestItems[id.position].request
        let days = institution.borrowing.pickup.sample(draw(.pickup, of: request, 0))
        endpoint.setTimer(
            .guestIsFetched,
            at: now + max(.tick, SimulationDuration(days: days)),
            argument: Int64(id.index)
        )
        return .done
    }

    /// Until when the hold shelf keeps another institution's item: as the institution and its desk
    /// say, or else for as long as lenders of the network part with theirs.
    func guestHeldUntil(from arrived: SimulationTime) -> SimulationTime {
        let library = institution.resourceSharingLibraries.first ?? LibraryID(Int32(0))
        let days = network.resourceSharing.loanDays
        return partnerItemHeldUntil(from: arrived, at: library)
            ?? institution.zone.endOfDay(institution.zone.date(at: arrived) + days)
    }

    /// The patron is at the desk: the owner is asked to lend.
    func guestIsFetched(_ id: GuestItemID, at now: SimulationTime) -> Outcome {
        guard move(id, .askFor) else { return .done }
        tellOwner(.pickedUp, of: id, at: now)
        return .done
    }

    /// The owner lends to its linked account, or does not, or wants the item back.
    func receive(_ answer: PickupAnswer, from owner: InstitutionID, at now: SimulationTime) {
        guard let id = guestItem(answer.hold, of: owner) else { return }
        guard answer.refusal != nil else {
            guard move(id, .ownerLends), let stay = guestItems[id.position].stay else { return }
            endpoint.setTimer(
                .guestIsReturned,
                at: now + max(stay, .tick),
                argument: Int64(id.index)
            )
            return
        }
        if guestItems[id.position].state == .askedFor {
            if move(id, .ownerRefuses) { sendHome(id, .sentBack, at: now) }
        } else if move(id, .ownerHasItem) {
            guestItems[id.position].ended = now
            index.openGuestItems.removeAll { $0 == id }
        } else if move(id, .ownerRecalls), guestItems[id.position].state == .sentBack {
            sendHome(id, .sentBack, at: now)
        }
    }

    /// The patron brings the item back here.
    func guestIsReturned(_ id: GuestItemID, at now: SimulationTime) -> Outcome {
        guard move(id, .patronReturns) else { return .done }
        sendHome(id, .returned, at: now)
        return .done
    }

    /// Staff send an item back that waits for its patron.
    func sendBackUnlent(_ id: GuestItemID, at now: SimulationTime) -> Outcome {
        guard move(id, .sendBack) else {
            let state = guestItems[id.position].state
            return .refused(Refusal(.requestClosed, detail: state.name))
        }
        sendHome(id, .sentBack, at: now)
        return .done
    }

    /// Sends back what nobody has fetched in time, and says how many.
    func expireGuestItems(at now: SimulationTime) -> Int {
        var count = 0
        for id in index.openGuestItems
        where guestItems[id.position].heldUntil.map({ $0 < now }) ?? false {
            guard move(id, .expire) else { continue }
            sendHome(id, .sentBack, at: now)
            count += 1
        }
        return count
    }

    private func sendHome(
        _ id: GuestItemID,
        _ action: PickupAction.Action,
        at now: SimulationTime
    ) {
        guestItems[id.position].ended = now
        index.openGuestItems.removeAll { $0 == id }
        tellOwner(action, of: id, at: now)
    }

    private func tellOwner(
        _ action: PickupAction.Action,
        of id: GuestItemID,
        at now: SimulationTime
    ) {
        let record = guestItems[id.position]
        _ = send(
            .pickupAction(
                PickupAction(hold: record.hold, action: action, time: now.microseconds)
            ),
            to: record.owner,
            in: ConversationID(about: record.request, number: record.conversation),
            step: Step.pickup(1, Int32(action.rawValue)),
            at: now
        )
    }

    /// The item that a request's patron has from another institution here.
    package func guestItem(of request: RequestID) -> GuestItemID? {
        index.openGuestItems.first { guestItems[$0.position].request == request }
    }
}

extension DrawPurpose {
    static let pickup = DrawPurpose(rawValue: 34)
}
