import Scenarios
import Testing

struct ScalarShapeTests {
    @Test("A scalar is read by its shape, whatever YAML would make of it", arguments: Self.rows)
    func reports(text: String, expected: String) {
        #expect(findings("name: x\n" + text) == expected)
    }

    static let rows: [(String, String)] = [
        (
            "seed: 012",
            """
            a.yaml:2:7: error: 'seed' must be a whole number from 0 to 1000 such as 14, but '012' \
            has leading zeros, which some readers of YAML take for an octal number; write 12
            """
        ),
        (
            "seed: '12'",
            """
            a.yaml:2:7: error: 'seed' must be a whole number from 0 to 1000 such as 14, found the \
            quoted text '12'; remove the quotes
            """
        ),
        (
            "seed: 1_000",
            """
            a.yaml:2:7: error: 'seed' must be a whole number from 0 to 1000 such as 14, found \
            '1_000'; write 1000
            """
        ),
        (
            "seed: 1e3",
            """
            a.yaml:2:7: error: 'seed' must be a whole number from 0 to 1000 such as 14, found \
            '1e3'
            """
        ),
        (
            "seed: 1001",
            """
            a.yaml:2:7: error: 'seed' must be a whole number from 0 to 1000 such as 14, but \
            '1001' is too large
            """
        ),
        (
            "seed: 99999999999999999999",
            """
            a.yaml:2:7: error: 'seed' must be a whole number from 0 to 1000 such as 14, but \
            '99999999999999999999' is out of range
            """
        ),
        (
            "factor: .inf",
            """
            a.yaml:2:9: error: 'factor' must be a number from -1 to 10 such as 1.5, found '.inf'
            """
        ),
        (
            "factor: 1e999",
            """
            a.yaml:2:9: error: 'factor' must be a number from -1 to 10 such as 1.5, but '1e999' \
            is out of range
            """
        ),
        (
            "factor: 11",
            """
            a.yaml:2:9: error: 'factor' must be a number from -1 to 10 such as 1.5, but '11' is \
            too large
            """
        ),
        (
            "factor: 5 %",
            """
            a.yaml:2:9: error: 'factor' must be a number from -1 to 10 such as 1.5, found '5 %'; \
            if a share is meant, write 0.05
            """
        ),
        (
            "factor: .5",
            ""
        ),
        (
            "factor: [1]",
            """
            a.yaml:2:9: error: 'factor' must be a number from -1 to 10 such as 1.5, found a list
            """
        ),
        (
            "active: yes",
            """
            a.yaml:2:9: error: 'active' must be true or false, found 'yes'; write true
            """
        ),
        (
            "active: 'true'",
            """
            a.yaml:2:9: error: 'active' must be true or false, found the quoted text 'true'; \
            remove the quotes
            """
        ),
        (
            "active:",
            "a.yaml:2:8: error: 'active' must be true or false, found nothing"
        ),
        (
            "from: 2026-02-30",
            """
            a.yaml:2:7: error: 'from' must be a date such as 2026-02-28, but '2026-02-30' is an \
            impossible date: 2026-02 has 28 days
            """
        ),
        (
            "from: 2026-13-01",
            """
            a.yaml:2:7: error: 'from' must be a date such as 2026-02-28, but '2026-13-01' is an \
            impossible date: there is no month 13
            """
        ),
        (
            "from: 2.2.2026",
            """
            a.yaml:2:7: error: 'from' must be a date such as 2026-02-28, found '2.2.2026'
            """
        ),
        (
            "from: 2026-2-3",
            """
            a.yaml:2:7: error: 'from' must be a date such as 2026-02-28, found '2026-2-3'
            """
        ),
        (
            "moment: 2026-02-02",
            """
            a.yaml:2:9: error: 'moment' must be a date and time such as 2026-02-28 10:00, found \
            '2026-02-02'; add the time of day: '2026-02-02 00:00'
            """
        ),
        (
            "moment: 2026-02-02T10:00:30",
            ""
        ),
        (
            "moment: 2026-02-02 24:00",
            """
            a.yaml:2:9: error: 'moment' must be a date and time such as 2026-02-28 10:00, but \
            '2026-02-02 24:00' is an impossible time: clocks run from 00:00:00 to 23:59:59
            """
        ),
        (
            "moment: 2026-02-02T10:00:00Z",
            """
            a.yaml:2:9: error: 'moment' must be a date and time such as 2026-02-28 10:00, but \
            '2026-02-02T10:00:00Z' names a time zone; write local time, without a zone
            """
        ),
        (
            "opens: 8:30",
            """
            a.yaml:2:8: error: 'opens' must be a time of day such as 08:30, found '8:30'; write \
            '08:30'
            """
        ),
        (
            "opens: 24:00",
            ""
        ),
        (
            "opens: 24:01",
            """
            a.yaml:2:8: error: 'opens' must be a time of day such as 08:30, but '24:01' is an \
            impossible time of day: times run from 00:00 to 24:00
            """
        ),
        (
            "opens: 12",
            """
            a.yaml:2:8: error: 'opens' must be a time of day such as 08:30, found '12'
            """
        ),
        (
            "period: 2",
            """
            a.yaml:2:9: error: 'period' must be a duration in d, w such as 2 d, but '2' has no \
            unit; add one of the units d, w, as in '2 d'
            """
        ),
        (
            "period: 2 days",
            """
            a.yaml:2:9: error: 'period' must be a duration in d, w such as 2 d, but '2 days' has \
            the unit 'days', which is not one; write '2 d'
            """
        ),
        (
            "period: 36 h",
            """
            a.yaml:2:9: error: 'period' must be a duration in d, w such as 2 d, but '36 h' is in \
            h; write it in d, w
            """
        ),
        (
            "period: 2w",
            ""
        ),
        (
            "period: -1 d",
            """
            a.yaml:2:9: error: 'period' must be a duration in d, w such as 2 d, but '-1 d' is \
            negative
            """
        ),
        (
            "period: soon",
            """
            a.yaml:2:9: error: 'period' must be a duration in d, w such as 2 d, found 'soon'
            """
        ),
        (
            "delay: 1.5 s",
            ""
        ),
        (
            "delay: 9999999 w",
            """
            a.yaml:2:8: error: 'delay' must be a duration such as 2 d, but '9999999 w' is too \
            long: more than a thousand years
            """
        ),
        (
            "fine: 0.255",
            """
            a.yaml:2:7: error: 'fine' must be an amount of money such as 0.25, but '0.255' has \
            more than 2 digits after the point
            """
        ),
        (
            "fine: -1",
            """
            a.yaml:2:7: error: 'fine' must be an amount of money such as 0.25, but '-1' is \
            negative
            """
        ),
        (
            "fine: 1.50 EUR",
            """
            a.yaml:2:7: error: 'fine' must be an amount of money such as 0.25, found '1.50 EUR'; \
            write 1.50 without a currency
            """
        ),
        (
            "fine: '0.25'",
            ""
        ),
        (
            "fine: 0.250",
            ""
        ),
        (
            "overhead: 12.5 %",
            ""
        ),
        (
            "overhead: 101",
            """
            a.yaml:2:11: error: 'overhead' must be a percentage from 0 to 100 such as 12.5, but \
            '101' is too large
            """
        ),
        (
            "chance: 5 %",
            """
            a.yaml:2:9: error: 'chance' must be a probability from 0 to 1 such as 0.25, found '5 \
            %'; if a share is meant, write 0.05
            """
        ),
        (
            "chance: 1.5",
            """
            a.yaml:2:9: error: 'chance' must be a probability from 0 to 1 such as 0.25, but '1.5' \
            is too large
            """
        ),
        (
            "mode: automatc",
            """
            a.yaml:2:7: error: 'mode' must be one of the words automatic, manual, off, found \
            'automatc'; did you mean 'automatic'?
            """
        ),
        (
            "mode: x",
            """
            a.yaml:2:7: error: 'mode' must be one of the words automatic, manual, off, found 'x'
            """
        ),
        (
            "mode: off",
            ""
        ),
        (
            "email: x",
            """
            a.yaml:2:8: error: 'email' must be an address such as a@b.org, found 'x'
            """
        ),
    ]
}
