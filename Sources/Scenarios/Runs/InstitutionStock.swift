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
    /// Loans to patrons of each institution, by rank.
    var lentTo: [Int64]
    let linkedAccounts: Int
    var owed = Money.zero
    /// How many requests were not filled, by the place of the reason among all.
    var unfilled: [Int]
    /// How long each request took that was filled by a partner, in microseconds.
    var turnaround: [Int64] = []

    init(of node: InstitutionNode, at now: SimulationTime) {
        patrons = node.ownPatronCount
        linkedAccounts = node.linkedAccounts.indices
            .count { node.linkedAccounts[$0].purged == nil }
        lentTo = Array(repeating: 0, count: node.network.institutions.count)
        unfilled = Array(repeating: 0, count: UnfilledReason.allCases.count)
        for patron in node.patrons.indices { owed += node.owed(by: PatronID(patron)) }
        count(node.items)
        count(node.loans, to: node.patrons, node.linkedAccounts, at: now)
        turnaround.reserveCapacity(Int(node.counters[.filledRemotely]))
        count(node.borrowing)
    }

    // A table is lent for all of its rows at once, which costs less than reaching for each.

    private mutating func count(_ items: borrowing Table<Item>) {
        for position in items.indices where items[position].borrowedFor == nil { self.items += 1 }
    }

    private mutating func count(
        _ loans: borrowing Table<Loan>,
        to patrons: borrowing Table<Patron>,
        _ accounts: borrowing Table<LinkedAccount>,
        at now: SimulationTime
    ) {
        for position in loans.indices {
            let loan = loans[position]
            if loan.isOpen { openLoans += 1 }
            if loan.isOverdue(at: now) { overdueLoans += 1 }
            if let account = patrons[loan.patron.position].linkedAccount {
                lentTo[accounts[account.position].source.institution.position] += 1
            }
        }
    }

    private mutating func count(_ requests: borrowing Table<BorrowingRequest>) {
        for position in requests.indices {
            // What is cancelled and on its way is counted when it is back, or here.
            if let reason = requests[position].reason,
                requests[position].item != nil || !requests[position].isUnwanted
            {
                unfilled[Int(reason.rawValue)] += 1
            }
            if let filled = requests[position].filled {
                turnaround.append((filled - requests[position].created).microseconds)
            }
        }
    }
}
