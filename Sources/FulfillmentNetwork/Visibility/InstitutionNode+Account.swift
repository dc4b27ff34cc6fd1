import LibraryModel
import SimulationKernel

// What an institution shows of a patron's account: to staff elsewhere within its policy, to the
// patron all of it.
extension InstitutionNode {
    func answerQuery(
        _ query: AccountQuery,
        from asker: ParticipantID,
        at now: SimulationTime
    ) -> AccountAnswer {
        AccountAnswer(
            topic: query.topic,
            asOf: now.microseconds,
            content: content(of: query, from: asker, at: now)
        )
    }

    private func content(
        of query: AccountQuery,
        from asker: ParticipantID,
        at now: SimulationTime
    ) -> AccountAnswer.Content {
        let visibility: Visibility
        switch query.viewer {
        case .patron: visibility = .full
        case .staff:
            guard let institution = asker.institution else {
                return .absent(Refusal(.hiddenByPolicy, detail: self.institution.code))
            }
            visibility = self.institution.visibility(toward: institution)
        }
        guard visibility != .none else {
            return .absent(Refusal(.hiddenByPolicy, detail: institution.code))
        }
        guard let patron = patron(of: query.about) else {
            return .absent(Refusal(.notLinked, detail: institution.code))
        }
        record(query, of: patron, from: asker, at: now)
        switch query.topic {
        case .loans: return .loans(accountLoans(of: patron, visibility, at: now))
        case .requests: return .requests(accountRequests(of: patron, visibility))
        case .balance: return .balance(accountBalance(of: patron, visibility, at: now))
        case .blocks: return .blocks(blockLines(of: patron))
        case .activity:
            return .activity(
                !index.openLoansOfPatron.isEmpty(patron)
                    || index.owedByPatron[patron.position] != .zero
                    || !index.openHoldsOfPatron.isEmpty(patron)
            )
        }
    }

    /// The record here of a patron known by the source record: the record itself, or its linked
    /// copy.
    private func patron(of reference: PatronReference) -> PatronID? {
        if reference.institution == id {
            return patrons.holds(reference.patron.position) ? reference.patron : nil
        }
        return index.linkedAccountBySource[reference].map { linkedAccounts[$0.position].patron }
    }

    private func record(
        _ query: AccountQuery,
        of patron: PatronID,
        from asker: ParticipantID,
        at now: SimulationTime
    ) {
        counters[.accountQueriesAnswered] += 1
        // A look for the mark in a list is not a look at the account.
        guard query.topic != .activity else { return }
        let viewer =
            switch query.viewer {
            case .staff(let code): code
            case .patron: ""
            }
        _ = looks.append(
            LookRecord(
                time: now,
                patron: patron,
                asker: asker.institution,
                viewer: viewer,
                subject: query.topic.rawValue
            )
        )
    }

    func accountLoans(
        of patron: PatronID,
        _ visibility: Visibility,
        at now: SimulationTime
    ) -> AccountLoans {
        let open = openLoans(of: patron)
        let lines = open.map { id in
            let loan = loans[id.position]
            let item = items[loan.item.position]
            let library = institution.library(of: item.location)
            return LoanLine(
                item: code(of: loan.item),
                title: bibLabels[item.bib.position].text,
                library: institution.libraries[library.position].code,
                loaned: loan.loaned.microseconds,
                due: loan.due.microseconds,
                isOverdue: loan.isOverdue(at: now),
                renewals: Int(loan.renewals),
                accruingFine: accruingFine(of: loan, at: now)
            )
        }
        return AccountLoans(
            count: open.count,
            overdue: lines.count(where: \.isOverdue),
            lines: visibility == .full ? lines : nil
        )
    }

    func accountRequests(of patron: PatronID, _ visibility: Visibility) -> AccountRequests {
        let holdLines = openHolds(of: patron).map { id in
            let hold = holds[id.position]
            return RequestLine(
                title: bibLabels[hold.bib.position].text,
                placed: hold.placed.microseconds,
                status: hold.state.name
            )
        }
        let requests = index.openRequestsOfPatron[patron].sorted()
        let requestLines = requests.map { id in
            let request = borrowing[id.position]
            let bib = request.title.flatMap { index.bibOfTitle[$0] }
            return RequestLine(
                title: bib.map { bibLabels[$0.position].text }
                    ?? request.citation.map { citations[$0.position].title } ?? "",
                placed: request.created.microseconds,
                status: request.state.name
            )
        }
        let lines = holdLines + requestLines
        return AccountRequests(count: lines.count, lines: visibility == .full ? lines : nil)
    }

    func accountBalance(
        of patron: PatronID,
        _ visibility: Visibility,
        at now: SimulationTime
    ) -> AccountBalance {
        let open = index.openFeesOfPatron[patron]
        let lines = open.map { id in
            let fee = fees[id.position]
            let title = fee.loan.flatMap { self.title(of: $0) }
            return FeeLine(
                kind: fee.kind.name,
                posted: fee.posted.microseconds,
                amount: fee.amount,
                owed: fee.owed,
                title: title
            )
        }
        let accruing = index.openLoansOfPatron[patron]
            .map { accruingFine(of: loans[$0.position], at: now) }
            .reduce(Money.zero, +)
        return AccountBalance(
            currency: institution.currency,
            owed: index.owedByPatron[patron.position],
            accruing: accruing,
            fees: visibility == .full ? lines : nil
        )
    }

    /// The title of what was lent, as long as that is kept.
    private func title(of loan: LoanID) -> String? {
        guard loans.holds(loan.position) else { return nil }
        let item = loans[loan.position].item
        guard items.holds(item.position) else { return nil }
        return bibLabels[items[item.position].bib.position].text
    }

    private func accruingFine(of loan: Loan, at now: SimulationTime) -> Money {
        fine(for: loan, until: loan.lost ?? now)
    }
}
