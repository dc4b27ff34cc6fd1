import LibraryModel
package import SimulationKernel

// What arrives at a node: envelopes, timers, and word that an envelope could not be delivered.
extension InstitutionNode {
    /// Starts a conversation that waits as long as the slowest of the links it uses allows; a look
    /// has its position among the looks as its number.
    func begin(
        _ purpose: Conversation.Purpose,
        look: Int? = nil,
        timeoutFor partners: [InstitutionID],
        limit: SimulationDuration? = nil,
        at now: SimulationTime
    ) -> ConversationID {
        let conversation =
            look.map {
                ConversationID(
                    participant: participant,
                    number: ConversationID.firstLook + Int64($0)
                )
            }
            ?? endpoint.nextConversation(with: partners.first.map { ParticipantID($0) } ?? .network)
        let timeout = partners.map {
            network.link(from: participant, to: ParticipantID($0)).timeout
        }
        .max()
        let deadline = endpoint.setTimer(
            .conversationDeadline,
            at: now + (limit ?? timeout ?? network.defaultLink.timeout),
            argument: conversation.number
        )
        conversations.set(
            conversation.number,
            Conversation(purpose: purpose, deadline: deadline, began: now.microseconds)
        )
        return conversation
    }

    func send(
        _ message: __owned Message,
        to destination: InstitutionID,
        in conversation: ConversationID,
        step: Int32,
        at now: SimulationTime
    ) -> Bool {
        endpoint.send(
            message,
            to: ParticipantID(destination),
            in: conversation,
            step: step,
            at: now
        )
    }

    func closeConversation(_ number: Int64) {
        guard let conversation = conversations.remove(number) else { return }
        endpoint.cancelDeadline(conversation.deadline)
    }

    func finish(_ number: Int64, _ outcome: Outcome) {
        closeConversation(number)
        if let refusal = outcome.refusal { counters[refusal.code] += 1 }
        endpoint.ended.append((number, outcome))
    }

    /// Applies an envelope that has arrived for the first time.
    ///
    /// It stays where it lies in its sender's outbox: what is not needed of it is not copied.
    package func handle(_ envelope: UnsafePointer<Envelope>, at now: SimulationTime) {
        let origin = envelope.pointee.origin
        switch envelope.pointee.message {
        case .findPatron(let request):
            guard let asker = origin.source.institution else { return }
            answer(origin, answerLookUp(request, from: asker, at: now), at: now)
        case .accountQuery(let query):
            answer(
                origin,
                .accountAnswer(answerQuery(query, from: origin.source, at: now)),
                at: now
            )
        case .accountPurged(let reference, let refreshed):
            guard let asker = origin.source.institution, reference.institution == id else {
                return
            }
            noteRemoval(of: reference, at: asker, refreshed: refreshed, now: now)
        case .patronFound(let details):
            receive(.accepted(details), in: origin.conversation, at: now)
        case .patronNotFound(let refusal):
            receive(.refused(refusal), in: origin.conversation, at: now)
        case .accountAnswer(let answer):
            guard let institution = origin.source.institution else { return }
            receive(answer, from: institution, in: origin.conversation, at: now)
        case .located(let request, let title, let holders):
            located(request, title, holders, at: now)
        case .supplyRequest(let supply):
            receive(supply, in: origin.conversation, at: now)
        case .supplyForPatron(let supply, let recipient):
            placeNetworkHold(for: supply, recipient, in: origin.conversation, at: now)
        case .supplierStatus(let status): receive(status, at: now)
        case .detailedStatus(let status, let details):
            guard let lender = origin.source.institution else { return }
            learn(details, of: lender)
            receive(status, price: details.price, at: now)
        case .requesterAction(let action):
            receive(action, in: origin.conversation, at: now)
        case .pickupNotice(let notice):
            guard let owner = origin.source.institution else { return }
            receive(notice, from: owner, in: origin.conversation, at: now)
        case .pickupAction(let action):
            guard let other = origin.source.institution else { return }
            receive(action, from: other, at: now)
        case .pickupAnswered(let answer):
            guard let owner = origin.source.institution else { return }
            receive(answer, from: owner, at: now)
        case .itemReturned(let notice):
            guard let other = origin.source.institution else { return }
            answer(origin, answerReturn(notice, at: other, now: now), at: now)
        case .returnAnswered(let refusal):
            receiveReturnAnswer(refusal, in: origin.conversation)
        case .finesQuery(let patrons):
            guard let asker = origin.source.institution else { return }
            answer(origin, answerFines(patrons, from: asker, at: now), at: now)
        case .finesAnswer(let fines):
            guard let host = origin.source.institution else { return }
            receiveFines(fines, from: host, in: origin.conversation, at: now)
        case .copiesQuery(_, let title):
            answer(origin, .copiesAnswer(copiesReport(of: title, at: now)), at: now)
        case .copiesAnswer(let report):
            guard let lender = origin.source.institution else { return }
            receiveCopies(report, from: lender, in: origin.conversation, at: now)
        // These are for the network zone.
        case .locate, .locateCitation, .loadPublished, .closurePublished, .holdingPublished:
            break
        }
    }

    private func answer(_ question: Origin, _ message: __owned Message, at now: SimulationTime) {
        // A full outbox loses the answer; the asker's deadline says so to whoever waits.
        _ = endpoint.send(
            message,
            to: question.source,
            in: question.conversation,
            step: question.step + 1,
            at: now
        )
    }

    /// Goes on with a visit or a renewal when home has answered, or will not.
    private func receive(
        _ answer: Decision<PatronDetails>,
        in conversation: ConversationID,
        at now: SimulationTime
    ) {
        guard conversation.participant == participant,
            let record = conversations[conversation.number]
        else { return }
        switch record.purpose {
        case .findUser:
            finish(conversation.number, outcome(of: answer, at: now) { .patron($0) })
        case .walkIn(_, let wanted, let stay, let actor):
            let outcome = outcome(of: answer, at: now) { patron in
                switch checkOut(
                    wanted,
                    to: patron,
                    stay: stay.map(SimulationDuration.init(microseconds:)),
                    by: actor,
                    at: now
                )
                {
                case .accepted(let loan): .loan(loan)
                case .refused(let refusal): .refused(refusal)
                }
            }
            finish(conversation.number, outcome)
        case .renewal(let loan, _, let actor):
            // The copy is refreshed if home could say how; the renewal goes by the copy in any
            // case.
            if case .accepted(let details) = answer { _ = link(details, at: now) }
            finish(conversation.number, renew(loan, by: actor, at: now))
        case .networkActivity, .libraryCard, .itemReturn, .finesReport, .factGathering:
            break
        }
    }

    private func outcome(
        of answer: Decision<PatronDetails>,
        at now: SimulationTime,
        then: (PatronID) -> Outcome
    ) -> Outcome {
        switch answer {
        case .refused(let refusal): return .refused(refusal)
        case .accepted(let details):
            switch link(details, at: now) {
            case .accepted(let patron): return then(patron)
            case .refused(let refusal): return .refused(refusal)
            }
        }
    }

    /// Takes note that an envelope was given up: the conversation goes on without that answer.
    package func undeliverable(_ envelope: Envelope, at now: SimulationTime) {
        guard envelope.conversation.participant == participant else { return }
        switch envelope.message {
        case .locate(let request, _), .locateCitation(let request, _):
            locateFailed(request, at: now)
        default: break
        }
        guard let institution = envelope.destination.institution else { return }
        let reason = unreachable(institution)
        switch envelope.message {
        case .findPatron: receive(.refused(reason), in: envelope.conversation, at: now)
        case .accountQuery(let query):
            receive(
                AccountAnswer(topic: query.topic, asOf: now.microseconds, content: .absent(reason)),
                from: institution,
                in: envelope.conversation,
                at: now
            )
        case .supplyRequest(let supply), .supplyForPatron(let supply, _):
            partnerUnreachable(supply.request, attempt: supply.attempt, at: now)
        case .itemReturned: receiveReturnAnswer(reason, in: envelope.conversation)
        case .copiesQuery: receiveCopies(nil, from: institution, in: envelope.conversation, at: now)
        case .finesQuery: receiveFines(nil, from: institution, in: envelope.conversation, at: now)
        default: break
        }
    }

    /// Does what a timer of this node is for, and says what came of it.
    package func handle(_ timer: NodeTimer, at now: SimulationTime) -> Outcome {
        if lettingGo != nil, isAboutGoneRow(timer) { return .done }
        switch timer.kind {
        case .conversationDeadline:
            expireConversation(timer.argument, at: now)
            return .done
        case .patronReturn:
            return patronReturns(LoanID(Int32(timer.argument)), at: now)
        case .patronRenewal:
            let loan = LoanID(Int32(timer.argument))
            guard loans.holds(loan.position), loans[loan.position].isOpen else {
                return .refused(Refusal(.loanNotOpen))
            }
            switch beginRenewal(of: loan, by: .anyone, at: now) {
            case .ended(let outcome):
                if let refusal = outcome.refusal { counters[refusal.code] += 1 }
                return outcome
            case .began: return .done
            }
        case .locateAgain:
            return locateAgain(BorrowingRequestID(Int32(timer.argument)), at: now)
        case .parcelArrives:
            return parcelArrives(
                BorrowingRequestID(Int32(truncatingIfNeeded: timer.argument)),
                attempt: Int32(timer.argument >> 32),
                at: now
            )
        case .answerOverdue:
            return answerIsOverdue(
                BorrowingRequestID(Int32(truncatingIfNeeded: timer.argument)),
                attempt: Int32(timer.argument >> 32),
                at: now
            )
        case .patronPicksUp:
            return handOver(BorrowingRequestID(Int32(timer.argument)), at: now)
        case .parcelReady:
            return parcelReady(LendingRequestID(Int32(timer.argument)), at: now)
        case .parcelReturns:
            return parcelReturns(LendingRequestID(Int32(timer.argument)), at: now)
        case .publish:
            return publish(at: now)
        case .nightlyJobs:
            return runNightlyJobs(at: now)
        case .networkHoldReady:
            return networkHoldReady(NetworkHoldID(Int32(timer.argument)), at: now)
        case .transitEnds:
            return transitEnds(TransitID(Int32(timer.argument)), at: now)
        case .guestItemArrives:
            return guestItemArrives(GuestItemID(Int32(timer.argument)), at: now)
        case .guestIsFetched:
            return guestIsFetched(GuestItemID(Int32(timer.argument)), at: now)
        case .guestIsReturned:
            return guestIsReturned(GuestItemID(Int32(timer.argument)), at: now)
        }
    }

    /// Whether a timer is about a request that was over so long ago that it was let go.
    private func isAboutGoneRow(_ timer: NodeTimer) -> Bool {
        let row = Int(timer.argument & 0xffff_ffff)
        return switch timer.kind {
        case .locateAgain, .parcelArrives, .answerOverdue, .patronPicksUp: !borrowing.holds(row)
        case .parcelReady, .parcelReturns: !lending.holds(row)
        default: false
        }
    }

    /// Ends a conversation whose answers are waited for no longer.
    package func expireConversation(_ number: Int64, at now: SimulationTime) {
        guard let record = conversations[number] else { return }
        let waited = (now - SimulationTime(microseconds: record.began)).microseconds / 1_000_000
        let reason = Refusal(.timedOut, limit: waited)
        switch record.purpose {
        case .findUser, .walkIn, .renewal:
            receive(
                .refused(reason),
                in: ConversationID(participant: participant, number: number),
                at: now
            )
        case .itemReturn: finish(number, .refused(reason))
        case .finesReport(let report): endFinesReport(report, number, at: now)
        case .factGathering(let gathering): endGathering(gathering, number, at: now)
        case .networkActivity(var activity):
            activity.close(reason)
            finish(number, .networkActivity(activity))
        case .libraryCard:
            finish(number, .refused(reason))
        }
    }
}
