package import LibraryModel
package import SimulationKernel

/// What a node that lets go of rows keeps account of.
struct LettingGo: Sendable {
    /// For how many days what is over is kept.
    let days: Int32
    /// Whether a store has what goes; then it goes when the store's tables show it, and not before.
    let isStored: Bool
    /// The present day in UTC by its number, and when it ends.
    var day: Int32 = .min
    var dayEnds = SimulationTime(microseconds: .min)
    /// How many groups of rows may go, now or some days later.
    var groups = 0
    /// What summaries need of what is gone.
    var departed: RowCounts
}

/// What summaries say of loans and requests.
package struct RowCounts: Sendable {
    /// Loans to patrons of each institution, by rank.
    package var lentTo: [Int64]
    /// How many requests were not filled, by the place of the reason among all.
    package var unfilled: [Int]
    /// How long each request took that was filled by a partner, in whole seconds.
    package var turnaround: ContiguousArray<Int32> = []
    /// How long all of them took.
    package var totalTurnaround = SimulationDuration.zero

    package init(institutions: Int) {
        lentTo = Array(repeating: 0, count: institutions)
        unfilled = Array(repeating: 0, count: UnfilledReason.allCases.count)
    }

    /// Counts a request.
    package mutating func note(_ request: borrowing BorrowingRequest) {
        // What is cancelled and on its way counts when it is back, or never came.
        if let reason = request.reason, request.item != nil || !request.isUnwanted {
            unfilled[Int(reason.rawValue)] += 1
        }
        if let filled = request.filled {
            let time = filled - request.created
            turnaround.append(Int32(clamping: time.microseconds / 1_000_000))
            totalTurnaround = totalTurnaround + time
        }
    }
}

// A long run need not keep in memory what is over: loans, requests of both sides, and the items that
// stood for borrowed ones. Rows leave together with those beside them, so most stay some time longer
// than they must. What names a row that may be gone asks for it before.
extension InstitutionNode {
    /// Lets go from now on of what has been over for some days.
    package func letGo(after days: Int, isStored: Bool) {
        lettingGo = LettingGo(
            days: Int32(clamping: days),
            isStored: isStored,
            departed: RowCounts(institutions: network.institutions.count)
        )
        noteWhatIsOver()
    }

    /// Notes the rows of a node that goes on as over since when they were.
    private func noteWhatIsOver() {
        let ended =
            loans.indices.compactMap { position in
                loans[position].returned.map { (Self.day(of: $0), position, 0) }
            }
            + borrowing.indices.compactMap { position in
                borrowing[position].ended.map { (Self.day(of: $0), position, 1) }
            }
            + lending.indices.compactMap { position in
                lending[position].ended.map { (Self.day(of: $0), position, 2) }
            }
        for (day, position, kind) in ended.sorted(by: { $0.0 < $1.0 }) {
            switch kind {
            case 0: rest(LoanID(position), since: day)
            case 1: rest(BorrowingRequestID(position), since: day)
            default: rest(LendingRequestID(position), since: day)
            }
        }
    }

    /// What was let go so far.
    package var departed: RowCounts {
        lettingGo?.departed ?? RowCounts(institutions: network.institutions.count)
    }

    /// Whether so much is over that the store's tables had better show it.
    package var hasMuchToLetGo: Bool { (lettingGo?.groups ?? 0) >= 16 }

    // MARK: What is over

    /// Notes that a loan has come to an end.
    @inline(__always)
    func noteOver(_ loan: LoanID, at now: SimulationTime) {
        if lettingGo != nil { rest(loan, since: today(now)) }
    }

    /// Notes that a request has come to an end.
    @inline(__always)
    func noteOver(_ id: BorrowingRequestID, at now: SimulationTime) {
        if lettingGo != nil { rest(id, since: today(now)) }
    }

    /// Notes that a partner's request has come to an end.
    @inline(__always)
    func noteOver(_ id: LendingRequestID, at now: SimulationTime) {
        if lettingGo != nil { rest(id, since: today(now)) }
    }

    private func rest(_ loan: LoanID, since day: Int32) {
        // What was lost may be found.
        guard loans[loan.position].state == .returned else { return }
        if loans.rest(loan.position, since: day) { lettingGo?.groups += 1 }
    }

    private func rest(_ id: BorrowingRequestID, since day: Int32) {
        if let item = borrowing[id.position].item {
            // The lender has closed the request, and the item is with the patron still.
            guard openLoan(of: item) == nil else { return }
            if items.rest(item.position, since: day) { lettingGo?.groups += 1 }
        }
        if borrowing.rest(id.position, since: day) { lettingGo?.groups += 1 }
    }

    private func rest(_ id: LendingRequestID, since day: Int32) {
        // What was lost may be found.
        if let item = lending[id.position].item, items[item.position].status == .missing { return }
        if lending.rest(id.position, since: day) { lettingGo?.groups += 1 }
    }

    private static func day(of time: SimulationTime) -> Int32 {
        Int32(clamping: time.microseconds / 86_400_000_000)
    }

    /// The present day in UTC, by its number.
    @inline(__always)
    private func today(_ now: SimulationTime) -> Int32 {
        if let end = lettingGo?.dayEnds, now >= end { beginDay(at: now) }
        return lettingGo?.day ?? .min
    }

    /// With the first row that comes to an end on a day goes what has been over for long enough, unless a
    /// store must have it first.
    @inline(never)
    private func beginDay(at now: SimulationTime) {
        let day = Self.day(of: now)
        lettingGo?.day = day
        lettingGo?.dayEnds = SimulationTime(microseconds: Int64(day) * 86_400_000_000) + .days(1)
        if lettingGo?.isStored == false, lettingGo?.groups != 0 { letGoOfOldRows(at: now) }
    }

    // MARK: Letting go

    /// Lets go of what has been over for long enough; the store's tables must show all that is over.
    @inline(never)
    package func letGoOfOldRows(at now: SimulationTime) {
        // Taken out, as what is shared would be copied.
        guard var account = lettingGo.take() else { return }
        let last = Self.day(of: now) - account.days
        let isNetworked = linkedAccounts.count > 0
        for gone in loans.letGo(
            overBefore: last,
            after: { if isNetworked { note($0, in: &account.departed) } }
        ) {
            account.groups -= 1
            index.openLoansOfPatron.release(gone)
        }
        for gone in borrowing.letGo(overBefore: last, after: { account.departed.note($0) }) {
            account.groups -= 1
            index.openRequestsOfPatron.release(gone)
        }
        account.groups -= lending.letGo(overBefore: last, after: { _ in }).count
        for gone in items.letGo(overBefore: last, after: { _ in }) {
            account.groups -= 1
            index.openOfItem.release(gone)
        }
        lettingGo = account
    }

    private func note(_ loan: borrowing Loan, in departed: inout RowCounts) {
        guard let account = patrons[loan.patron.position].linkedAccount else { return }
        let home = linkedAccounts[account.position].source.institution
        departed.lentTo[home.position] += 1
    }
}
