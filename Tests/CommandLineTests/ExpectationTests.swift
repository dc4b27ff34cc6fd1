import Testing

/// What is said where an expectation is not met, or an action is refused.
struct ExpectationTests {
    /// What a run of a timeline at three colleges says.
    private func errors(_ timeline: String, end: String = "2026-04-01") throws -> [String] {
        let directory = try TemporaryDirectory()
        try directory.write(Stage.network, to: "network.yaml")
        let head = """
            name: At three colleges
            network: network.yaml
            start: 2026-01-12
            end: \(end)
            timeline:

            """
        try directory.write(head + timeline, to: "a.yaml")
        let run = try Tool.run("run", "a.yaml", "--quiet", in: directory.path)
        #expect(run.code == (run.errors.isEmpty ? 0 : 1))
        return run.errors.split(separator: "\n").map(String.init)
    }

    @Test("Of what does not exist nothing is expected but that")
    func absent() throws {
        let found = try errors(
            """
              - expect:
                  - account: {at: SOUTH, patron: NORTH/ada, is: none}
                  - request: {patron: NORTH/ada, is: none}
                  - lending: {at: SOUTH, patron: NORTH/ada, is: none}
                  - loan: {at: SOUTH, patron: NORTH/ada, is: none}
                  - job: {at: SOUTH, name: fines-elsewhere, runs: 0}
                  - account: {at: SOUTH, patron: NORTH/ada, blocks: []}
                  - account: {at: SOUTH, patron: NORTH/ada, identifiers: {barcode: []}}
                  - account: {at: SOUTH, patron: NORTH/ada, campus: none}
                  - request: {patron: NORTH/ada, reason: none}
                  - lending: {at: SOUTH, patron: NORTH/ada, reason: none}
                  - job: {at: SOUTH, name: fines-elsewhere, result: none}
                  - reported-fine: {patron: NORTH/ada, institution: SOUTH, owed: 0}
                  - fee: {at: NORTH, patron: NORTH/ada, kind: manual, disputed: false}
            """
        )
        #expect(
            found == [
                "a.yaml:12:9: error: blocks of NORTH/ada at SOUTH: expected none, found no such account",
                "a.yaml:13:9: error: barcode of NORTH/ada at SOUTH: expected none, found no such account",
                "a.yaml:14:9: error: campus of NORTH/ada at SOUTH: expected none, found no such account",
                "a.yaml:15:9: error: reason of the request of NORTH/ada: expected none, found no such "
                    + "request",
                "a.yaml:16:9: error: reason of the lending request of NORTH/ada at SOUTH: expected "
                    + "none, found no such lending request",
                "a.yaml:17:9: error: result of the job fines-elsewhere at SOUTH: expected none, found "
                    + "it never ran",
                "a.yaml:18:9: error: reported fine of NORTH/ada at SOUTH: expected 0.00 USD, found no "
                    + "report was made",
                "a.yaml:19:9: error: dispute of the fee of NORTH/ada: expected false, found no such fee",
            ]
        )
    }

    @Test("A report of fines says nothing of who is not known there, and zero of who owes nothing")
    func reportedFines() throws {
        let timeline = """
              - walk-in: {at: SOUTH, patron: NORTH/ada, item: S-1}
              - time: 2026-01-12 10:00
                job: {at: NORTH, name: fines-elsewhere}
              - time: 2026-01-12 11:00
                expect:
                  - reported-fine: {patron: NORTH/ada, institution: SOUTH, owed: 0}
                  - reported-fine: {patron: NORTH/ada, institution: WEST, owed: 0}
              - charge: {at: SOUTH, patron: NORTH/ada, amount: 2.00}
              - time: 2026-01-12 12:00
                job: {at: NORTH, name: fines-elsewhere}
              - time: 2026-01-12 13:00
                expect:
                  reported-fine: {patron: NORTH/ada, institution: SOUTH, owed: 2.00}
              - pay: {at: SOUTH, patron: NORTH/ada, amount: 2.00}
              - time: 2026-01-12 14:00
                job: {at: NORTH, name: fines-elsewhere}
              - time: 2026-01-12 15:00
                expect:
                  reported-fine: {patron: NORTH/ada, institution: SOUTH, owed: 0}
              - time: 2026-01-12 15:30
                outage: {of: SOUTH, for: 1 h}
              - time: 2026-01-12 16:00
                job: {at: NORTH, name: fines-elsewhere}
              - time: 2026-01-12 18:00
                expect:
                  reported-fine: {patron: NORTH/ada, institution: SOUTH, owed: 0}
            """
        #expect(
            try errors(timeline, end: "2026-01-13") == [
                "a.yaml:12:9: error: reported fine of NORTH/ada at WEST: expected 0.00 USD, found no "
                    + "report of it: the patron is not known there",
                "a.yaml:31:7: error: reported fine of NORTH/ada at SOUTH: expected 0.00 USD, found no "
                    + "answer",
            ]
        )
    }

    @Test("A refusal says what is in the way")
    func refusals() throws {
        let found = try errors(
            """
              - return: {at: NORTH, owner: NORTH, item: N-1}
              - check-out: {at: SOUTH, patron: SOUTH/P000001, item: S-2}
              - renew: {at: SOUTH, patron: SOUTH/ada, item: S-2}
              - charge: {at: SOUTH, patron: SOUTH/ada, amount: 1.00}
              - dispute: {at: SOUTH, patron: SOUTH/ada, fee: manual}
              - pay: {at: SOUTH, patron: SOUTH/ada, amount: 1.00}
              - dispute: {at: SOUTH, patron: SOUTH/ada, fee: manual}
            """
        )
        #expect(
            found == [
                "a.yaml:6:5: error: outcome of return: expected accepted, found own-institution: the "
                    + "item N-1 is this institution's own, and is checked in here",
                "a.yaml:8:5: error: outcome of renew: expected accepted, found not-on-loan: the item "
                    + "is not on loan to this patron",
                "a.yaml:11:5: error: outcome of pay: expected accepted, found overpayment: only "
                    + "0.00 USD besides what is disputed is owed",
                "a.yaml:12:5: error: outcome of dispute: expected accepted, found no-such-fee: the "
                    + "patron has no open fee of this kind that is not disputed yet",
            ]
        )
    }
}
