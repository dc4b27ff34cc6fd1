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
