import LibraryModel
import SimulationKernel
import Testing

import FulfillmentNetwork

@Suite("Labels of rows")
struct LabelTableTests {
    static let labels = [
        Label(code: "P000001", text: ""),
        Label(code: "P000002", text: ""),
        Label(code: "T000042", text: "Title 000042"),
        Label(code: "T000043", text: "Title 000044"),
        Label(code: "T1000000", text: "Title 1000000"),
        Label(code: "T0000001", text: ""),
        Label(code: "I01-000009", text: "named"),
        Label(code: "31811000123456", text: ""),
        Label(code: "31811000123457", text: ""),
        Label(code: "31811000023457", text: ""),
        Label(code: "99999999", text: ""),
        Label(code: "", text: ""),
        Label(code: "ä0001", text: "Ä0001"),
        Label(code: "ä0002", text: "Ö0002"),
        Label(code: "P00000x", text: "x"),
    ]

    private func table() -> LabelTable {
        var table = LabelTable()
        for label in Self.labels { table.append(label) }
        return table
    }

    @Test("a label is what was kept, whether it is like others or not")
    func keepsEveryLabel() {
        let table = table()
        #expect(table.indices.map { table[$0] } == Self.labels)
    }

    @Test("more series than there is room for are written out")
    func keepsManySeries() {
        let labels = (0..<100).map { Label(code: "\($0)-0001", text: "") }
        var table = LabelTable()
        for label in labels + labels { table.append(label) }
        #expect(table.indices.map { table[$0] } == labels + labels)
    }

    @Test("a label is folded as its code and its text")
    func foldsTexts() {
        let table = table()
        for (position, label) in Self.labels.enumerated() {
            var (folded, expected) = (Digest(), Digest())
            table.fold(position, into: &folded)
            expected.fold(label.code)
            expected.fold(label.text)
            #expect(folded == expected, "\(label)")
        }
    }

    @Test("a label that is renamed keeps its code, and reaches the store once")
    func renames() {
        var table = table()
        _ = table.drain(to: .tables)
        table.rename(1, to: "Ada")
        table.rename(1, to: "Ada Lovelace")
        table.rename(3, to: "Title 000043")
        let rows = table.drain(to: .tables)
        #expect(rows.map(\.id) == [1, 3])
        #expect(rows[0].record == Label(code: "P000002", text: "Ada Lovelace"))
        #expect(rows[1].record == Label(code: "T000043", text: "Title 000043"))
        #expect(table[2] == Self.labels[2])
    }

    @Test("an identifier is what was kept, and ends once")
    func keepsIdentifiers() {
        var table = IdentifierTable()
        for (position, label) in Self.labels.enumerated() {
            table.append(
                IdentifierRecord(
                    patron: PatronID(position),
                    identifier: PatronIdentifier(kind: IdentifierKindID(1), value: label.code),
                    isExternal: position % 2 == 0
                )
            )
        }
        table.end(2, at: SimulationTime(microseconds: 7))
        #expect(table.indices.map { table[$0].identifier.value } == Self.labels.map(\.code))
        #expect(table.indices.filter { !table.isInForce($0) } == [2])
        #expect(table[2].ended == SimulationTime(microseconds: 7))
        #expect(table[2].isExternal)
        #expect(table.patron(at: 3) == PatronID(3))
    }
}
