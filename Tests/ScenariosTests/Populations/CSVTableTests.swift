import Scenarios
import Testing

struct CSVTableTests {
    private static let columns = CSVTable.Columns(
        required: ["code", "group"],
        optional: ["name"]
    )

    private static func read(
        _ text: String,
        _ columns: CSVTable.Columns = columns
    ) throws -> (table: CSVTable, findings: String) {
        let folder = try TextFolder(["a.csv": text])
        let diagnostics = Diagnostics()
        let table = CSVTable(path: folder.path("a.csv"), columns: columns, into: diagnostics)
        return (table, folder.findings(diagnostics))
    }

    static let faults: [(text: String, expected: String)] = [
        ("", "a.csv: error: the file is empty; begin with a line of column names: code,group,name"),
        (
            "code,group\nP1\n",
            """
            a.csv:2: error: the row has 1 cells, the header 2; put cells that contain commas in \
            quotes
            """
        ),
        (
            "code,group,name\nP1,staff,Ann\nP2,staff,Bo \"x\" y\n",
            """
            a.csv:3: error: a quotation mark is not where CSV allows one; put the whole cell in \
            quotes, and double the quotes inside it
            """
        ),
        (
            "code,group,name\nP1,staff,\"Ann\nP2,staff,Bo\n",
            """
            a.csv:2: error: a quotation mark is not where CSV allows one; put the whole cell in \
            quotes, and double the quotes inside it
            """
        ),
        (
            "code,group,name\nP1,staff,\"Ann\nP2,staff,\"Bo\"\n",
            """
            a.csv:2: error: a quotation mark is not where CSV allows one; put the whole cell in \
            quotes, and double the quotes inside it
            """
        ),
        (
            "code,group,code\nP1,staff,P2\n",
            "a.csv:1: error: the column 'code' is there twice; remove one of them"
        ),
        (
            "code,group,nam\nP1,staff,Ann\n",
            "a.csv:1: error: there is no column 'nam'; did you mean 'name'?"
        ),
        (
            "code,group,shoe-size\nP1,staff,44\n",
            "a.csv:1: error: there is no column 'shoe-size'; columns are code, group, name"
        ),
        (
            "code,name\nP1,Ann\nP2,Bo\n",
            "a.csv:1: error: the column 'group' is missing; columns are code, group, name"
        ),
        (
            "code,group\nP1,\n",
            "a.csv:2: error: the row has no group; every row needs code, group"
        ),
    ]

    @Test("What is wrong with a table is said with its line", arguments: faults)
    func broken(text: String, expected: String) throws {
        let (table, findings) = try Self.read(text)
        #expect(findings == expected)
        #expect(table.rows.allSatisfy { $0.fields["code"]?.text == "P1" })
    }

    @Test("Blank lines are no rows, and a line break in quotes is part of its cell")
    func lines() throws {
        let (table, findings) = try Self.read(
            "code,group,name\n\nP1,staff,\"Ann\nof \"\"Bath\"\"\"\n\n\nP2,staff,\n"
        )
        #expect(findings == "")
        #expect(table.rows.map(\.place.line) == [3, 7])
        #expect(table.rows.map { $0.fields["name"]?.text } == ["Ann\nof \"Bath\"", nil])
    }

    @Test("A mark before the text and line ends of other systems are read over")
    func foreign() throws {
        let (table, findings) = try Self.read("\u{FEFF}code,group\r\nP1,staff\r\nP2,staff")
        #expect(findings == "")
        #expect(table.rows.map { $0.fields["code"]?.text } == ["P1", "P2"])
        #expect(table.rows.map(\.place.line) == [2, 3])
    }

    @Test("A table of somebody else's may have other columns, and blanks where that is said")
    func others() throws {
        let columns = CSVTable.Columns(
            required: ["code"],
            blankable: ["group"],
            others: .ignored
        )
        let (table, findings) = try Self.read("x,code,x,group\n1,P1,2,\n", columns)
        #expect(findings == "")
        #expect(table.rows.map(\.fields.count) == [1])
        #expect(
            try Self.read("code,groop\nP1,staff\n", columns).findings
                == "a.csv:1: error: the column 'group' is missing; is it 'groop'?"
        )
    }
}
