import LibraryModel
import SimulationKernel

// Libraries that take no part in borrowing or lending for a while, and days on which they are
// closed.
extension InstitutionNode {
    /// Closes a library for borrowing, lending or both.
    func close(
        _ library: LibraryID,
        for sides: [ClosableSide],
        first: CivilDate?,
        last: CivilDate?,
        at now: SimulationTime
    ) -> Outcome {
        for side in sides {
            endClosures(of: library, side, at: now)
            _ = closures.append(
                LibraryClosure(library: library, side: side, first: first, last: last, made: now)
            )
        }
        let today = institution.zone.date(at: now)
        let isClosedToday =
            (first.map { $0 <= today } ?? true) && (last.map { today <= $0 } ?? true)
        if isClosedToday { for side in sides { endOpenRequests(of: library, side, at: now) } }
        if sides.contains(.lending) { publishClosure(at: now) }
        return .done
    }

    /// Does with open requests what closing a library does with them, on the first day of closures
    /// that were made before.
    func applyClosures(at now: SimulationTime) {
        let today = institution.zone.date(at: now)
        for position in closures.indices
        where closures[position].first == today && closures[position].holds(on: today) {
            endOpenRequests(of: closures[position].library, closures[position].side, at: now)
        }
    }

    private func endOpenRequests(
        of library: LibraryID,
        _ side: ClosableSide,
        at now: SimulationTime
    ) {
        switch side {
        case .borrowing:
            guard institution.borrowing.cancelsOpenWhenClosed else { return }
            _ = endUnsent(.closed, .cancel, at: now) { $0.owner == library }
        case .lending:
            guard institution.lending.refusesOpenWhenClosed else { return }
            for id in openLending where lending[id.position].library == library {
                _ = refuse(id, .notLending, on: .refuse, at: now)
            }
        }
    }

    /// Opens a library again.
    func open(
        _ library: LibraryID,
        for sides: [ClosableSide],
        at now: SimulationTime
    ) -> Outcome {
        let ended = sides.map { endClosures(of: library, $0, at: now) }.reduce(0, +)
        guard ended > 0 else {
            return .refused(
                Refusal(.notClosed, detail: institution.libraries[library.position].code)
            )
        }
        if sides.contains(.lending) {
            publishClosure(at: now)
            _ = answerWaiting(at: now)
        }
        return .done
    }

    @discardableResult
    private func endClosures(
        of library: LibraryID,
        _ side: ClosableSide,
        at now: SimulationTime
    ) -> Int {
        var count = 0
        for position in closures.indices
        where closures[position].library == library && closures[position].side == side
            && closures[position].ended == nil
        {
            closures[position].ended = now
            count += 1
        }
        return count
    }

    /// Why a library takes no part today.
    func closure(
        of library: LibraryID,
        for side: ClosableSide,
        at now: SimulationTime
    ) -> Refusal? {
        guard closures.count > 0 else { return nil }
        let today = institution.zone.date(at: now)
        let position = closures.indices.first {
            closures[$0].library == library && closures[$0].side == side
                && closures[$0].holds(on: today)
        }
        guard let position else { return nil }
        let until = closures[position].last.map { "until \($0)" } ?? "until it is opened again"
        return Refusal(
            .closedForBorrowing,
            detail: "the library \(institution.libraries[library.position].code) is closed for "
                + "\(side.code) \(until)"
        )
    }

    /// Whether no library of the institution lends to partners today.
    func isLendingClosed(at now: SimulationTime) -> Bool {
        guard closures.count > 0 else { return false }
        let libraries = institution.resourceSharingLibraries
        return !libraries.isEmpty
            && libraries.allSatisfy { closure(of: $0, for: .lending, at: now) != nil }
    }

    /// Tells the network zone from when until when nothing is lent.
    private func publishClosure(at now: SimulationTime) {
        var from = Int64.min
        var until = Int64.max
        for library in institution.resourceSharingLibraries {
            let closure = closures.indices.last {
                closures[$0].library == library && closures[$0].side == .lending
                    && closures[$0].ended == nil
            }
            guard let closure else {
                until = from
                break
            }
            if let first = closures[closure].first {
                from = max(from, institution.zone.startOfDay(first).microseconds)
            }
            if let last = closures[closure].last {
                until = min(until, institution.zone.endOfDay(last).microseconds)
            }
        }
        _ = endpoint.send(
            .closurePublished(
                PublishedClosure(
                    from: max(from, 0),
                    until: max(until, 0),
                    asOf: routing.carried.contains(.closed) ? now.microseconds : 0
                )
            ),
            to: .network,
            in: endpoint.nextConversation(with: .network),
            step: 0,
            at: now
        )
    }

    /// Tells the network zone what is held of an item's title, after a loss or a find.
    func publishHolding(of item: ItemID, at now: SimulationTime) {
        let bib = items[item.position].bib
        guard let title = bibs[bib.position].title else { return }
        var copies: Int32 = 0
        var lendable: Int32 = 0
        for item in index.itemsOfBib[bib] {
            let record = items[item.position]
            guard record.status != .lost, record.status != .missing else { continue }
            copies += 1
            if institution.isLendable(record) { lendable += 1 }
        }
        _ = endpoint.send(
            .holdingPublished(
                PublishedHolding(title: title, copies: copies, lendable: lendable)
            ),
            to: .network,
            in: endpoint.nextConversation(with: .network),
            step: 0,
            at: now
        )
    }

    /// Closes a library, or all, for days that its calendar has open; due dates follow with the
    /// next run of the correction job.
    func closeDays(
        _ library: LibraryID?,
        first: CivilDate,
        last: CivilDate,
        at now: SimulationTime
    ) -> Outcome {
        let libraries = library.map { [$0] } ?? institution.libraries.indices.map { LibraryID($0) }
        for library in libraries {
            let days = ClosedDays(library: library, first: first, last: last, made: now)
            _ = closedDays.append(days)
            add(days)
        }
        return .done
    }

    /// Takes closed days into the calendar that loans are made by.
    func add(_ days: ClosedDays) {
        calendars[days.library.position] = calendars[days.library.position].adding([
            LibraryCalendar.Exception(first: days.first, last: days.last, hours: [])
        ])
    }
}
