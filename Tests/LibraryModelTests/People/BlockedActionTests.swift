import LibraryModel
import Testing

@Suite struct BlockedActionTests {
    /// Code, and whether it forbids a loan, a renewal, a hold, a request between institutions.
    static let table: [(String, Bool, Bool, Bool, Bool)] = [
        ("01", true, false, false, false),
        ("02", true, true, false, false),
        ("03", true, true, true, false),
        ("04", false, false, false, true),
        ("05", true, true, true, true),
    ]

    @Test("Each code forbids what Alma's list says", arguments: table)
    func forbids(_ code: String, _ loan: Bool, _ renewal: Bool, _ hold: Bool, _ sharing: Bool) {
        let action = BlockedAction(rawValue: code)
        #expect(action?.forbidsLoan == loan)
        #expect(action?.forbidsRenewal == renewal)
        #expect(action?.forbidsHold == hold)
        #expect(action?.forbidsResourceSharing == sharing)
    }

    @Test("There are no other codes")
    func knowsFive() {
        #expect(BlockedAction.allCases.map(\.rawValue) == ["01", "02", "03", "04", "05"])
    }
}
