import Foundation
import FulfillmentNetwork
import LibraryModel
import Testing

struct HolderListTests {
    @Test("A list of holders is written and read as the holders that it names")
    func coding() throws {
        let json = """
            [{"closedUntil":99,"closureMinute":3,"copies":2,"institution":7,"isClosed":true,
            "isLendable":true},
            {"closureMinute":0,"copies":1,"institution":9,"isClosed":false,"isLendable":false,
            "load":{"asOf":5,"value":{"borrowed":4,"lent":3}}},
            {"closureMinute":8,"copies":1,"institution":11,"isClosed":false,"isLendable":true}]
            """
        let holders = try JSONDecoder().decode([Holder].self, from: Data(json.utf8))
        let list = try JSONDecoder().decode(HolderList.self, from: Data(json.utf8))
        #expect(Array(list) == holders)
        #expect(Array(HolderList(holders.reversed())) == holders.reversed())
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(try encoder.encode(list) == encoder.encode(holders))
        #expect(HolderList([]).isEmpty)
    }
}
