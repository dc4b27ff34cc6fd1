import LibraryModel
import Testing

@Suite struct PatronIdentifierTests {
    @Test("The primary identifier ignores case, and no other does")
    func comparesCase() {
        let barcode = IdentifierKindID(Int32(1))
        let table: [(IdentifierKindID, String, String, Bool)] = [
            (.primary, "Ada@North.edu", "ada@NORTH.edu", true),
            (.primary, "ada", "bob", false),
            (barcode, "N-1001x", "N-1001X", false),
            (barcode, "N-1001x", "N-1001x", true),
        ]
        for (kind, one, other, isSame) in table {
            let left = PatronIdentifier(kind: kind, value: one)
            #expect((left == PatronIdentifier(kind: kind, value: other)) == isSame)
        }
    }
}
