import FulfillmentNetwork
import LibraryModel
import SimulationKernel
import Testing

/// The tables and indexes of a node against the standard library's collections.
struct TableTests {
    @Test("The holdings of a title are its entries in their order", arguments: UInt64(1)...20)
    func unionCatalogue(seed: UInt64) {
        var numbers = SplitMix(state: seed)
        var entries = Elements<CatalogueEntry>()
        var model: [TitleID: [UnionCatalogue.Holding]] = [:]
        for _ in 0..<numbers.below(300) {
            // Holdings lie in parts of 256 titles.
            let title = TitleID(240 + numbers.below(40))
            let holding = UnionCatalogue.Holding(
                institution: InstitutionID(numbers.below(50)),
                copies: Int32(numbers.below(3)),
                lendable: Int32(numbers.below(2))
            )
            entries.append(
                CatalogueEntry(
                    title: title,
                    institution: holding.institution,
                    copies: holding.copies,
                    lendable: holding.lendable,
                    asOf: SimulationTime(microseconds: Int64(numbers.below(3)))
                )
            )
            model[title, default: []].append(holding)
        }
        let catalogue = UnionCatalogue(of: entries)
        for title in (0..<300).map({ TitleID($0) }) {
            let (part, positions) = catalogue[title]
            #expect(
                positions.map { part[$0] } == model[title] ?? [],
                "seed \(seed), title \(title.index)"
            )
        }
    }

    @Test("A store has the union catalogue as it is", arguments: UInt64(1)...20)
    func storedCatalogue(seed: UInt64) {
        var numbers = SplitMix(state: seed)
        var entries = Elements<CatalogueEntry>()
        for institution in 0..<4 {
            for title in 0..<300 where numbers.below(3) > 0 {
                entries.append(
                    CatalogueEntry(
                        title: TitleID(title),
                        institution: InstitutionID(institution),
                        copies: Int32(numbers.below(3)),
                        lendable: 1,
                        asOf: SimulationTime(microseconds: Int64(numbers.below(2)))
                    )
                )
            }
        }
        var catalogue = UnionCatalogue(of: entries)
        var store = TestStore<CatalogueEntry>()
        for step in 1..<30 {
            for _ in 0..<numbers.below(5) {
                let holding = PublishedHolding(
                    title: TitleID(numbers.below(310)),
                    copies: Int32(numbers.below(3)),
                    lendable: 0
                )
                catalogue.change(
                    holding,
                    of: InstitutionID(numbers.below(4)),
                    at: SimulationTime(microseconds: Int64(step))
                )
            }
            let part = StorePart.any(&numbers)
            store.write(TransientRows(changed: catalogue.drain(to: part)), to: part)
            var all: [Int64: CatalogueEntry] = [:]
            catalogue.forEach { all[$0.id] = $0.record }
            #expect(store.read(part) == all, "seed \(seed), step \(step)")
            // What is read is what was written.
            let rows = all.keys.sorted().map { Row(id: $0, record: all[$0]!) }
            let read = UnionCatalogue(clean: rows)
            var again: [Int64: CatalogueEntry] = [:]
            read.forEach { again[$0.id] = $0.record }
            #expect(again == all, "seed \(seed), step \(step)")
        }
    }

    @Test(
        "Rows that come and go are those of a dictionary, and so is what is to be written",
        arguments: UInt64(1)...40
    )
    func transientTable(seed: UInt64) {
        var numbers = SplitMix(state: seed)
        var table = TransientTable<String>()
        var model: [Int64: String] = [:]
        var store = TestStore<String>()
        var next: Int64 = 0
        let fullness = 1 + numbers.below(200)
        for step in 0..<2_000 {
            switch numbers.below(model.count < fullness ? 6 : 8) {
            case 0, 1, 2:
                // Numbers rise, some of them from far off, as those of looks at accounts do.
                next += 1
                let id = numbers.below(10) == 0 ? next + (1 << 40) : next
                table.set(id, "\(step)")
                model[id] = "\(step)"
            case 3:
                guard let id = model.keys.sorted().randomElement(using: &numbers) else { continue }
                table.set(id, "\(step)")
                model[id] = "\(step)"
            case 4:
                let id = Int64(1 + numbers.below(Int(next) + 1))
                #expect(table[id] == model[id], "seed \(seed), step \(step)")
            case 5 where numbers.below(20) == 0:
                let part = StorePart.any(&numbers)
                store.write(table.drain(to: part), to: part)
                #expect(store.read(part) == model, "seed \(seed), step \(step)")
            default:
                guard let id = model.keys.sorted().randomElement(using: &numbers) else { continue }
                #expect(table.remove(id) == model[id], "seed \(seed), step \(step)")
                model[id] = nil
                #expect(table[id] == nil, "seed \(seed), step \(step)")
            }
            #expect(table.count == model.count, "seed \(seed), step \(step)")
        }
        #expect(table.all.map(\.id) == model.keys.sorted(), "seed \(seed)")
        #expect(table.all.allSatisfy { model[$0.id] == $0.record }, "seed \(seed)")
        let again = TransientTable(clean: table.all)
        #expect(again.all.map(\.record) == table.all.map(\.record), "seed \(seed)")
    }

    @Test("A dense table writes each changed row once, as it is", arguments: UInt64(1)...20)
    func table(seed: UInt64) {
        var numbers = SplitMix(state: seed)
        var table = Table<Int>(clean: [7, 8, 9])
        var model = [7, 8, 9]
        var store = TestStore([0: 7, 1: 8, 2: 9])
        for step in 0..<1_000 {
            switch numbers.below(10) {
            case 0...3:
                let position = table.append(step)
                #expect(position == model.count, "seed \(seed)")
                model.append(step)
            case 4...8:
                let position = numbers.below(model.count)
                table[position] += 1
                model[position] += 1
            default:
                let part = StorePart.any(&numbers)
                let rows = table.drain(to: part)
                store.write(TransientRows(changed: rows), to: part)
                let expected = model.enumerated().map { (Int64($0), $1) }
                #expect(
                    store.read(part) == Dictionary(uniqueKeysWithValues: expected),
                    "seed \(seed)"
                )
                let again = table.drain(to: part)
                #expect(again.isEmpty, "seed \(seed)")
            }
        }
        let all = table.all.map(\.record)
        #expect(all == model, "seed \(seed)")
    }

    @Test(
        "Rows in slots are those of a dictionary, and so is what is to be written",
        arguments: UInt64(1)...40
    )
    func slotTable(seed: UInt64) throws {
        var numbers = SplitMix(state: seed)
        var table = SlotTable<String>()
        var model: [Int64: String] = [:]
        var slots: [Int64: Int] = [:]
        var store = TestStore<String>()
        var next: Int64 = 0
        for step in 0..<2_000 {
            switch numbers.below(model.count < 1 + Int(seed) * 5 ? 8 : 12) {
            case 0...3:
                next += Int64(1 + numbers.below(3))
                slots[next] = table.add(next, "\(step)")
                model[next] = "\(step)"
            case 4:
                guard let id = model.keys.sorted().randomElement(using: &numbers) else { continue }
                table[slot: try #require(slots[id])] = "\(step)"
                model[id] = "\(step)"
            case 5:
                let part = StorePart.any(&numbers)
                store.write(table.drain(to: part), to: part)
                #expect(store.read(part) == model, "seed \(seed), step \(step)")
            default:
                guard let id = model.keys.sorted().randomElement(using: &numbers) else { continue }
                let slot = try #require(slots[id])
                let wasPresent = table.isPresent(id, in: slot)
                table.remove(slot: slot)
                let isPresent = table.isPresent(id, in: slot)
                #expect(wasPresent && !isPresent, "seed \(seed), step \(step)")
                model[id] = nil
            }
            let count = table.count
            #expect(count == model.count, "seed \(seed), step \(step)")
            for (id, record) in model {
                let found = table[slot: try #require(slots[id])]
                #expect(found == record, "seed \(seed), step \(step)")
            }
        }
        let rows = table.all
        #expect(rows.map(\.id) == model.keys.sorted(), "seed \(seed)")
        let again = SlotTable(clean: rows)
        let kept = again.all.map(\.record)
        #expect(kept == rows.map(\.record), "seed \(seed)")
    }

    @Test("A window of numbers is a set above its mark", arguments: UInt64(1)...40)
    func numberWindow(seed: UInt64) {
        var numbers = SplitMix(state: seed)
        var window = NumberWindow(above: 5)
        var model: Set<Int64> = []
        var low: Int64 = 5
        let width = 1 + numbers.below(200)
        for step in 0..<2_000 {
            let number = low + 1 + Int64(numbers.below(width))
            switch numbers.below(10) {
            case 0...4:
                if !model.contains(number) { window.insert(number) }
                model.insert(number)
            case 5, 6:
                let wasThere = window.remove(number)
                #expect(wasThere == (model.remove(number) != nil), "seed \(seed), step \(step)")
            case 7 where numbers.below(4) == 0:
                low += Int64(numbers.below(100))
                window.raise(to: low)
                model = model.filter { $0 > low }
            case 8:
                window.absorb()
                while model.remove(low + 1) != nil { low += 1 }
            default:
                let isThere = window.contains(number)
                #expect(isThere == model.contains(number), "seed \(seed), step \(step)")
            }
            #expect(window.low == low, "seed \(seed), step \(step)")
            #expect(window.numbers == model.sorted(), "seed \(seed), step \(step)")
            #expect(window.first == model.min(), "seed \(seed), step \(step)")
            #expect(window.count == model.count, "seed \(seed), step \(step)")
            #expect(window.isEmpty == model.isEmpty, "seed \(seed), step \(step)")
        }
    }

    @Test(
        "Lists keep each owner's members in the order in which they came",
        arguments: UInt64(1)...20
    )
    func handleLists(seed: UInt64) {
        var numbers = SplitMix(state: seed)
        var lists = HandleLists<PatronID, LoanID>()
        var model: [PatronID: [LoanID]] = [:]
        var next: Int32 = 0
        for step in 0..<1_000 {
            let owner = PatronID(numbers.below(12))
            if numbers.below(5) < 3 {
                next += Int32(1 + numbers.below(3))
                lists.append(LoanID(next), to: owner)
                model[owner, default: []].append(LoanID(next))
            } else {
                let members = model[owner] ?? []
                // Now and then one that is not there.
                let member =
                    members.isEmpty || numbers.below(8) == 0
                    ? LoanID(next + 1) : members[numbers.below(members.count)]
                lists.remove(member, from: owner)
                model[owner]?.removeAll { $0 == member }
            }
            let members = model[owner] ?? []
            let (found, count, first) = (
                lists[owner], lists.count(of: owner), lists.first(of: owner)
            )
            let isEmpty = lists.isEmpty(owner)
            #expect(found == members, "seed \(seed), step \(step)")
            #expect(count == members.count, "seed \(seed), step \(step)")
            #expect(first == members.first, "seed \(seed), step \(step)")
            #expect(isEmpty == members.isEmpty, "seed \(seed), step \(step)")
            let all = lists.count
            #expect(all == model.values.reduce(0) { $0 + $1.count }, "seed \(seed), step \(step)")
        }
        for owner in 0..<14 {
            let found = lists[PatronID(owner)]
            #expect(found == model[PatronID(owner)] ?? [], "seed \(seed)")
        }
        let all = lists.members
        #expect(all == model.values.flatMap { $0 }.sorted(), "seed \(seed)")
    }

    @Test(
        "The records of titles are found, be they many of the titles or few, of small numbers or large",
        arguments: [1, 4, 6, 100],
        UInt64(1)...10
    )
    func bibsOfTitles(apart: Int, seed: UInt64) {
        var numbers = SplitMix(state: seed)
        var bibs = BibsOfTitles()
        var model: [TitleID: BibID] = [:]
        let titles = 1_000 * apart
        // First up to a bound, then of all; the last have numbers that do not fit into two bytes.
        for (step, bound) in zip(
            0...,
            Array(repeating: titles / 10, count: 400)
                + Array(repeating: titles, count: 800)
        ) {
            let title = TitleID(numbers.below(bound))
            let bib = BibID(step < 1_000 ? step : 65_000 + step)
            if model[title] == nil {
                bibs.add(bib, of: title)
                model[title] = bib
            }
            let asked = TitleID(numbers.below(titles))
            let found = bibs[asked]
            #expect(found == model[asked], "seed \(seed), step \(step)")
        }
        for title in 0..<titles + 10 {
            let found = bibs[TitleID(title)]
            #expect(found == model[TitleID(title)], "seed \(seed), title \(title)")
        }
    }

    @Test(
        "A map of handles finds what a dictionary finds",
        arguments: [40, 2_000],
        UInt64(1)...20
    )
    func handleMap(most: Int, seed: UInt64) {
        var numbers = SplitMix(state: seed)
        var map = HandleMap<RequestID, LendingRequestID>()
        var model: [RequestID: LendingRequestID] = [:]
        // A map that is large grows by less than one that is small.
        for step in 0..<20 * most {
            let key = RequestID(
                home: InstitutionID(numbers.below(9)),
                number: Int64(1 + numbers.below(most))
            )
            switch numbers.below(3) {
            case 0:
                map[key] = LendingRequestID(step)
                model[key] = LendingRequestID(step)
            case 1:
                map[key] = nil
                model[key] = nil
            default: break
            }
            let (found, count) = (map[key], map.count)
            #expect(found == model[key], "seed \(seed), step \(step)")
            #expect(count == model.count, "seed \(seed), step \(step)")
        }
        for (key, value) in model {
            let found = map[key]
            #expect(found == value, "seed \(seed)")
        }
        let values = map.values
        #expect(values == model.values.sorted(), "seed \(seed)")
    }
}

extension StorePart {
    /// Either part.
    fileprivate static func any(_ numbers: inout SplitMix) -> StorePart {
        numbers.below(3) == 0 ? .tables : .log
    }
}

/// A store of rows by number: what its tables show, and with what its log adds.
private struct TestStore<Record: Equatable & Sendable> {
    private var tables: [Int64: Record]
    private var whole: [Int64: Record]

    init(_ rows: [Int64: Record] = [:]) {
        tables = rows
        whole = rows
    }

    /// Writes rows to a part, each of them once; the tables then show everything.
    mutating func write(_ rows: TransientRows<Record>, to part: StorePart) {
        #expect(Set(rows.rows.map(\.id)).count == rows.rows.count)
        switch part {
        case .log: Self.apply(rows, to: &whole)
        case .tables:
            Self.apply(rows, to: &tables)
            whole = tables
        }
    }

    private static func apply(_ rows: TransientRows<Record>, to table: inout [Int64: Record]) {
        if rows.isWhole { table = [:] }
        for id in rows.gone { table[id] = nil }
        for row in rows.rows { table[row.id] = row.record }
    }

    /// What is found where the part was written last.
    func read(_ part: StorePart) -> [Int64: Record] { part == .log ? whole : tables }
}
