package import LibraryModel
package import SimulationKernel

/// One part of an account: what it shows and as of when, why it shows nothing, or that the answer
/// is still out.
package enum Reply<Content: Sendable & Codable & Hashable>: Sendable, Codable, Hashable {
    case pending
    case data(Content, asOf: Int64)
    case absent(Refusal)

    /// The content, where there is one.
    package var data: Content? {
        if case .data(let content, _) = self { content } else { nil }
    }

    /// Why there is no content, where it is known.
    package var absence: Refusal? {
        if case .absent(let refusal) = self { refusal } else { nil }
    }

    /// When the content was true.
    package var asOf: SimulationTime? {
        if case .data(_, let asOf) = self { SimulationTime(microseconds: asOf) } else { nil }
    }

    var isPending: Bool {
        if case .pending = self { true } else { false }
    }
}

/// A patron's account at one institution, as far as it was asked for and answered.
package struct AccountPart: Sendable, Codable, Hashable {
    package var institution: InstitutionID
    package var topics: [AccountQuery.Topic]
    package var loans: Reply<AccountLoans> = .pending
    package var requests: Reply<AccountRequests> = .pending
    package var balance: Reply<AccountBalance> = .pending
    package var blocks: Reply<[BlockLine]> = .pending
    package var activity: Reply<Bool> = .pending

    init(institution: InstitutionID, topics: [AccountQuery.Topic]) {
        self.institution = institution
        self.topics = topics
    }

    /// Whether each topic asked for has its answer or its reason.
    var isComplete: Bool { !topics.contains(where: isPending) }

    /// Why the institution is missing altogether, if every topic is.
    package var absence: Refusal? {
        let reasons = topics.compactMap(absence)
        return reasons.count == topics.count ? reasons.first : nil
    }

    /// Whether each topic asked for has data.
    package var isWhole: Bool { topics.allSatisfy { absence($0) == nil && !isPending($0) } }

    mutating func receive(_ answer: AccountAnswer) {
        guard topics.contains(answer.topic), isPending(answer.topic) else { return }
        switch answer.content {
        case .loans(let loans): self.loans = .data(loans, asOf: answer.asOf)
        case .requests(let requests): self.requests = .data(requests, asOf: answer.asOf)
        case .balance(let balance): self.balance = .data(balance, asOf: answer.asOf)
        case .blocks(let blocks): self.blocks = .data(blocks, asOf: answer.asOf)
        case .activity(let isActive): activity = .data(isActive, asOf: answer.asOf)
        case .absent(let refusal): setAbsent(answer.topic, refusal)
        }
    }

    /// Gives every topic that is still out the same reason.
    mutating func close(_ refusal: Refusal) {
        for topic in topics where isPending(topic) { setAbsent(topic, refusal) }
    }

    mutating func setAbsent(_ topic: AccountQuery.Topic, _ refusal: Refusal) {
        switch topic {
        case .loans: loans = .absent(refusal)
        case .requests: requests = .absent(refusal)
        case .balance: balance = .absent(refusal)
        case .blocks: blocks = .absent(refusal)
        case .activity: activity = .absent(refusal)
        }
    }

    private func isPending(_ topic: AccountQuery.Topic) -> Bool {
        switch topic {
        case .loans: loans.isPending
        case .requests: requests.isPending
        case .balance: balance.isPending
        case .blocks: blocks.isPending
        case .activity: activity.isPending
        }
    }

    private func absence(_ topic: AccountQuery.Topic) -> Refusal? {
        switch topic {
        case .loans: loans.absence
        case .requests: requests.absence
        case .balance: balance.absence
        case .blocks: blocks.absence
        case .activity: activity.absence
        }
    }
}
