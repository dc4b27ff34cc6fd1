import LibraryModel
import SimulationKernel

// What patrons owe here: posted, paid, waived, disputed, refunded.
extension InstitutionNode {
    func performOnFees(_ command: Command, at now: SimulationTime) -> Outcome {
        switch command {
        case .charge(let patron, let amount): charge(amount, to: patron, at: now)
        case .pay(let patron, let amount, let owner): pay(amount, by: patron, owedTo: owner)
        case .waive(let patron, let kind, let amount): waive(kind, of: patron, amount)
        case .dispute(let patron, let kind, let isDisputed):
            dispute(kind, of: patron, isDisputed)
        case .refund(let patron): refund(patron)
        default: .done
        }
    }

    /// Posts a fee by hand, of an amount that leaves the balance within bounds.
    private func charge(_ amount: Money, to patron: PatronID, at now: SimulationTime) -> Outcome {
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

    /// Takes a payment for the oldest fees first; what is disputed is not collected.
    private func pay(
        _ amount: Money,
        by patron: PatronID,
        owedTo owner: InstitutionID?
    ) -> Outcome {
        // A fee belongs to its lender, and only the lender can close it.
        if let owner, owner != id {
            let code = network.institutions[owner.position].code
            return .refused(Refusal(.feeOfAnotherInstitution, detail: code))
        }
        if let refusal = obstacle(to: amount, limit: .greatestBalance) {
            return .refused(refusal)
        }
        let payable = index.openFeesOfPatron[patron]
            .filter { !fees[$0.position].isDisputed && fees[$0.position].owed > .zero }
        let owed = payable.map { fees[$0.position].owed }.reduce(.zero, +)
        guard amount <= owed else {
            let isDisputed = index.openFeesOfPatron[patron].contains {
                fees[$0.position].isDisputed
            }
            return .refused(
                Refusal(
                    .overpayment,
                    value: amount.minorUnits,
                    limit: owed.minorUnits,
                    detail: institution.currency.text(owed)
                        + (isDisputed ? " besides what is disputed" : "")
                )
            )
        }
        var rest = amount
        for fee in payable where rest > .zero {
            let part = min(rest, fees[fee.position].owed)
            fees[fee.position].paid += part
            rest = rest - part
        }
        settleFees(of: patron, by: amount)
        return .done
    }

    /// Takes an amount off a patron's balance, and drops the fees that are settled.
    private func settleFees(of patron: PatronID, by amount: Money) {
        for fee in Array(index.openFeesOfPatron[patron]) where fees[fee.position].owed == .zero {
            index.openFeesOfPatron.remove(fee, from: patron)
        }
        index.owedByPatron[patron.position] = index.owedByPatron[patron.position] - amount
    }

    /// The patron's oldest open fee of a kind.
    private func openFee(_ kind: FeeKind, of patron: PatronID) -> FeeID? {
        index.openFeesOfPatron[patron].first { fees[$0.position].kind == kind }
    }

    private func waive(_ kind: FeeKind, of patron: PatronID, _ amount: Money?) -> Outcome {
        guard kind != .refund, let fee = openFee(kind, of: patron) else {
            return .refused(Refusal(.noSuchFee))
        }
        let owed = fees[fee.position].owed
        let waived = amount ?? owed
        if let refusal = obstacle(to: waived, limit: owed) { return .refused(refusal) }
        fees[fee.position].waived += waived
        settleFees(of: patron, by: waived)
        return .fee(fee)
    }

    private func dispute(_ kind: FeeKind, of patron: PatronID, _ isDisputed: Bool) -> Outcome {
        let fee = index.openFeesOfPatron[patron].first {
            fees[$0.position].kind == kind && fees[$0.position].isDisputed != isDisputed
        }
        guard kind != .refund, let fee else {
            let state = isDisputed ? "that is not disputed yet" : "that is disputed"
            return .refused(Refusal(.noSuchFee, detail: state))
        }
        fees[fee.position].isDisputed = isDisputed
        return .fee(fee)
    }

    /// Pays a credit out.
    private func refund(_ patron: PatronID) -> Outcome {
        let credits = index.openFeesOfPatron[patron]
            .filter { fees[$0.position].owed < .zero }
        guard !credits.isEmpty else { return .refused(Refusal(.noCredit)) }
        var paidOut = Money.zero
        for credit in credits {
            let owed = fees[credit.position].owed
            fees[credit.position].paid += owed
            paidOut += owed
        }
        settleFees(of: patron, by: paidOut)
        return .done
    }

    /// The replacement fee of a lost item that has not been given back: of this loan, or of the one
    /// that it was put on the record again for.
    func openReplacement(for loan: Loan) -> Int? {
        for position in fees.indices.reversed() where fees[position].patron == loan.patron {
            let fee = fees[position]
            guard isFee(position, for: loan.item) else { continue }
            if fee.kind == .refund { return nil }
            if fee.kind == .replacement { return fee.waived < fee.amount ? position : nil }
        }
        return nil
    }

    /// Whether a fee is for a loan of an item, as far as that is kept.
    private func isFee(_ position: Int, for item: ItemID) -> Bool {
        guard let loan = fees[position].loan, loans.holds(loan.position) else { return false }
        return loans[loan.position].item == item
    }

    /// Posts the credit for a lost item that turned up, and sets it against what is still owed.
    ///
    /// First the replacement, then whatever else the item's loans cost; only the rest is paid out.
    func refundReplacement(of loan: LoanID, at now: SimulationTime) {
        let record = loans[loan.position]
        guard let charged = openReplacement(for: record) else { return }
        let terms = institution.loanTerms[record.terms.position]
        // What was waived is not given back.
        let share = CirculationRules.refund(
            terms.fines,
            ofReplacementFee: fees[charged].amount - fees[charged].waived
        )
        guard share > .zero else { return }
        counters[.refunds] += 1
        let credit = post(.refund, .zero - share, to: record.patron, loan: loan, at: now)
        let others = index.openFeesOfPatron[record.patron].map(\.position).filter { position in
            position != charged && !fees[position].isDisputed && fees[position].owed > .zero
                && isFee(position, for: record.item)
        }
        var rest = share
        for position in [charged] + others where rest > .zero {
            let part = min(rest, fees[position].owed)
            fees[position].paid += part
            rest = rest - part
        }
        fees[credit.position].paid = rest - share
        settleFees(of: record.patron, by: .zero)
    }
}
