import Foundation
import GRDB
import Testing

/// What Network Activity says of a finished run is what the other institutions' stores hold.
struct ActivityTests {
    /// What a patron has out and owes at one institution.
    private struct Account: Equatable, CustomStringConvertible {
        var loans: Int
        var owed: String

        var description: String { "\(loans) loans, \(owed)" }
    }

    @Test("Each institution's part, and the sum of all, are what SQL counts in its store")
    func agreesWithStores() throws {
        let stage = try Stage(rate: "0.2")
        let run = try Tool.run("run", stage.scenario, "--output", stage.output, "--quiet")
        #expect(run.code < 2, "\(run.errors)")
        var seen = 0
        for home in ["NORTH", "SOUTH", "WEST"] {
            for patron in ["ada"] + (1...9).map({ "P00000\($0)" }) {
                let view = try activity(stage, home, patron)
                let parts = try #require(view["parts"] as? [[String: Any]])
                var loans = 0
                for part in parts {
                    let code = try #require(part["institution"] as? String)
                    let found = Account(
                        loans: try #require(part["loanCount"] as? Int),
                        owed: try #require(part["owed"] as? String)
                    )
                    let stored = try account(stage, of: "\(home)/\(patron)", at: code)
                    #expect(found == stored, "\(home)/\(patron) at \(code)")
                    loans += stored.loans
                }
                let totals = try #require(view["totals"] as? [String: Any])
                #expect(totals["loans"] as? Int == loans, "\(home)/\(patron)")
                #expect(totals["isPartial"] as? Bool == false, "\(home)/\(patron)")
                seen += loans
            }
        }
        // Else the test has compared nothing with nothing.
        #expect(seen > 0)
    }

    @Test("An institution that is down is named, and the totals are partial")
    func namesWhoIsDown() throws {
        let stage = try Stage()
        _ = try Tool.run("run", stage.scenario, "--output", stage.output, "--quiet")
        let view = try activity(stage, "NORTH", "ada", "--down", "WEST")
        let parts = try #require(view["parts"] as? [[String: Any]])
        let west = try #require(parts.first { $0["institution"] as? String == "WEST" })
        let absence = try #require(west["absence"] as? [String: Any])
        #expect(absence["reason"] as? String == "unreachable")
        #expect(west["loanCount"] == nil)
        let totals = try #require(view["totals"] as? [String: Any])
        #expect(totals["isPartial"] as? Bool == true)
        #expect(totals["missing"] as? [String] == ["WEST"])
    }

    private func activity(
        _ stage: Stage,
        _ home: String,
        _ patron: String,
        _ more: String...
    ) throws -> [String: Any] {
        let result = try Tool.run(
            [
                "activity", "--run", stage.output, "--institution", home, "--patron", patron,
                "--format", "json",
            ] + more
        )
        #expect(result.code == 0, "\(result.errors)")
        let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        return try #require(object as? [String: Any])
    }

    private func account(_ stage: Stage, of patron: String, at code: String) throws -> Account {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(
            path: "\(stage.output)/institutions/\(code).sqlite",
            configuration: configuration
        )
        let account = try queue.read { database in
            let loans = try Int.fetchOne(
                database,
                sql: """
                    SELECT count(*) FROM loans JOIN patrons ON patrons.id = loans.patron
                    WHERE patrons.code = ? AND returned_us IS NULL
                    """,
                arguments: [patron]
            )
            let cents = try Int.fetchOne(
                database,
                sql: """
                    SELECT coalesce(sum(amount_minor - paid_minor), 0) FROM fees
                    JOIN patrons ON patrons.id = fees.patron WHERE patrons.code = ?
                    """,
                arguments: [patron]
            )
            let owed = cents ?? -1
            let rest = owed % 100
            return Account(
                loans: loans ?? -1,
                owed: "\(owed / 100).\(rest < 10 ? "0" : "")\(rest) USD"
            )
        }
        try queue.close()
        return account
    }
}
