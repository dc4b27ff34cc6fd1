import LibraryModel
import RequestRouting
import SimulationKernel

// The lender's side of a request until it is shipped: looked for on the own shelves, promised,
// refused, passed on.
extension InstitutionNode {
    func performOnLending(_ command: Command, at now: SimulationTime) -> Outcome {
        let refusal: Refusal? =
            switch command {
            case .promise(let id): promise(id, at: now)
            case .setCondition(let id, let price): setCondition(id, price, at: now)
            case .refuse(let id, let reason): refuse(id, reason, on: .refuse, at: now)
            case .ship(let id): shipByStaff(id, at: now)
            case .recallFromPartner(let id): recallFromPartner(id, at: now)
            case .declareLostByPartner(let id): declareLostByPartner(id, at: now)
            case .closeWithoutReturn(let id): closeWithoutReturn(id, at: now)
            default: nil
            }
        return refusal.map { .refused($0) } ?? .done
    }

    /// Answers a request to lend: yes if an own copy is on the shelf and may go; or leaves it to
    /// staff.
    func receive(
        _ supply: SupplyRequest,
        in conversation: ConversationID,
        at now: SimulationTime
    ) {
        let isClosed = isLendingClosed(at: now)
        let bib = index.bibOfTitle[supply.title]
        let item = bib.flatMap { lendableItem(of: $0, openAt: now) }
        if let reason = obstacle(toLending: supply, of: bib, item, isClosed: isClosed) {
            tell(.unfilled, supply.request, supply.attempt, in: conversation, reason, at: now)
            return
        }
        let isAutomatic = institution.lending.answersAutomatically && !isClosed
        let library =
            item.map { lendingLibrary(of: $0) }
            ?? institution.resourceSharingLibraries.first ?? LibraryID(Int32(0))
        let id = LendingRequestID(
            lending.append(
                LendingRequest(
                    request: supply.request,
                    conversation: conversation.number,
                    attempt: supply.attempt,
                    title: supply.title,
                    library: library,
                    item: nil,
                    received: now
                )
            )
        )
        index.lendingOfRequest[supply.request] = id
        guard isAutomatic, let item else { return }
        self.supply(item, for: id, at: now)
    }

    /// Sends an item, or promises it where that takes time.
    private func supply(_ item: ItemID, for id: LendingRequestID, at now: SimulationTime) {
        take(item, for: id)
        let supply = lending[id.position]
        let days = network.resourceSharing.processing.sample(
            draw(.processing, of: supply.request, supply.attempt)
        )
        guard days > 0 else {
            _ = ship(id, at: now)
            return
        }
        _ = move(id, .promise)
        tell(.willSupply, of: id, at: now)
        endpoint.setTimer(
            .parcelReady,
            at: now + max(.tick, SimulationDuration(days: days)),
            argument: Int64(id.index)
        )
    }

    /// Why a request is refused at once.
    private func obstacle(
        toLending supply: SupplyRequest,
        of bib: BibID?,
        _ lendable: ItemID?,
        isClosed: Bool
    ) -> UnfilledReason? {
        guard let bib, index.lendingOfRequest[supply.request] == nil else { return .notAvailable }
        if isClosed { return institution.lending.refusesWhenClosed ? .notLending : nil }
        guard institution.lending.answersAutomatically else { return nil }
        guard lendable == nil else { return nil }
        // On the shelf of a library that does not lend now.
        if closures.count > 0, lendableItem(of: bib) != nil { return .notLending }
        return availableItem(of: bib) == nil ? .notAvailable : .notLendable
    }

    /// The first own item of a record that is on the shelf and may go to partners; where a time is
    /// given, of a library that lends then.
    func lendableItem(of bib: BibID, openAt now: SimulationTime? = nil) -> ItemID? {
        index.itemsOfBib.first(of: bib) { item in
            items[item.position].status == .onShelf && isLendable(item)
                && !(now.map { isLendingClosed(for: item, at: $0) } ?? false)
        }
    }

    private func isLendingClosed(for item: ItemID, at now: SimulationTime) -> Bool {
        closures.count > 0
            && closure(of: lendingLibrary(of: item), for: .lending, at: now) != nil
    }

    /// Answers what waited while lending was closed, where answers are automatic, and says how many.
    func answerWaiting(at now: SimulationTime) -> Int {
        guard institution.lending.answersAutomatically, closures.count > 0,
            !isLendingClosed(at: now)
        else { return 0 }
        var count = 0
        for id in openLending
        where lending[id.position].state == .created && lending[id.position].item == nil {
            let bib = index.bibOfTitle[lending[id.position].title]
            count += 1
            guard let bib, let item = lendableItem(of: bib, openAt: now) else {
                _ = refuse(id, .notAvailable, on: .refuse, at: now)
                continue
            }
            supply(item, for: id, at: now)
        }
        return count
    }

    /// Takes an item off the shelf for a request, so that nobody else gets it.
    private func take(_ item: ItemID, for id: LendingRequestID) {
        lending[id.position].item = item
        items[item.position].status = .inProcess
        index.openOfItem[item.position].lending = id
    }

    /// Finds an item for a request that has none yet.
    private func takeItem(for id: LendingRequestID) -> Refusal? {
        guard lending[id.position].item == nil else { return nil }
        guard let bib = index.bibOfTitle[lending[id.position].title],
            let item = lendableItem(of: bib)
        else { return Refusal(.itemUnavailable, detail: "not on the shelf in any copy") }
        take(item, for: id)
        return nil
    }

    /// Moves a request along its workflow, or says why it does not go there.
    func move(_ id: LendingRequestID, _ event: LendingEvent) -> Refusal? {
        let state = lending[id.position].state
        guard let next = lendingSteps.target(of: event, from: state) else {
            return Workflow.lending.next(from: state, on: event).refusal
        }
        lending[id.position].state = next
        return nil
    }

    /// Why an event is not possible for a request now.
    private func obstacle(to event: LendingEvent, of id: LendingRequestID) -> Refusal? {
        Workflow.lending.next(from: lending[id.position].state, on: event).refusal
    }

    // MARK: Staff

    private func promise(_ id: LendingRequestID, at now: SimulationTime) -> Refusal? {
        if let refusal = obstacle(to: .promise, of: id) ?? takeItem(for: id) { return refusal }
        _ = move(id, .promise)
        tell(.willSupply, of: id, at: now)
        return nil
    }

    private func setCondition(
        _ id: LendingRequestID,
        _ price: Money?,
        at now: SimulationTime
    ) -> Refusal? {
        if let refusal = obstacle(to: .setCondition, of: id) ?? takeItem(for: id) {
            return refusal
        }
        _ = move(id, .setCondition)
        let wanted = price.map {
            StatusDetails.Price(amount: $0, currency: institution.currency.code)
        }
        tell(.conditional, of: id, price: wanted, at: now)
        return nil
    }

    /// Ends a request that is not shipped, with a reason that goes to the borrower.
    func refuse(
        _ id: LendingRequestID,
        _ reason: UnfilledReason,
        on event: LendingEvent,
        at now: SimulationTime
    ) -> Refusal? {
        if let refusal = move(id, event) { return refusal }
        lending[id.position].reason = reason
        tell(.unfilled, of: id, reason, at: now)
        end(id, at: now)
        return nil
    }

    private func shipByStaff(_ id: LendingRequestID, at now: SimulationTime) -> Refusal? {
        if let refusal = obstacle(to: .ship, of: id) ?? takeItem(for: id) { return refusal }
        return ship(id, at: now)
    }

    /// A promised item is ready to go, unless the request was cancelled meanwhile.
    func parcelReady(_ id: LendingRequestID, at now: SimulationTime) -> Outcome {
        _ = ship(id, at: now)
        return .done
    }

    private func ship(_ id: LendingRequestID, at now: SimulationTime) -> Refusal? {
        if let refusal = move(id, .ship) { return refusal }
        counters[.supplied] += 1
        index.load += 1
        if let item = lending[id.position].item { items[item.position].status = .outToPartner }
        let due = partnerDue(from: now)
        lending[id.position].due = due
        tell(.loaned, of: id, due: due, at: now)
        return nil
    }

    /// The lender's due date leaves time for the loan and for both ways.
    func partnerDue(from now: SimulationTime) -> SimulationTime {
        let days = network.resourceSharing.loanDays + 2 * network.resourceSharing.shippingDays
        return institution.zone.endOfDay(institution.zone.date(at: now) + days)
    }

    // MARK: The end

    /// Ends a request; its item goes where it belongs.
    func end(_ id: LendingRequestID, at now: SimulationTime) {
        lending[id.position].ended = now
        index.lendingOfRequest[lending[id.position].request] = nil
        noteOver(id, at: now)
        guard let item = lending[id.position].item else { return }
        index.openOfItem[item.position].lending = nil
        switch items[item.position].status {
        case .inProcess, .outToPartner: shelve(item, at: now)
        case .inTransit, .lost: arrive(item, at: now)
        default: break
        }
    }

    /// Passes on the requests that nobody acted on in time, and says how many.
    func expireLending(at now: SimulationTime) -> Int {
        guard let limit = institution.lending.expiry else { return 0 }
        var count = 0
        for id in openLending {
            let request = lending[id.position]
            // What is promised without staff leaves by itself.
            let isWaiting =
                request.state == .created || request.state == .conditional
                || request.state == .willSupply && !institution.lending.answersAutomatically
            guard isWaiting, hasPassed(limit, since: request.received, at: request.library, now)
            else { continue }
            counters[.expired] += 1
            if refuse(id, .expired, on: .expire, at: now) == nil { count += 1 }
        }
        return count
    }

    /// Whether a period is over; a day on which the library is closed may not count.
    private func hasPassed(
        _ period: CalendarPeriod,
        since start: SimulationTime,
        at library: LibraryID,
        _ now: SimulationTime
    ) -> Bool {
        guard institution.lending.countsOpenDays, !period.unit.isClockTime else {
            return period.end(from: start, in: institution.zone) < now
        }
        let policy = HoldShelfPolicy(period: period, count: .openDays)
        let end = CirculationRules.heldUntil(
            policy,
            from: start,
            calendar: calendars[library.position],
            zone: institution.zone
        )?.due
        return end.map { $0 < now } ?? false
    }

    /// The open requests of partners, oldest first.
    var openLending: [LendingRequestID] { index.lendingOfRequest.values }

    /// The open request that has an item.
    func lendingRequest(holding item: ItemID) -> LendingRequestID? {
        index.openOfItem[item.position].lending
    }

    // MARK: Messages

    func tell(
        _ status: SupplierStatus.Status,
        of id: LendingRequestID,
        _ reason: UnfilledReason? = nil,
        due: SimulationTime? = nil,
        price: StatusDetails.Price? = nil,
        at now: SimulationTime
    ) {
        let request = lending[id.position]
        tell(
            status,
            request.request,
            request.attempt,
            in: ConversationID(about: request.request, number: request.conversation),
            reason,
            due: due,
            round: request.renewals,
            price: price,
            at: now
        )
    }

    /// Tells a borrower how its request goes on.
    func tell(
        _ status: SupplierStatus.Status,
        _ request: RequestID,
        _ attempt: Int32,
        in conversation: ConversationID,
        _ reason: UnfilledReason? = nil,
        due: SimulationTime? = nil,
        round: Int32 = 0,
        price: StatusDetails.Price? = nil,
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
            routing.carried.isEmpty && price == nil
                ? .supplierStatus(message) : detailed(message, price, at: now),
            to: request.home,
            in: conversation,
            step: Step.status(attempt, status, round: round),
            at: now
        )
    }

    /// A word that carries more than itself, where it does.
    private func detailed(
        _ message: SupplierStatus,
        _ price: StatusDetails.Price?,
        at now: SimulationTime
    ) -> Message {
        var details = details(of: message.status, about: message.request, at: now)
        if let price {
            details = details ?? StatusDetails(asOf: now.microseconds)
            details?.price = price
        }
        return details.map { .detailedStatus(message, $0) } ?? .supplierStatus(message)
    }
}
