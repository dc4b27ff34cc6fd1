import LibraryModel
import SimulationKernel

extension InstitutionNode {
    /// Takes an item back, closes its loan and posts the fine.
    func checkIn(_ item: ItemID, at now: SimulationTime) -> Outcome {
        guard let loan = openLoan(of: item) else {
            return .refused(
                Refusal(.notOnLoan, detail: items[item.position].status.name)
            )
        }
        close(loan, at: now)
        return .loan(loan)
    }

    private func close(_ loan: LoanID, at now: SimulationTime) {
        let record = loans[loan.position]
        loans[loan.position].returned = now
        counters[.returns] += 1
        index.openLoanOfItem[record.item.position] = -1
        index.openLoansOfPatron.remove(loan, from: record.patron)
        if let request = items[record.item.position].borrowedFor {
            borrowedItemReturned(request, at: now)
        } else {
            shelve(record.item)
        }
        if record.due < now {
            counters[.overdueReturns] += 1
            let fine = min(
                CirculationRules.fine(
                    institution.loanTerms[record.terms.position],
                    due: record.due,
                    returned: now,
                    calendar: calendar(of: record.item),
                    zone: institution.zone
                ),
                .greatestBalance - index.owedByPatron[record.patron.position]
            )
            if fine > .zero {
                counters[.fines] += 1
                _ = post(.overdue, fine, to: record.patron, loan: loan, at: now)
            }
        }
    }

    /// A patron brings an item back on the own account, unless it is back already.
    func patronReturns(_ loan: LoanID, at now: SimulationTime) -> Outcome {
        guard loans.indices.contains(loan.position), loans[loan.position].isOpen else {
            return .refused(Refusal(.loanNotOpen))
        }
        close(loan, at: now)
        return .loan(loan)
    }

    /// Posts a fee by hand, of an amount that leaves the balance within bounds.
    func charge(_ amount: Money, to patron: PatronID, at now: SimulationTime) -> Outcome {
        if let refusal = removal(of: patron) { return .refused(refusal) }
        let room = Money.greatestBalance - index.owedByPatron[patron.position]
        if let refusal = obstacle(to: amount, limit: room) { return .refused(refusal) }
        return .fee(post(.manual, amount, to: patron, loan: nil, at: now))
    }

    private func obstacle(to amount: Money, limit: Money) -> Refusal? {
        guard amount <= .zero || amount > limit else { return nil }
        let smallest = institution.currency.text(Money(minorUnits: 1))
        return Refusal(
            .amountOutOfRange,
            value: amount.minorUnits,
            limit: limit.minorUnits,
            detail: "\(smallest) to \(institution.currency.text(limit))"
        )
    }

    /// Posts a fee to a patron.
    func post(
        _ kind: FeeKind,
        _ amount: Money,
        to patron: PatronID,
        loan: LoanID?,
        at now: SimulationTime
    ) -> FeeID {
        let fee = FeeID(
            fees.append(
                Fee(patron: patron, loan: loan, kind: kind, posted: now, amount: amount)
            )
        )
        index.openFeesOfPatron.append(fee, to: patron)
        index.owedByPatron[patron.position] += amount
        return fee
    }

    /// Takes a payment for the oldest fees first.
    func pay(_ amount: Money, by patron: PatronID) -> Outcome {
        if let refusal = obstacle(to: amount, limit: .greatestBalance) {
            return .refused(refusal)
        }
        let owed = index.owedByPatron[patron.position]
        guard amount <= owed else {
            return .refused(
                Refusal(
                    .overpayment,
                    value: amount.minorUnits,
                    limit: owed.minorUnits,
                    detail: institution.currency.text(owed)
                )
            )
        }
        var rest = amount
        for fee in Array(index.openFeesOfPatron[patron]) where rest > .zero {
            let part = min(rest, fees[fee.position].owed)
            fees[fee.position].paid += part
            rest = rest - part
            if fees[fee.position].owed == .zero {
                index.openFeesOfPatron.remove(fee, from: patron)
            }
        }
        index.owedByPatron[patron.position] = owed - amount
        return .done
    }
}
