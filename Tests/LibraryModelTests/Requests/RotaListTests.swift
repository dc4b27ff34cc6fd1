import LibraryModel
import SimulationKernel
import Testing

/// What requests keep in few bytes against the plain collections of the standard library.
struct RotaListTests {
    @Test("A rota is the array that it was made from, and changes like it", arguments: 0...9)
    func isAnArray(count: Int) {
        for greatest in [50, 0xff_ffff, 0x100_0000, Int(Int32.max)] {
            var model = (0..<count).map { place in
                RotaEntry(
                    institution: InstitutionID(Int32(greatest - place)),
                    reason: place.isMultiple(of: 3) ? nil : .expired
                )
            }
            var rota = RotaList([])
            for entry in model { rota.append(entry) }
            #expect(rota.entries == model && RotaList(model).entries == model)
            for place in 0..<count {
                let entry = RotaEntry(
                    institution: InstitutionID(Int32(place * greatest / 10)),
                    reason: UnfilledReason.allCases[place]
                )
                #expect(rota[place] == model[place], "\(place) of \(count)")
                rota[place] = entry
                model[place] = entry
                #expect(rota.entries == model, "\(place) of \(count), up to \(greatest)")
                #expect(rota.count == count)
            }
            for kept in (0...count).reversed() {
                rota.keepFirst(kept)
                #expect(rota.entries == Array(model.prefix(kept)), "\(kept) of \(count)")
            }
        }
    }

    @Test("Every reason is kept")
    func reasons() {
        for reason in UnfilledReason.allCases {
            let entry = RotaEntry(institution: InstitutionID(7 as Int32), reason: reason)
            #expect(RotaList([entry]).entries == [entry])
        }
    }

    @Test("What may be missing is kept as it is")
    func missing() {
        for time in [nil, SimulationTime(microseconds: 0), .distantFuture] {
            #expect(OptionalTime(time).value == time)
        }
        for handle in [nil, ItemID(0 as Int32), ItemID(Int32.max)] {
            #expect(OptionalHandle(handle).value == handle)
        }
        var request = BorrowingRequest(
            patron: PatronID(1 as Int32),
            title: nil,
            owner: LibraryID(0 as Int32),
            created: SimulationTime(microseconds: 5),
            conversation: 1
        )
        #expect(request.title == nil && request.item == nil && request.stay == nil)
        #expect(request.filled == nil && request.ended == nil && request.lender == nil)
        request.title = TitleID(3 as Int32)
        request.stay = .hours(2)
        request.lenders.append(RotaEntry(institution: InstitutionID(4 as Int32)))
        request.asked = 1
        request.note(.expired, ofLenderAt: 0)
        #expect(request.title == TitleID(3 as Int32) && request.stay == .hours(2))
        #expect(request.lender == InstitutionID(4 as Int32))
        #expect(request.rota.map(\.reason) == [.expired])
    }
}
