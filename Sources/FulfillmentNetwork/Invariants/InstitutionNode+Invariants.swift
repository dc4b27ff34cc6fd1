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

    /// Copies are conserved: each own item is in exactly one place, and something says why.
    private func checkItems(_ findings: inout Findings) {
        var openLoans = Array(repeating: 0, count: items.count)
        var lostLoans = openLoans
        for position in loans.indices {
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
            if loan.state == .lost {
                lostLoans[loan.item.position] += 1
            } else {
                openLoans[loan.item.position] += 1
            }
        }
        var kept = Array(repeating: [HoldState: Int](), count: items.count)
        for position in holds.indices {
            guard let item = holds[position].item else { continue }
            kept[item.position][holds[position].state, default: 0] += 1
        }
        var out = Array(repeating: 0, count: items.count)
        var pulled = out
        var lostOut = out
        for position in lending.indices where !lending[position].state.isFinal {
            guard let item = lending[position].item else { continue }
            switch lending[position].state {
            case .lost: lostOut[item.position] += 1
            case .created, .conditional, .willSupply: pulled[item.position] += 1
            default: out[item.position] += 1
            }
        }
        var underway = Array(repeating: 0, count: items.count)
        for position in transits.indices where transits[position].state == .inTransit {
            underway[transits[position].item.position] += 1
        }
        for position in items.indices {
            let status = items[position].status
            func place(_ place: ItemStatus, _ count: Int, _ name: String) {
                findings.check(
                    count == (status == place ? 1 : 0),
                    name,
                    "item \(position), \(status.name)"
                )
            }
            place(
                .onLoan,
                openLoans[position],
                "an item is on loan exactly when it has one open loan"
            )
            place(
                .inProcess,
                pulled[position] + (kept[position][.inProcess] ?? 0),
                "an item is in process exactly when one request or hold waits for it"
            )
            place(
                .outToPartner,
                out[position],
                "an item is out to a partner exactly when one lending request says so"
            )
            place(
                .inTransit,
                underway[position],
                "an item is in transit exactly when it is on one journey"
            )
            place(
                .lost,
                lostLoans[position] + lostOut[position],
                "an item is lost exactly when one loan or lending request says so"
            )
            place(
                .onHoldShelfElsewhere,
                status == .onHoldShelfElsewhere && index.networkHoldOfItem[ItemID(position)] != nil
                    ? 1 : 0,
                "an item on another institution's hold shelf has a hold"
            )
            guard items[position].borrowedFor == nil else { continue }
            place(
                .onHoldShelf,
                kept[position][.onHoldShelf] ?? 0,
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
        for position in borrowing.indices {
            let request = borrowing[position]
            findings.check(
                request.state.isFinal == (request.ended != nil),
                "a request has an end exactly in its last state",
                "borrowing request \(position), \(request.state.name)"
            )
            guard let item = request.item else { continue }
            findings.check(
                request.state == .received
                    ? items[item.position].status == .onHoldShelf
                    : items[item.position].status != .onHoldShelf,
                "a borrowed item is on the hold shelf exactly while it waits for its patron",
                "borrowing request \(position), \(request.state.name)"
            )
        }
        for position in lending.indices {
            findings.check(
                lending[position].state.isFinal == (lending[position].ended != nil),
                "a request has an end exactly in its last state",
                "lending request \(position)"
            )
        }
        let open = Set(index.openRequestsOfPatron.members)
        for position in borrowing.indices {
            findings.check(
                open.contains(BorrowingRequestID(position)) == !borrowing[position].state.isFinal,
                "the list of open requests has those that are open",
                "borrowing request \(position)"
            )
        }
    }
}
