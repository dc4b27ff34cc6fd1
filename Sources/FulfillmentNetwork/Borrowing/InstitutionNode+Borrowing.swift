import LibraryModel
import RequestRouting
import SimulationKernel

// The borrower's side of a request until it is sent: created, located, put on its rota.
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
        return request(.title(title), by: patron, nil, pickup: nil, stay: stay, service, at: now)
    }

    /// Creates a borrowing request, or says which rule forbids it.
    private func request(
        _ wanted: RequestedTitle,
        by patron: PatronID,
        _ owner: LibraryID?,
        pickup: InstitutionID?,
        stay: SimulationDuration?,
        _ service: RequestedService,
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
            if let refusal = obstacle(toRequesting: known, for: patron) {
                return .refused(refusal)
            }
        case .citation(let words): citation = CitationID(citations.append(words))
        }
        let list = patrons[patron.position].resourceSharingLibraries
        let library: LibraryID
        switch institution.resolveResourceSharingLibrary(list: list, owner: owner) {
        case .refused(let refusal): return .refused(refusal)
        case .accepted(let resolution): library = resolution.library
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

    private func obstacle(toRequesting title: TitleID, for patron: PatronID) -> Refusal? {
        let same = index.openRequestsOfPatron.first(of: patron) {
            borrowing[$0.position].title == title
        }
        guard same == nil else {
            return Refusal(.duplicateRequest)
        }
        return isOnOwnShelf(title) ? Refusal(.ownCopyAvailable) : nil
    }

    /// Why a title that a blank form meant is not asked for.
    private func reason(
        againstFound title: TitleID,
        for id: BorrowingRequestID
    ) -> UnfilledReason? {
        let other = index.openRequestsOfPatron.first(of: borrowing[id.position].patron) {
            $0 != id && borrowing[$0.position].title == title
        }
        guard other == nil else { return .alreadyRequested }
        return isOnOwnShelf(title) ? .availableHere : nil
    }

    private func isOnOwnShelf(_ title: TitleID) -> Bool {
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
        guard request.home == id, position >= 0, position < Int64(borrowing.count) else {
            return nil
        }
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

    // MARK: Locate and rota

    /// Asks the network zone who holds the title; while it is silent, the request stays in *locate
    /// in process*.
    private func askZone(_ id: BorrowingRequestID, at now: SimulationTime) {
        let question: Message
        if let title = borrowing[id.position].title {
            question = .locate(requestID(id), title)
        } else if let citation = borrowing[id.position].citation {
            question = .locateCitation(requestID(id), citations[citation.position])
        } else {
            return
        }
        let isSent = endpoint.send(
            question,
            to: .network,
            in: conversation(of: id),
            step: 0,
            at: now
        )
        if !isSent { locateLater(id, at: now) }
    }

    private func locateLater(
        _ id: BorrowingRequestID,
        _ time: SimulationTime? = nil,
        at now: SimulationTime
    ) {
        let time = max(now + .tick, time ?? now + .hours(1))
        endpoint.setTimer(.locateAgain, at: time, argument: Int64(id.index))
    }

    private func locateByStaff(_ id: BorrowingRequestID, at now: SimulationTime) -> Outcome {
        // Staff leave it to the rules again.
        if particulars(of: id)?.chosenLender != nil {
            changeParticulars(of: id) { $0.chosenLender = nil }
        }
        askZone(id, at: now)
        return .request(id)
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
        _ found: CatalogueTitle,
        _ holders: HolderList,
        at now: SimulationTime
    ) {
        guard let id = ours(request), borrowing[id.position].state == .locateInProcess else {
            return
        }
        guard let title = borrowing[id.position].title ?? found.title else {
            failToLocate(id, at: now)
            return
        }
        if borrowing[id.position].title == nil {
            borrowing[id.position].title = title
            // Only now is it known what the words of the form mean.
            if let reason = reason(againstFound: title, for: id) {
                failToLocate(id, reason, at: now)
                return
            }
        }
        guard !gatherFacts(for: id, title, found, among: holders, at: now) else { return }
        chooseLenders(id, title, found, among: Candidates(holders), at: now)
    }

    /// Puts the lenders that the rules choose on the rota, and sends the request.
    func chooseLenders(
        _ id: BorrowingRequestID,
        _ title: TitleID,
        _ found: CatalogueTitle,
        among candidates: Candidates,
        at now: SimulationTime
    ) {
        let (outcome, again) = route(id, among: candidates, at: now)
        let (nobody, records) = (outcome.nobody, outcome.records)
        keepTrimmed(of: id, by: records)
        guard nobody != .allDeferred else {
            locateLater(id, again, at: now)
            return
        }
        guard nobody != .notAdmitted else {
            failToLocate(id, .notAdmitted, at: now)
            return
        }
        let asked = Int(borrowing[id.position].asked)
        extendRota(of: id, by: records, beyond: asked)
        guard rotaCount(of: id) > asked else {
            failToLocate(id, asked > 0 ? .rotaEnded : nil, at: now)
            return
        }
        // A brief record stands for what is borrowed, as it does in the systems of the field.
        if index.bibOfTitle[title] == nil { addBib(title, code: found.code, text: found.text) }
        move(id, .locateFinds)
        borrowing[id.position].reason = nil
        if institution.borrowing.sendsAutomatically { askNext(id, at: now) }
    }

    /// Keeps on record who holds the title and is not asked, and why.
    private func keepTrimmed(of id: BorrowingRequestID, by records: [CandidateRecord]) {
        var trimmed: [RotaEntry] = []
        // Wherever they stand: a rule that is a Swift type gives its records in any order.
        for record in records
        where record.standing >= .deferred && record.institution != self.id {
            trimmed.append(RotaEntry(institution: record.institution, reason: reason(of: record)))
        }
        if trimmed.isEmpty, borrowing[id.position].trimmed.isEmpty { return }
        borrowing[id.position].trimmed = trimmed
    }

    /// Puts those who are asked on the rota, behind those who were asked before: staff may have the
    /// request located again, and these stay on record and are not asked twice.
    private func extendRota(
        of id: BorrowingRequestID,
        by records: [CandidateRecord],
        beyond asked: Int
    ) {
        borrowing[id.position].lenders.keepFirst(asked)
        for _ in 0..<routing.rounds {
            for place in records.indices {
                guard records[place].standing.isAsked else { break }
                let lender = records[place].institution
                if asked > 0, !mayFollow(id, lender, beyond: asked) { continue }
                borrowing[id.position].lenders.append(lender)
            }
        }
    }

    /// Whether a lender may come after those who were asked: where the rules hold to that, it is
    /// none of them, and of the kind that the request began with.
    @inline(never)
    private func mayFollow(
        _ id: BorrowingRequestID,
        _ lender: InstitutionID,
        beyond asked: Int
    ) -> Bool {
        let walk = routing.rules.walk
        if walk.excludesTried,
            (0..<asked).contains(where: { borrowing[id.position].lender(at: $0) == lender })
        {
            return false
        }
        guard !walk.mayChangeWorkflow else { return true }
        let first = borrowing[id.position].lender(at: 0)
        return partnerKind(of: lender) == partnerKind(of: first)
    }

    /// How a lender deals with requests from here.
    func partnerKind(of lender: InstitutionID) -> PartnerKind {
        // Where all are peers, the network's configuration is not copied to ask it.
        network.partnerKinds.isEmpty
            ? .peerToPeer : network.partnerKind(of: lender, for: id)
    }

    private func failToLocate(
        _ id: BorrowingRequestID,
        _ why: UnfilledReason? = nil,
        at now: SimulationTime
    ) {
        move(id, .locateFails)
        // Held, and yet nobody may be asked: why not is what people want to know.
        let reason =
            why ?? borrowing[id.position].trimmed.first?.reason ?? .notHeldElsewhere
        borrowing[id.position].reason = reason
        guard institution.borrowing.cancelsOnLocateFailure else { return }
        move(id, .giveUp)
        end(id, reason, at: now)
    }

    /// The lender that is being asked or has promised.
    @inline(__always)
    func lender(of id: BorrowingRequestID) -> InstitutionID? {
        lender(of: id, at: Int(borrowing[id.position].asked) - 1)
    }

    /// The lender at a place of the rota; nil where there is none.
    @inline(__always)
    private func lender(of id: BorrowingRequestID, at place: Int) -> InstitutionID? {
        // Where they are few, as mostly, nothing is copied but them.
        let few = borrowing[id.position].lenders.few
        guard few.count == 0 else { return few.institution(at: place) }
        return lender(of: id, amongManyAt: place)
    }

    @inline(never)
    private func lender(of id: BorrowingRequestID, amongManyAt place: Int) -> InstitutionID? {
        place >= 0 && place < borrowing[id.position].rotaCount
            ? borrowing[id.position].lender(at: place) : nil
    }

    /// The number of lenders to ask.
    @inline(__always)
    private func rotaCount(of id: BorrowingRequestID) -> Int {
        let few = borrowing[id.position].lenders.few.count
        return few > 0 ? few : rotaCount(ofMany: id)
    }

    @inline(never)
    private func rotaCount(ofMany id: BorrowingRequestID) -> Int {
        borrowing[id.position].rotaCount
    }

    /// Sends the request to the next of the rota, or ends it.
    func askNext(_ id: BorrowingRequestID, at now: SimulationTime) {
        let most = min(rotaCount(of: id), routing.rules.walk.attempts ?? .max)
        while Int(borrowing[id.position].asked) < most {
            if ask(id, on: .send, at: now) { return }
        }
        endRota(of: id, at: now)
    }

    /// Nobody is left to ask: the request ends, or waits for staff.
    private func endRota(of id: BorrowingRequestID, at now: SimulationTime) {
        move(id, .rotaEnds)
        borrowing[id.position].reason = .rotaEnded
        guard !institution.borrowing.keepsRejectedActive, routing.rules.walk.end != .keep else {
            return
        }
        move(id, .giveUp)
        end(id, .rotaEnded, at: now)
    }

    /// Asks the lender that comes next; false where nothing more can be sent there.
    private func ask(
        _ id: BorrowingRequestID,
        on event: BorrowingEvent,
        at now: SimulationTime
    ) -> Bool {
        let position = Int(borrowing[id.position].asked)
        guard let lender = lender(of: id, at: position) else { return false }
        borrowing[id.position].asked += 1
        borrowing[id.position].lenderDue = nil
        let attempt = borrowing[id.position].asked
        guard let title = borrowing[id.position].title else { return false }
        let supply = SupplyRequest(request: requestID(id), title: title, attempt: attempt)
        var question = Message.supplyRequest(supply)
        if partnerKind(of: lender) == .fulfillmentNetwork {
            let group = patrons[borrowing[id.position].patron.position].group
            guard !institution.userGroups[group.position].isHiddenFromNetwork else {
                borrowing[id.position].note(.patronNotAccepted, ofLenderAt: position)
                return false
            }
            // Home notes whom it tells of the patron.
            let recipient = SupplyRecipient(
                patron: share(borrowing[id.position].patron, with: lender, at: now),
                pickup: borrowing[id.position].pickup,
                stay: borrowing[id.position].stay?.microseconds
            )
            question = .supplyForPatron(supply, recipient)
        }
        let isSent = send(
            question,
            to: lender,
            in: conversation(of: id),
            step: Step.request(attempt),
            at: now
        )
        guard isSent else {
            borrowing[id.position].note(.unreachable, ofLenderAt: position)
            return false
        }
        counters[.lenderAsked] += 1
        index.openRequestsAt[lender.position] += 1
        noteAsked(lender, for: id, at: now)
        move(id, event)
        setAnswerTimer(of: id, at: now)
        return true
    }

    /// A lender has not answered in the time that the rules allow: it is told so, and the next one
    /// is asked.
    func answerIsOverdue(
        _ id: BorrowingRequestID,
        attempt: Int32,
        at now: SimulationTime
    ) -> Outcome {
        guard borrowing[id.position].asked == attempt,
            borrowingSteps.target(
                of: .answerOverdue,
                from: borrowing[id.position].state
            ) != nil, !hasTimeAgain(id, at: now)
        else { return .done }
        act(.cancel, id, at: now)
        noteAnswer(to: id, isSilent: true, at: now)
        move(id, .answerOverdue)
        passOn(id, .expired, at: now)
        return .done
    }

    /// Staff send a request along its rota, or to a lender of their choice.
    private func send(
        _ id: BorrowingRequestID,
        to lender: InstitutionID?,
        at now: SimulationTime
    ) -> Outcome {
        let event: BorrowingEvent = lender == nil ? .send : .sendToChosenPartner
        let state = borrowing[id.position].state
        if let refusal = Workflow.borrowing.next(from: state, on: event).refusal {
            return .refused(refusal)
        }
        if let title = borrowing[id.position].title, isOnOwnShelf(title) {
            return .refused(Refusal(.ownCopyAvailable))
        }
        guard let lender else {
            askNext(id, at: now)
            return .request(id)
        }
        guard lender != self.id else { return .refused(Refusal(.ownInstitution)) }
        let code = network.institutions[lender.position].code
        guard network.relation(of: lender, with: borrowing[id.position].pickup ?? self.id).deliver
        else { return .refused(Refusal(.notDelivered, detail: code)) }
        guard let title = borrowing[id.position].title else {
            return .refused(
                Refusal(.illegalTransition, detail: "the title is not known yet: locate it again")
            )
        }
        let group = patrons[borrowing[id.position].patron.position].group
        guard
            partnerKind(of: lender) == .peerToPeer
                || !institution.userGroups[group.position].isHiddenFromNetwork
        else { return .refused(Refusal(.hiddenByPolicy, detail: institution.code)) }
        if index.bibOfTitle[title] == nil { addBib(title, code: "T\(title.index)", text: "") }
        let asked = Int(borrowing[id.position].asked)
        borrowing[id.position].reason = nil
        borrowing[id.position].rota.insert(RotaEntry(institution: lender), at: asked)
        if routing.rules.walk.keepsManualSelection {
            changeParticulars(of: id) { $0.chosenLender = lender }
        }
        guard ask(id, on: event, at: now) else { return .refused(unreachable(lender)) }
        return .request(id)
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
    }

    func releaseLender(_ id: BorrowingRequestID) {
        if let lender = lender(of: id) {
            index.openRequestsAt[lender.position] -= 1
        }
    }

    // MARK: Cancellation, expiry and closure

    /// Cancels a request: at once where no lender is asked, by the lender's leave where one is, and
    /// not after shipment.
    private func cancel(_ id: BorrowingRequestID, at now: SimulationTime) -> Outcome {
        if let refusal = move(id, .cancel) { return .refused(refusal) }
        if borrowing[id.position].state == .cancelled {
            end(id, .cancelled, at: now)
        } else {
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
        borrowing.indices.filter { !borrowing[$0].state.isFinal }.map { BorrowingRequestID($0) }
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
