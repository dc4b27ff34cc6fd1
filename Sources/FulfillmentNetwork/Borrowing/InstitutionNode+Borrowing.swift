import LibraryModel
import RequestRouting
import SimulationKernel

// The borrower's side of a request: created, located, sent along the rota, received, lent, sent
// back.
extension InstitutionNode {
    /// Lends a title here if a copy is on the shelf, and requests it from a partner otherwise.
    func want(
        _ title: TitleID,
        by patron: PatronID,
        stay: SimulationDuration?,
        at now: SimulationTime
    ) -> Outcome {
        if let bib = index.bibOfTitle[title], let item = availableItem(of: bib) {
            switch checkOut(.item(item), to: patron, stay: stay, at: now) {
            case .refused(let refusal): return .refused(refusal)
            case .accepted(let loan):
                counters[.requests] += 1
                counters[.filledLocally] += 1
                return .loan(loan)
            }
        }
        return request(title, by: patron, owner: nil, stay: stay, at: now)
    }

    /// Creates a borrowing request, or says which rule forbids it.
    func request(
        _ title: TitleID,
        by patron: PatronID,
        owner: LibraryID?,
        stay: SimulationDuration?,
        at now: SimulationTime
    ) -> Outcome {
        if let refusal = obstacle(for: patron, forbids: \.forbidsResourceSharing, at: now) {
            return .refused(refusal)
        }
        let open = index.openRequestsOfPatron[patron]
        if open.contains(where: { borrowing[$0.position].title == title }) {
            return .refused(Refusal(.duplicateRequest))
        }
        if let bib = index.bibOfTitle[title], availableItem(of: bib) != nil {
            return .refused(Refusal(.ownCopyAvailable))
        }
        let list = patrons[patron.position].resourceSharingLibraries
        let library: LibraryID
        switch institution.resolveResourceSharingLibrary(list: list, owner: owner) {
        case .refused(let refusal): return .refused(refusal)
        case .accepted(let resolution): library = resolution.library
        }
        let id = BorrowingRequestID(
            borrowing.append(
                BorrowingRequest(
                    patron: patron,
                    title: title,
                    owner: library,
                    created: now,
                    conversation: endpoint.nextConversation(with: .network).number,
                    stay: stay
                )
            )
        )
        index.openRequestsOfPatron.append(id, to: patron)
        counters[.requests] += 1
        locate(id, at: now)
        return .request(id)
    }

    private func requestID(_ id: BorrowingRequestID) -> RequestID {
        RequestID(home: self.id, number: Int64(id.index) + 1)
    }

    private func conversation(of id: BorrowingRequestID) -> ConversationID {
        ConversationID(
            participant: participant,
            number: borrowing[id.position].conversation,
            ordinal: ConversationID.firstRequest + requestID(id).number
        )
    }

    /// The request that a partner's message is about, where it is one of ours.
    private func ours(_ request: RequestID) -> BorrowingRequestID? {
        let position = request.number - 1
        guard request.home == id, position >= 0, position < Int64(borrowing.count) else {
            return nil
        }
        return BorrowingRequestID(Int32(position))
    }

    /// Moves a request along its workflow; false where the event is not possible in its state.
    @discardableResult
    private func move(_ id: BorrowingRequestID, _ event: BorrowingEvent) -> Bool {
        let state = borrowing[id.position].state
        guard let next = WorkflowSteps.borrowing.target(of: event, from: state) else {
            return false
        }
        borrowing[id.position].state = next
        return true
    }

    // MARK: Locate and rota

    private func locate(_ id: BorrowingRequestID, at now: SimulationTime) {
        move(id, .locate)
        askZone(id, at: now)
    }

    /// Asks the network zone who holds the title; while it is silent, the request stays in *locate
    /// in process*.
    private func askZone(_ id: BorrowingRequestID, at now: SimulationTime) {
        let isSent = endpoint.send(
            .locate(requestID(id), borrowing[id.position].title),
            to: .network,
            in: conversation(of: id),
            step: 0,
            at: now
        )
        if !isSent { locateLater(id, at: now) }
    }

    private func locateLater(_ id: BorrowingRequestID, at now: SimulationTime) {
        endpoint.setTimer(.locateAgain, at: now + .hours(1), argument: Int64(id.index))
    }

    /// The zone could not be asked.
    func locateFailed(_ request: RequestID, at now: SimulationTime) {
        guard let id = ours(request) else { return }
        locateLater(id, at: now)
    }

    func locateAgain(_ id: BorrowingRequestID, at now: SimulationTime) -> Outcome {
        guard borrowing[id.position].state == .locateInProcess else { return .done }
        askZone(id, at: now)
        return .done
    }

    /// The zone's answer: the rules choose whom to ask.
    func located(
        _ request: RequestID,
        _ title: CatalogueTitle,
        _ holders: [Holder],
        at now: SimulationTime
    ) {
        guard let id = ours(request), borrowing[id.position].state == .locateInProcess else {
            return
        }
        let candidates = holders.map { holder in
            Candidate(
                institution: holder.institution,
                load: holder.load,
                openRequests: Int(index.openRequestsAt[holder.institution.position])
            )
        }
        let decision = rules.decide(candidates, for: self.id, in: network)
        guard !decision.rota.isEmpty else {
            move(id, .locateFails)
            end(id, .notHeldElsewhere, at: now)
            return
        }
        borrowing[id.position].rota = decision.rota
        // A brief record stands for what is borrowed, as it does in the systems of the field.
        if index.bibOfTitle[borrowing[id.position].title] == nil {
            addBib(borrowing[id.position].title, code: title.code, text: title.text)
        }
        move(id, .locateFinds)
        askNext(id, at: now)
    }

    /// Sends the request to the next of the rota, or ends it.
    private func askNext(_ id: BorrowingRequestID, at now: SimulationTime) {
        while Int(borrowing[id.position].asked) < borrowing[id.position].rota.count {
            let position = Int(borrowing[id.position].asked)
            let lender = borrowing[id.position].rota[position]
            borrowing[id.position].asked += 1
            let attempt = borrowing[id.position].asked
            let request = SupplyRequest(
                request: requestID(id),
                title: borrowing[id.position].title,
                attempt: attempt
            )
            let isSent = send(
                .supplyRequest(request),
                to: lender,
                in: conversation(of: id),
                step: 10 * attempt,
                at: now
            )
            if isSent {
                counters[.lenderAsked] += 1
                index.openRequestsAt[lender.position] += 1
                move(id, .send)
                return
            }
        }
        move(id, .rotaEnds)
        end(id, .rotaEnded, at: now)
    }

    private func end(
        _ id: BorrowingRequestID,
        _ reason: UnfilledReason?,
        at now: SimulationTime
    ) {
        borrowing[id.position].ended = now
        if let reason {
            borrowing[id.position].reason = reason
            counters[.unfilled] += 1
        }
        index.openRequestsOfPatron.remove(id, from: borrowing[id.position].patron)
    }

    private func releaseLender(_ id: BorrowingRequestID) {
        if let lender = borrowing[id.position].lender {
            index.openRequestsAt[lender.position] -= 1
        }
    }

    // MARK: The lender's word

    /// What a lender says of a request of ours; a word about another attempt than the present one
    /// is past.
    func receive(_ status: SupplierStatus, at now: SimulationTime) {
        guard let id = ours(status.request), borrowing[id.position].asked == status.attempt else {
            return
        }
        switch status.status {
        case .willSupply: move(id, .partnerWillSupply)
        case .unfilled: partnerUnfilled(id, at: now)
        case .loaned:
            guard move(id, .partnerShips) else { return }
            borrowing[id.position].lenderDue = status.due.map(
                SimulationTime.init(microseconds:)
            )
            let days = courierDays(
                from: borrowing[id.position].lender ?? self.id,
                to: self.id,
                draw(.courierOut, of: status.request, status.attempt)
            )
            endpoint.setTimer(
                .parcelArrives,
                at: now + max(.tick, SimulationDuration(days: days)),
                argument: Int64(id.index)
            )
        case .cancelled:
            guard move(id, .partnerCancels) else { return }
            releaseLender(id)
            end(id, .cancelled, at: now)
        case .loanCompleted:
            guard move(id, .partnerCompletes) else { return }
            releaseLender(id)
            end(id, nil, at: now)
        }
    }

    /// A lender that cannot be asked, or says no.
    func partnerUnfilled(_ request: RequestID, attempt: Int32, at now: SimulationTime) {
        guard let id = ours(request), borrowing[id.position].asked == attempt else { return }
        partnerUnfilled(id, at: now)
    }

    private func partnerUnfilled(_ id: BorrowingRequestID, at now: SimulationTime) {
        counters[.lenderUnfilled] += 1
        guard move(id, .partnerUnfilled) else { return }
        releaseLender(id)
        if borrowing[id.position].state == .cancelled {
            end(id, .cancelled, at: now)
        } else {
            askNext(id, at: now)
        }
    }

    // MARK: The item

    /// The parcel is there: a temporary item stands for it, and the patron gets it.
    func parcelArrives(_ id: BorrowingRequestID, at now: SimulationTime) -> Outcome {
        guard move(id, .receive) else { return .done }
        let request = borrowing[id.position]
        guard let bib = index.bibOfTitle[request.title] else { return .done }
        let location = institution.locations.firstIndex { $0.library == request.owner } ?? 0
        let item = addItem(
            Item(
                bib: bib,
                location: LocationID(location),
                policy: ItemPolicyID(0),
                borrowedFor: id
            ),
            code: "RS-\(bibLabels[bib.position].code)-\(id.index + 1)"
        )
        borrowing[id.position].item = item
        act(.received, id, at: now)
        if let refusal = obstacle(for: request.patron, forbids: \.forbidsLoan, at: now) {
            counters[refusal.code] += 1
            sendBack(id, at: now)
            return .refused(refusal)
        }
        switch lend(item, to: request.patron, stay: request.stay, at: now) {
        case .refused(let refusal):
            counters[refusal.code] += 1
            sendBack(id, at: now)
            return .refused(refusal)
        case .accepted:
            move(id, .lend)
            borrowing[id.position].filled = now
            counters[.filledRemotely] += 1
        }
        return .done
    }

    /// The patron has brought a borrowed item back: it goes home.
    func borrowedItemReturned(_ id: BorrowingRequestID, at now: SimulationTime) {
        guard move(id, .patronReturns) else { return }
        sendBack(id, at: now)
    }

    private func sendBack(_ id: BorrowingRequestID, at now: SimulationTime) {
        guard move(id, .sendBack), let item = borrowing[id.position].item else { return }
        items[item.position].status = .sentBack
        act(.shippedReturn, id, at: now)
    }

    /// Tells the lender what happens to its item.
    private func act(
        _ action: RequesterAction.Action,
        _ id: BorrowingRequestID,
        at now: SimulationTime
    ) {
        guard let lender = borrowing[id.position].lender else { return }
        let attempt = borrowing[id.position].asked
        _ = send(
            .requesterAction(
                RequesterAction(request: requestID(id), attempt: attempt, action: action)
            ),
            to: lender,
            in: conversation(of: id),
            step: 10 * attempt + Int32(action.rawValue) + 1,
            at: now
        )
    }

    /// When a borrowed item must leave here to be back at its lender in time; nil for an own one.
    func latestReturn(of item: ItemID) -> SimulationTime? {
        guard let request = items[item.position].borrowedFor,
            let due = borrowing[request.position].lenderDue
        else { return nil }
        return due - .days(Int64(network.resourceSharing.shippingDays))
    }

    // MARK: Cancellation

    /// Cancels a request: at once where no lender is asked, by the lender's leave where one is, and
    /// not after shipment.
    func cancel(_ id: BorrowingRequestID, at now: SimulationTime) -> Outcome {
        let state = borrowing[id.position].state
        switch Workflow.borrowing.next(from: state, on: .cancel) {
        case .refused(let refusal): return .refused(refusal)
        case .accepted(let next):
            borrowing[id.position].state = next
            if next == .cancelled {
                end(id, .cancelled, at: now)
            } else {
                act(.cancel, id, at: now)
            }
            return .request(id)
        }
    }

    // MARK: Draws

    func draw(
        _ purpose: DrawPurpose,
        of request: RequestID,
        _ attempt: Int32
    ) -> Draw {
        let home = network.institutions[request.home.position].entity
        return draws.draw(home.child(request.number), purpose, Int64(attempt))
    }

    /// The days a parcel takes between two institutions.
    func courierDays(from: InstitutionID, to: InstitutionID, _ draw: Draw) -> Double {
        let settings = network.resourceSharing
        if let courier = settings.courier { return courier.sample(draw) }
        let median = settings.courierDays(kilometres: network.kilometres(from, to))
        return Distribution.lognormal(median: median, sigma: 0.3).sample(draw)
    }
}

extension DrawPurpose {
    // What requests draw; 30 to 39.
    static let courierOut = DrawPurpose(rawValue: 30)
    static let courierBack = DrawPurpose(rawValue: 31)
    static let processing = DrawPurpose(rawValue: 32)
}
