import Foundation
import LibraryModel
import SimulationKernel
import Testing

/// What one record makes of one account.
@Suite struct AccountMergeTests {
    private static let student = UserGroupID(0 as Int32)
    private static let graduate = UserGroupID(1 as Int32)
    private static let guest = UserGroupID(2 as Int32)
    private static let winona = SmallSet([LibraryID(0 as Int32)])
    private static let twin = SmallSet([LibraryID(1 as Int32)])
    private static let both = SmallSet([LibraryID(0 as Int32), LibraryID(1 as Int32)])
    private static let barcode = IdentifierKindID(1 as Int32)

    private func account(_ change: (inout Account) -> Void = { _ in }) -> Account {
        var account = Account(
            kind: .external,
            name: "Ada",
            expiry: day("2026-05-31"),
            group: Self.student,
            inherited: InheritedFields(group: Self.student)
        )
        change(&account)
        return account
    }

    private func merge(
        _ account: Account,
        _ options: AccountSyncOptions = AccountSyncOptions(),
        _ change: (inout IncomingAccount) -> Void
    ) throws -> AccountMerge {
        var incoming = IncomingAccount(primaryID: "ada")
        change(&incoming)
        return try AccountMerge.merge(incoming, into: account, options).get()
    }

    @Test("Core fields are replaced, and what the file does not speak of stays")
    func replacesCore() throws {
        let result = try merge(account()) { $0.expiry = .value(day("2026-08-31")) }
        #expect(result.changed == [.expiry])
        #expect(result.account.expiry == day("2026-08-31"))
        #expect(result.account.name == "Ada")
    }

    @Test("A blank leaves a field or empties it, but an account has an expiry and a group")
    func blanks() throws {
        let full = account {
            $0.campus = CampusID(0 as Int32)
            $0.external[.phone] = ["1"]
        }
        func blank(_ setting: AccountSyncOptions.Blank) throws -> AccountMerge {
            try merge(full, AccountSyncOptions(blank: setting)) {
                $0.name = .blank
                $0.expiry = .blank
                $0.group = .blank
                $0.campus = .blank
                $0.contacts = [.phone: .blank]
            }
        }
        #expect(try blank(.keep).account == full)
        let cleared = try blank(.clear)
        #expect(cleared.changed == [.name, .campus, .phones])
        #expect(cleared.account.group == Self.student)
        #expect(cleared.account.expiry == day("2026-05-31"))
    }

    /// A library list that staff changed to Twin Cities; what the file says, and what comes of it.
    static let protection: [(String, Given<SmallSet>, AccountSyncOptions, SmallSet, String)] = [
        ("nothing", .absent, AccountSyncOptions(), twin, "stays"),
        ("something else", .value(both), AccountSyncOptions(), twin, "kept"),
        ("what staff set", .value(twin), AccountSyncOptions(), twin, "stays"),
        ("what was inherited", .value(winona), AccountSyncOptions(), winona, "released"),
        ("a blank", .blank, AccountSyncOptions(), twin, "kept"),
        ("a blank to be kept", .blank, AccountSyncOptions(blank: .keep), twin, "stays"),
        (
            "something else, overriding", .value(both),
            AccountSyncOptions(overrides: .resourceSharingLibraries), both, "released"
        ),
        (
            "a blank, overriding", .blank,
            AccountSyncOptions(overrides: .resourceSharingLibraries), SmallSet(), "released"
        ),
        (
            "something else, overriding another field", .value(both),
            AccountSyncOptions(overrides: .group), twin, "kept"
        ),
    ]

    @Test("A manual change wins until the file carries the inherited value", arguments: protection)
    func protects(
        _ title: String,
        _ given: Given<SmallSet>,
        _ options: AccountSyncOptions,
        _ expected: SmallSet,
        _ what: String
    ) throws {
        let edited = account {
            $0.resourceSharingLibraries = Self.twin
            $0.inherited.resourceSharingLibraries = Self.winona
            $0.protected = .resourceSharingLibraries
        }
        let result = try merge(edited, options) { $0.resourceSharingLibraries = given }
        #expect(result.account.resourceSharingLibraries == expected)
        #expect(result.kept == (what == "kept" ? [.resourceSharingLibraries] : []))
        #expect(result.released == (what == "released" ? [.resourceSharingLibraries] : []))
        #expect(result.account.protected.isEmpty == (what == "released"))
        // What is inherited is what a load brought, not what it would have liked to bring.
        if what != "released" {
            #expect(result.account.inherited.resourceSharingLibraries == Self.winona)
        }
    }

    @Test("A field that is given back follows the loads again")
    func followsAgain() throws {
        var current = account {
            $0.group = Self.graduate
            $0.protected = .group
        }
        let loads: [(UserGroupID, UserGroupID)] = [
            (Self.guest, Self.graduate), (Self.student, Self.student), (Self.guest, Self.guest),
            (Self.graduate, Self.graduate),
        ]
        for (incoming, expected) in loads {
            current = try merge(current) { $0.group = .value(incoming) }.account
            #expect(current.group == expected)
        }
    }

    @Test("Each protected field is protected by itself")
    func protectsEach() throws {
        let campus = CampusID(1 as Int32)
        let category = JobCategoryID(1 as Int32)
        for field in ProtectedFields.all.fields {
            let edited = account { $0.protected = ProtectedFields(field) }
            let result = try merge(edited) {
                $0.group = .value(Self.guest)
                $0.campus = .value(campus)
                $0.jobCategory = .value(category)
                $0.resourceSharingLibraries = .value(Self.both)
            }
            #expect(result.kept == [field])
            #expect(result.changed == ProtectedFields.all.fields.filter { $0 != field })
        }
    }

    @Test("External lines are replaced, internal ones kept and not doubled")
    func replacesLines() throws {
        func card(_ value: String) -> PatronIdentifier {
            PatronIdentifier(kind: Self.barcode, value: value)
        }
        let lived = account {
            $0.external.identifiers = [card("1")]
            $0.internal.identifiers = [card("9")]
            $0.external[.email] = ["a@x", "b@x"]
            $0.internal[.email] = ["own@x"]
            $0.external.statisticalCategories = SmallSet(bits: 0b01)
            $0.internal.statisticalCategories = SmallSet(bits: 0b10)
            $0.preferredEmail = "a@x"
        }
        let result = try merge(lived) {
            $0.identifiers = [Self.barcode: .value(["2", "9"])]
            $0.contacts = [.email: .value(["c@x", "own@x"])]
            $0.statisticalCategories = .value(SmallSet(bits: 0b110))
        }
        #expect(result.account.internal == lived.internal)
        #expect(result.account.external.identifiers == [card("2")])
        #expect(result.account.external[.email] == ["c@x"])
        #expect(result.account.external.statisticalCategories == SmallSet(bits: 0b100))
        #expect(result.account.preferredEmail == "c@x")
        #expect(
            result.changed == [.statisticalCategories, .identifiers, .emails, .preferredEmail]
        )
    }

    @Test("Where notices go is the file's to say, unless staff chose an address of their own")
    func prefers() throws {
        let rows:
            [(external: Set<String>, own: Set<String>, now: String?, says: String?, String?)] =
                [
                    (["a", "b"], [], "a", "b", "b"), (["a", "b"], [], "b", nil, "b"),
                    (["a"], ["x"], "x", "a", "x"), (["a"], ["x"], "a", nil, "a"),
                    (["b", "a"], [], nil, nil, "a"), ([], [], nil, nil, nil),
                ]
        for row in rows {
            let lived = account {
                $0.external[.email] = row.external
                $0.internal[.email] = row.own
                $0.preferredEmail = row.now
            }
            let result = try merge(lived) {
                $0.preferredEmail = row.says.map { .value($0) } ?? .absent
            }
            #expect(result.account.preferredEmail == row.4)
        }
    }

    @Test("A record is refused for what is wrong with it, an internal account before all")
    func refuses() {
        func reason(
            _ account: Account?,
            _ options: AccountSyncOptions = AccountSyncOptions(),
            _ change: (inout IncomingAccount) -> Void
        ) -> AccountProblem.Reason? {
            var incoming = IncomingAccount(primaryID: "ada")
            change(&incoming)
            let result =
                account.map { AccountMerge.merge(incoming, into: $0, options) }
                ?? AccountMerge.create(incoming, options)
            if case .failure(let problem) = result { return problem.reason }
            return nil
        }
        let own = account { $0.kind = .internal }
        let converting = AccountSyncOptions(convertsInternal: true)
        #expect(reason(own) { _ in } == .internalAccount)
        #expect(reason(own) { $0.problem = AccountProblem(.badDate) } == .internalAccount)
        #expect(reason(own, converting) { _ in } == nil)
        #expect(reason(own, converting) { $0.problem = AccountProblem(.badDate) } == .badDate)
        #expect(
            reason(account()) { $0.preferredEmail = .value("a@x") } == .preferredEmailNotListed
        )
        #expect(reason(nil) { $0.expiry = .value(day("2026-08-31")) } == .groupMissing)
        #expect(reason(nil) { $0.group = .value(Self.student) } == .expiryMissing)
        #expect(
            AccountProblem.Reason.allCases.allSatisfy {
                !"\(AccountProblem($0))".isEmpty || $0 == .tooLong
            }
        )
    }

    @Test("An internal account that is made external follows the file, with its own lines kept")
    func converts() throws {
        let own = account {
            $0.kind = .internal
            $0.inherited = InheritedFields()
            $0.internal[.note] = ["own"]
        }
        let result = try merge(own, AccountSyncOptions(convertsInternal: true)) {
            $0.group = .value(Self.guest)
            $0.contacts = [.note: .value(["theirs"])]
        }
        #expect(result.changed == [.account, .group, .notes])
        #expect(result.account.kind == .external)
        #expect(result.account.internal[.note] == ["own"])
        #expect(result.account.inherited.group == Self.guest)
    }
}

/// What a whole load makes of identifiers that several claim.
@Suite struct AccountSyncTests {
    private static let barcode = IdentifierKindID(1 as Int32)

    /// A load about people who have one card each, and want others; the outcome by person, with `+`
    /// for accepted.
    private func load(_ owners: [String: String], _ wants: [(String, String)]) -> [String] {
        let people = owners.keys.sorted()
        let ranks = Dictionary(uniqueKeysWithValues: zip(people, 0...))
        let holders = Dictionary(uniqueKeysWithValues: people.map { (owners[$0] ?? "", $0) })
        func card(_ value: String) -> PatronIdentifier {
            PatronIdentifier(kind: Self.barcode, value: value)
        }
        let records = wants.enumerated().map { line, want in
            var record = IncomingAccount(primaryID: want.0, line: Int32(line))
            record.identifiers = [Self.barcode: .value([want.1])]
            return record
        }
        let sync = AccountSync(
            records,
            AccountSyncOptions(),
            find: { key in
                ranks[key].map { position in
                    var account = Account(
                        kind: .external,
                        name: key,
                        expiry: day("2026-08-31"),
                        group: UserGroupID(0 as Int32)
                    )
                    account.external.identifiers = [card(owners[key] ?? "")]
                    return (PatronID(position), account)
                }
            },
            owner: { identifier in
                holders[identifier.value].flatMap { ranks[$0] }.map { PatronID($0) }
            }
        )
        return sync.lines.map { line in
            switch line.result {
            case .success: line.incoming.primaryID + "+"
            case .failure(let problem): line.incoming.primaryID + " " + problem.reason.rawValue
            }
        }
    }

    @Test("Who is in the file twice is refused each time, whatever the case")
    func refusesRepeats() {
        #expect(
            load(["ada": "1", "ben": "2"], [("ada", "1"), ("ben", "2"), ("ADA", "3")])
                == ["ada duplicate-record", "ADA duplicate-record", "ben+"]
        )
    }

    @Test("People exchange cards in a ring, but no two get the same")
    func exchanges() {
        let owners = ["ada": "1", "ben": "2", "cal": "3"]
        #expect(
            load(owners, [("ada", "2"), ("ben", "3"), ("cal", "1")]) == ["ada+", "ben+", "cal+"]
        )
        #expect(
            load(owners, [("ada", "4"), ("ben", "4")])
                == ["ada identifier-taken", "ben identifier-taken"]
        )
        #expect(load(owners, [("ada", "2"), ("ben", "2")]) == ["ada identifier-taken", "ben+"])
    }

    @Test("Whoever is refused keeps a card, which refuses the next in the ring")
    func refusesInTurn() {
        let owners = ["ada": "1", "ben": "2", "cal": "3", "dan": "4"]
        #expect(
            load(owners, [("ada", "2"), ("ben", "3"), ("cal", "4")])
                == [
                    "ada identifier-taken", "ben identifier-taken", "cal identifier-taken",
                ]
        )
    }

    @Test("A long chain of refusals takes no longer than the file is long")
    func refusesChains() {
        let names = (0..<20_000).map { String(format: "%05d", $0) }
        let owners = Dictionary(uniqueKeysWithValues: zip(names, names))
        // Each wants the card of the next, and the last keeps it.
        let results = load(owners, zip(names, names.dropFirst()).map { ($0, $1) })
        #expect(results.allSatisfy { $0.hasSuffix("identifier-taken") })
    }
}
