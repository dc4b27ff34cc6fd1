internal import Memory
package import LibraryModel
package import SimulationKernel

/// Who holds what, as published, by title: the holdings of one lie side by side, in order of
/// institution.
///
/// Whoever asks for a title would otherwise have to fetch each of them from another place. What a run
/// has most of is kept small: nearly all holdings were published at one time, so that is told once.
package struct UnionCatalogue: ~Copyable, Sendable {
    /// What an institution holds of a title, each number as far as two bytes count.
    package struct Holding: Sendable, Equatable {
        package var institution: InstitutionID
        private var copyCount: UInt16
        private var lendableCount: UInt16

        package init(institution: InstitutionID, copies: Int32, lendable: Int32) {
            self.institution = institution
            copyCount = UInt16(clamping: copies)
            lendableCount = UInt16(clamping: lendable)
        }

        package var copies: Int32 {
            get { Int32(copyCount) }
            set { copyCount = UInt16(clamping: newValue) }
        }

        /// How many of them may go to partners.
        package var lendable: Int32 {
            get { Int32(lendableCount) }
            set { lendableCount = UInt16(clamping: newValue) }
        }
    }

    /// The holdings of some titles, those of one side by side.
    package typealias Part = ContiguousArray<Holding>

    /// The number of titles whose holdings lie in one part.
    ///
    /// Answers under way keep the part that they were made from, so that a change copies that and no
    /// more.
    private static let titlesOfPart = 256

    private var parts: ContiguousArray<Part> = []
    /// The number of holdings of all titles before each, and at the end that of all.
    private var first: ContiguousArray<Int32> = [0]
    /// Whether some holding may be of no copies: one that was published so.
    private(set) var hasEmpty = false
    /// When the first of them was published.
    private var published = SimulationTime(microseconds: 0)
    /// When each that was published at another time was, by position.
    private var publishedLater: [Int32: SimulationTime] = [:]
    /// What a store lacks of it, once its tables show it.
    private var changed = ChangedRows<Int32>()
    private var isShown = false

    package init() {}

    /// Sorts holdings by title, those of one in their order.
    package init(of entries: borrowing Elements<CatalogueEntry>) {
        for position in 0..<entries.count {
            let title = entries[position].title.position
            while first.count < title + 2 { first.append(0) }
            first[title + 1] += 1
            published = position == 0 ? entries[0].asOf : min(published, entries[position].asOf)
        }
        for title in first.indices.dropFirst() { first[title] += first[title - 1] }
        let none = Holding(institution: InstitutionID(0 as Int32), copies: 0, lendable: 0)
        for title in stride(from: 0, to: first.count - 1, by: Self.titlesOfPart) {
            let end = min(title + Self.titlesOfPart, first.count - 1)
            parts.append(Part(repeating: none, count: Int(first[end] - first[title])))
        }
        var next = first
        for position in 0..<entries.count {
            let entry = entries[position]
            let place = next[entry.title.position]
            next[entry.title.position] += 1
            let part = entry.title.position / Self.titlesOfPart
            parts[part][Int(place - first[part * Self.titlesOfPart])] = Holding(
                institution: entry.institution,
                copies: entry.copies,
                lendable: entry.lendable
            )
            if entry.asOf != published { publishedLater[place] = entry.asOf }
            if entry.copies == 0 { hasEmpty = true }
        }
    }

    /// Takes over what came from a store, and is as it is there.
    package init(clean rows: [Row<CatalogueEntry>]) {
        var entries = Elements<CatalogueEntry>()
        for row in rows { entries.append(row.record) }
        self.init(of: entries)
        isShown = true
    }

    /// The number of holdings.
    package var count: Int { Int(first[first.count - 1]) }

    /// The part in which the holdings of a title lie, and where in it.
    @inline(__always)
    package subscript(title: TitleID) -> (part: Part, positions: Range<Int>) {
        guard title.position + 1 < first.count else { return ([], 0..<0) }
        return (parts[title.position / Self.titlesOfPart], positions(of: title))
    }

    /// Lends the holdings of a title, side by side.
    @inline(__always)
    func withHoldings(of title: TitleID, _ body: (UnsafeBufferPointer<Holding>) -> Void) {
        let (part, positions) = self[title]
        part.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[positions])) }
    }

    /// Where in its part the holdings of a title lie, which there must be.
    @inline(__always)
    private func positions(of title: TitleID) -> Range<Int> {
        let before = first[title.position / Self.titlesOfPart * Self.titlesOfPart]
        return Int(first[title.position] - before)..<Int(first[title.position + 1] - before)
    }

    /// Takes a change of an institution's holding of a title in.
    package mutating func change(
        _ holding: PublishedHolding,
        of institution: InstitutionID,
        at now: SimulationTime
    ) {
        guard holding.title.position + 1 < first.count else { return }
        let part = holding.title.position / Self.titlesOfPart
        let before = first[part * Self.titlesOfPart]
        for position in positions(of: holding.title)
        where parts[part][position].institution == institution {
            parts[part][position].copies = holding.copies
            parts[part][position].lendable = holding.lendable
            publishedLater[before + Int32(position)] = now
            changed.insert(before + Int32(position))
            if holding.copies == 0 { hasEmpty = true }
        }
    }

    /// Lets be fetched where the holdings of a title lie.
    func fetchPlace(of title: TitleID) {
        first.withUnsafeBufferPointer { first in
            if let base = first.baseAddress { memory_fetch(base + title.position) }
        }
    }

    /// Lets the holdings of a title be fetched into the cache.
    func fetch(_ title: TitleID) {
        guard title.position + 1 < first.count else { return }
        let positions = positions(of: title)
        parts[title.position / Self.titlesOfPart].withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            let width = MemoryLayout<Holding>.stride
            let (first, end) = (positions.lowerBound * width, positions.upperBound * width)
            for line in stride(from: first, to: end, by: 64) { memory_fetch(base + line) }
        }
    }

    // MARK: Entries

    /// Does something with the entry of each holding, in order of title.
    package func forEach(_ body: (Row<CatalogueEntry>) -> Void) {
        for title in 0..<first.count - 1 {
            for position in first[title]..<first[title + 1] {
                body(Row(id: Int64(position), record: entry(of: TitleID(title), at: position)))
            }
        }
    }

    private func entry(of title: TitleID, at position: Int32) -> CatalogueEntry {
        let part = title.position / Self.titlesOfPart
        let holding = parts[part][Int(position - first[part * Self.titlesOfPart])]
        return CatalogueEntry(
            title: title,
            institution: holding.institution,
            copies: holding.copies,
            lendable: holding.lendable,
            asOf: publishedLater[position] ?? published
        )
    }

    /// The title whose holdings lie around a position.
    private func title(at position: Int32) -> TitleID {
        var (low, high) = (0, first.count - 1)
        while low + 1 < high {
            let middle = (low + high) / 2
            if first[middle] <= position { low = middle } else { high = middle }
        }
        return TitleID(low)
    }

    /// Takes the entries that a part of the store lacks.
    package mutating func drain(to part: StorePart) -> [Row<CatalogueEntry>] {
        let changed = changed.drain(to: part)
        var rows: [Row<CatalogueEntry>] = []
        if isShown {
            for position in changed {
                let entry = entry(of: title(at: position), at: position)
                rows.append(Row(id: Int64(position), record: entry))
            }
        } else {
            rows.reserveCapacity(count)
            forEach { rows.append($0) }
        }
        if case .tables = part { isShown = true }
        return rows
    }
}
