import LibraryModel
import SimulationKernel

/// Something that must always hold and does not: a defect of the program, never of its input.
package struct BrokenInvariant: Error, Sendable, Hashable, CustomStringConvertible {
    /// The invariant, as a sentence that should be true.
    package var name: String
    /// Where it is not.
    package var place: String
    /// The event after which it was found broken, where each is looked at.
    package var event: String?

    package init(name: String, place: String, event: String? = nil) {
        self.name = name
        self.place = place
        self.event = event
    }

    package var description: String {
        "\(place): \(name)" + (event.map { ", after \($0)" } ?? "")
    }
}

extension Network {
    /// The invariants that do not hold now.
    package var brokenInvariants: [BrokenInvariant] {
        eachNode { $0.brokenInvariants + $0.brokenAccountInvariants }.flatMap(\.self)
            + unnotedCopies + unmatchedRequests
    }

    /// Whether no message is under way between two institutions, either way.
    private func isQuiet(_ one: InstitutionNode, _ other: InstitutionNode) -> Bool {
        one.endpoint.peer(ParticipantID(other.id)).underway.isEmpty
            && other.endpoint.peer(ParticipantID(one.id)).underway.isEmpty
    }

    /// Requests of which the two sides tell different stories, though no message is under way
    /// between them.
    private var unmatchedRequests: [BrokenInvariant] {
        nodes.flatMap { lender in
            lender.openLending.compactMap { unmatched($0, at: lender) }
                + lender.networkHolds.indices.compactMap {
                    unmatched(NetworkHoldID($0), at: lender)
                }
        } + nodes.flatMap { home in home.openBorrowing.compactMap { unmatched($0, at: home) } }
    }

    /// The borrower's side of a request, if it is at an attempt.
    private func borrower(
        of request: RequestID,
        _ attempt: Int32
    ) -> (home: InstitutionNode, request: BorrowingRequest)? {
        let home = node(request.home)
        let row = Int(request.number) - 1
        guard home.borrowing.holds(row), home.borrowing[row].asked == attempt else {
            return nil
        }
        return (home, home.borrowing[row])
    }

    private func unmatched(
        _ id: LendingRequestID,
        at lender: InstitutionNode
    ) -> BrokenInvariant? {
        let lending = lender.lending[id.position]
        guard isQuiet(lender, node(lending.request.home)) else { return nil }
        let found = borrower(of: lending.request, lending.attempt)?.request
        let isMatched =
            switch lending.state {
            // A wish to cancel that came before the request waits for the lender's staff.
            case .created: found?.state == .sent || found?.state == .cancelRequested
            case .conditional: found?.state == .conditional
            case .willSupply: found?.state == .willSupply
            // What was shipped after its borrower had given the attempt up goes straight home.
            case .returnedByPartner where found?.hasGivenUp(lending.attempt) ?? false: true
            case .returnedByPartner, .lost:
                found.map { $0.state.isWithLender && $0.lender == lender.id } ?? true
            default: found.map { $0.state.hasItem } ?? false
            }
        guard !isMatched else { return nil }
        return BrokenInvariant(
            name: "an open lending request has its borrowing request or a message under way",
            place: "\(lender.institution.code), lending request \(id.index), "
                + "\(lending.state.name) here and \(found?.state.name ?? "unknown") at home"
        )
    }

    private func unmatched(_ id: NetworkHoldID, at lender: InstitutionNode) -> BrokenInvariant? {
        let record = lender.networkHolds[id.position]
        let hold = lender.holds[record.hold.position].state
        guard record.ended == nil, record.loan != nil || !hold.isFinal,
            isQuiet(lender, node(record.request.home))
        else { return nil }
        let found = borrower(of: record.request, record.attempt)?.request
        let isMatched =
            switch hold {
            case .inProcess: found?.state == .willSupply
            default: found.map { $0.state.hasItem } ?? false
            }
        guard !isMatched else { return nil }
        return BrokenInvariant(
            name: "an open hold for a partner has its borrowing request or a message under way",
            place: "\(lender.institution.code), network hold \(id.index), "
                + "\(hold.name) here and \(found?.state.name ?? "unknown") at home"
        )
    }

    private func unmatched(
        _ id: BorrowingRequestID,
        at home: InstitutionNode
    ) -> BrokenInvariant? {
        let borrowing = home.borrowing[id.position]
        guard borrowing.state.isWithLender, let lender = borrowing.lender.map({ node($0) }),
            isQuiet(home, lender)
        else { return nil }
        let request = RequestID(home: home.id, number: Int64(id.index) + 1)
        let attempts = [
            lender.index.lendingOfRequest[request].map { lender.lending[$0.position].attempt },
            lender.index.networkHoldOfRequest[request]
                .map { lender.networkHolds[$0.position].attempt },
        ]
        guard !attempts.contains(borrowing.asked) else { return nil }
        // What was scanned at its home though a partner has it comes back some day.
        let isScanned = lender.lending.kept.contains {
            let lending = lender.lending[$0]
            return lending.reason == .notFound && lending.request == request
                && lending.attempt == borrowing.asked
        }
        guard !isScanned else { return nil }
        return BrokenInvariant(
            name: "a request with a lender has its lending request or a message under way",
            place: "\(home.institution.code), borrowing request \(id.index), "
                + "\(borrowing.state.name), at \(lender.institution.code)"
        )
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
