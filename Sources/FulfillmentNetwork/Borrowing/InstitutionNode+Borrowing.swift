import LibraryModel
import RequestRouting
import SimulationKernel

// The borrower's side of a request before it has its item: created, and ended without.
extension InstitutionNode {
    func performOnBorrowing(_ command: Command, at now: SimulationTime) -> Outcome {
        switch command {
        case .wantTitle(let patron, let title, let stay):
            want(title, by: patron, stay: stay, at: now)
        case .wantService(let service, let patron, let title, let stay):
            want(title, by: patron, stay: stay, service, at: now)
        case .request(let patron, let wanted, let owner, let pickup, let service):
            request(wanted, by: patron, owner, pickup: pickup, stay: nil, service, at: now)
        case .cancelRequest(let id): cancel(id, at: now)
        case .sendBack(let id): sendBackUnlent(id, at: now)
        case .bringBack(let id): bringBack(id, at: now)
        case .sendRequest(let id, let lender): send(id, to: lender, at: now)
        case .locateAgain(let id):
            move(id, .locate).map { .refused($0) } ?? locateByStaff(id, at: now)
        case .answerCondition(let id, let accepts): answerCondition(id, accepts, at: now)
        default: .done
        }
    }

    /// Lends a title here if a copy is on the shelf, and requests it from a partner otherwise.
    private func want(
        _ title: TitleID,
        by patron: PatronID,
        stay: SimulationDuration?,
        _ service: RequestedService = RequestedService(),
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
        return request(
            .title(title),
            by: patron,
            nil,
            pickup: nil,
            stay: stay,
            service,
            mayBeHere: false,
            at: now
        )
    }

    /// Creates a borrowing request, or says which rule forbids it; an own copy is looked for unless that was
    /// done.
    private func request(
        _ wanted: RequestedTitle,
        by patron: PatronID,
        _ owner: LibraryID?,
        pickup: InstitutionID?,
        stay: SimulationDuration?,
        _ service: RequestedService,
        mayBeHere: Bool = true,
        at now: SimulationTime
    ) -> Outcome {
        if let refusal = obstacle(for: patron, forbids: \.forbidsResourceSharing, at: now) {
            return .refused(refusal)
        }
        if let refusal = requestLimit(of: patron) { return .refused(refusal) }
        var title: TitleID?
        var citation: CitationID?
        switch wanted {
        case .title(let known):
            title = known
            if hasRequested(known, patron) { return .refused(Refusal(.duplicateRequest)) }
            if mayBeHere, isOnOwnShelf(known) { return .refused(Refusal(.ownCopyAvailable)) }
        case .citation(let words): citation = CitationID(citations.append(words))
        }
        let library: LibraryID
        let list = patrons[patron.position].resourceSharingLibraries
        if owner == nil, list.isEmpty, let usualOwner {
            library = usualOwner
        } else {
            switch resolveOwner(list, owner) {
            case .refused(let refusal): return .refused(refusal)
            case .accepted(let resolved): library = resolved
            }
        }
        if let refusal = closure(of: library, for: .borrowing, at: now) {
            return .refused(refusal)
        }
        let id = BorrowingRequestID(
            borrowing.append(
                BorrowingRequest(
                    patron: patron,
                    title: title,
                    citation: citation,
                    owner: library,
                    created: now,
                    conversation: endpoint.nextConversation(with: .network).number,
                    pickup: pickup == self.id ? nil : pickup,
                    stay: stay
                )
            )
        )
        if !service.isPlain { changeParticulars(of: id) { $0.service = service } }
        index.openRequestsOfPatron.append(id, to: patron)
        counters[.requests] += 1
        _ = move(id, .locate)
        askZone(id, at: now)
        return .request(id)
    }

    private func hasRequested(_ title: TitleID, _ patron: PatronID) -> Bool {
        let same = index.openRequestsOfPatron.first(of: patron) {
            borrowing[$0.position].title == title
        }
        return same != nil
    }

    /// The library that owns a patron's request.
    @inline(never)
    private func resolveOwner(_ list: SmallSet, _ owner: LibraryID?) -> Decision<LibraryID> {
        switch institution.resolveResourceSharingLibrary(list: list, owner: owner) {
        case .refused(let refusal): .refused(refusal)
        case .accepted(let resolution): .accepted(resolution.library)
        }
    }

    /// Why a title that a blank form meant is not asked for.
    func reason(
        againstFound title: TitleID,
        for id: BorrowingRequestID
    ) -> UnfilledReason? {
        let other = index.openRequestsOfPatron.first(of: borrowing[id.position].patron) {
            $0 != id && borrowing[$0.position].title == title
        }
        guard other == nil else { return .alreadyRequested }
        return isOnOwnShelf(title) ? .availableHere : nil
    }

    func isOnOwnShelf(_ title: TitleID) -> Bool {
        index.bibOfTitle[title].flatMap { availableItem(of: $0) } != nil
    }

    func requestID(_ id: BorrowingRequestID) -> RequestID {
        RequestID(home: self.id, number: Int64(id.index) + 1)
    }

    func conversation(of id: BorrowingRequestID) -> ConversationID {
        ConversationID(about: requestID(id), number: borrowing[id.position].conversation)
    }

    /// The request that a partner's message is about, where it is one of ours.
    func ours(_ request: RequestID) -> BorrowingRequestID? {
        let position = request.number - 1
        guard request.home == id, position >= 0, borrowing.holds(Int(position)) else { return nil }
        return BorrowingRequestID(Int32(position))
    }

    /// Moves a request along its workflow, or says why it does not go there.
    @discardableResult
    func move(_ id: BorrowingRequestID, _ event: BorrowingEvent) -> Refusal? {
        let state = borrowing[id.position].state
        guard let next = borrowingSteps.target(of: event, from: state) else {
            return Workflow.borrowing.next(from: state, on: event).refusal
        }
        borrowing[id.position].state = next
        if next.hasItem != state.hasItem { index.borrowed += next.hasItem ? 1 : -1 }
        return nil
    }

    func end(
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
        noteOver(id, at: now)
    }

    func releaseLender(_ id: BorrowingRequestID) {
        if let lender = lender(of: id) {
            index.openRequestsAt[lender.position] -= 1
        }
    }

    // MARK: Cancellation, expiry and closure

    /// Cancels a request: at once where no lender is asked, by the lender's leave where one is.
    ///
    /// What is under way goes straight back when it comes.
    private func cancel(_ id: BorrowingRequestID, at now: SimulationTime) -> Outcome {
        let isPeer = lender(of: id).map { partnerKind(of: $0) == .peerToPeer } ?? false
        switch borrowing[id.position].state {
        case .shipped where isPeer, .received where isPeer:
            return cancelShipped(id, at: now)
        default: break
        }
        if let refusal = move(id, .cancel) { return .refused(refusal) }
        if borrowing[id.position].state == .cancelled {
            end(id, .cancelled, at: now)
        } else {
            borrowing[id.position].reason = .cancelled
            act(.cancel, id, at: now)
        }
        return .request(id)
    }

    func answerCondition(
        _ id: BorrowingRequestID,
        _ accepts: Bool,
        _ reason: UnfilledReason = .conditionDeclined,
        at now: SimulationTime
    ) -> Outcome {
        if let refusal = move(id, accepts ? .acceptCondition : .declineCondition) {
            return .refused(refusal)
        }
        act(accepts ? .acceptCondition : .cancel, id, at: now)
        if !accepts { passOn(id, reason, at: now) }
        return .request(id)
    }

    /// Goes on to the next lender, this one having said no.
    func passOn(_ id: BorrowingRequestID, _ reason: UnfilledReason, at now: SimulationTime) {
        // A cancelled hold is not the lender's refusal.
        if borrowing[id.position].state != .cancelled { counters[.lenderUnfilled] += 1 }
        let isKept = isKeptSelection(id)
        releaseLender(id)
        let asked = Int(borrowing[id.position].asked)
        if asked > 0 { borrowing[id.position].note(reason, ofLenderAt: asked - 1) }
        if borrowing[id.position].state == .cancelled {
            end(id, .cancelled, at: now)
        } else if isKept {
            endRota(of: id, at: now)
        } else if routing.rules.walk.reResolves,
            asked <= routing.rules.walk.reResolutionLimit,
            move(id, .locate) == nil
        {
            askZone(id, at: now)
        } else {
            askNext(id, at: now)
        }
    }

    /// Ends the requests that have waited too long to be sent, and says how many.
    func expireBorrowing(at now: SimulationTime) -> Int {
        guard let limit = institution.borrowing.expiry else { return 0 }
        return endUnsent(.expired, .expire, at: now) { request in
            limit.end(from: request.created, in: self.institution.zone) < now
        }
    }

    /// Ends requests that are not with a lender, and says how many.
    func endUnsent(
        _ reason: UnfilledReason,
        _ event: BorrowingEvent,
        at now: SimulationTime,
        where isMeant: (BorrowingRequest) -> Bool
    ) -> Int {
        var count = 0
        for id in openBorrowing where isMeant(borrowing[id.position]) {
            switch borrowing[id.position].state {
            case .created, .locateInProcess, .locateFailed, .readyToSend, .rejectedByPartners:
                move(id, event)
                end(id, reason, at: now)
                count += 1
            default: break
            }
        }
        return count
    }

    /// The open requests, oldest first.
    var openBorrowing: [BorrowingRequestID] {
        borrowing.kept.filter { !borrowing[$0].state.isFinal }.map { BorrowingRequestID($0) }
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
        if let courier = network.resourceSharing.courier { return courier.sample(draw) }
        let kilometres = network.kilometres(from, to)
        let median = network.resourceSharing.courierDays(kilometres: kilometres)
        return Distribution.lognormal(median: median, sigma: 0.3).sample(draw)
    }
}

extension DrawPurpose {
    // What requests draw; 30 to 39.
    static let courierOut = DrawPurpose(rawValue: 30)
    static let courierBack = DrawPurpose(rawValue: 31)
    static let processing = DrawPurpose(rawValue: 32)
}
