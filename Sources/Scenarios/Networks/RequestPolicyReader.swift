import LibraryModel
import SimulationKernel

// How institutions deal with requests, and what they do at night.
extension InstitutionReader {
    func readRequestPolicies(into institution: inout Institution) {
        if let element = setting("borrowing") { institution.borrowing = borrowing(element) }
        if let element = setting("lending") { institution.lending = lending(element) }
        if let expiry = setting("hold-expiry") {
            institution.holdExpiry = expiry.text == "never" ? nil : expiry.period
        }
        institution.groups = (setting("groups")?.entries ?? []).map { entry in
            GroupMembership(
                entry.key,
                priority: entry.value["priority"]?.integer ?? entry.value.integer ?? 0,
                isReciprocal: entry.value["reciprocal"]?.boolean
            )
        }
    }

    /// What is offered, and for how much; nil where nothing is said.
    private func tiers(_ element: Element) -> [ServiceTier]? {
        let cost = money(element["cost"])
        guard let tiers = element["tiers"] else {
            return cost.map { [ServiceTier(cost: $0)] }
        }
        return tiers.items.map { tier in
            ServiceTier(
                kind: tier["type"]?.text.flatMap(ServiceTier.Kind.init),
                level: tier["level"]?.serviceLevel,
                cost: money(tier["cost"]) ?? cost ?? .zero
            )
        }
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
        policy.service = RequestedService(
            level: element["service-level"]?.serviceLevel,
            maximumCost: money(element["maximum-cost"])
        )
        policy.preferredGroups = (element["prefers"]?.items ?? []).compactMap(\.text)
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
        policy.tiers = tiers(element)
        return policy
    }
}

extension Element {
    /// The service level that the element names.
    var serviceLevel: ServiceLevel? {
        ServiceLevel.allCases.first { $0.code == text }
    }
}

extension NetworkReader {
    /// Finds preferred groups that no institution is in.
    func reportUnknownGroups(
        in institutions: [Institution],
        _ members: Element,
        _ defaults: Element?
    ) {
        let groups = institutions.flatMap { $0.groups.map(\.group) }
        let codes = Set(groups).sorted()
        for borrowing in members.entries.map({ $0.value["borrowing"] }) + [defaults?["borrowing"]] {
            for element in borrowing?["prefers"]?.items ?? []
            where !codes.contains(element.text ?? "") {
                diagnostics.error(
                    "no institution is in a group '\(element.text ?? "")'",
                    at: element.place,
                    hint: Spelling.hint(for: element.text ?? "", among: codes)
                        ?? (codes.isEmpty
                            ? "say which groups institutions are in, under 'groups'"
                            : "the groups are \(codes.prefix(8).joined(separator: ", "))")
                )
            }
        }
    }

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
