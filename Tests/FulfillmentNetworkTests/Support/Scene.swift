import FulfillmentNetwork
import LibraryModel
import SimulationKernel
import Testing

/// A test network, spoken to in the codes that people use.
struct Scene {
    let network: Network

    init(_ options: TestNetwork.Options = TestNetwork.Options()) {
        network = TestNetwork.network(options)
    }

    func node(_ code: String) throws -> InstitutionNode {
        network.node(try #require(network.configuration.institution(code: code)))
    }

    /// A patron by `HOME/CODE`.
    func patron(_ text: String) throws -> PatronReference {
        let parts = text.split(separator: "/").map(String.init)
        let home = try node(parts[0])
        return PatronReference(
            institution: home.id,
            patron: try #require(home.patron(code: parts[1]))
        )
    }

    /// The record of a patron at an institution: the own one, or the linked copy.
    func record(_ patron: String, at code: String) throws -> PatronID {
        let reference = try self.patron(patron)
        let node = try node(code)
        if reference.institution == node.id { return reference.patron }
        let account = try #require(node.linkedAccount(of: reference))
        return node.linkedAccounts[account.position].patron
    }

    func bib(_ code: String, at institution: String) throws -> BibID {
        try #require(try node(institution).bib(code: code))
    }

    func item(_ code: String, at institution: String) throws -> ItemID {
        try #require(try node(institution).item(code: code))
    }

    func card(_ patron: String) throws -> (home: InstitutionID, identifier: PatronIdentifier) {
        let reference = try self.patron(patron)
        let home = network.node(reference.institution).institution.code
        let value = "\(home)-\(reference.patron.position)x"
        return (
            reference.institution, PatronIdentifier(kind: TestNetwork.barcode, value: value)
        )
    }

    @discardableResult
    func ask(_ command: Command, at code: String) throws -> Outcome {
        try network.ask(command, at: try node(code).id)
    }

    @discardableResult
    func request(_ title: Int, for patron: String) throws -> Outcome {
        let reference = try self.patron(patron)
        return try network.ask(
            .request(
                patron: reference.patron,
                wanted: .title(TitleID(title)),
                owner: nil,
                pickup: nil
            ),
            at: reference.institution
        )
    }

    @discardableResult
    func checkOut(_ bib: String, to patron: String, at code: String) throws -> Outcome {
        try ask(
            .checkOut(
                patron: try record(patron, at: code),
                wanted: .bib(try self.bib(bib, at: code)),
                stay: nil
            ),
            at: code
        )
    }

    @discardableResult
    func walkIn(_ patron: String, wants bib: String, at code: String) throws -> Outcome {
        let card = try card(patron)
        return try ask(
            .walkIn(
                home: card.home,
                identifier: card.identifier,
                wanted: .bib(try self.bib(bib, at: code)),
                stay: nil
            ),
            at: code
        )
    }

    @discardableResult
    func findUser(_ patron: String, at code: String) throws -> Outcome {
        let card = try card(patron)
        return try ask(.findUser(home: card.home, identifier: card.identifier), at: code)
    }

    @discardableResult
    func renew(_ item: String, at code: String) throws -> Outcome {
        let copy = try self.item(item, at: code)
        return try ask(.renew(try #require(try node(code).openLoan(of: copy))), at: code)
    }

    @discardableResult
    func checkIn(_ item: String, at code: String) throws -> Outcome {
        try ask(.checkIn(try self.item(item, at: code)), at: code)
    }

    @discardableResult
    func placeHold(_ bib: String, for patron: String, at code: String) throws -> Outcome {
        try ask(
            .placeHold(patron: try record(patron, at: code), bib: try self.bib(bib, at: code)),
            at: code
        )
    }

    @discardableResult
    func charge(_ units: Int64, to patron: String, at code: String) throws -> Outcome {
        try ask(
            .charge(patron: try record(patron, at: code), amount: Money(minorUnits: units)),
            at: code
        )
    }

    @discardableResult
    func pay(_ units: Int64, by patron: String, at code: String) throws -> Outcome {
        try ask(
            .pay(
                patron: try record(patron, at: code),
                amount: Money(minorUnits: units),
                owedTo: nil
            ),
            at: code
        )
    }

    @discardableResult
    func block(_ patron: String, at code: String, definition: Int = 0) throws -> Outcome {
        try ask(
            .addBlock(
                patron: try record(patron, at: code),
                definition: BlockDefinitionID(definition)
            ),
            at: code
        )
    }

    /// What staff of an institution see of a patron elsewhere.
    func activity(
        of patron: String,
        by code: String,
        at chosen: String? = nil
    ) throws -> NetworkActivity {
        let outcome = try ask(
            .networkActivity(
                staff: TestNetwork.desk,
                patron: try record(patron, at: code),
                at: try chosen.map { try node($0).id }
            ),
            at: code
        )
        guard case .networkActivity(let activity) = outcome else {
            throw Unexpected(outcome: outcome)
        }
        return activity
    }

    func card(of patron: String, chosen: String? = nil) throws -> LibraryCard {
        network.isWatching = true
        let conversation = try network.openCard(
            of: try self.patron(patron),
            chosen: try chosen.map { try node($0).id }
        )
        let outcome = try network.wait(for: conversation)
        guard case .libraryCard(let card) = outcome else { throw Unexpected(outcome: outcome) }
        return card
    }

    /// Lets time pass.
    func wait(_ duration: SimulationDuration) throws {
        #expect(try network.advance(to: network.now + duration) == .limit)
    }
}

/// An outcome of another kind than the test was about.
struct Unexpected: Error {
    var outcome: Outcome
}

extension Outcome {
    /// `accepted`, or the text of the refusal's code.
    var code: String { refusal?.code.rawValue ?? "accepted" }
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }
}
