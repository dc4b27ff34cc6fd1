internal import CacheLines
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

    private var holdings: ContiguousArray<Holding> = []
    /// The position of each title's first holding, and at the end that of none.
    private var first: ContiguousArray<Int32> = [0]

    /// Sorts a catalogue by title, the entries of one in their order.
    package init(of catalogue: borrowing Table<CatalogueEntry>) {
        for position in catalogue.indices {
            let title = catalogue[position].title.position
            while first.count < title + 2 { first.append(0) }
            first[title + 1] += 1
        }
        for title in first.indices.dropFirst() { first[title] += first[title - 1] }
        let none = Holding(institution: InstitutionID(0 as Int32), copies: 0, lendable: 0, entry: 0)
        holdings = ContiguousArray(repeating: none, count: catalogue.count)
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
        }
    }

    /// Gives the holdings of a title side by side.
    @inline(__always)
    func with<Result>(
        _ title: TitleID,
        _ body: (UnsafeBufferPointer<Holding>) -> Result
    ) -> Result {
        let positions = positions(of: title)
        return holdings.withUnsafeBufferPointer { body(.init(rebasing: $0[positions])) }
    }

    /// Where the holdings of a title lie.
    package func positions(of title: TitleID) -> Range<Int> {
        guard title.position + 1 < first.count else { return 0..<0 }
        return Int(first[title.position])..<Int(first[title.position + 1])
    }

    /// Lets the holdings of a title be fetched into the cache.
    func fetch(_ title: TitleID) {
        let positions = positions(of: title)
        holdings.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            let width = MemoryLayout<Holding>.stride
            let (first, end) = (positions.lowerBound * width, positions.upperBound * width)
            for line in stride(from: first, to: end, by: 64) { cache_lines_fetch(base + line) }
        }
    }

    package subscript(position: Int) -> Holding {
        _read { yield holdings[position] }
        _modify { yield &holdings[position] }
    }
}
