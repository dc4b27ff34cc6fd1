import LibraryModel
import RequestRouting
import SimulationKernel

// The borrower's side of a request once it is sent: the lender's word, the item here, and its way
// home.
extension InstitutionNode {
    // MARK: The lender's word

    /// What a lender says of a request of ours; a word about another attempt than the present one
    /// is past.
    func receive(
        _ status: SupplierStatus,
        price: StatusDetails.Price? = nil,
        at now: SimulationTime
    ) {
        guard let id = ours(status.request) else { return }
        guard borrowing[id.position].asked == status.attempt,
            borrowing[id.position].state.isWithLender
        else {
            decline(status, of: id, at: now)
            return
        }
        noteAnswer(to: id, at: now)
        let due = status.due.map(SimulationTime.init(microseconds:))
        switch status.status {
        case .willSupply, .conditional:
            // The wish to cancel came before the request itself, and was forgotten.
            guard borrowing[id.position].state != .cancelRequested else {
                act(.cancel, id, at: now)
                return
            }
            let event =
                status.status == .willSupply
                ? BorrowingEvent.partnerWillSupply : .partnerSetsCondition
            guard move(id, event) == nil, status.status == .conditional else { return }
            consider(price, of: id, at: now)
        case .unfilled: partnerUnfilled(id, status.reason ?? .notAvailable, at: now)
        case .loaned: partnerShips(id, due: due, at: now)
        case .arrived: move(id, .partnerDelivers)
        case .checkedOut:
            guard move(id, .partnerLends) == nil else { return }
            borrowing[id.position].lenderDue = due
            fill(id, at: now)
        case .overdue: partnerReportsOverdue(id, at: now)
        case .recalled: partnerRecalls(id, due: due, at: now)
        case .renewed: partnerRenews(id, due: due, at: now)
        case .renewalRefused: partnerRefusesRenewal(id)
        case .cancelled:
            guard move(id, .partnerCancels) == nil else { return }
            releaseLender(id)
            end(id, .cancelled, at: now)
        case .cancelRefused: move(id, .partnerRefusesCancel)
        case .lost: move(id, .partnerDeclaresLost)
        case .handedIn:
            guard let loan = loan(of: id) else { return }
            close(loan, returned: due ?? now, at: now)
        case .loanCompleted: complete(id, on: .partnerCompletes, at: now)
        case .completedWithoutReturn:
            complete(id, on: .partnerCompletesWithoutReturn, at: now)
        }
    }

    /// A lender acts on an attempt that was given up: it is told so, or would wait for ever.
    private func decline(
        _ status: SupplierStatus,
        of id: BorrowingRequestID,
        at now: SimulationTime
    ) {
        let position = Int(status.attempt) - 1
        guard position >= 0, position < borrowing[id.position].rotaCount else { return }
        let action: RequesterAction.Action
        switch status.status {
        case .willSupply, .conditional: action = .cancel
        case .loaned: action = .shippedReturn
        default: return
        }
        _ = send(
            .requesterAction(
                RequesterAction(
                    request: status.request,
                    attempt: status.attempt,
                    action: action
                )
            ),
            to: borrowing[id.position].lender(at: position),
            in: conversation(of: id),
            step: Step.action(status.attempt, action),
            at: now
        )
    }

    /// A lender that cannot be asked.
    func partnerUnreachable(_ request: RequestID, attempt: Int32, at now: SimulationTime) {
        guard let id = ours(request), borrowing[id.position].asked == attempt else { return }
        noteAnswer(to: id, isSilent: true, at: now)
        partnerUnfilled(id, .unreachable, at: now)
    }

    private func partnerUnfilled(
        _ id: BorrowingRequestID,
        _ reason: UnfilledReason,
        at now: SimulationTime
    ) {
        // What is here cannot have stayed there.
        guard borrowing[id.position].item == nil else { return }
        if reason == .notPickedUp {
            guard move(id, .partnerTakesBack) == nil else { return }
            releaseLender(id)
            end(id, .notPickedUp, at: now)
            return
        }
        guard move(id, .partnerUnfilled) == nil else { return }
        if isUnwanted(id) { move(id, .cancel) }
        passOn(id, reason, at: now)
    }

    private func partnerShips(
        _ id: BorrowingRequestID,
        due: SimulationTime?,
        at now: SimulationTime
    ) {
        guard move(id, .partnerShips) == nil else { return }
        // A recall may have come first.
        borrowing[id.position].lenderDue = due.map {
            min($0, borrowing[id.position].lenderDue ?? $0)
        }
        guard let lender = lender(of: id), partnerKind(of: lender) == .peerToPeer else { return }
        let attempt = borrowing[id.position].asked
        let days = courierDays(
            from: lender,
            to: self.id,
            draw(.courierOut, of: requestID(id), attempt)
        )
        endpoint.setTimer(
            .parcelArrives,
            at: now + max(.tick, SimulationDuration(days: days)),
            argument: Int64(attempt) << 32 | Int64(id.index)
        )
    }

    private func partnerReportsOverdue(_ id: BorrowingRequestID, at now: SimulationTime) {
        // A renewal may have overtaken it.
        guard borrowing[id.position].lenderDue.map({ $0 < now }) ?? true else { return }
        move(id, .partnerReportsOverdue)
        if let loan = loan(of: id) { _ = move(loan, .becomeOverdue) }
    }

    /// A lender wants its item back sooner: so does home, by as much as the way takes.
    private func partnerRecalls(
        _ id: BorrowingRequestID,
        due: SimulationTime?,
        at now: SimulationTime
    ) {
        guard let due else { return }
        borrowing[id.position].lenderDue = min(due, borrowing[id.position].lenderDue ?? due)
        if move(id, .partnerRecalls) != nil, borrowing[id.position].filled == nil {
            // It shows once the item is on loan.
            changeParticulars(of: id) { $0.isRecalled = true }
        }
        guard let loan = loan(of: id), let latest = latestReturn(of: loans[loan.position].item)
        else { return }
        if latest < loans[loan.position].due {
            loans[loan.position].due = max(now, latest)
            loans[loan.position].recalled = now
            _ = move(loan, .recall)
        }
    }

    private func partnerRenews(
        _ id: BorrowingRequestID,
        due: SimulationTime?,
        at now: SimulationTime
    ) {
        // The loan of a fulfillment network is the lender's: home takes note.
        if let lender = lender(of: id), partnerKind(of: lender) == .fulfillmentNetwork {
            if let due { borrowing[id.position].lenderDue = due }
            move(id, .partnerRenews)
            return
        }
        // A recall may have overtaken it.
        guard move(id, .partnerRenews) == nil else { return }
        if let due { borrowing[id.position].lenderDue = due }
        guard let loan = loan(of: id) else { return }
        _ = renew(loan, by: .anyone, asksLender: false, at: now)
    }

    private func partnerRefusesRenewal(_ id: BorrowingRequestID) {
        guard move(id, .partnerRefusesRenewal) == nil, let loan = loan(of: id) else { return }
        if loans[loan.position].state == .overdue { move(id, .becomeOverdue) }
    }

    /// The open loan of what a request brought here.
    private func loan(of id: BorrowingRequestID) -> LoanID? {
        borrowing[id.position].item.flatMap { openLoan(of: $0) }
    }

    /// The lender says that it is over; a loan that is still open here ends with it.
    private func complete(
        _ id: BorrowingRequestID,
        on event: BorrowingEvent,
        at now: SimulationTime
    ) {
        guard move(id, event) == nil else { return }
        releaseLender(id)
        end(id, nil, at: now)
        guard let item = borrowing[id.position].item else { return }
        if event == .partnerCompletes, let loan = openLoan(of: item) {
            close(loan, returned: now, at: now)
            noteOver(id, at: now)
        }
        if openLoan(of: item) == nil { items[item.position].status = .sentBack }
    }

    // MARK: The item

    /// The parcel is there: a temporary item stands for it.
    func parcelArrives(
        _ id: BorrowingRequestID,
        attempt: Int32,
        at now: SimulationTime
    ) -> Outcome {
        let wasGivenUp = borrowing[id.position].state == .lost
        guard borrowing[id.position].asked == attempt, borrowing[id.position].item == nil,
            move(id, .receive) == nil
        else { return .done }
        guard let title = borrowing[id.position].title, let bib = index.bibOfTitle[title] else {
            return .done
        }
        let place = temporaryPlace(at: borrowing[id.position].owner)
        let item = addItem(
            Item(
                bib: bib,
                location: place.location,
                policy: place.policy,
                status: .onHoldShelf,
                borrowedFor: id
            )
        )
        borrowing[id.position].item = item
        borrowing[id.position].received = now
        act(wasGivenUp ? .reportFound : .received, id, at: now)
        guard !isUnwanted(id) else {
            counters[.unfilled] += 1
            sendBack(id, at: now)
            return .done
        }
        let days = institution.borrowing.pickup.sample(draw(.pickup, of: requestID(id), 0))
        guard days > 0 else { return handOver(id, at: now) }
        endpoint.setTimer(
            .patronPicksUp,
            at: now + max(.tick, SimulationDuration(days: days)),
            argument: Int64(id.index)
        )
        return .done
    }

    /// Where the temporary item of a resource sharing library stands, and under which policy.
    private func temporaryPlace(
        at library: LibraryID
    ) -> (location: LocationID, policy: ItemPolicyID) {
        if let place = institution.libraries[library.position].borrowedItems {
            return (place.location, place.policy)
        }
        let location = institution.locations.firstIndex { $0.library == library } ?? 0
        return (LocationID(location), ItemPolicyID(0))
    }

    /// The patron wants a partner's item no more that has been sent: it goes back as soon as it is
    /// here.
    func cancelShipped(_ id: BorrowingRequestID, at now: SimulationTime) -> Outcome {
        if let refusal = move(id, .cancelShipped) { return .refused(refusal) }
        borrowing[id.position].reason = .cancelled
        if borrowing[id.position].state == .returnedToPartner {
            counters[.unfilled] += 1
            shipBack(id, at: now)
        }
        return .request(id)
    }

    /// Staff send back what nobody has borrowed.
    func sendBackUnlent(_ id: BorrowingRequestID, at now: SimulationTime) -> Outcome {
        if borrowing[id.position].item == nil, let guest = guestItem(of: requestID(id)) {
            return sendBackUnlent(guest, at: now)
        }
        let state = borrowing[id.position].state
        guard state == .received else {
            return .refused(Refusal(.requestClosed, detail: state.name))
        }
        guard borrowing[id.position].item != nil else {
            return .refused(Refusal(.itemNotFound, detail: institution.code))
        }
        borrowing[id.position].reason = .refusedByStaff
        counters[.unfilled] += 1
        sendBack(id, at: now)
        return .request(id)
    }

    /// A patron brings back at home what a request brought, whoever lent it.
    func bringBack(_ id: BorrowingRequestID, at now: SimulationTime) -> Outcome {
        if let item = borrowing[id.position].item { return checkIn(item, at: now) }
        guard let guest = guestItem(of: requestID(id)), guestItems[guest.position].state == .onLoan
        else {
            let state = borrowing[id.position].state
            return .refused(Refusal(.requestClosed, detail: state.name))
        }
        return guestIsReturned(guest, at: now)
    }

    /// The patron is at the desk: the item is lent under home's terms, or goes straight back.
    func handOver(_ id: BorrowingRequestID, at now: SimulationTime) -> Outcome {
        guard borrowing[id.position].state == .received,
            let item = borrowing[id.position].item
        else { return .done }
        let patron = borrowing[id.position].patron
        let answer: Decision<LoanID>
        if let refusal = obstacle(for: patron, forbids: \.forbidsLoan, at: now) {
            answer = .refused(refusal)
        } else if let refusal = loanLimit(of: patron) {
            answer = .refused(refusal)
        } else {
            answer = lend(item, to: patron, stay: borrowing[id.position].stay, at: now)
        }
        switch answer {
        case .refused(let refusal):
            counters[refusal.code] += 1
            counters[.unfilled] += 1
            borrowing[id.position].reason = .patronNotAccepted
            sendBack(id, at: now)
            return .refused(refusal)
        case .accepted:
            move(id, .lend)
            fill(id, at: now)
            if particulars(of: id)?.isRecalled ?? false { move(id, .partnerRecalls) }
        }
        return .done
    }

    /// Whether nobody wants any more what a lender may have sent.
    private func isUnwanted(_ id: BorrowingRequestID) -> Bool {
        // Most were never cancelled; what lies in another module copies the row.
        borrowing[id.position].reason == .cancelled && borrowing[id.position].isUnwanted
    }

    private func fill(_ id: BorrowingRequestID, at now: SimulationTime) {
        guard borrowing[id.position].filled == nil else { return }
        borrowing[id.position].filled = now
        // Fetched after all, before the lender heard that it was cancelled.
        if isUnwanted(id) { borrowing[id.position].reason = nil }
        counters[.filledRemotely] += 1
    }

    /// Sends back what the hold shelf has kept too long, and says how many.
    func expireBorrowedItems(at now: SimulationTime) -> Int {
        var count = 0
        for id in openBorrowing where borrowing[id.position].state == .received {
            guard let item = borrowing[id.position].item else { continue }
            let arrived = borrowing[id.position].received ?? now
            let until = partnerItemHeldUntil(from: arrived, at: library(of: item))
            guard let latest = until ?? latestReturn(of: item), latest < now else { continue }
            move(id, .expire)
            borrowing[id.position].reason = .notPickedUp
            counters[.unfilled] += 1
            shipBack(id, at: now)
            count += 1
        }
        return count
    }

    /// Until when the hold shelf of a library keeps a partner's item; nil where nothing limits it here.
    func partnerItemHeldUntil(
        from arrived: SimulationTime,
        at library: LibraryID
    ) -> SimulationTime? {
        CirculationRules.heldUntil(
            institution.borrowing.holdShelf,
            from: arrived,
            deskMaximum: shelfMaximum(at: library),
            calendar: calendars[library.position],
            zone: institution.zone
        )?.due
    }

    /// The patron has brought a borrowed item back: it goes home.
    func borrowedItemReturned(_ id: BorrowingRequestID, at now: SimulationTime) {
        if borrowing[id.position].state != .lost { move(id, .patronReturns) }
        if borrowing[id.position].state == .completedWithoutReturn {
            // The lender gave it up; it gets it all the same.
            shipBack(id, at: now)
        } else {
            sendBack(id, at: now)
        }
        // The lender may have closed the request before.
        if let item = borrowing[id.position].item { items[item.position].status = .sentBack }
    }

    private func sendBack(_ id: BorrowingRequestID, at now: SimulationTime) {
        guard move(id, .sendBack) == nil else { return }
        shipBack(id, at: now)
    }

    private func shipBack(_ id: BorrowingRequestID, at now: SimulationTime) {
        guard let item = borrowing[id.position].item else { return }
        items[item.position].status = .sentBack
        act(.shippedReturn, id, at: now)
    }

    /// Home gave a borrowed item up: the lender is told.
    func borrowedItemLost(_ id: BorrowingRequestID, at now: SimulationTime) {
        guard move(id, .reportLost) == nil else { return }
        act(.reportLost, id, at: now)
    }

    /// A borrowed item that was given up is with its patron after all.
    func borrowedItemFound(_ id: BorrowingRequestID, at now: SimulationTime) {
        guard move(id, .findItem) == nil else { return }
        act(.reportFound, id, at: now)
    }

    /// Asks the lender to move its due date; false where the request is not in a state for it.
    func askForRenewal(_ id: BorrowingRequestID, at now: SimulationTime) -> Refusal? {
        if let refusal = move(id, .requestRenewal) { return refusal }
        borrowing[id.position].renewals += 1
        act(.renew, id, at: now)
        return nil
    }

    /// Tells the lender what happens to its item.
    func act(
        _ action: RequesterAction.Action,
        _ id: BorrowingRequestID,
        round: Int32? = nil,
        at now: SimulationTime
    ) {
        guard let lender = lender(of: id) else { return }
        let attempt = borrowing[id.position].asked
        _ = send(
            .requesterAction(
                RequesterAction(request: requestID(id), attempt: attempt, action: action)
            ),
            to: lender,
            in: conversation(of: id),
            step: Step.action(attempt, action, round: round ?? borrowing[id.position].renewals),
            at: now
        )
    }

    /// When a borrowed item must leave here to be back at its lender in time; nil for an own one.
    func latestReturn(of item: ItemID) -> SimulationTime? {
        guard let request = items[item.position].borrowedFor,
            let due = borrowing[request.position].lenderDue
        else { return nil }
        return institution.zone.instant(due, daysBefore: network.resourceSharing.shippingDays)
    }

    /// Marks the requests of overdue loans of borrowed items.
    func borrowedItemOverdue(_ id: BorrowingRequestID) {
        move(id, .becomeOverdue)
    }
}
