import Scenarios
import Testing

struct CompositeShapeTests {
    @Test(
        "Lists, mappings and alternatives report everything that does not fit",
        arguments: Self.rows
    )
    func reports(text: String, expected: String) {
        #expect(findings("name: x\n" + text) == expected)
    }

    static let rows: [(String, String)] = [
        (
            "tags: []",
            "a.yaml:2:7: error: 'tags' must have at least 1 item, found none"
        ),
        (
            "tags: [a, b c, ..]",
            """
            a.yaml:2:11: error: item 2 of 'tags' must be a code such as MAIN-1, but 'b c' has a \
            character that codes do not have: ' '
            a.yaml:2:16: error: item 3 of 'tags' must be a code such as MAIN-1, but '..' does not \
            begin with a letter or a digit
            """
        ),
        (
            "tags: a",
            """
            a.yaml:2:7: error: 'tags' must be a list of items, each a code such as MAIN-1, found \
            'a'; put '- ' before it
            """
        ),
        (
            "tags:",
            """
            a.yaml:2:6: error: 'tags' must be a list of items, each a code such as MAIN-1, found \
            nothing
            """
        ),
        (
            "branches: {north: {nam: x, floors: 0}, 's t': {name: q}}",
            """
            a.yaml:2:19: error: a branch needs the key 'name'; add it, as in 'name: text'
            a.yaml:2:20: error: 'nam' is not a key of a branch; did you mean 'name'?
            a.yaml:2:36: error: 'floors' must be a whole number from 1 to 50 such as 14, but '0' \
            is too small
            a.yaml:2:40: error: the key 's t' must be a code such as MAIN-1, but 's t' has a \
            character that codes do not have: ' '
            """
        ),
        (
            "branches: {north: 3}",
            "a.yaml:2:19: error: 'north' must be a branch (a mapping), found '3'"
        ),
        (
            """
            timeline:
              - at: 2026-02-02 10:00
                clos: x
              - close: x
              - {at: 2026-02-02 10:00, close: a, open: b}
              - at: 2026-02-02 10:00

            """,
            """
            a.yaml:4:5: error: 'clos' is not a key of a timeline action; did you mean 'close'?
            a.yaml:5:5: error: a timeline action needs the key 'at'; add it, as in 'at: \
            2026-02-28 10:00'
            a.yaml:6:38: error: a timeline action can be 'close' or 'open', but not both; write \
            two, or remove one of the keys
            a.yaml:7:5: error: a timeline action does not say which it is; add one of the keys \
            close, open, pause
            """
        ),
        (
            "limit: 3",
            ""
        ),
        (
            "limit: none",
            ""
        ),
        (
            "limit: 12",
            """
            a.yaml:2:8: error: 'limit' must be a whole number from 1 to 9 such as 9, or the word \
            none, but '12' is too large
            """
        ),
        (
            "limit: [1]",
            """
            a.yaml:2:8: error: 'limit' must be a whole number from 1 to 9 such as 9, or the word \
            none, found a list
            """
        ),
        (
            "copies: {a: 100}",
            """
            a.yaml:2:13: error: 'a' must be a whole number from 0 to 99 such as 14, but '100' is \
            too large
            """
        ),
        (
            "copies: x",
            """
            a.yaml:2:9: error: 'copies' must be a whole number from 0 to 99 such as 14, found 'x'
            """
        ),
        (
            "when: {all: [{not: {not: {is: a b}}}, {}]}",
            """
            a.yaml:2:31: error: 'is' must be a code such as MAIN-1, but 'a b' has a character \
            that codes do not have: ' '
            a.yaml:2:39: error: a condition does not say which it is; add one of the keys is, \
            not, all
            """
        ),
        (
            "colour: red",
            """
            a.yaml:2:1: error: 'colour' is not a key of a sample; its keys are name, code, seed, \
            factor, active, from, moment, opens, period, delay, fine, overhead, chance, transit, \
            batch, mode, email, tags, branches, timeline, limit, copies, when
            """
        ),
        (
            "cod: red",
            """
            a.yaml:2:1: error: 'cod' is not a key of a sample; did you mean 'code'?
            """
        ),
    ]
}
