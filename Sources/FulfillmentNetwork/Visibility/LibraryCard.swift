package import LibraryModel

/// What a patron sees: the account at home, where else there is activity, and the account at one
/// other institution.
package struct LibraryCard: Sendable, Codable, Hashable {
    /// The parts of an account that a patron sees whole.
    static let accountTopics: [AccountQuery.Topic] = [.loans, .requests, .balance, .blocks]

    /// What the list of institutions says about one of them.
    package enum Mark: String, Sendable, Codable {
        case activity, none, unknown
    }

    package var about: PatronReference
    package var patronCode: String
    package var home: AccountPart
    /// The other institutions, in order of code, with what each said to the question for activity.
    package var institutions: [AccountPart]
    /// The account at the institution that the patron picked.
    package var chosen: AccountPart?

    package init(
        about: PatronReference,
        patronCode: String,
        others: [InstitutionID],
        chosen: InstitutionID?
    ) {
        self.about = about
        self.patronCode = patronCode
        home = AccountPart(institution: about.institution, topics: Self.accountTopics)
        institutions = others.map { AccountPart(institution: $0, topics: [.activity]) }
        self.chosen = chosen.map { AccountPart(institution: $0, topics: Self.accountTopics) }
    }

    /// The mark of an institution in the list.
    package func mark(of part: AccountPart) -> Mark {
        if let isActive = part.activity.data { return isActive ? .activity : .none }
        // Without a linked account there is nothing there: that is known.
        return part.activity.absence?.code == .notLinked ? .none : .unknown
    }

    var isComplete: Bool {
        home.isComplete && institutions.allSatisfy(\.isComplete) && chosen?.isComplete ?? true
    }

    /// What is to be asked of whom.
    var questions: [(institution: InstitutionID, topic: AccountQuery.Topic)] {
        ([home] + institutions + (chosen.map { [$0] } ?? []))
            .flatMap { part in part.topics.map { (part.institution, $0) } }
    }

    mutating func receive(_ answer: AccountAnswer, from institution: InstitutionID) {
        if home.institution == institution { home.receive(answer) }
        if chosen?.institution == institution { chosen?.receive(answer) }
        for position in institutions.indices
        where institutions[position].institution == institution {
            institutions[position].receive(answer)
        }
    }

    mutating func close(_ refusal: Refusal) {
        home.close(refusal)
        chosen?.close(refusal)
        for position in institutions.indices { institutions[position].close(refusal) }
    }
}
