import LibraryModel
import RequestRouting
package import SimulationKernel

// The lender's side of a request: looked for on the own shelves, promised, shipped, checked in.
extension InstitutionNode {
    /// Answers a request to lend: yes if an own copy is on the shelf and may go.
    func receive(
        _ supply: SupplyRequest,
        in conversation: ConversationID,
        at now: SimulationTime
    ) {
        guard index.lendingOfRequest[supply.request] == nil,
            let bib = index.bibOfTitle[supply.title], let item = availableItem(of: bib)
        else {
            tell(
                .unfilled,
                of: supply.request,
                attempt: supply.attempt,
                in: conversation,
                reason: .notAvailable,
                at: now
            )
            return
        }
        let id = LendingRequestID(
            lending.append(
                LendingRequest(
                    request: supply.request,
                    conversation: conversation.number,
                    attempt: supply.attempt,
                    item: item,
                    received: now
                )
            )
        )
        index.lendingOfRequest[supply.request] = id
        index.load += 1
        // Taken off the shelf at once, so that nobody else gets it.
        items[item.position].status = .inTransit
        let days = network.resourceSharing.processing.sample(
            draw(.processing, of: supply.request, supply.attempt)
        )
        guard days > 0 else {
            ship(id, in: conversation, at: now)
            return
        }
        move(id, .promise)
        tell(
            .willSupply,
            of: supply.request,
            attempt: supply.attempt,
            in: conversation,
            at: now
        )
        endpoint.setTimer(
            .parcelReady,
            at: now + max(.tick, SimulationDuration(days: days)),
            argument: Int64(id.index)
        )
    }

    @discardableResult
    private func move(_ id: LendingRequestID, _ event: LendingEvent) -> Bool {
        let state = lending[id.position].state
        guard let next = WorkflowSteps.lending.target(of: event, from: state) else { return false }
        lending[id.position].state = next
        return true
    }

    /// A promised item is ready to go, unless the request was cancelled meanwhile.
    func parcelReady(_ id: LendingRequestID, at now: SimulationTime) -> Outcome {
        ship(id, in: conversation(of: lending[id.position]), at: now)
        return .done
    }

    private func ship(
        _ id: LendingRequestID,
        in conversation: ConversationID,
        at now: SimulationTime
    ) {
        guard move(id, .ship) else { return }
        counters[.supplied] += 1
        let settings = network.resourceSharing
        // The lender's due date leaves time for the loan and for both ways.
        let days = settings.loanDays + 2 * settings.shippingDays
        let due = institution.zone.endOfDay(institution.zone.date(at: now) + days)
        lending[id.position].due = due
        let request = lending[id.position]
        tell(
            .loaned,
            of: request.request,
            attempt: request.attempt,
            in: conversation,
            due: due,
            at: now
        )
    }

    /// What a borrower says of its request.
    func receive(
        _ action: RequesterAction,
        in conversation: ConversationID,
        at now: SimulationTime
    ) {
        guard let id = index.lendingOfRequest[action.request],
            lending[id.position].attempt == action.attempt
        else { return }
        switch action.action {
        case .received: move(id, .partnerReceives)
        case .shippedReturn:
            guard move(id, .partnerReturns) else { return }
            let days = courierDays(
                from: action.request.home,
                to: self.id,
                draw(.courierBack, of: action.request, action.attempt)
            )
            endpoint.setTimer(
                .parcelReturns,
                at: now + max(.tick, SimulationDuration(days: days)),
                argument: Int64(id.index)
            )
        case .cancel:
            // After shipment it is too late: the item is on its way, which the borrower knows or
            // will.
            guard move(id, .partnerCancels) else { return }
            end(id, at: now)
            tell(
                .cancelled,
                of: action.request,
                attempt: action.attempt,
                in: conversation,
                at: now
            )
        }
    }

    /// The item is back: it goes on its shelf, and the borrower is told.
    func parcelReturns(_ id: LendingRequestID, at now: SimulationTime) -> Outcome {
        guard move(id, .checkIn) else { return .done }
        end(id, at: now)
        let request = lending[id.position]
        tell(
            .loanCompleted,
            of: request.request,
            attempt: request.attempt,
            in: conversation(of: request),
            at: now
        )
        return .done
    }

    private func end(_ id: LendingRequestID, at now: SimulationTime) {
        lending[id.position].ended = now
        index.lendingOfRequest[lending[id.position].request] = nil
        index.load -= 1
        if let item = lending[id.position].item { shelve(item) }
    }

    /// A conversation of the borrower's, for messages that no message of its own called for.
    private func conversation(of request: LendingRequest) -> ConversationID {
        ConversationID(
            participant: ParticipantID(request.request.home),
            number: request.conversation,
            ordinal: ConversationID.firstRequest + request.request.number
        )
    }

    private func tell(
        _ status: SupplierStatus.Status,
        of request: RequestID,
        attempt: Int32,
        in conversation: ConversationID,
        reason: UnfilledReason? = nil,
        due: SimulationTime? = nil,
        at now: SimulationTime
    ) {
        let message = SupplierStatus(
            request: request,
            attempt: attempt,
            status: status,
            reason: reason,
            due: due?.microseconds
        )
        _ = send(
            .supplierStatus(message),
            to: request.home,
            in: conversation,
            step: 10 * attempt + 4 + Int32(status.rawValue),
            at: now
        )
    }

    /// Begins to publish, where the rules want to know.
    package func startPublishing(at start: SimulationTime) {
        guard network.resourceSharing.order == .leastLoaded else { return }
        endpoint.setTimer(
            .publish,
            at: start + network.resourceSharing.publishEvery,
            argument: 0
        )
        // The network that the node becomes a part of takes up all timers there are.
        endpoint.emittedTimers = []
    }

    /// Publishes how many items are out, and sets the time of the next word.
    func publish(at now: SimulationTime) -> Outcome {
        _ = endpoint.send(
            .loadPublished(index.load),
            to: .network,
            in: endpoint.nextConversation(with: .network),
            step: 0,
            at: now
        )
        endpoint.setTimer(
            .publish,
            at: now + network.resourceSharing.publishEvery,
            argument: 0
        )
        return .done
    }
}
