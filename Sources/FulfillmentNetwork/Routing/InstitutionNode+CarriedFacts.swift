import LibraryModel
import RequestRouting
import SimulationKernel

// Facts that ride on replies, where the rules want them: a lender tells how it is when it answers a
// request, and the borrower keeps what it was told last.
extension InstitutionNode {
    /// The lender's side: what rides on a word about a request; nil where nothing does.
    ///
    /// Only answers to a request carry anything, not what follows once an item is under way.
    func details(
        of status: SupplierStatus.Status,
        about request: RequestID,
        at now: SimulationTime
    ) -> StatusDetails? {
        guard !routing.carried.isEmpty else { return nil }
        switch status {
        case .willSupply, .unfilled, .conditional, .loaned: break
        default: return nil
        }
        return StatusDetails(
            facts: routing.carried.map { fact in
                let value: Int64 =
                    switch fact {
                    case .loans: index.load
                    case .borrows: index.borrowed
                    case .closed: isLendingClosed(at: now) ? 1 : 0
                    case .openRequestsOfAll:
                        openRequests(without: status == .unfilled ? request : nil)
                    }
                return StatusDetails.Line(fact: fact, value: value)
            },
            asOf: now.microseconds
        )
    }

    /// How many requests are open here; one that is refused by this very word is not.
    private func openRequests(without refused: RequestID?) -> Int64 {
        var count = index.lendingOfRequest.count + index.networkHoldOfRequest.count
        if let refused {
            if index.lendingOfRequest[refused] != nil { count -= 1 }
            if index.networkHoldOfRequest[refused] != nil { count -= 1 }
        }
        return Int64(count)
    }

    /// The borrower's side: keeps what a lender's word carried, unless something newer is known.
    func learn(_ details: StatusDetails, of lender: InstitutionID) {
        let time = SimulationTime(microseconds: details.asOf)
        for line in details.facts where routing.carried.contains(line.fact) {
            let fact = LenderFact(lender: lender, fact: line.fact, value: line.value, asOf: time)
            guard let known = index.row(of: line.fact, about: lender) else {
                index.note(fact, at: lenderFacts.append(fact))
                continue
            }
            // One reply may overtake another.
            if lenderFacts[known].asOf < time { lenderFacts[known] = fact }
        }
    }

    /// Writes what replies carried on a sheet, where it is newer than what is published.
    func tellCarried(
        about holders: HolderList,
        closedAsPublished isClosed: (Holder) -> Bool,
        in sheet: inout FactSheet
    ) {
        for fact in routing.carried {
            let column = fact.column
            for row in sheet.rows.indices {
                let lender = sheet.rows[row].institution
                guard let known = index.row(of: fact, about: lender) else { continue }
                let (value, time) = (lenderFacts[known].value, lenderFacts[known].asOf)
                if fact == .closed, row < holders.count {
                    // Whom it is closed for is the same, whichever way it is known.
                    var holder = holders[row]
                    guard time.microseconds > holder.closureAsOf else { continue }
                    holder.isClosed = value != 0
                    sheet.set(column, of: row, to: isClosed(holder), asOf: time)
                    continue
                }
                let isNews = sheet.value(column, of: row) == FactValue.unknown
                if isNews || sheet.time(column, of: row) < time {
                    sheet.set(column, of: row, to: value, asOf: time)
                }
            }
        }
    }
}

extension NodeIndex {
    /// Where what is known of a lender from its replies lies in the table.
    func row(of fact: CarriedFact, about lender: InstitutionID) -> Int? {
        let place = Self.place(of: fact, about: lender)
        guard lenderFactRows.indices.contains(place), lenderFactRows[place] >= 0 else { return nil }
        return Int(lenderFactRows[place])
    }

    mutating func note(_ fact: LenderFact, at row: Int) {
        let place = Self.place(of: fact.fact, about: fact.lender)
        while lenderFactRows.count <= place { lenderFactRows.append(-1) }
        lenderFactRows[place] = Int32(row)
    }

    private static func place(of fact: CarriedFact, about lender: InstitutionID) -> Int {
        lender.position * CarriedFact.allCases.count + Int(fact.rawValue) - 1
    }
}
