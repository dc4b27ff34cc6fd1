import Scenarios
import Testing

struct CaseFileTests {
    /// What reading a case file reports, or else what its rows report.
    private func report(_ text: String) -> String {
        let diagnostics = Diagnostics()
        guard
            let document = SourceDocument(text: text, name: "a.yaml", into: diagnostics),
            let file = CaseFileReader(into: diagnostics).read(document)
        else { return diagnostics.description }
        return ([diagnostics.description] + file.rows.compactMap(\.failure))
            .filter { !$0.isEmpty }.joined(separator: "\n")
    }

    @Test("What is wrong with a case file is said with its place", arguments: Self.badFiles)
    func reports(text: String, expected: String) {
        #expect(report(text) == expected)
    }

    @Test("A row that is not met says what was expected and found", arguments: Self.unmetRows)
    func mismatches(text: String, expected: String) {
        #expect(report(text) == expected)
    }

    static let badFiles: [(String, String)] = [
        (
            "kind: due-dates\nname: x\nrows: []",
            """
            a.yaml:1:7: error: 'kind' must be one of the words due-date, fine, shelf, \
            matching-rules, availability-date, order, workflow-kind, walk, admission, staleness, \
            configuration-error, found 'due-dates'; did you mean 'due-date'?
            """
        ),
        (
            "kind: shelf\nname: x\nrows: []",
            "a.yaml:3:7: error: 'rows' must have at least 1 item, found none"
        ),
        (
            """
            kind: due-date
            name: x
            policies: {two: {period: 2 d, schedule: TERM}, none: {fine-per-day: 1}}
            rows:
              - {id: A, policy: tow, loaned: 2026-01-12 10:00, expect: {due: 2026-01-14}}
              - {id: A, loaned: 2026-01-12 10:00, expect: {due: 2026-01-14}}
            """,
            """
            a.yaml:3:26: error: the loan terms 'two' have a period and a schedule; remove one of \
            them
            a.yaml:3:41: error: due-date schedule of the file 'TERM' is not declared; none is \
            declared
            a.yaml:3:54: error: the loan terms 'none' do not say how long loans are; add \
            'period: 28 d', or 'schedule:' with a due-date schedule
            a.yaml:5:21: error: policy of the file 'tow' is not declared; did you mean 'two'?
            a.yaml:6:5: error: the row has no policy; add 'policy:' to it, or to the file
            a.yaml:6:10: error: the id 'A' is taken by line 5; give each row an id of its own
            """
        ),
        (
            """
            kind: due-date
            name: x
            due-date-schedules:
              TERM:
                - {from: 2026-01-31, to: 2026-01-01, due: 2026-05-31}
                - {from: 2026-02-01, to: 2026-03-01, due: 2026-02-20}
                - {from: 2026-03-01, to: 2026-04-01, due: 2026-05-01}
            policy: {schedule: TERM}
            rows:
              - {id: A, expect: {due: 2026-01-14}}
              - {id: B, loaned: 2026-02-01 10:00, time-zone: Europe/Paaris, expect: {refused: no}}
            """,
            """
            a.yaml:11:83: error: 'refused' must be one of the words not-loanable, \
            outside-schedule, no-opening-hours, not-renewable, renewal-limit, not-recallable, \
            account-expired, found 'no'
            """
        ),
        (
            """
            kind: due-date
            name: x
            due-date-schedules:
              TERM:
                - {from: 2026-01-31, to: 2026-01-01, due: 2026-05-31}
                - {from: 2026-02-01, to: 2026-03-01, due: 2026-02-20}
                - {from: 2026-03-01, to: 2026-04-01, due: 2026-05-01}
            policy: {schedule: TERM}
            rows:
              - {id: A, expect: {due: 2026-01-14}}
              - {id: B, loaned: 2026-02-01 10:00, renewed: 2026-02-02 10:00,
                 recalled: 2026-02-02 10:00, expect: {errors: []}}
              - {id: C, text: "period: 1 d", loaned: 2026-02-01 10:00, expect: {due: 2026-02-02}}
            """,
            """
            a.yaml:5:30: error: the range ends on 2026-01-01, before it begins on 2026-01-31; \
            exchange the two days
            a.yaml:6:47: error: loans of 2026-03-01 would be due on 2026-02-20, before they are \
            made; give a due date on or after the last day of the range
            a.yaml:7:14: error: this range begins before the one above it ends, on 2026-03-01; \
            give ranges in order of time, each after the one before
            a.yaml:10:5: error: the row needs 'loaned'; add it
            a.yaml:12:16: error: the row is about a renewal and a recall; make two rows of it
            a.yaml:12:51: error: only a row with a 'text' has errors; add the text, or expect \
            something else
            a.yaml:13:34: error: 'loaned' stands beside a text, which is only read; remove one \
            of them
            a.yaml:13:68: error: a row with a 'text' expects errors; write 'expect: {errors: []}' \
            with the messages
            """
        ),
        (
            """
            kind: fine
            name: x
            currency: JPY
            policy:
              fine-per-day: 25
              overdue-fine: {amount: 1, every: 0 d}
              maximum-fine: 0.25
            rows:
              - {id: A, due: 2026-01-12, expect: {fine: 1}}
            """,
            """
            a.yaml:5:17: error: there are two overdue fines; remove 'fine-per-day' or \
            'overdue-fine'
            a.yaml:6:36: error: an interval of no length would make any fine endless; write at \
            least 1 d
            a.yaml:7:17: error: JPY has no amount '0.25'; write it without a point
            a.yaml:9:5: error: the row needs 'returned'; add it
            """
        ),
        (
            """
            kind: matching-rules
            name: x
            user-groups: [student]
            item-policies: [book]
            locations: [STACKS]
            fulfillment-units: {A: [STACKS], B: [STACKS, STACK]}
            loan-terms: [standard]
            loan-rules:
              - {name: R, groups: {not: [studnet]}, terms: standard}
              - {name: R, terms: standard}
            rows:
              - {id: A, group: student, expect: {matches: [R]}}
            """,
            """
            a.yaml:6:38: error: location 'STACKS' is in two fulfillment units; a location is in \
            one unit; remove it from the other
            a.yaml:6:46: error: location of the file 'STACK' is not declared; did you mean \
            'STACKS'?
            a.yaml:9:30: error: user group of the file 'studnet' is not declared; did you mean \
            'student'?
            a.yaml:10:12: error: the rule of line 9 is called 'R' too; give each rule a name of \
            its own
            a.yaml:12:5: error: the row needs 'item-policy'; add it
            """
        ),
        (
            """
            kind: due-date
            name: x
            policy: {period: 3 h, closed-days: next-open-day}
            rows:
              - {id: A, loaned: 2026-01-12 10:00, expect: {due: 2026-01-12}}
            """,
            """
            a.yaml:3:36: warning: with 'next-open-day' loans of 3 h are due at the end of a day; \
            write keep-time, end-of-hours or next-opening
            """
        ),
    ]

    static let unmetRows: [(String, String)] = [
        (
            """
            kind: due-date
            name: x
            time-zone: America/New_York
            policy: {period: 2 d}
            rows:
              - {id: A, loaned: 2026-01-12 10:00, expect: {due: 2026-01-15}}
              - {id: B, loaned: 2026-01-12 10:00, expect: {refused: not-loanable}}
              - {id: C, loaned: 2026-01-12 10:00, expect: {due: 2026-01-14}}
              - {id: D, policy: {loanable: false}, loaned: 2026-01-12 10:00,
                 expect: {due: 2026-01-14 10:00}}
              - {id: E, text: "period: 2 d", expect: {errors: [nonsense]}}
            """,
            """
            a.yaml:6:53: error: A: due: expected 2026-01-15T23:59:59, found 2026-01-14T23:59:59
            a.yaml:7:57: error: B: due: expected not-loanable, found 2026-01-14T23:59:59
            a.yaml:10:20: error: D: due: expected 2026-01-14T10:00:00, found not-loanable
            a.yaml:11:51: error: E: errors: expected 'nonsense', found none
            """
        ),
        (
            """
            kind: fine
            name: x
            policy: {fine-per-day: 0.25, lost-item-replacement-fee: 20.00}
            rows:
              - {id: A, due: 2026-01-12, returned: 2026-01-14 10:00,
                 expect: {late: 2041 min, intervals: 3, fine: 0.75, refund: 10.00}}
            """,
            """
            a.yaml:6:21: error: A: late: expected 2041 min, found 122401 s
            a.yaml:6:42: error: A: intervals: expected 3, found 2
            a.yaml:6:51: error: A: fine: expected 0.75 USD, found 0.50 USD
            a.yaml:6:65: error: A: refund: expected 10.00 USD, found 20.00 USD
            """
        ),
        (
            """
            kind: order
            name: x
            rules:
              rule-set: own
              filters:
                - {code: BUSY, message: it is busy, effect: demote, when: [{fact: holds, above: 3}]}
              rank: [{key: cost, fact: cost}]
            rows:
              - id: A
                candidates: [{lender: L, cost: 1.00, holds: 4}, {lender: M, cost: 2.00}]
                expect: {order: [L, M], decided: {L: cost}, reasons: {M: [BUSY]}}
            """,
            """
            a.yaml:11:21: error: A: order: expected L, M, found M, L
            a.yaml:11:62: error: A: M: reasons: expected BUSY, found none
            a.yaml:11:42: error: A: L: decided: expected cost, found standing
                own, at 2026-01-12T10:00:00
                1. M: asked
                     cost: 2.00
                2. L: asked after all others
                   BUSY (demote): it is busy, line 6
                     holds: 4; the filter finds above 3
                     cost: 1.00
                   behind M by standing
            """
        ),
        (
            """
            kind: walk
            name: x
            rows:
              - id: A
                walk: {attempts: 1}
                rota: [L, M]
                events: [{event: unfilled}]
                expect: {steps: [ask L (standard), ask M (standard)], state: sent, active: M}
            """,
            """
            a.yaml:8:21: error: A: steps: expected ask L (standard); ask M (standard), found ask L \
            (standard); end unfilled
            a.yaml:8:66: error: A: state: expected sent, found ended
            a.yaml:8:80: error: A: active: expected M, found nobody
            """
        ),
        (
            """
            kind: shelf
            name: x
            policy: {hold-shelf-period: 3 d}
            rows:
              - {id: A, shelved: 2026-01-12 10:00, expect: {until: 2026-01-14}}
              - {id: B, policy: {}, shelved: 2026-01-12 10:00, expect: {until: 2026-01-14}}
            """,
            """
            a.yaml:5:56: error: A: until: expected 2026-01-14T23:59:59, found 2026-01-15T23:59:59
            a.yaml:6:68: error: B: until: expected 2026-01-14T23:59:59, found no limit
            """
        ),
    ]
}
