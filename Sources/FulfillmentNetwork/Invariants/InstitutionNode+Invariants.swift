import LibraryModel

// What must hold of one institution's records, whatever happens elsewhere.
extension InstitutionNode {
    var brokenInvariants: [BrokenInvariant] {
        var findings = Findings(code: institution.code)
        checkItems(&findings)
        checkMoney(&findings)
        checkCopies(&findings)
        checkHolds(&findings)
        checkRequests(&findings)
        return findings.broken
    }

    /// Collects what does not hold.
    private struct Findings {
        let code: String
        var broken: [BrokenInvariant] = []

        mutating func check(
            _ holds: Bool,
            _ name: String,
            _ place: @autoclosure () -> String
        ) {
            guard !holds else { return }
            broken.append(BrokenInvariant(name: name, place: "\(code), \(place())"))
        }
    }

    /// How many records say where an item is, for each place that they can say.
    private struct Reasons {
        var onLoan: UInt16 = 0
        var inProcess: UInt16 = 0
        var outToPartner: UInt16 = 0
        var inTransit: UInt16 = 0
        var lost: UInt16 = 0
        var onHoldShelf: UInt16 = 0

        init() {}

        /// One for the place where an item is, and none for any other.
        init(for status: ItemStatus) {
            switch status {
            case .onLoan: onLoan = 1
            case .inProcess: inProcess = 1
            case .outToPartner: outToPartner = 1
            case .inTransit: inTransit = 1
            case .lost: lost = 1
            case .onHoldShelf: onHoldShelf = 1
            case .onShelf, .sentBack, .missing, .onHoldShelfElsewhere: break
            }
        }
    }

    /// Copies are conserved: each own item is in exactly one place, and something says why.
    private func checkItems(_ findings: inout Findings) {
        var reasons = Array(repeating: Reasons(), count: items.count)
        for position in loans.kept {
            let loan = loans[position]
            findings.check(
                loan.isOpen == !loan.state.isFinal,
                "a loan is open exactly until its last state",
                "loan \(position)"
            )
            findings.check(
                loan.returned.map { $0 >= loan.loaned } ?? true,
                "a loan ends after it begins",
                "loan \(position)"
            )
            guard loan.isOpen else { continue }
            switch loan.state {
            case .lost: reasons[loan.item.position].lost &+= 1
            default: reasons[loan.item.position].onLoan &+= 1
            }
        }
        for position in holds.indices {
            guard let item = holds[position].item else { continue }
            switch holds[position].state {
            case .inProcess: reasons[item.position].inProcess &+= 1
            case .onHoldShelf: reasons[item.position].onHoldShelf &+= 1
            default: break
            }
        }
        for position in lending.kept where !lending[position].state.isFinal {
            guard let item = lending[position].item else { continue }
            switch lending[position].state {
            case .lost: reasons[item.position].lost &+= 1
            case .created, .conditional, .willSupply: reasons[item.position].inProcess &+= 1
            default: reasons[item.position].outToPartner &+= 1
            }
        }
        for position in transits.indices {
            guard case .inTransit = transits[position].state else { continue }
            reasons[transits[position].item.position].inTransit &+= 1
        }
        for position in items.kept {
            let status = items[position].status
            let found = reasons[position]
            let wanted = Reasons(for: status)
            func check(_ holds: Bool, _ name: String) {
                findings.check(holds, name, "item \(position), \(status.name)")
            }
            check(
                found.onLoan == wanted.onLoan,
                "an item is on loan exactly when it has one open loan"
            )
            check(
                found.inProcess == wanted.inProcess,
                "an item is in process exactly when one request or hold waits for it"
            )
            check(
                found.outToPartner == wanted.outToPartner,
                "an item is out to a partner exactly when one lending request says so"
            )
            check(
                found.inTransit == wanted.inTransit,
                "an item is in transit exactly when it is on one journey"
            )
            check(
                found.lost == wanted.lost,
                "an item is lost exactly when one loan or lending request says so"
            )
            check(
                status != .onHoldShelfElsewhere
                    || index.networkHoldOfItem[ItemID(position)] != nil,
                "an item on another institution's hold shelf has a hold"
            )
            check(
                found.onHoldShelf == wanted.onHoldShelf || items[position].borrowedFor != nil,
                "an item is on the hold shelf exactly when one hold keeps it"
            )
        }
    }

    private func checkMoney(_ findings: inout Findings) {
        var owed = Array(repeating: Money.zero, count: patrons.count)
        for position in fees.indices {
            let fee = fees[position]
            owed[fee.patron.position] += fee.owed
            let isWithin =
                fee.kind == .refund
                ? fee.amount <= fee.paid && fee.paid <= .zero && fee.waived == .zero
                : fee.paid >= .zero && fee.waived >= .zero && fee.owed >= .zero
            findings.check(isWithin, "no fee is overpaid", "fee \(position)")
        }
        for position in patrons.indices {
            findings.check(
                owed[position] == index.owedByPatron[position],
                "a balance is the sum of its fees less payments",
                "patron \(position)"
            )
        }
    }

    private func checkCopies(_ findings: inout Findings) {
        for position in linkedAccounts.indices where linkedAccounts[position].purged != nil {
            let patron = linkedAccounts[position].patron
            findings.check(
                openLoans(of: patron).isEmpty && openHolds(of: patron).isEmpty
                    && owed(by: patron) == .zero,
                "a copy that has been removed has no open business",
                "linked account \(position)"
            )
        }
    }

    private func checkHolds(_ findings: inout Findings) {
        for position in holds.indices {
            let hold = holds[position]
            findings.check(
                hold.state.keepsItem == (hold.item != nil),
                "a hold has a copy exactly while one is kept for it",
                "hold \(position), \(hold.state.name)"
            )
            guard hold.state == .waiting else { continue }
            findings.check(
                availableItem(of: hold.bib) == nil,
                "nobody waits for a title with a copy on the shelf",
                "hold \(position)"
            )
        }
    }

    private func checkRequests(_ findings: inout Findings) {
        var isListed = Array(repeating: false, count: borrowing.count)
        for request in index.openRequestsOfPatron.members { isListed[request.position] = true }
        for position in borrowing.kept {
            let state = borrowing[position].state
            findings.check(
                state.isFinal == (borrowing[position].ended != nil),
                "a request has an end exactly in its last state",
                "borrowing request \(position), \(state.name)"
            )
            findings.check(
                isListed[position] == !state.isFinal,
                "the list of open requests has those that are open",
                "borrowing request \(position)"
            )
            guard let item = borrowing[position].item else { continue }
            findings.check(
                (state == .received) == (items[item.position].status == .onHoldShelf),
                "a borrowed item is on the hold shelf exactly while it waits for its patron",
                "borrowing request \(position), \(state.name)"
            )
        }
        for position in lending.kept {
            findings.check(
                lending[position].state.isFinal == (lending[position].ended != nil),
                "a request has an end exactly in its last state",
                "lending request \(position)"
            )
        }
    }
}
