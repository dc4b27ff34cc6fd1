package import LibraryModel
import RequestRouting
import SimulationKernel

// The owner's side of a request in an automated fulfillment network: a hold for the patron's linked
// account, a loan under the owner's terms, and word to home of each.
extension InstitutionNode {
    /// Answers a request by a hold for the linked account, if a copy is on the shelf.
    func placeNetworkHold(
        for supply: SupplyRequest,
        _ recipient: SupplyRecipient,
        in conversation: ConversationID,
        at now: SimulationTime
    ) {
        func refuse(_ reason: UnfilledReason) {
            tell(.unfilled, supply.request, supply.attempt, in: conversation, reason, at: now)
        }
        guard index.networkHoldOfRequest[supply.request] == nil else {
            return refuse(.notAvailable)
        }
        if institution.lending.closesFulfillmentNetwork, isLendingClosed(at: now) {
            return refuse(.notLending)
        }
        guard let bib = index.bibOfTitle[supply.title] else { return refuse(.notAvailable) }
        guard case .accepted(let patron) = link(recipient.patron, at: now),
            obstacle(for: patron, forbids: \.forbidsHold, at: now) == nil,
            requestLimit(of: patron) == nil,
            !index.openHoldsOfPatron[patron].contains(where: {
                holds[$0.position].bib == bib
            })
        else { return refuse(.patronNotAccepted) }
        guard let item = lendableItem(of: bib) else {
            return refuse(availableItem(of: bib) == nil ? .notAvailable : .notLendable)
        }
        let hold = addHold(on: bib, for: patron, at: now)
        let id = NetworkHoldID(
            networkHolds.append(
                NetworkHold(
                    hold: hold,
                    item: item,
                    request: supply.request,
                    conversation: conversation.number,
                    attempt: supply.attempt,
                    pickup: recipient.pickup ?? supply.request.home,
                    stay: recipient.stay.map(SimulationDuration.init(microseconds:))
                )
            )
        )
        holds[hold.position].network = id
        index.networkHoldOfRequest[supply.request] = id
        _ = move(hold, .pull)
        holds[hold.position].item = item
        index.holdOfItem[item] = hold
        index.networkHoldOfItem[item] = id
        items[item.position].status = .inProcess
        tell(.willSupply, of: id, at: now)
        let days = network.resourceSharing.processing.sample(
            draw(.processing, of: supply.request, supply.attempt)
        )
        endpoint.setTimer(
            .networkHoldReady,
            at: now + max(.tick, SimulationDuration(days: days)),
            argument: Int64(id.index)
        )
    }

    /// The item has been pulled: it goes to where the patron fetches it.
    func networkHoldReady(_ id: NetworkHoldID, at now: SimulationTime) -> Outcome {
        let record = networkHolds[id.position]
        guard move(record.hold, .ship) else { return .done }
        let item = record.item
        counters[.supplied] += 1
        index.holdOfItem[item] = nil
        depart(item, from: self.id, to: record.pickup, at: now)
        _ = send(
            .pickupNotice(
                PickupNotice(
                    hold: record.hold,
                    request: record.request,
                    attempt: record.attempt,
                    stay: record.stay?.microseconds
                )
            ),
            to: record.pickup,
            in: ConversationID(about: record.request, number: record.conversation),
            step: Step.pickup(record.attempt, 0),
            at: now
        )
        tell(.loaned, of: id, at: now)
        return .done
    }

    /// What the institution of pickup says of the item.
    func receive(_ action: PickupAction, from other: InstitutionID, at now: SimulationTime) {
        guard holds.holds(action.hold.position),
            let id = holds[action.hold.position].network,
            networkHolds[id.position].pickup == other
        else { return }
        switch action.action {
        case .arrived:
            guard move(action.hold, .arrive) else { return }
            let item = networkHolds[id.position].item
            endTransit(of: item, at: now)
            items[item.position].status = .onHoldShelfElsewhere
            tell(.arrived, of: id, at: now)
        case .pickedUp: lendElsewhere(id, at: now)
        case .sentBack:
            // The shelf's time is over, or the hold was cancelled.
            let item = networkHolds[id.position].item
            if !holds[action.hold.position].state.isFinal {
                end(action.hold, on: .expire, at: now)
            }
            guard networkHolds[id.position].ended == nil else { return }
            endTransit(of: item, at: now)
            comesHome(item, from: other, at: now)
        case .returned:
            guard let loan = networkHolds[id.position].loan, loans[loan.position].isOpen else {
                return
            }
            counters[.returnedElsewhere] += 1
            close(
                loan,
                returned: min(now, SimulationTime(microseconds: action.time)),
                from: other,
                at: now
            )
        }
    }

    /// The patron has the item in hand: it is lent to the linked account, or goes back.
    private func lendElsewhere(_ id: NetworkHoldID, at now: SimulationTime) {
        let record = networkHolds[id.position]
        let hold = holds[record.hold.position]
        let item = record.item
        guard !hold.state.isFinal else {
            answerPickup(id, Refusal(.requestClosed, detail: hold.state.name), at: now)
            return
        }
        // Word of the arrival may come after word of the patron.
        endTransit(of: item, at: now)
        items[item.position].status = .onHoldShelfElsewhere
        let answer: Decision<LoanID>
        if let refusal = obstacle(for: hold.patron, forbids: \.forbidsLoan, at: now) {
            answer = .refused(refusal)
        } else if let refusal = loanLimit(of: hold.patron) {
            answer = .refused(refusal)
        } else {
            index.holdOfItem[item] = record.hold
            answer = lend(item, to: hold.patron, stay: nil, at: now)
        }
        switch answer {
        case .refused(let refusal):
            counters[refusal.code] += 1
            answerPickup(id, refusal, at: now)
        case .accepted(let loan):
            networkHolds[id.position].loan = loan
            answerPickup(id, nil, at: now)
            tell(.checkedOut, of: id, due: loans[loan.position].due, at: now)
        }
    }

    private func answerPickup(
        _ id: NetworkHoldID,
        _ refusal: Refusal?,
        step: Int32 = 5,
        at now: SimulationTime
    ) {
        let record = networkHolds[id.position]
        _ = send(
            .pickupAnswered(PickupAnswer(hold: record.hold, refusal: refusal)),
            to: record.pickup,
            in: ConversationID(about: record.request, number: record.conversation),
            step: Step.pickup(record.attempt, step),
            at: now
        )
    }

    /// A hold for a partner ended without a loan: home goes on, and what is elsewhere comes home.
    func networkHoldEnded(
        _ id: NetworkHoldID,
        _ state: HoldState,
        _ reason: UnfilledReason,
        at now: SimulationTime
    ) {
        let record = networkHolds[id.position]
        index.networkHoldOfRequest[record.request] = nil
        switch state {
        case .waiting, .inProcess:
            networkHolds[id.position].ended = now
            clearItem(of: id)
            tell(.unfilled, of: id, reason, at: now)
        default:
            // The item is out: home hears at once, and the request ends when the item is home.
            tell(.unfilled, of: id, reason == .expired ? .notPickedUp : .cancelled, at: now)
            guard reason != .expired else { return }
            _ = send(
                .pickupAnswered(
                    PickupAnswer(
                        hold: record.hold,
                        refusal: Refusal(.requestClosed, detail: HoldState.cancelled.name)
                    )
                ),
                to: record.pickup,
                in: ConversationID(about: record.request, number: record.conversation),
                step: Step.pickup(record.attempt, 6),
                at: now
            )
        }
    }

    /// The item of a partner's request is home again.
    func itemIsHome(_ id: NetworkHoldID, at now: SimulationTime) {
        guard networkHolds[id.position].ended == nil else { return }
        networkHolds[id.position].ended = now
        // Scanned here though it was to be fetched elsewhere: there is nothing to fetch.
        let hold = networkHolds[id.position].hold
        if !holds[hold.position].state.isFinal { end(hold, on: .cancel, at: now) }
        index.networkHoldOfRequest[networkHolds[id.position].request] = nil
        clearItem(of: id)
        if networkHolds[id.position].loan != nil { tell(.loanCompleted, of: id, at: now) }
    }

    /// A loan for a partner's request ended without the item: it was given up as lost.
    func loanEnded(_ loan: LoanID, at now: SimulationTime) {
        guard let id = index.networkHoldOfItem[loans[loan.position].item],
            networkHolds[id.position].loan == loan
        else { return }
        networkHolds[id.position].ended = now
        index.networkHoldOfRequest[networkHolds[id.position].request] = nil
        clearItem(of: id)
        tell(.completedWithoutReturn, of: id, at: now)
    }

    /// Tells home of what becomes of a loan that was made for a partner's request.
    func tellHome(_ status: SupplierStatus.Status, of loan: LoanID, at now: SimulationTime) {
        guard let id = networkHold(of: loan) else { return }
        tell(
            status,
            of: id,
            due: loans[loan.position].due,
            round: loans[loan.position].renewals,
            at: now
        )
    }

    /// Tells the institution of pickup that its patron has brought an item back elsewhere.
    func tellPickup(
        that loan: LoanID,
        cameBackTo desk: InstitutionID,
        at now: SimulationTime
    ) {
        guard let id = networkHold(of: loan), networkHolds[id.position].pickup != desk else {
            return
        }
        answerPickup(
            id,
            Refusal(.requestClosed, detail: LoanState.returned.name),
            step: 7,
            at: now
        )
    }

    /// The barcode of the item that a partner's request has on loan.
    package func barcodeOnLoan(for request: RequestID) -> String? {
        guard let id = index.networkHoldOfRequest[request],
            let loan = networkHolds[id.position].loan,
            loans[loan.position].isOpen
        else { return nil }
        return code(of: networkHolds[id.position].item)
    }

    /// Whether a loan was made for a partner's request whose patron fetched the item at a desk.
    func isFetched(_ loan: LoanID, at desk: InstitutionID) -> Bool {
        networkHold(of: loan).map { networkHolds[$0.position].pickup == desk } ?? false
    }

    private func networkHold(of loan: LoanID) -> NetworkHoldID? {
        guard networkHolds.count > 0,
            let id = index.networkHoldOfItem[loans[loan.position].item],
            networkHolds[id.position].loan == loan
        else { return nil }
        return id
    }

    private func clearItem(of id: NetworkHoldID) {
        index.networkHoldOfItem[networkHolds[id.position].item] = nil
    }

    /// Tells home of its patron's request.
    func tell(
        _ status: SupplierStatus.Status,
        of id: NetworkHoldID,
        _ reason: UnfilledReason? = nil,
        due: SimulationTime? = nil,
        round: Int32 = 0,
        at now: SimulationTime
    ) {
        let record = networkHolds[id.position]
        tell(
            status,
            record.request,
            record.attempt,
            in: ConversationID(about: record.request, number: record.conversation),
            reason,
            due: due,
            round: round,
            at: now
        )
    }
}
