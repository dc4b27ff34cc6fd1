import Scenarios
import Testing

struct SourceDocumentTests {
    @Test(
        "A text that is not one plain YAML document is explained with its place",
        arguments: Self.rows
    )
    func reports(text: String, expected: String) {
        #expect(findings(text) == expected)
    }

    static let rows: [(String, String)] = [
        (
            "",
            """
            a.yaml: error: there is nothing in it; write at least one 'key: value'
            """
        ),
        (
            "# c",
            """
            a.yaml: error: there is nothing in it; write at least one 'key: value'
            """
        ),
        (
            "---\n",
            """
            a.yaml: error: there is nothing in it; write at least one 'key: value'
            """
        ),
        (
            """
            a: 1
            ---
            b: 2
            """,
            """
            a.yaml:1:1: error: 'a' is not a key of a sample; its keys are name, code, seed, \
            factor, active, from, moment, opens, period, delay, fine, overhead, chance, transit, \
            batch, mode, email, tags, branches, timeline, limit, copies, when
            a.yaml:1:1: error: a sample needs the key 'name'; add it, as in 'name: text'
            a.yaml:3:1: error: a second YAML document begins here; keep one document a file: \
            remove the line '---' before it
            """
        ),
        (
            """
            name: x
            name: y
            name: z
            code: 'q'
            'code': p
            """,
            """
            a.yaml:2:1: error: the key 'name' is given twice, first at line 1, column 1; remove \
            one of the two
            a.yaml:3:1: error: the key 'name' is given twice, first at line 1, column 1; remove \
            one of the two
            a.yaml:5:1: error: the key 'code' is given twice, first at line 4, column 1; remove \
            one of the two
            """
        ),
        (
            "{name: x, 'name': y, seed: q}",
            """
            a.yaml:1:11: error: the key 'name' is given twice, first at line 1, column 2; remove \
            one of the two
            a.yaml:1:28: error: 'seed' must be a whole number from 0 to 1000 such as 14, found \
            'q'
            """
        ),
        (
            "name: &a x\ncode: *a",
            """
            a.yaml:2:7: error: an alias (*name) stands for text elsewhere, which is not read; \
            repeat the text, or put quotes around a text that begins with '*'
            """
        ),
        (
            "name: 'say *x*'\ncode: &q A",
            """
            a.yaml:2:7: error: the anchor '&q' marks text to be repeated, which is not read; \
            remove it
            """
        ),
        (
            "? [a]\n: 1",
            """
            a.yaml:1:1: error: a sample needs the key 'name'; add it, as in 'name: text'
            a.yaml:1:3: error: a key is a list or a mapping, where only text can be a key; put \
            quotes around a key with brackets or braces
            """
        ),
        (
            "<<: {a: 1}\nname: x",
            """
            a.yaml:1:1: error: merge keys (<<) are not read; write the keys out in each mapping
            """
        ),
        (
            ": x",
            """
            a.yaml:1:1: error: this does not line up with what began at line 1; check the \
            indentation, the quotes and the brackets
            """
        ),
        (
            "name: !!int '3'",
            """
            a.yaml:1:7: error: the tag '!!int' is not read; remove it; put quotes around a text \
            that begins with '!'
            """
        ),
        (
            "name: !foo x",
            """
            a.yaml:1:7: error: the tag '!foo' is not read; remove it; put quotes around a text \
            that begins with '!'
            """
        ),
        (
            "name:\tx\n\tcode: 1",
            """
            a.yaml:2:1: error: a tab stands where YAML wants spaces; replace tabs by spaces
            """
        ),
        (
            "name: \"a\\qb\"",
            """
            a.yaml:1:9: error: this is no escape sequence of a text in double quotes; write two \
            backslashes for one, or use single quotes
            """
        ),
        (
            "name: 'a",
            """
            a.yaml:1:9: error: the quotes opened at line 1 are not closed; close them
            """
        ),
        (
            "name: [1, 2",
            """
            a.yaml:2:1: error: a ',' or ']' is missing after the bracket opened at line 1; close \
            it, or put a comma here
            """
        ),
        (
            "name: x: y",
            """
            a.yaml:1:8: error: a ':' stands where no key can be; check the indentation, and put \
            quotes around a text that contains ': '
            """
        ),
        (
            "name: x\n  code: y",
            """
            a.yaml:2:7: error: a ':' stands where no key can be; check the indentation, and put \
            quotes around a text that contains ': '
            """
        ),
        (
            "name: @x",
            """
            a.yaml:1:7: error: a text cannot begin with '@'; put quotes around the text
            """
        ),
        (
            """
            name: x
             bad
            code: z
            """,
            ""
        ),
        (
            "name: a\u{1}b",
            """
            a.yaml:1:8: error: the control character U+0001 cannot stand in YAML; remove it, or \
            write it as an escape in double quotes
            """
        ),
        (
            "\u{FEFF}nam: x",
            """
            a.yaml:1:1: error: 'nam' is not a key of a sample; did you mean 'name'?
            a.yaml:1:1: error: a sample needs the key 'name'; add it, as in 'name: text'
            """
        ),
        (
            "[1]",
            """
            a.yaml:1:1: error: the document must be a sample (a mapping), found a list
            """
        ),
        (
            "just text",
            """
            a.yaml:1:1: error: the document must be a sample (a mapping), found 'just text'
            """
        ),
    ]
}
