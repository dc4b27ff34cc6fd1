import LibraryModel
import RequestRouting
import SimulationKernel

// Facts that rules want asked for: the borrower asks the likeliest lenders how their copies are, and
// decides when they have answered, or have had their time.
extension InstitutionNode {
    /// Asks for facts, where the rules want any; false where nobody is asked.
    func gatherFacts(
        for id: BorrowingRequestID,
        _ title: TitleID,
        _ found: CatalogueTitle,
        among holders: HolderList,
        at now: SimulationTime
    ) -> Bool {
        guard routing.asksForFacts else { return false }
        desk.write { tellFacts(for: id, among: Candidates(holders), at: now, in: &$0) }
        let asked = routing.institutionsToAsk(desk.sheet, context(of: id))
            .filter { $0 != self.id }
        desk.write { $0.forgetRequest() }
        guard !asked.isEmpty else { return false }
        var gathering = FactGathering(
            request: id,
            found: found,
            holders: Array(holders),
            waiting: asked
        )
        // The own copies need no message.
        if holders.contains(where: { $0.institution == self.id }) {
            let report = copiesReport(of: title, at: now)
            gathering.answers.append(FactGathering.Answer(institution: self.id, report: report))
        }
        let conversation = begin(
            .factGathering(gathering),
            timeoutFor: asked,
            limit: routing.rules.gather.timeLimit,
            at: now
        )
        for lender in asked {
            let isSent = send(
                .copiesQuery(requestID(id), title),
                to: lender,
                in: conversation,
                step: 0,
                at: now
            )
            if !isSent { receiveCopies(nil, from: lender, in: conversation, at: now) }
        }
        return true
    }

    /// The lender's side: how its copies of a title are.
    func copiesReport(of title: TitleID, at now: SimulationTime) -> CopiesReport {
        guard let bib = index.bibOfTitle[title] else {
            return CopiesReport(copies: [], holds: 0, asOf: now.microseconds)
        }
        let copies = index.itemsOfBib[bib].prefix(CopiesReport.limit).map { item in
            let loan = openLoan(of: item).map { loans[$0.position].due }
            let lent = lendingRequest(holding: item).flatMap { lending[$0.position].due }
            return CopiesReport.Copy(
                item: item,
                status: items[item.position].status,
                due: (loan ?? lent)?.microseconds,
                isLendable: institution.isLendable(items[item.position]),
                policy: institution.itemPolicies[items[item.position].policy.position].code
            )
        }
        return CopiesReport(
            copies: Array(copies),
            holds: Int32(index.openHoldsOfBib.count(of: bib)),
            asOf: now.microseconds
        )
    }

    /// The borrower's side: an answer, or word that there will be none.
    func receiveCopies(
        _ report: CopiesReport?,
        from lender: InstitutionID,
        in conversation: ConversationID,
        at now: SimulationTime
    ) {
        guard conversation.participant == participant,
            var record = conversations[conversation.number],
            case .factGathering(var gathering) = record.purpose,
            gathering.waiting.contains(lender)
        else { return }
        gathering.waiting.removeAll { $0 == lender }
        if let report {
            gathering.answers.append(FactGathering.Answer(institution: lender, report: report))
        } else {
            gathering.silent.append(lender)
        }
        guard gathering.waiting.isEmpty else {
            record.purpose = .factGathering(gathering)
            conversations.set(conversation.number, record)
            return
        }
        endGathering(gathering, conversation.number, at: now)
    }

    /// Decides with what is known by now.
    func endGathering(_ gathering: FactGathering, _ number: Int64, at now: SimulationTime) {
        closeConversation(number)
        let id = gathering.request
        guard borrowing[id.position].state == .locateInProcess,
            let title = borrowing[id.position].title
        else { return }
        chooseLenders(id, title, gathering.found, among: Candidates(gathering), at: now)
    }
}

/// Who may be asked: institutions that hold the title, or the copies that they told of.
struct Candidates {
    /// The institution of each row.
    let holders: HolderList
    /// What they answered; nil where nothing was asked.
    let answers: Answers?

    /// What was answered about copies.
    struct Answers {
        /// The copy of each row; empty where nobody told of copies.
        var copies: [CopiesReport.Copy?] = []
        /// How many wait at each row's institution, and as of when that is known.
        var holds: [Fact<Int64>?] = []
        /// Institutions that were asked and did not answer.
        var silent: [InstitutionID]

        /// The number of a row's copy; 0 is the institution as a whole.
        func item(_ row: Int) -> Int64 { copies[row].map { Int64($0.item.index) + 1 } ?? 0 }
    }

    /// Institutions of which nothing was asked.
    init(_ holders: __owned HolderList) {
        self.holders = holders
        answers = nil
    }

    /// Institutions with what they answered.
    init(_ gathering: FactGathering) {
        var holders: [Holder] = []
        var answers = Answers(silent: gathering.silent + gathering.waiting)
        for holder in gathering.holders {
            let answer = gathering.answers.first { $0.institution == holder.institution }
            guard let report = answer?.report, !report.copies.isEmpty else {
                holders.append(holder)
                answers.copies.append(nil)
                answers.holds.append(nil)
                continue
            }
            for copy in report.copies {
                holders.append(holder)
                answers.copies.append(copy)
                answers.holds.append(Fact(value: Int64(report.holds), asOf: report.asOf))
            }
        }
        self.holders = HolderList(holders)
        self.answers = answers
    }
}
