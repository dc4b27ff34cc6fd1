import LibraryModel
import SimulationKernel

// The lender's side of a request once its item is out: received, renewed, recalled, overdue, lost,
// back.
extension InstitutionNode {
    /// What a borrower says of its request.
    func receive(
        _ action: RequesterAction,
        in conversation: ConversationID,
        at now: SimulationTime
    ) {
        guard let id = index.lendingOfRequest[action.request],
            lending[id.position].attempt == action.attempt
        else {
            answerStranger(action, in: conversation, at: now)
            return
        }
        switch action.action {
        case .received: _ = move(id, .partnerReceives)
        case .shippedReturn:
            comesBack(id, from: action.request.home, at: now)
        case .cancel:
            // After shipment it is too late: the item is on its way, which the borrower knows or
            // will.
            guard move(id, .partnerCancels) == nil else {
                tell(.cancelRefused, of: id, at: now)
                return
            }
            tell(.cancelled, of: id, at: now)
            end(id, at: now)
        case .acceptCondition:
            guard move(id, .partnerAccepts) == nil,
                institution.lending.answersAutomatically
            else { return }
            _ = parcelReady(id, at: now)
        case .retry:
            guard move(id, .partnerAsksAgain) == nil else { return }
            // The item is still kept for it: where answers are automatic, that is the answer.
            if institution.lending.answersAutomatically { _ = parcelReady(id, at: now) }
        case .renew: answerRenewal(id, at: now)
        case .reportLost:
            guard move(id, .partnerReportsLost) == nil else { return }
            lose(id, at: now)
        case .reportFound:
            guard move(id, .partnerFinds) == nil, let item = lending[id.position].item else {
                return
            }
            items[item.position].status = .outToPartner
            publishHolding(of: item, at: now)
        }
    }

    /// A word about a request that is over here, or was never here.
    private func answerStranger(
        _ action: RequesterAction,
        in conversation: ConversationID,
        at now: SimulationTime
    ) {
        switch action.action {
        case .cancel:
            if let id = index.networkHoldOfRequest[action.request],
                networkHolds[id.position].attempt == action.attempt
            {
                cancelNetworkHold(id, in: conversation, at: now)
                return
            }
            // It was refused, and word of that is under way.
            return
        case .shippedReturn:
            if let id = index.networkHoldOfRequest[action.request],
                networkHolds[id.position].attempt == action.attempt
            {
                // Home has given up: nobody will fetch the item.
                let hold = networkHolds[id.position].hold
                if !holds[hold.position].state.isFinal { end(hold, on: .cancel, at: now) }
                return
            }
            // Ended here by a scan or a closed loss; the borrower must not wait for ever.
            let known = lending.kept.last {
                lending[$0].request == action.request && lending[$0].attempt == action.attempt
            }
            guard let known else { return }
            if lending[known].state == .completedWithoutReturn,
                let item = lending[known].item, items[item.position].status == .missing
            {
                comesHome(item, from: action.request.home, at: now)
                publishHolding(of: item, at: now)
            }
            tell(.loanCompleted, action.request, action.attempt, in: conversation, at: now)
        default: return
        }
    }

    /// A borrower cancels what is a hold here: until the patron has the item.
    private func cancelNetworkHold(
        _ id: NetworkHoldID,
        in conversation: ConversationID,
        at now: SimulationTime
    ) {
        let record = networkHolds[id.position]
        switch holds[record.hold.position].state {
        case .waiting, .inProcess, .inTransit, .onHoldShelf, .atPickupInstitution:
            // Unfilled is what a cancelled hold says; home takes it for the leave to cancel. What is
            // under way comes straight back.
            end(record.hold, on: .cancel, .cancelled, at: now)
        default:
            tell(
                .cancelRefused,
                record.request,
                record.attempt,
                in: conversation,
                at: now
            )
        }
    }

    /// An item is on its way home, and no longer lost if it was.
    private func comesBack(
        _ id: LendingRequestID,
        from origin: InstitutionID,
        at now: SimulationTime
    ) {
        // The item of any other is where it should be, and need not be looked at.
        let isLost = lending[id.position].state == .lost
        guard move(id, .partnerReturns) == nil else { return }
        let request = lending[id.position]
        if isLost, let item = request.item, items[item.position].status == .lost {
            items[item.position].status = .outToPartner
            publishHolding(of: item, at: now)
        }
        let days = courierDays(
            from: origin,
            to: self.id,
            draw(.courierBack, of: request.request, request.attempt)
        )
        endpoint.setTimer(
            .parcelReturns,
            at: now + max(.tick, SimulationDuration(days: days)),
            argument: Int64(id.index)
        )
    }

    /// The item was left at another institution, which sends it home.
    func returnedElsewhere(
        _ id: LendingRequestID,
        from other: InstitutionID,
        returned: SimulationTime,
        at now: SimulationTime
    ) {
        comesBack(id, from: other, at: now)
        // The patron has done with it: the loan at home ends with that moment.
        tell(.handedIn, of: id, due: returned, at: now)
    }

    /// The parcel is back: the item goes on its shelf, and the borrower is told.
    func parcelReturns(_ id: LendingRequestID, at now: SimulationTime) -> Outcome {
        guard move(id, .checkIn) == nil else { return .done }
        complete(id, at: now)
        return .done
    }

    private func complete(_ id: LendingRequestID, at now: SimulationTime) {
        let item = lending[id.position].item
        let wasLost = item.map { items[$0.position].status == .lost } ?? false
        index.load -= 1
        tell(.loanCompleted, of: id, at: now)
        end(id, at: now)
        if wasLost, let item { publishHolding(of: item, at: now) }
    }

    /// The own desk scans an item that is out: a parcel that never left is taken back, any other is
    /// home again.
    func receiveBack(_ id: LendingRequestID, at now: SimulationTime) -> Outcome {
        if move(id, .scanBack) == nil {
            lending[id.position].reason = .notFound
            index.load -= 1
            tell(.unfilled, of: id, .notFound, at: now)
            end(id, at: now)
            return .done
        }
        if let refusal = move(id, .checkIn) { return .refused(refusal) }
        complete(id, at: now)
        return .done
    }

    // MARK: Renewal and recall

    private func answerRenewal(_ id: LendingRequestID, at now: SimulationTime) {
        guard move(id, .partnerRequestsRenewal) == nil else {
            tell(.renewalRefused, of: id, at: now)
            return
        }
        let request = lending[id.position]
        let bib = index.bibOfTitle[request.title]
        let isWanted = bib.map { !index.openHoldsOfBib.isEmpty($0) } ?? false
        guard Int(request.renewals) < institution.lending.renewals, !isWanted,
            !request.isRecalled
        else {
            _ = move(id, .refuseRenewal)
            tell(.renewalRefused, of: id, at: now)
            return
        }
        _ = move(id, .renew)
        let due = max(request.due ?? now, partnerDue(from: now))
        lending[id.position].due = due
        lending[id.position].renewals += 1
        counters[.renewalsByPartners] += 1
        tell(.renewed, of: id, due: due, at: now)
    }

    /// Wants an item back: as soon as the ways allow.
    func recallFromPartner(_ id: LendingRequestID, at now: SimulationTime) -> Refusal? {
        if let refusal = move(id, .recall) { return refusal }
        let settings = network.resourceSharing
        let days = settings.recallDays + settings.shippingDays
        let due = institution.zone.endOfDay(institution.zone.date(at: now) + days)
        lending[id.position].due = min(due, lending[id.position].due ?? due)
        lending[id.position].isRecalled = true
        counters[.recalls] += 1
        tell(.recalled, of: id, due: lending[id.position].due, at: now)
        return nil
    }

    // MARK: Overdue and lost

    /// Tells borrowers of what is overdue, and says of how many.
    func remindBorrowers(at now: SimulationTime) -> Int {
        var count = 0
        for id in openLending {
            let request = lending[id.position]
            guard request.state.isOut, request.due.map({ $0 < now }) ?? false,
                move(id, .becomeOverdue) == nil
            else { continue }
            counters[.overdueNotices] += 1
            tell(.overdue, of: id, at: now)
            count += 1
        }
        return count
    }

    /// Gives up what partners have had for too long, and says how many.
    func ageLending(at now: SimulationTime) -> Int {
        guard let limit = institution.lending.lostAfter else { return 0 }
        var count = 0
        for id in openLending {
            let request = lending[id.position]
            guard request.state == .overdue, let due = request.due,
                limit.end(from: due, in: institution.zone) < now,
                declareLostByPartner(id, at: now) == nil
            else { continue }
            count += 1
        }
        return count
    }

    func declareLostByPartner(_ id: LendingRequestID, at now: SimulationTime) -> Refusal? {
        if let refusal = move(id, .declareLost) { return refusal }
        counters[.losses] += 1
        lose(id, at: now)
        tell(.lost, of: id, at: now)
        return nil
    }

    private func lose(_ id: LendingRequestID, at now: SimulationTime) {
        guard let item = lending[id.position].item else { return }
        items[item.position].status = .lost
        publishHolding(of: item, at: now)
    }

    /// Ends a request whose item is lost: the item is missing from now on.
    func closeWithoutReturn(_ id: LendingRequestID, at now: SimulationTime) -> Refusal? {
        if let refusal = move(id, .closeWithoutReturn) { return refusal }
        index.load -= 1
        if let item = lending[id.position].item { items[item.position].status = .missing }
        tell(.completedWithoutReturn, of: id, at: now)
        end(id, at: now)
        return nil
    }
}
