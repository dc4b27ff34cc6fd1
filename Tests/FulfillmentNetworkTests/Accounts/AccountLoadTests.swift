import FulfillmentNetwork
import LibraryModel
import SimulationKernel
import Testing

/// Loads at a node: what they write, and what never depends on chance.
@Suite struct AccountLoadTests {
    private static let seeds: [UInt64] = Array(1...60)

    private func record(
        _ primaryID: String,
        _ change: (inout IncomingAccount) -> Void = { _ in }
    ) -> IncomingAccount {
        var record = IncomingAccount(primaryID: primaryID)
        change(&record)
        return record
    }

    /// A network in which staff and loads have done this and that.
    private func livedIn(_ seed: UInt64, _ people: inout RandomPeople) throws -> Scene {
        let scene = Scene(TestNetwork.Options(seed: seed))
        let node = try scene.node("EAST")
        for _ in 0..<12 {
            let patron = PatronID(people.generator.below(node.patrons.count))
            try scene.ask(.editAccount(patron: patron, people.edit(at: node)), at: "EAST")
            try scene.ask(.syncAccounts(people.load(at: node)), at: "EAST")
        }
        return scene
    }

    @Test("A load that is repeated changes nothing", arguments: seeds)
    func isIdempotent(seed: UInt64) throws {
        var people = RandomPeople(seed: seed)
        let scene = try livedIn(seed, &people)
        let node = try scene.node("EAST")
        var load = people.load(at: node)
        load.options.isDryRun = false
        let first = try scene.sync(load.records, at: "EAST", load.options)
        let accounts = node.patrons.indices.map { node.account(of: PatronID($0)) }
        let rows = (node.identifiers.count, node.contacts.count, node.blocks.count)
        let second = try scene.sync(load.records, at: "EAST", load.options)
        #expect(second.count(.created) == 0 && second.count(.changed) == 0, "seed \(seed)")
        #expect(second.count(.refused) == first.count(.refused), "seed \(seed)")
        #expect(second.lines.map(\.kept) == first.lines.map(\.kept), "seed \(seed)")
        #expect(
            node.patrons.indices.map { node.account(of: PatronID($0)) } == accounts,
            "seed \(seed)"
        )
        #expect(
            (node.identifiers.count, node.contacts.count, node.blocks.count) == rows,
            "seed \(seed)"
        )
        #expect(scene.network.brokenInvariants == [], "seed \(seed)")
    }

    @Test("The order of the records does not matter", arguments: seeds)
    func ignoresOrder(seed: UInt64) throws {
        var people = RandomPeople(seed: seed)
        let scene = try livedIn(seed, &people)
        let node = try scene.node("EAST")
        let records = (0..<9).map { people.record(at: node, line: $0) }
        func digest(_ records: [IncomingAccount]) throws -> (Digest, [String]) {
            var people = RandomPeople(seed: seed)
            let scene = try livedIn(seed, &people)
            let report = try scene.sync(records, at: "EAST")
            return (
                scene.network.stateDigest,
                report.lines.map { "\($0.primaryID) \($0.line) \($0.result) \($0.changed)" }
            )
        }
        let first = try digest(records)
        for _ in 0..<3 {
            let other = try digest(records.shuffled(using: &people.generator))
            #expect(other.0 == first.0 && other.1 == first.1, "seed \(seed)")
        }
    }

    @Test("What staff added survives every load", arguments: seeds)
    func keepsInternal(seed: UInt64) throws {
        var people = RandomPeople(seed: seed)
        let scene = try livedIn(seed, &people)
        let node = try scene.node("EAST")
        let count = node.patrons.count
        func internals() -> [AccountSegments] {
            (0..<count).map { node.account(of: PatronID($0)).internal }
        }
        let before = internals()
        for _ in 0..<10 {
            try scene.ask(.syncAccounts(people.load(at: node)), at: "EAST")
            #expect(internals() == before, "seed \(seed)")
        }
    }

    @Test(
        "No load makes an external account internal, or touches an internal one",
        arguments: seeds
    )
    func keepsKinds(seed: UInt64) throws {
        var people = RandomPeople(seed: seed)
        let scene = try livedIn(seed, &people)
        let node = try scene.node("EAST")
        let before = node.patrons.indices.map { node.account(of: PatronID($0)) }
        for _ in 0..<10 {
            var load = people.load(at: node)
            load.options.convertsInternal = false
            try scene.ask(.syncAccounts(load), at: "EAST")
        }
        for (position, account) in before.enumerated() {
            let after = node.account(of: PatronID(position))
            #expect(after.kind == account.kind, "seed \(seed)")
            if account.kind == .internal { #expect(after == account, "seed \(seed)") }
        }
    }

    @Test("A dry run reports what a load would do, and writes only its history", arguments: seeds)
    func triesFirst(seed: UInt64) throws {
        var people = RandomPeople(seed: seed)
        let scene = try livedIn(seed, &people)
        let node = try scene.node("EAST")
        var load = people.load(at: node)
        load.options.isDryRun = true
        let tables = scene.network.tables.filter { !$0.contains(" jobs:") }
        let tried = try scene.sync(load.records, at: "EAST", load.options)
        #expect(scene.network.tables.filter { !$0.contains(" jobs:") } == tables, "seed \(seed)")
        load.options.isDryRun = false
        let done = try scene.sync(load.records, at: "EAST", load.options)
        #expect(done.summary == tried.summary, "seed \(seed)")
        #expect(node.jobs.all.suffix(2).map(\.record.isDryRun) == [true, false])
        #expect(node.jobs.all.last?.record.result == done.summary)
    }

    @Test("A record that nobody has becomes an external account, found by its identifiers")
    func creates() throws {
        let scene = Scene()
        let report = try scene.sync(
            [
                record("New.One") {
                    $0.name = .value("New One")
                    $0.group = .value(UserGroupID(0 as Int32))
                    $0.expiry = .value(CivilDate(daysSinceEpoch: 21_000))
                    $0.identifiers = [TestNetwork.barcode: .value(["N1"])]
                }
            ],
            at: "EAST"
        )
        let node = try scene.node("EAST")
        let patron = try #require(report.lines.first?.patron)
        #expect(
            report.summary == "created 1, changed 0, unchanged 0, refused 0, kept 0, released 0"
        )
        #expect(node.patronLabels[patron.position] == Label(code: "New.One", text: "New One"))
        #expect(node.patrons[patron.position].account == .external)
        for identifier in [
            PatronIdentifier(kind: .primary, value: "NEW.one"),
            PatronIdentifier(kind: TestNetwork.barcode, value: "N1"),
        ] {
            #expect(node.patron(identifier: identifier) == patron)
        }
        #expect(node.card(of: patron).value == "N1")
        #expect(node.firstLoadedPatron == patron.position)
    }

    @Test("A code that another has is not given twice")
    func choosesCodes() throws {
        let scene = Scene()
        // P0 is known by the primary identifier P0@EAST, so that P0 is nobody's.
        let report = try scene.sync(
            [
                record("P0") {
                    $0.group = .value(UserGroupID(0 as Int32))
                    $0.expiry = .value(CivilDate(daysSinceEpoch: 21_000))
                }
            ],
            at: "EAST"
        )
        let patron = try #require(report.lines.first?.patron)
        #expect(try scene.node("EAST").patronLabels[patron.position].code == "P0-2")
    }

    @Test("An account without a primary identifier goes by its code")
    func findsByCode() throws {
        let scene = Scene()
        let node = try scene.node("EAST")
        node.addPatron(
            Patron(
                group: UserGroupID(0 as Int32),
                expiry: CivilDate(daysSinceEpoch: 21_000),
                account: .external
            ),
            code: "Plain",
            name: "Old",
            identifiers: []
        )
        let report = try scene.sync(
            [record("PLAIN") { $0.name = .value("New") }],
            at: "EAST"
        )
        #expect(report.lines.map(\.result) == [.changed])
        #expect(node.patronLabels[8].text == "New")
    }

    @Test("Two patrons exchange their cards in one load, and the desk knows at once")
    func exchangesCards() throws {
        let scene = Scene()
        let node = try scene.node("EAST")
        func card(_ number: Int) -> PatronIdentifier {
            PatronIdentifier(kind: TestNetwork.barcode, value: "EAST-\(number)x")
        }
        let report = try scene.sync(
            [
                record("P0@EAST") { $0.identifiers = [TestNetwork.barcode: .value(["EAST-2x"])] },
                record("P2@EAST") { $0.identifiers = [TestNetwork.barcode: .value(["EAST-0x"])] },
            ],
            at: "EAST"
        )
        #expect(report.lines.map(\.changed) == [[.identifiers], [.identifiers]])
        #expect(node.patron(identifier: card(0)) == PatronID(2 as Int32))
        #expect(node.patron(identifier: card(2)) == PatronID(0 as Int32))
        #expect(node.card(of: PatronID(0 as Int32)) == card(2))
        #expect(scene.network.brokenInvariants == [])
    }

    @Test("A list that the job assigned is no manual change; one that staff set is")
    func knowsTheJob() throws {
        let scene = Scene()
        let node = try scene.node("EAST")
        try scene.ask(.assignResourceSharingLibrary(AssignmentOptions()), at: "EAST")
        let incoming = record("P0@EAST") {
            $0.resourceSharingLibraries = .value(SmallSet([TestNetwork.law]))
        }
        #expect(try scene.sync([incoming], at: "EAST").count(.changed) == 1)
        #expect(node.patrons[0].resourceSharingOrigin == .load)
        try scene.ask(
            .setResourceSharingLibraries(
                patron: PatronID(0 as Int32),
                libraries: SmallSet([TestNetwork.main])
            ),
            at: "EAST"
        )
        #expect(
            node.externalAccount(of: PatronID(0 as Int32)).protected == .resourceSharingLibraries
        )
        // The job may overwrite what staff set only if it is told to, and then it is the job's.
        var options = AssignmentOptions()
        options.overwritesManual = true
        try scene.ask(
            .setResourceSharingLibraries(
                patron: PatronID(0 as Int32),
                libraries: SmallSet([TestNetwork.law])
            ),
            at: "EAST"
        )
        try scene.ask(.assignResourceSharingLibrary(options), at: "EAST")
        #expect(node.externalAccount(of: PatronID(0 as Int32)).protected == [])
    }

    @Test("Linked copies are nobody's whom a load knows")
    func leavesCopies() throws {
        let scene = Scene()
        try scene.findUser("WEST/P0", at: "EAST")
        let report = try scene.sync([record("WEST/P0")], at: "EAST")
        #expect(report.lines.map(\.problem?.reason) == [.groupMissing])
    }
}
