import LibraryModel
import RequestRouting
import SimulationKernel

// The way of a request along its lenders: the network zone is asked who holds the title, lenders are
// chosen, and one after another is asked.
extension InstitutionNode {
    /// Asks the network zone who holds the title; while it is silent, the request stays in *locate
    /// in process*.
    func askZone(_ id: BorrowingRequestID, at now: SimulationTime) {
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

    func locateByStaff(_ id: BorrowingRequestID, at now: SimulationTime) -> Outcome {
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
        _ holders: __owned HolderList,
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
        among candidates: __owned Candidates,
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
    func endRota(of id: BorrowingRequestID, at now: SimulationTime) {
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
    func send(
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
}
