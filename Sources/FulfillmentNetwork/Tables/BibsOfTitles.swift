package import LibraryModel

/// The record that a node has of each title of the union catalogue.
///
/// As far as it has a good part of the titles they are looked up in an array by title, which is at once and
/// takes less memory than a map; the others are in a map.
package struct BibsOfTitles: ~Copyable, Sendable {
    /// The record of each title up to a bound; the greatest number where there is none, or one that is in the
    /// map as its number is too large.
    private var near = Elements<UInt16>()
    /// How many titles up to the bound have one.
    private var nearCount = 0
    private var far = HandleMap<TitleID, BibID>()
    /// With how many titles in the map is looked which of them had better be in the array.
    private var enough = Self.few

    private static var few: Int { 64 }

    package init() {}

    /// The record of a title; nil is none.
    @inline(__always)
    package subscript(title: TitleID) -> BibID? {
        if title.position < near.count {
            let bib = near[title.position]
            if bib < .max { return BibID(Int32(bib)) }
        }
        return far[title]
    }

    /// Lets the place of a title be fetched into the cache.
    @inline(__always)
    func fetch(_ title: TitleID) {
        if title.position < near.count { near.fetch(title.position) } else { far.fetch(title) }
    }

    /// Adds the record of a title that has none.
    package mutating func add(_ bib: BibID, of title: TitleID) {
        if title.position < near.count, Self.isSmall(bib) {
            near[title.position] = UInt16(bib.index)
            nearCount += 1
        } else {
            far[title] = bib
            if far.count >= enough { raiseBound() }
        }
    }

    private static func isSmall(_ bib: BibID) -> Bool { bib.position < UInt16.max }

    /// Raises the bound as far as a fifth of the titles below it have a record in the array.
    private mutating func raiseBound() {
        let entries = far.entries.map { (title: Int($0.key), bib: $0.value) }
        var count = nearCount
        var bound = near.count
        for entry in entries where Self.isSmall(entry.bib) {
            count += 1
            if entry.title < 5 * count { bound = max(bound, entry.title + 1) }
        }
        while near.count < bound { near.append(.max) }
        far = HandleMap()
        for entry in entries {
            if entry.title < bound, Self.isSmall(entry.bib) {
                near[entry.title] = UInt16(entry.bib.index)
                nearCount += 1
            } else {
                far[TitleID(entry.title)] = entry.bib
            }
        }
        enough = max(Self.few, 2 * far.count)
    }
}
