internal import Memory
package import LibraryModel

/// The entries of the union catalogue by title, those of one title side by side.
///
/// The catalogue itself lies in the order in which institutions published; whoever asks for a title
/// would have to fetch each of its entries from another place.
package struct CatalogueIndex: ~Copyable, Sendable {
    /// What an institution holds of a title.
    package struct Holding: Sendable, Equatable {
        package var institution: InstitutionID
        package var copies: Int32
        package var lendable: Int32
        /// The position of the entry in the catalogue.
        package var entry: Int32

        package init(institution: InstitutionID, copies: Int32, lendable: Int32, entry: Int32) {
            self.institution = institution
            self.copies = copies
            self.lendable = lendable
            self.entry = entry
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

    /// Sorts a catalogue by title, the entries of one in their order.
    package init(of catalogue: borrowing Table<CatalogueEntry>) {
        for position in catalogue.indices {
            let title = catalogue[position].title.position
            while first.count < title + 2 { first.append(0) }
            first[title + 1] += 1
        }
        for title in first.indices.dropFirst() { first[title] += first[title - 1] }
        let none = Holding(institution: InstitutionID(0 as Int32), copies: 0, lendable: 0, entry: 0)
        var holdings = Part(repeating: none, count: catalogue.count)
        var next = first
        for position in catalogue.indices {
            let entry = catalogue[position]
            holdings[Int(next[entry.title.position])] = Holding(
                institution: entry.institution,
                copies: entry.copies,
                lendable: entry.lendable,
                entry: Int32(position)
            )
            next[entry.title.position] += 1
            if entry.copies == 0 { hasEmpty = true }
        }
        for title in stride(from: 0, to: first.count - 1, by: Self.titlesOfPart) {
            let end = min(title + Self.titlesOfPart, first.count - 1)
            parts.append(Part(holdings[Int(first[title])..<Int(first[end])]))
        }
    }

    /// The part in which the holdings of a title lie, and where in it.
    @inline(__always)
    package subscript(title: TitleID) -> (part: Part, positions: Range<Int>) {
        guard title.position + 1 < first.count else { return ([], 0..<0) }
        return (parts[title.position / Self.titlesOfPart], positions(of: title))
    }

    /// Where in its part the holdings of a title lie, which there must be.
    @inline(__always)
    private func positions(of title: TitleID) -> Range<Int> {
        let before = first[title.position / Self.titlesOfPart * Self.titlesOfPart]
        return Int(first[title.position] - before)..<Int(first[title.position + 1] - before)
    }

    /// Takes a change of an institution's holding of a title in, and gives the positions of what changes
    /// in the catalogue.
    mutating func change(_ holding: PublishedHolding, of institution: InstitutionID) -> [Int] {
        guard holding.title.position + 1 < first.count else { return [] }
        if holding.copies == 0 { hasEmpty = true }
        let part = holding.title.position / Self.titlesOfPart
        var entries: [Int] = []
        for position in positions(of: holding.title)
        where parts[part][position].institution == institution {
            parts[part][position].copies = holding.copies
            parts[part][position].lendable = holding.lendable
            entries.append(Int(parts[part][position].entry))
        }
        return entries
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
}
