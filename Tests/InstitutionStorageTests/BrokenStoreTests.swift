import Foundation
import FulfillmentNetwork
import InstitutionStorage
import LibraryModel
import SimulationKernel
import Testing

/// Files that no store would have written: each is refused with a message, and none stops the
/// program.
struct BrokenStoreTests {
    private let files: TestStores

    init() throws {
        files = try TestStores()
        let network = TestNetwork.network(seed: 42)
        var people = RandomPeople(seed: 42)
        for _ in 0..<300 { try people.act(in: network) }
        _ = try network.perform(
            .walkIn(
                home: InstitutionID(1),
                identifier: PatronIdentifier(kind: .primary, value: "NORTH3"),
                wanted: .bib(BibID(0)),
                stay: nil
            ),
            at: InstitutionID(0)
        )
        let stores = try files.create()
        try stores.writeCheckpoint(3, of: network)
        try stores.close()
    }

    /// Opens and reads everything.
    private func read() throws {
        let stores = try files.open(.readOnly)
        for position in TestNetwork.codes.indices {
            _ = try stores.readNode(InstitutionID(position))
        }
        _ = try stores.readZone()
        _ = try stores.readCursors()
        try stores.close()
    }

    private func message(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "no error"
        } catch {
            return "\(error)".replacingOccurrences(of: files.path + "/", with: "")
        }
    }

    @Test(
        "A row that no store would have written is named",
        arguments: [
            (
                "DELETE FROM patrons WHERE id = 3",
                "patrons row 4: id is 4, expected 3, since rows are numbered from 0 without gaps"
            ),
            (
                "UPDATE patrons SET user_group = 7 WHERE id = 2",
                "patrons row 2: user_group is 7, expected a row of user_groups, 0 to 1"
            ),
            (
                "UPDATE patrons SET expiry_day = 99999999 WHERE id = 2",
                "patrons row 2: expiry_day is 99999999, "
                    + "expected an integer from -16777216 to 16777216"
            ),
            (
                "UPDATE patrons SET resource_sharing_library_bits = 5 WHERE id = 2",
                "patrons row 2: resource_sharing_library_bits is the bits 101, "
                    + "expected no bit beyond the 2 rows of libraries"
            ),
            (
                "UPDATE patrons SET resource_sharing_origin = 9 WHERE id = 0",
                "patrons row 0: resource_sharing_origin is 9, "
                    + "expected the number of a known ListOrigin"
            ),
            (
                "UPDATE patrons SET code = x'ff' WHERE id = 0",
                "patrons row 0: code is '\u{fffd}', expected a text"
            ),
            (
                "UPDATE patrons SET name = CAST(x'41ff' AS TEXT) WHERE id = 0",
                "patrons row 0: name is bytes that are no UTF-8, expected a text"
            ),
            (
                "UPDATE items SET status = 99 WHERE id = 14",
                "items row 14: status is 99, expected the number of a known ItemStatus"
            ),
            (
                "UPDATE loans SET item = 15 WHERE id = 0",
                "loans row 0: item is 15, expected a row of items, 0 to 14"
            ),
            (
                "UPDATE loans SET due_us = 'soon' WHERE id = 1",
                "loans row 1: due_us is 'soon', "
                    + "expected an integer from -1152921504606846976 to 1152921504606846976"
            ),
            (
                "UPDATE loans SET renewals = -1 WHERE id = 1",
                "loans row 1: renewals is -1, expected an integer from 0 to 1073741824"
            ),
            (
                "UPDATE blocks SET action = '09' WHERE id = 0",
                "blocks row 0: action is '09', expected the code of a known BlockedAction"
            ),
            (
                "UPDATE fees SET amount_minor = 9007199254740993 WHERE id = 0",
                "fees row 0: amount_minor is 9007199254740993, "
                    + "expected an integer from -9007199254740992 to 9007199254740992"
            ),
            (
                "UPDATE linked_accounts SET source_institution = 3 WHERE id = 0",
                "linked_accounts row 0: source_institution is 3, "
                    + "expected a row of institutions, 0 to 2"
            ),
            (
                "UPDATE counters SET name = 'laons' WHERE name = 'returns'",
                "counters row 'laons': name is 'laons', expected the name of a counter"
            ),
            (
                "DELETE FROM meta WHERE key = 'sequence'",
                "meta row 'sequence': value is missing, expected an integer"
            ),
            (
                "INSERT INTO command_marks VALUES ('visits', 1)",
                "command_marks row 'visits': stream is 'visits', expected the number of a stream"
            ),
            (
                "INSERT INTO timers VALUES (99999999, 1, 0, 1)",
                "timers row 99999999: id is 99999999, expected from 1 to SEQUENCE"
            ),
            (
                "INSERT INTO timers VALUES (-1, 1, 0, 1)",
                "timers row -1: id is -1, expected from 1 to SEQUENCE"
            ),
            (
                "UPDATE timers SET kind = 2, argument = 4294967296 WHERE kind = 1",
                "timers row TIMER: argument is 4294967296, "
                    + "expected a row of loans, 0 to LASTLOAN"
            ),
            (
                "UPDATE outbox SET source = 2",
                "outbox row ENVELOPE: source is 2, expected 1, whose outbox it is"
            ),
            (
                "UPDATE outbox SET message = '{\"findPatron\"'",
                "outbox row ENVELOPE: message is '{\"findPatron\"', expected the JSON of a Message"
            ),
            (
                "UPDATE outbox SET message = '{\"accountPurged\":{\"_0\":{\"institution\":9,"
                    + "\"patron\":0},\"refreshed\":0}}'",
                "outbox row ENVELOPE: message is 9, expected one of the 3 rows of institutions"
            ),
            (
                "UPDATE conversations SET purpose = 'null'",
                "conversations row CONVERSATION: purpose is 'null', expected the JSON of a Purpose"
            ),
            (
                "UPDATE conversations SET purpose = '{\"renewal\":{\"loan\":-1,\"of\":0,\"by\":{\"overrides\":false}}}'",
                "conversations row CONVERSATION: purpose is -1, "
                    + "expected one of the LOANS rows of loans"
            ),
            (
                "UPDATE peers SET unsettled = '[3,2]' WHERE id = 2",
                "peers row 2: unsettled is [3, 2], expected numbers from 1 to SENT, in order"
            ),
            (
                "UPDATE peers SET received_low = 3, received_above = '[4]' WHERE id = 2",
                "peers row 2: received_above is [4], expected numbers from 5 on, in order"
            ),
        ]
    )
    func brokenRow(damage: String, expected: String) throws {
        let file = "institutions/EAST"
        func one(_ sql: String) throws -> String { try files.rows(sql, in: file)[0] }
        let facts = [
            "SEQUENCE": "SELECT value FROM meta WHERE key = 'sequence'",
            "LASTLOAN": "SELECT max(id) FROM loans", "LOANS": "SELECT count(*) FROM loans",
            "TIMER": "SELECT min(id) FROM timers WHERE kind = 1",
            "ENVELOPE": "SELECT min(id) FROM outbox",
            "CONVERSATION": "SELECT min(id) FROM conversations",
            "SENT": "SELECT sent FROM peers WHERE id = 2",
        ]
        var text = expected
        for (name, sql) in facts where text.contains(name) {
            text = text.replacingOccurrences(of: name, with: try one(sql))
        }
        #expect(message(read) == "no error")
        try files.execute(damage, in: file)
        #expect(message(read) == "\(file).sqlite: \(text); restore the file, or run again")
    }

    @Test("Fees whose sum no balance could hold are refused")
    func feeSum() throws {
        let file = "institutions/EAST"
        try files.execute(
            """
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 599)
            INSERT INTO fees SELECT (SELECT count(*) FROM fees) + i, 0, NULL, 1, 0, 1 << 53, 0,
                0, 0
            FROM n
            """,
            in: file
        )
        #expect(
            message(read).hasSuffix(
                "amount_minor is 9007199254740992, expected an amount with which all fees have "
                    + "a sum; restore the file, or run again"
            )
        )
    }

    @Test(
        "A file of something else is refused before anything is read from it",
        arguments: [
            (
                "PRAGMA application_id = 7",
                "expected a fulfillnet store, found an SQLite file of another program"
            ),
            (
                "PRAGMA user_version = 10",
                "the store has format 10, this program reads format 9; "
                    + "open it with the program that wrote it, or run again"
            ),
            (
                "UPDATE meta SET value = 'OTHER' WHERE key = 'network'",
                "the store is of the network OTHER, not TEST; "
                    + "put the right file in its place, or run again"
            ),
            (
                "UPDATE meta SET value = 'beef' WHERE key = 'configuration_hash'",
                "the store was written with the configuration beef, not c0ffee; "
                    + "open it with its own configuration, or run again"
            ),
            (
                "UPDATE meta SET value = 2 WHERE key = 'checkpoint'",
                "the store stands at checkpoint 2, the network at 3: "
                    + "the run was stopped while it wrote; run again"
            ),
            (
                "DROP VIEW loans_readable; DROP TABLE fees",
                "the store is damaged: no such table: fees; restore it, or run again"
            ),
        ]
    )
    func otherFile(damage: String, expected: String) throws {
        try files.execute(damage, in: "institutions/NORTH")
        #expect(message(read) == "institutions/NORTH.sqlite: \(expected)")
    }

    @Test("An institution's file in the place of another's is refused")
    func exchanged() throws {
        let manager = FileManager.default
        try manager.removeItem(atPath: files.path(of: "institutions/WEST"))
        try manager.copyItem(
            atPath: files.path(of: "institutions/EAST"),
            toPath: files.path(of: "institutions/WEST")
        )
        #expect(
            message(read)
                == "institutions/WEST.sqlite: the store is of the institution EAST, not WEST; "
                + "put the right file in its place, or run again"
        )
    }

    @Test("A missing file is named")
    func missing() throws {
        try FileManager.default.removeItem(atPath: files.path(of: "network"))
        #expect(
            message(read) == "network.sqlite: the store cannot be opened: there is no such file"
        )
    }

    @Test("An empty file, a text and a directory are no stores")
    func noStore() throws {
        let path = files.path(of: "institutions/EAST")
        let manager = FileManager.default
        try Data().write(to: URL(fileURLWithPath: path))
        #expect(
            message(read)
                == "institutions/EAST.sqlite: expected a fulfillnet store, found an empty file"
        )
        try Data("id,name\n1,Ada\n".utf8).write(to: URL(fileURLWithPath: path))
        #expect(
            message(read) == "institutions/EAST.sqlite: expected a fulfillnet store, "
                + "found a file that is no SQLite database"
        )
        try manager.removeItem(atPath: path)
        try manager.createDirectory(atPath: path, withIntermediateDirectories: false)
        #expect(
            message(read)
                == "institutions/EAST.sqlite: the store cannot be opened: it is a directory"
        )
    }

    @Test("A file that ends early, or is overwritten anywhere, is an error and not a crash")
    func damagedBytes() throws {
        let url = URL(fileURLWithPath: files.path(of: "institutions/EAST"))
        let whole = try Data(contentsOf: url)
        var refused = 0
        for size in stride(from: 0, to: whole.count, by: 4096 * 3 + 700) {
            try whole.prefix(size).write(to: url)
            refused += message(read) == "no error" ? 0 : 1
        }
        #expect(refused == (whole.count + 4096 * 3 + 699) / (4096 * 3 + 700))
        var state: UInt64 = 42
        for _ in 0..<300 {
            var damaged = whole
            for _ in 0..<24 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                damaged[Int(state >> 33) % damaged.count] = UInt8(truncatingIfNeeded: state >> 25)
            }
            try damaged.write(to: url)
            // Damage may lie in free space or in an index; what is read without an error makes a
            // node.
            if message(read) == "no error" {
                let stores = try files.open(.readOnly)
                let configuration = TestNetwork.configuration
                let rows = try stores.readNode(InstitutionID(0))
                let node = InstitutionNode(
                    id: InstitutionID(0),
                    network: configuration,
                    rows: rows
                )
                _ = node.perform(.runJob(.purgeLinkedAccounts), at: TestNetwork.start)
                try stores.close()
            }
        }
    }
}
