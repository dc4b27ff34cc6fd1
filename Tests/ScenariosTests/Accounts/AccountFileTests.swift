import Foundation
import FulfillmentNetwork
import LibraryModel
import Scenarios
import SimulationKernel
import Testing

/// Files of accounts: what is read, and what is said of a record that is not as it should be.
struct AccountFileTests {
    private static let network = """
        network:
          code: PAIR
          name: Two Colleges
          time-zone: America/Chicago
          identifiers: [primary-id, barcode]
        defaults:
          user-groups: {student: {name: Student}, staff: {name: Staff}}
          item-policies: {book: Book}
          loan-terms: {standard: {period: 28 d}}
          loan-rules: [{terms: standard}]
          blocks: {conduct: {name: Conduct}}
          statistical-categories: {arts: Arts, law: Law}
          job-categories: {professor: Professor}
        institutions:
          NORTH:
            name: North College
            campuses: {CITY: City}
            libraries: {MAIN: {name: Main}, ANNEX: {name: Annex}}
            locations: {STACKS: {name: Stacks, library: MAIN}}
            patrons:
              list:
                - {code: ada, group: student, expiry: 2026-06-30, account: external,
                   identifiers: {primary-id: ada, barcode: "1"}}
            items:
              list: [{barcode: N-1, title: Prairie, location: STACKS, policy: book}]
        """

    private static func node(_ folder: TextFolder) throws -> InstitutionNode {
        let diagnostics = Diagnostics()
        var reader = NetworkReader(into: diagnostics)
        let plan = reader.read(path: folder.path("network.yaml"))
        return Population(of: try #require(plan, "\(diagnostics)"), seed: 1).node(
            InstitutionID(0 as Int32)
        )
    }

    /// The records of a file, and what is said of it.
    private static func read(
        _ text: String,
        as name: String
    ) throws -> (records: [IncomingAccount]?, findings: String) {
        let folder = try TextFolder(["network.yaml": network, name: text])
        let diagnostics = Diagnostics()
        let reader = AccountFileReader(for: try node(folder), into: diagnostics)
        let records = reader.read(folder.path(name), namedAt: nil)
        return (records, folder.findings(diagnostics))
    }

    private static let csv = """
        primary-id,name,expiry,group,campus,job-category,resource-sharing-libraries,\
        statistical-categories,blocks,barcode,addresses,phones,emails,preferred-email,notes,account
        ada,"Ada, Lady Lovelace",2027-06-30,staff,CITY,professor,MAIN;ANNEX,arts; law,conduct,\
        7;8,12 Oak St,1;2,a@x;b@x,b@x,first;second,external
        bob,,,,,,,,,,,,,,,
        """

    private static let json = """
        [
          {
            "account": "external",
            "notes": ["first", "second"],
            "identifiers": {"barcode": ["7", "8"]},
            "preferred-email": "b@x",
            "emails": ["a@x", "b@x"],
            "phones": "1;2",
            "addresses": "12 Oak St",
            "blocks": ["conduct"],
            "statistical-categories": ["law", "arts"],
            "resource-sharing-libraries": ["ANNEX", "MAIN"],
            "job-category": "professor",
            "campus": "CITY",
            "group": "staff",
            "expiry": 2027-06-30,
            "name": "Ada, Lady Lovelace",
            "primary-id": "ada"
          },
          {"primary-id": "bob", "name": null, "expiry": "", "group": "", "campus": null,
           "job-category": " ", "resource-sharing-libraries": [], "statistical-categories": "",
           "blocks": [], "identifiers": {"barcode": null}, "addresses": [], "phones": ";",
           "emails": [""], "preferred-email": null, "notes": []}
        ]
        """

    @Test("CSV and JSON say the same, in whatever order their keys are")
    func forms() throws {
        let csv = try Self.read(Self.csv, as: "a.csv")
        let json = try Self.read(Self.json, as: "a.json")
        #expect(csv.findings == "" && json.findings == "")
        func withoutLines(_ records: [IncomingAccount]?) -> [IncomingAccount] {
            (records ?? []).map { record in
                var record = record
                record.line = 0
                return record
            }
        }
        #expect(withoutLines(csv.records) == withoutLines(json.records))
        let ada = try #require(csv.records?.first)
        #expect(ada.name == .value("Ada, Lady Lovelace"))
        #expect(ada.resourceSharingLibraries == .value(SmallSet(bits: 0b11)))
        #expect(ada.statisticalCategories == .value(SmallSet(bits: 0b11)))
        #expect(ada.identifiers == [IdentifierKindID(1 as Int32): .value(["7", "8"])])
        #expect(ada.contacts[.email] == .value(["a@x", "b@x"]))
        #expect(ada.problem == nil)
        let bob = try #require(csv.records?.last)
        #expect(bob.name == .blank && bob.expiry == .blank && bob.group == .blank)
        #expect(bob.contacts.values.allSatisfy { $0 == .blank })
        #expect(bob.problem == nil)
    }

    @Test("The order of columns does not matter")
    func columns() throws {
        let lines = Self.csv.split(separator: "\n").map(String.init)
        let bare = [lines[0], lines[2]].map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        let order = bare[0].indices.reversed()
        let turned = bare.map { cells in order.map { cells[$0] }.joined(separator: ",") }
        let same = [lines[0], lines[2]].joined(separator: "\n")
        let first = try Self.read(same, as: "a.csv").records
        let second = try Self.read(turned.joined(separator: "\n"), as: "a.csv").records
        #expect(first != nil && second == first)
    }

    @Test("What the file does not have a column for is not spoken of")
    func absent() throws {
        let record = try #require(
            try Self.read("primary-id,campus\nada,\n", as: "a.csv").records?.first
        )
        #expect(record.campus == .blank)
        #expect(record.group == .absent && record.name == .absent)
        #expect(record.identifiers.isEmpty && record.contacts.isEmpty)
    }

    static let problems: [(key: String, value: String, reason: AccountProblem.Reason)] = [
        ("expiry", "2026-02-30", .badDate), ("expiry", "30/06/2027", .badDate),
        ("expiry", "1969-12-31", .badDate), ("group", "alumnus", .unknownGroup),
        ("campus", "TOWN", .unknownCampus), ("job-category", "dean", .unknownJobCategory),
        ("resource-sharing-libraries", "MAIN;LAW", .unknownLibrary),
        ("statistical-categories", "arts;music", .unknownStatisticalCategory),
        ("blocks", "late", .unknownBlock), ("account", "internal", .declaredInternal),
        ("account", "staff", .unknownAccountKind),
        ("name", String(repeating: "a", count: 201), .tooLong),
        ("notes", String(repeating: "a", count: 201), .tooLong),
        ("notes", (1...51).map { "\($0)" }.joined(separator: ";"), .tooLong),
        ("name", "A\u{01}", .controlCharacter),
    ]

    @Test("A record's own problem is found with its place", arguments: problems)
    func problem(key: String, value: String, reason: AccountProblem.Reason) throws {
        let records = try Self.read("primary-id,\(key)\nbob,\nada,\(value)\n", as: "a.csv").records
        let record = try #require(records?.last)
        #expect(records?.first?.problem == nil)
        #expect(record.problem?.reason == reason)
        #expect((record.line, record.problem?.column) == (3, 5))
        guard reason != .controlCharacter else { return }
        let json = "[\n  {\"primary-id\": \"ada\", \"\(key)\": \"\(value)\"}\n]"
        let same = try #require(try Self.read(json, as: "a.json").records?.first)
        #expect(same.problem?.reason == reason)
        #expect((same.line, same.problem?.column) == (2, Int32(29 + key.count)))
    }

    @Test("The first of several problems is named, in an order of its own")
    func firstProblem() throws {
        for header in ["primary-id,group,expiry", "primary-id,expiry,group"] {
            let record = try Self.read("\(header)\nada,x,x\n", as: "a.csv").records?.first
            #expect(record?.problem?.reason == .badDate)
        }
        let nobody = try Self.read("primary-id,group\n,x\n", as: "a.csv").records?.first
        #expect(nobody?.problem?.reason == .primaryIDMissing)
    }

    @Test("A cell after one with line breaks has its own line and column")
    func places() throws {
        let text = "primary-id,notes,group\nada,\"one\ntwo, \"\"three\"\"\",alumnus\nbob,,alumnus\n"
        let records = try #require(try Self.read(text, as: "a.csv").records)
        #expect(records.map(\.line) == [2, 4])
        #expect(records.map { $0.problem?.column } == [17, 6])
    }

    @Test("A name that YAML takes for nothing is a name")
    func nulls() throws {
        let csv = try Self.read("primary-id,name\nada,Null\n", as: "a.csv")
        #expect(csv.records?.first?.name == .value("Null"))
        let json = try Self.read("[{\"primary-id\": \"ada\", \"name\": \"null\"}]", as: "a.json")
        #expect(json.records?.first?.name == .value("null"))
    }

    @Test("A damaged file is read or rejected, and never stops the program")
    func damaged() throws {
        var random = SplitMix(state: 20_260_301)
        for (text, name) in [(Self.csv, "a.csv"), (Self.json, "a.json")] {
            var rejected = 0
            let folder = try TextFolder(["network.yaml": Self.network])
            let node = try Self.node(folder)
            for number in 0..<300 {
                var bytes = Array(text.utf8)
                for _ in 0...Int.random(in: 0..<4, using: &random) {
                    let index = Int.random(in: bytes.indices, using: &random)
                    switch Int.random(in: 0..<4, using: &random) {
                    case 0: bytes[index] = UInt8.random(in: 1...0x7E, using: &random)
                    case 1:
                        bytes.insert(
                            bytes[Int.random(in: bytes.indices, using: &random)],
                            at: index
                        )
                    case 2: bytes.removeSubrange(index..<min(index + 9, bytes.count))
                    default: bytes.remove(at: index)
                    }
                    if bytes.isEmpty { bytes = Array(text.utf8) }
                }
                try folder.write(String(decoding: bytes, as: UTF8.self), to: name)
                let diagnostics = Diagnostics()
                let records = AccountFileReader(for: node, into: diagnostics)
                    .read(folder.path(name), namedAt: nil)
                #expect((records == nil) == diagnostics.hasErrors, "number \(number)")
                if records == nil { rejected += 1 }
                let load = AccountLoad(records ?? [], AccountSyncOptions())
                _ = node.perform(.syncAccounts(load), at: SimulationTime(microseconds: 0))
            }
            #expect(rejected > 30)
        }
    }
}

/// Loads within whole runs: their files are part of what the run is made from.
struct AccountRunTests {
    private static let scenario = """
        name: A load and what comes of it
        network: network.yaml
        start: 2026-01-12
        end: 2026-01-31
        demand:
          own-loans: {per-patron-day: 0.2}
          visits: {per-patron-day: 0.2}
          stay: 5 d
        timeline:
          - time: 2026-01-15 03:00
            sync-accounts: {at: NORTH, file: data/load.csv}
          - time: 2026-01-25 03:00
            charge: {at: NORTH, patron: NORTH/new, amount: 1.00}
        """

    private static let network = """
        network: {code: PAIR, name: Two Colleges, time-zone: America/Chicago}
        defaults:
          user-groups: {student: {name: Student}}
          item-policies: {book: Book}
          loan-terms: {standard: {period: 28 d}}
          loan-rules: [{terms: standard}]
          linked-account-rules: [{group: student}]
        institutions:
        \(["NORTH", "SOUTH"].map(institution).joined(separator: "\n"))
        """

    private static func institution(_ code: String) -> String {
        """
          \(code):
            name: \(code) College
            libraries: {MAIN: {name: Main}}
            locations: {STACKS: {name: Stacks, library: MAIN}}
            patrons:
              synthetic: {count: 20, groups: {student: 1}, expiry: 2027-06-30, account: external}
            items:
              list:
                - {barcode: \(code.prefix(1))-1, title: One, location: STACKS, policy: book}
                - {barcode: \(code.prefix(1))-2, title: Two, location: STACKS, policy: book}
                - {barcode: \(code.prefix(1))-3, title: Three, location: STACKS, policy: book}
        """
    }

    private static let load = """
        primary-id,name,group,expiry,barcode
        p000001,One,student,2027-06-30,new-card-1
        P000002,Two,student,2027-06-30,new-card-2
        new,New,student,2027-06-30,new-card-3
        """

    private func run(
        _ folder: TextFolder,
        _ output: String,
        until: SimulationTime? = nil,
        resumes: Bool = false
    ) throws -> RunSession {
        let diagnostics = Diagnostics()
        let scenario = try #require(
            ScenarioReader(into: diagnostics).read(path: folder.path("scenario.yaml")),
            "\(diagnostics)"
        )
        var options = RunOptions()
        options.output = folder.path(output)
        options.until = until
        options.resumes = resumes
        let session = try RunSession(scenario, options: options, into: diagnostics)
        return try #require(session, "\(diagnostics)")
    }

    @Test("A run that is resumed after a load goes on as it would have")
    func resumes() throws {
        let folder = try TextFolder([
            "network.yaml": Self.network, "scenario.yaml": Self.scenario,
            "data/load.csv": Self.load,
        ])
        let whole = try run(folder, "whole")
        _ = try whole.finish()
        #expect(whole.run.expectationResults.filter { !$0.isMet }.isEmpty)
        let first = try run(folder, "parts", until: whole.run.scenario.start + .days(9))
        _ = try first.finish()
        let second = try run(folder, "parts", resumes: true)
        _ = try second.finish()
        #expect(second.run.network.runDigest == whole.run.network.runDigest)
        #expect(second.run.network.stateDigest == whole.run.network.stateDigest)
        // The file that the run keeps is what its record is held to, whatever became of the other.
        try folder.write("nothing", to: "data/load.csv")
        let diagnostics = Diagnostics()
        let finished = try FinishedRun(
            folder.path("whole"),
            access: .readOnly,
            into: diagnostics
        )
        #expect(finished?.network.stateDigest == whole.run.network.stateDigest)
        try finished?.close()
    }

    @Test("A run is not resumed with another file")
    func refusesOtherFile() throws {
        let folder = try TextFolder([
            "network.yaml": Self.network, "scenario.yaml": Self.scenario,
            "data/load.csv": Self.load,
        ])
        let start = SimulationTime(microseconds: 1_768_197_600_000_000)
        _ = try run(folder, "stopped", until: start + .days(1)).finish()
        try folder.write(Self.load.replacing("New", with: "Other"), to: "data/load.csv")
        #expect(throws: RunDirectoryError.self) { try self.run(folder, "stopped", resumes: true) }
    }
}
