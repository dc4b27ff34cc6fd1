package import LibraryModel
package import SimulationKernel

// What runs every night in the institution's zone, and on demand.
extension InstitutionNode {
    /// Sets the time of the first nightly run.
    package func startNightlyJobs(at start: SimulationTime) {
        guard !network.jobs.kinds.isEmpty else { return }
        setNextNight(after: start)
        // The network that the node becomes a part of takes up all timers there are.
        endpoint.noteTakenUp()
    }

    private func setNextNight(after now: SimulationTime) {
        let zone = institution.zone
        var day = zone.date(at: now)
        func night(_ day: CivilDate) -> SimulationTime {
            zone.instant(of: CivilDateTime(date: day, timeOfDay: network.jobs.time))
        }
        if night(day) <= now { day = day + 1 }
        endpoint.setTimer(.nightlyJobs, at: max(now + .tick, night(day)), argument: 0)
    }

    /// Runs all jobs of the night, in order.
    func runNightlyJobs(at now: SimulationTime) -> Outcome {
        setNextNight(after: now)
        for kind in network.jobs.kinds { _ = run(kind, at: now) }
        return .done
    }

    /// Runs a job and notes what it did.
    func run(_ kind: JobKind, at now: SimulationTime) -> CommandResult {
        counters[.jobs] += 1
        let result: String
        switch kind {
        case .overdue:
            let overdue = markOverdue(at: now)
            result = "overdue \(overdue), reminders to partners \(remindBorrowers(at: now))"
        case .lostLoans:
            let lost = ageLoans(at: now)
            result = "lost \(lost), lost by partners \(ageLending(at: now))"
        case .requestExpiry:
            applyClosures(at: now)
            let answered = answerWaiting(at: now)
            let holds = expireHolds(at: now)
            let lending = expireLending(at: now)
            result =
                "holds \(holds), lending \(lending), borrowing \(expireBorrowing(at: now))"
                + (answered > 0 ? ", answered after a closure \(answered)" : "")
        case .shelfExpiry:
            let own = expireHoldShelf(at: now)
            let borrowed = expireBorrowedItems(at: now)
            result =
                "own items \(own), partners' items \(borrowed + expireGuestItems(at: now))"
        case .dueDateCorrection: result = correctDueDates(at: now)
        case .purgeLinkedAccounts: result = purgeLinkedAccounts(at: now)
        case .assignResourceSharingLibrary:
            // Where one library is all there is, no patron needs one assigned.
            guard institution.resourceSharingLibraries.count > 1 else {
                note(kind, "not needed", at: now)
                return .ended(.done)
            }
            _ = assignResourceSharingLibrary(AssignmentOptions(), at: now)
            return .ended(.done)
        case .finesElsewhere: return beginFinesReport(at: now)
        }
        note(kind, result, at: now)
        return .ended(.done)
    }

    func note(_ kind: JobKind, _ result: String, at now: SimulationTime) {
        _ = jobs.append(
            JobRecord(name: kind.code, time: now, isDryRun: false, result: result)
        )
    }

    private func markOverdue(at now: SimulationTime) -> Int {
        var count = 0
        for loan in openLoans where loans[loan.position].due < now {
            let state = loans[loan.position].state
            guard state == .onLoan || state == .recalled, move(loan, .becomeOverdue) == nil else {
                continue
            }
            if let request = items[loans[loan.position].item.position].borrowedFor {
                borrowedItemOverdue(request)
            }
            tellHome(.overdue, of: loan, at: now)
            counters[.overdueNotices] += 1
            count += 1
        }
        return count
    }

    private func ageLoans(at now: SimulationTime) -> Int {
        var count = 0
        for loan in openLoans where loans[loan.position].state == .overdue {
            let record = loans[loan.position]
            guard let limit = institution.loanTerms[record.terms.position].lostAfter,
                limit.end(from: record.due, in: institution.zone) < now,
                !wasGivenUp(loan)
            else { continue }
            if declareLost(loan, on: .ageToLost, at: now).refusal == nil { count += 1 }
        }
        return count
    }

    /// Whether a loan was lost and found before: then staff give it up again, and no job does.
    private func wasGivenUp(_ loan: LoanID) -> Bool {
        fees.indices.contains {
            fees[$0].loan == loan
                && (fees[$0].kind == .lostItemProcess || fees[$0].kind == .replacement)
        }
    }

    /// The open loans, in order of item.
    var openLoans: [LoanID] {
        var open: [LoanID] = []
        for item in items.kept {
            if let loan = openLoan(of: ItemID(item)) { open.append(loan) }
        }
        return open
    }

    private func expireHolds(at now: SimulationTime) -> Int {
        let today = institution.zone.date(at: now)
        var count = 0
        for hold in openHolds {
            let record = holds[hold.position]
            let isLate =
                institution.holdExpiry.map {
                    $0.end(from: record.placed, in: institution.zone) < now
                } ?? false
            guard record.state == .waiting || record.state == .inProcess,
                isLate || record.lastInterest.map({ $0 < today }) ?? false
            else { continue }
            end(hold, on: .expire, at: now)
            counters[.expired] += 1
            count += 1
        }
        return count
    }

    private func expireHoldShelf(at now: SimulationTime) -> Int {
        var count = 0
        for hold in openHolds where holds[hold.position].state == .onHoldShelf {
            guard let until = holds[hold.position].heldUntil, until < now else { continue }
            end(hold, on: .expire, at: now)
            counters[.expired] += 1
            count += 1
        }
        return count
    }

    /// The open holds, first come first.
    var openHolds: [HoldID] {
        holds.indices.filter { !holds[$0].state.isFinal }.map { HoldID($0) }
    }

    /// Moves due dates and shelves out of days that were closed after they were set.
    private func correctDueDates(at now: SimulationTime) -> String {
        let libraries = Set(
            closedDays.indices.filter { !closedDays[$0].isApplied }.map { closedDays[$0].library }
        )
        guard !libraries.isEmpty else { return "nothing to correct" }
        var moved = 0
        for loan in openLoans {
            let record = loans[loan.position]
            let library = self.library(of: record.item)
            guard libraries.contains(library), record.state != .lost else { continue }
            var due = CirculationRules.correctedDue(
                institution.loanTerms[record.terms.position],
                due: record.due,
                at: now,
                calendar: calendars[library.position],
                zone: institution.zone,
                patronExpiry: patrons[record.patron.position].expiry
            )
            // A lender does not wait longer because the borrower is closed.
            if let latest = latestReturn(of: record.item) {
                due = min(due, max(latest, record.due))
            }
            guard due != record.due else { continue }
            loans[loan.position].due = due
            // What was late because of a day that is closed now is late no more.
            if due >= now { _ = move(loan, .correctDue) }
            moved += 1
        }
        var shelves = 0
        for hold in openHolds where holds[hold.position].state == .onHoldShelf {
            guard let item = holds[hold.position].item, libraries.contains(library(of: item)),
                let until = heldUntil(holds[hold.position]),
                until != holds[hold.position].heldUntil
            else { continue }
            holds[hold.position].heldUntil = until
            shelves += 1
        }
        for id in index.openGuestItems {
            let library = institution.resourceSharingLibraries.first ?? LibraryID(Int32(0))
            guard libraries.contains(library), let arrived = guestItems[id.position].arrived else {
                continue
            }
            let until = guestHeldUntil(from: arrived)
            guard guestItems[id.position].heldUntil != until else { continue }
            guestItems[id.position].heldUntil = until
            shelves += 1
        }
        for position in closedDays.indices where !closedDays[position].isApplied {
            closedDays[position].isApplied = true
        }
        return "due dates \(moved), hold shelves \(shelves)"
    }

    // MARK: Fines elsewhere

    /// Asks every institution that knows patrons of ours what they owe.
    private func beginFinesReport(at now: SimulationTime) -> CommandResult {
        var patronsAt: [InstitutionID: [PatronReference]] = [:]
        for position in notedLookUps.indices where notedLookUps[position].purged == nil {
            let note = notedLookUps[position]
            patronsAt[note.asker, default: []]
                .append(PatronReference(institution: id, patron: note.patron))
        }
        let hosts = patronsAt.keys.sorted()
        guard !hosts.isEmpty else {
            note(.finesElsewhere, "nobody is known elsewhere", at: now)
            return .ended(.done)
        }
        var report = FinesReport(waiting: hosts)
        let conversation = begin(.finesReport(report), timeoutFor: hosts, at: now)
        for host in hosts {
            let isSent = send(
                .finesQuery(patronsAt[host] ?? []),
                to: host,
                in: conversation,
                step: 0,
                at: now
            )
            if !isSent { report.miss(host) }
        }
        keep(report, conversation.number, at: now)
        return conversations[conversation.number] == nil
            ? .ended(.done) : .began(conversation)
    }

    /// The host's side: what another institution's patrons owe here, as far as it may know.
    func answerFines(
        _ patrons: [PatronReference],
        from asker: InstitutionID,
        at now: SimulationTime
    ) -> Message {
        let isShown = institution.visibility(toward: asker) != .none
        let lines = patrons.compactMap { reference -> FinesAnswer.Line? in
            guard isShown, let account = index.linkedAccountBySource[reference] else { return nil }
            let owed = owed(by: linkedAccounts[account.position].patron)
            guard owed > .zero else { return nil }
            return FinesAnswer.Line(patron: reference.patron, owed: owed)
        }
        return .finesAnswer(FinesAnswer(lines: lines, asOf: now.microseconds))
    }

    /// Home's side: an answer, or word that there will be none.
    func receiveFines(
        _ answer: FinesAnswer?,
        from host: InstitutionID,
        in conversation: ConversationID,
        at now: SimulationTime
    ) {
        guard conversation.participant == participant,
            let record = conversations[conversation.number],
            case .finesReport(var report) = record.purpose, report.waiting.contains(host)
        else { return }
        if let answer {
            report.waiting.removeAll { $0 == host }
            report.answered += 1
            for line in answer.lines where patrons.holds(line.patron.position) {
                _ = finesElsewhere.append(
                    FineElsewhere(
                        patron: line.patron,
                        institution: host,
                        owed: line.owed,
                        asOf: SimulationTime(microseconds: answer.asOf)
                    )
                )
            }
        } else {
            report.miss(host)
        }
        keep(report, conversation.number, at: now)
    }

    /// Keeps a report that goes on, or ends it.
    private func keep(_ report: FinesReport, _ number: Int64, at now: SimulationTime) {
        guard report.waiting.isEmpty else {
            if var record = conversations[number] {
                record.purpose = .finesReport(report)
                conversations.set(number, record)
            }
            return
        }
        endFinesReport(report, number, at: now)
    }

    func endFinesReport(_ report: FinesReport, _ number: Int64, at now: SimulationTime) {
        let silent = report.waiting.count + report.silent
        // Who owes at several institutions is one patron.
        let began = conversations[number]?.began ?? now.microseconds
        let debtors = Set(
            finesElsewhere.indices.lazy
                .filter { self.finesElsewhere[$0].asOf.microseconds >= began }
                .map { self.finesElsewhere[$0].patron }
        )
        note(
            .finesElsewhere,
            "patrons \(debtors.count), institutions \(report.answered), without answer \(silent)",
            at: now
        )
        finish(number, .done)
    }
}

/// A report on what patrons owe elsewhere, while its answers come in.
package struct FinesReport: Sendable, Codable {
    /// Who has not answered.
    package var waiting: [InstitutionID]
    package var answered = 0
    package var silent = 0

    mutating func miss(_ host: InstitutionID) {
        waiting.removeAll { $0 == host }
        silent += 1
    }
}
