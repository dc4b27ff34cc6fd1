import LibraryModel
import SimulationKernel

// How institutions deal with requests, and what they do at night.
extension InstitutionReader {
    func readRequestPolicies(into institution: inout Institution) {
        if let element = setting("borrowing") { institution.borrowing = borrowing(element) }
        if let element = setting("lending") { institution.lending = lending(element) }
        institution.holdExpiry = setting("hold-expiry")?.period
    }

    private func borrowing(_ element: Element) -> BorrowingPolicy {
        var policy = BorrowingPolicy()
        policy.sendsAutomatically = element["send"]?.text != "staff"
        policy.cancelsOnLocateFailure = element["locate-failure"]?.text != "keep"
        policy.keepsRejectedActive = element["end-of-rota"]?.text == "keep"
        policy.expiry = element["expiry"]?.period
        policy.pickup = element["pickup"]?.distribution(in: .days) ?? policy.pickup
        policy.holdShelf = HoldShelfPolicy(period: element["hold-shelf-period"]?.period)
        policy.cancelsOpenWhenClosed = element["open-requests-when-closed"]?.text == "cancel"
        return policy
    }

    private func lending(_ element: Element) -> LendingPolicy {
        var policy = LendingPolicy()
        policy.answersAutomatically = element["answer"]?.text != "staff"
        if let expiry = element["expiry"] {
            policy.expiry = expiry.text == "never" ? nil : expiry.period
        }
        policy.countsOpenDays = element["expiry-counts"]?.text != "all-days"
        policy.renewals = element["renewals"]?.integer ?? policy.renewals
        policy.refusesWhenClosed = element["new-requests-when-closed"]?.text != "wait"
        policy.refusesOpenWhenClosed = element["open-requests-when-closed"]?.text == "refuse"
        policy.closesFulfillmentNetwork =
            element["closes-fulfillment-network"]?.boolean ?? false
        policy.lostAfter = element["lost-after"]?.period
        if let ratio = element["ratio"], let loans = ratio["loans"]?.integer,
            let borrows = ratio["borrows"]?.integer
        {
            policy.ratio = LendingRatio(loans: loans, borrows: borrows)
        }
        policy.weight = element["weight"]?.integer
        return policy
    }
}

extension NetworkReader {
    func jobs(_ element: Element?) -> NightlyJobs {
        var jobs = NightlyJobs()
        if let time = element?["time"]?.timeOfDay { jobs.time = time }
        guard let list = element?["run"] else { return jobs }
        reportRepeats(in: list)
        jobs.kinds = list.items.compactMap { $0.text.flatMap(JobKind.init(code:)) }
        return jobs
    }

    /// How each lender deals with each borrower; empty where all do as peers.
    func partnerKinds(
        _ element: Element?,
        _ institutions: CodeTable<InstitutionID>
    ) -> [PartnerKind] {
        guard let element else { return [] }
        let count = institutions.codes.count
        let standard = element["default"]?.text.flatMap(PartnerKind.init) ?? .peerToPeer
        var kinds = Array(repeating: standard, count: count * count)
        for pair in element["pairs"]?.items ?? [] {
            guard let lender = institutions.resolve(pair["lender"], into: diagnostics),
                let kind = pair["as"]?.text.flatMap(PartnerKind.init)
            else { continue }
            guard let named = pair["borrower"] else {
                for borrower in 0..<count { kinds[lender.position * count + borrower] = kind }
                continue
            }
            guard let borrower = institutions.resolve(named, into: diagnostics) else { continue }
            if borrower == lender {
                diagnostics.error(
                    "nobody is a partner of itself",
                    at: named.place,
                    hint: "name another institution under 'borrower'"
                )
            }
            kinds[lender.position * count + borrower.position] = kind
        }
        return kinds.allSatisfy { $0 == .peerToPeer } ? [] : kinds
    }
}
