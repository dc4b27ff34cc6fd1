import LibraryModel
import Testing

@Suite struct SmallSetTests {
    @Test("A set gives its members back in order")
    func keepsMembers() {
        let set = SmallSet([63, 0, 5, 5].map { LibraryID($0) })
        #expect(set.members(LibraryID.self).map(\.position) == [0, 5, 63])
        #expect(set.count == 3)
        #expect(set.contains(LibraryID(63)) == true)
        #expect(set.contains(LibraryID(62)) == false)
        #expect(set.contains(LibraryID(64)) == false)
    }

    @Test("A set without members is empty")
    func isEmpty() {
        #expect(SmallSet().isEmpty == true)
        #expect(SmallSet().members(LibraryID.self) == [])
        #expect(SmallSet([LibraryID(1)]).isEmpty == false)
    }
}
