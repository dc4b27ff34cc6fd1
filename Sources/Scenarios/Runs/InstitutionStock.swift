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
    /// How long each request took that was filled by a partner, in microseconds, in order.
    var turnaround: [Int64] = []

    init(of node: InstitutionNode, at now: SimulationTime) {
        patrons = node.ownPatronCount
        linkedAccounts = node.linkedAccounts.indices
            .count { node.linkedAccounts[$0].purged == nil }
        lentTo = Array(repeating: 0, count: node.network.institutions.count)
        unfilled = Array(repeating: 0, count: UnfilledReason.allCases.count)
        for position in node.items.indices where node.items[position].borrowedFor == nil {
            items += 1
        }
        for patron in node.patrons.indices { owed += node.owed(by: PatronID(patron)) }
        for position in node.loans.indices {
            let loan = node.loans[position]
            if loan.isOpen { openLoans += 1 }
            if loan.isOverdue(at: now) { overdueLoans += 1 }
            if let account = node.patrons[loan.patron.position].linkedAccount {
                let home = node.linkedAccounts[account.position].source.institution
                lentTo[home.position] += 1
            }
        }
        for position in node.borrowing.indices {
            if let reason = node.borrowing[position].reason { unfilled[Int(reason.rawValue)] += 1 }
            if let filled = node.borrowing[position].filled {
                turnaround.append((filled - node.borrowing[position].created).microseconds)
            }
        }
        turnaround.sort()
    }
}
