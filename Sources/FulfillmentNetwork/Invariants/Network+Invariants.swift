import LibraryModel
import SimulationKernel

/// Something that must always hold and does not: a defect of the program, never of its input.
package struct BrokenInvariant: Error, Sendable, Hashable, CustomStringConvertible {
    /// The invariant, as a sentence that should be true.
    package var name: String
    /// Where it is not.
    package var place: String

    package var description: String { "\(place): \(name)" }
}

extension Network {
    /// The invariants that do not hold now.
    package var brokenInvariants: [BrokenInvariant] {
        nodes.flatMap(\.brokenInvariants) + unnotedCopies + unmatchedRequests
    }

    /// Requests of which the two sides tell different stories, though no message is under way
    /// between them.
    private var unmatchedRequests: [BrokenInvariant] {
        nodes.flatMap { lender in
            lender.lending.indices.compactMap { position in
                let lending = lender.lending[position]
                let home = node(lending.request.home)
                let row = Int(lending.request.number) - 1
                guard home.borrowing.indices.contains(row) else {
                    return BrokenInvariant(
                        name: "every lending request has its borrowing request",
                        place: "\(lender.institution.code), lending request \(position)"
                    )
                }
                let borrowing = home.borrowing[row]
                let isQuiet =
                    lender.endpoint.peers[Int(ParticipantID(home.id).rank)].unsettled.isEmpty
                    && home.endpoint.peers[Int(ParticipantID(lender.id).rank)].unsettled.isEmpty
                guard isQuiet, !lending.state.isFinal,
                    borrowing.lender != lender.id || borrowing.state.isFinal
                else { return nil }
                return BrokenInvariant(
                    name: "an open lending request has an open borrowing request with its lender",
                    place: "\(lender.institution.code), lending request \(position)"
                )
            }
        }
    }

    /// Copies whose home does not know where they are: the home's staff could not see them.
    private var unnotedCopies: [BrokenInvariant] {
        nodes.flatMap { node in
            node.linkedAccounts.indices.compactMap { position in
                let account = node.linkedAccounts[position]
                let home = self.node(account.source.institution)
                guard account.purged == nil,
                    !home.knownElsewhere(account.source.patron).contains(node.id)
                else { return nil }
                return BrokenInvariant(
                    name: "home notes every institution that has a copy of its patron",
                    place: "\(node.institution.code), linked account \(position)"
                )
            }
        }
    }
}

extension InstitutionNode {
    var brokenInvariants: [BrokenInvariant] {
        var broken: [BrokenInvariant] = []
        func check(_ holds: Bool, _ name: String, _ place: @autoclosure () -> String) {
            if !holds {
                broken.append(
                    BrokenInvariant(name: name, place: "\(institution.code), \(place())")
                )
            }
        }
        var openLoans = Array(repeating: 0, count: items.count)
        for position in loans.indices where loans[position].isOpen {
            openLoans[loans[position].item.position] += 1
        }
        var keptCopies = Array(repeating: 0, count: items.count)
        for position in holds.indices where holds[position].status == .onHoldShelf {
            if let item = holds[position].item { keptCopies[item.position] += 1 }
        }
        for position in items.indices {
            let status = items[position].status
            check(
                openLoans[position] == (status == .onLoan ? 1 : 0),
                "an item is on loan exactly when it has one open loan",
                "item \(position)"
            )
            check(
                keptCopies[position] == (status == .onHoldShelf ? 1 : 0),
                "an item is on the hold shelf exactly when one hold keeps it",
                "item \(position)"
            )
        }
        var owed = Array(repeating: Money.zero, count: patrons.count)
        for position in fees.indices {
            let fee = fees[position]
            owed[fee.patron.position] += fee.owed
            check(
                fee.paid <= fee.amount && fee.amount >= .zero,
                "no fee is negative or overpaid",
                "fee \(position)"
            )
        }
        for position in patrons.indices {
            check(
                owed[position] == index.owedByPatron[position],
                "a balance is the sum of its fees less payments",
                "patron \(position)"
            )
        }
        for position in linkedAccounts.indices where linkedAccounts[position].purged != nil {
            let patron = linkedAccounts[position].patron
            check(
                self.openLoans(of: patron).isEmpty && openHolds(of: patron).isEmpty
                    && owed[patron.position] == .zero,
                "a copy that has been removed has no open business",
                "linked account \(position)"
            )
        }
        for position in holds.indices where holds[position].status == .waiting {
            check(
                availableItem(of: holds[position].bib) == nil,
                "nobody waits for a title with a copy on the shelf",
                "hold \(position)"
            )
        }
        for position in loans.indices {
            let loan = loans[position]
            check(
                loan.returned.map { $0 >= loan.loaned } ?? true,
                "a loan ends after it begins",
                "loan \(position)"
            )
        }
        return broken
    }
}
