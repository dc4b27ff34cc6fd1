import FulfillmentNetwork
import LibraryModel
import SimulationKernel

/// What an institution's records come to at the end of a run.
struct InstitutionStock: Sendable {
    /// Those with whom it began.
    let patrons: Int
    var items = 0
    var openLoans = 0
    var overdueLoans = 0
    let linkedAccounts: Int
    var owed = Money.zero
    /// What loans and requests come to: those that are there, and those that were let go.
    var kept: RowCounts
    let gone: RowCounts

    init(of node: InstitutionNode, at now: SimulationTime) {
        patrons = node.ownPatronCount
        linkedAccounts = node.linkedAccounts.indices
            .count { node.linkedAccounts[$0].purged == nil }
        kept = RowCounts(institutions: node.network.institutions.count)
        gone = node.departed
        for patron in node.patrons.indices { owed += node.owed(by: PatronID(patron)) }
        count(node.items)
        count(node.loans, to: node.patrons, node.linkedAccounts, at: now)
        kept.turnaround.reserveCapacity(
            Int(node.counters[.filledRemotely]) - gone.turnaround.count
        )
        count(node.borrowing)
    }

    // A table is lent for all of its rows at once, which costs less than reaching for each.

    private mutating func count(_ items: borrowing Table<Item>) {
        for position in items.kept where items[position].borrowedFor == nil { self.items += 1 }
    }

    private mutating func count(
        _ loans: borrowing Table<Loan>,
        to patrons: borrowing Table<Patron>,
        _ accounts: borrowing Table<LinkedAccount>,
        at now: SimulationTime
    ) {
        for position in loans.kept {
            let loan = loans[position]
            if loan.isOpen { openLoans += 1 }
            if loan.isOverdue(at: now) { overdueLoans += 1 }
            if let account = patrons[loan.patron.position].linkedAccount {
                kept.lentTo[accounts[account.position].source.institution.position] += 1
            }
        }
    }

    private mutating func count(_ requests: borrowing Table<BorrowingRequest>) {
        for position in requests.kept { kept.note(requests[position]) }
    }
}
