import Foundation
import Testing

/// What is said of stores that are not what the run left.
struct DamagedStoreTests {
    /// A damage, and what is said of it; `DIR` stands for the run directory.
    struct Damage: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var message: String
        var damage: @Sendable (Stage) throws -> Void

        init(
            _ name: String,
            _ message: String,
            _ damage: @escaping @Sendable (Stage) throws -> Void
        ) {
            testDescription = name
            self.message = message
            self.damage = damage
        }
    }

    static let north = "institutions/NORTH.sqlite"

    static let damages: [Damage] = [
        Damage(
            "a store of another institution",
            "DIR/\(north): the store is of the institution SOUTH, not NORTH; put the right file in its "
                + "place, or run again"
        ) { stage in
            try stage.replace(north, by: stage.output + "/institutions/SOUTH.sqlite")
        },
        Damage(
            "a store of another network",
            "DIR/\(north): the store is of the network OTHER, not TRIO; put the right file in its "
                + "place, or run again"
        ) { try $0.change(north, "UPDATE meta SET value = 'OTHER' WHERE key = 'network'") },
        Damage(
            "a store of another configuration",
            "DIR/\(north): the store was written with the configuration 0123, not HASH; open it with "
                + "its own configuration, or run again"
        ) {
            try $0.change(north, "UPDATE meta SET value = '0123' WHERE key = 'configuration_hash'")
        },
        Damage(
            "another schema version",
            "DIR/\(north): the store has format 99, this program reads format 9; open it with the "
                + "program that wrote it, or run again"
        ) { try $0.change(north, "PRAGMA user_version = 99") },
        Damage(
            "a database of another program",
            "DIR/\(north): expected a fulfillnet store, found an SQLite file of another program"
        ) { try $0.change(north, "PRAGMA application_id = 7") },
        Damage(
            "garbage",
            "DIR/\(north): expected a fulfillnet store, found a file that is no SQLite database"
        ) { stage in
            try stage.directory.write(String(repeating: "garbage ", count: 999), to: "out/\(north)")
        },
        Damage(
            "an empty file",
            "DIR/\(north): expected a fulfillnet store, found an empty file"
        ) { try $0.directory.write("", to: "out/\(north)") },
        Damage(
            "a missing store",
            "DIR/\(north): the store cannot be opened: there is no such file"
        ) { stage in
            try FileManager.default.removeItem(atPath: "\(stage.output)/\(north)")
        },
        Damage(
            "a missing store of the network",
            "DIR/network.sqlite: the store cannot be opened: there is no such file"
        ) { stage in
            try FileManager.default.removeItem(atPath: "\(stage.output)/network.sqlite")
        },
        Damage(
            "a directory in place of a store",
            "DIR/\(north): the store cannot be opened: it is a directory"
        ) { stage in
            try FileManager.default.removeItem(atPath: "\(stage.output)/\(north)")
            try FileManager.default.createDirectory(
                atPath: "\(stage.output)/\(north)",
                withIntermediateDirectories: false
            )
        },
        Damage(
            "a store of another checkpoint",
            "DIR/\(north): the store stands at checkpoint 7, the network at 1: the run was stopped "
                + "while it wrote; run again"
        ) { try $0.change(north, "UPDATE meta SET value = 7 WHERE key = 'checkpoint'") },
        Damage(
            "a loan of an item that is not there",
            "DIR/\(north): loans row 0: item is 99999, expected "
        ) { try $0.change(north, "UPDATE loans SET item = 99999 WHERE id = 0") },
        Damage(
            "a text where a number must be",
            "DIR/\(north): loans row 0: due_us is 'soon', expected "
        ) { try $0.change(north, "UPDATE loans SET due_us = 'soon' WHERE id = 0") },
        Damage(
            "a row that is gone",
            "DIR/\(north): patrons row "
        ) { try $0.change(north, "DELETE FROM patrons WHERE id = 1") },
        Damage(
            "a table that is gone",
            "DIR/\(north): the store is damaged: "
        ) { try $0.change(north, "DROP TABLE fees") },
        Damage(
            "cursors that are gone",
            "DIR: this is no run directory: network.sqlite does not say where the run is"
        ) { try $0.change("network.sqlite", "DELETE FROM cursors") },
        Damage(
            "a broken cursor",
            "DIR: this is no run directory: network.sqlite does not say where the run is"
        ) {
            try $0.change("network.sqlite", "UPDATE cursors SET value = 'x' WHERE name = 'now'")
        },
    ]

    @Test("A damaged store is refused with its place", arguments: damages)
    func damaged(_ damage: Damage) throws {
        let stage = try Stage(days: 1)
        let run = ["run", stage.scenario, "--output", stage.output, "--quiet"]
        #expect(try Tool.run(run).code == 0)
        try damage.damage(stage)
        let hash = try stage.record()?["configurationHash"] as? String
        let message =
            "error: "
            + damage.message
            .replacingOccurrences(of: "DIR", with: stage.output)
            .replacingOccurrences(of: "HASH", with: hash ?? "")
        for command in [
            ["activity", "--institution", "NORTH", "--patron", "ada"],
            ["card", "--institution", "NORTH", "--patron", "ada"],
            ["job", "assign-resource-sharing-library"],
        ] {
            let result = try Tool.run(command + ["--run", stage.output])
            #expect(!result.wasSignalled, "\(command)")
            #expect(result.code == 64, "\(command)")
            #expect(result.errors.hasPrefix(message), "\(command): \(result.errors)")
            #expect(result.output.isEmpty, "\(command)")
            if result.errors.contains("run again") {
                // With the command that does it.
                let again = "fulfillnet run \(stage.scenario) --output \(stage.output) --replace'"
                #expect(result.errors.contains(again), "\(command): \(result.errors)")
            }
        }
    }
}

extension Stage {
    /// Puts another file in the place of a store.
    fileprivate func replace(_ store: String, by path: String) throws {
        try FileManager.default.removeItem(atPath: "\(output)/\(store)")
        try FileManager.default.copyItem(atPath: path, toPath: "\(output)/\(store)")
    }
}
