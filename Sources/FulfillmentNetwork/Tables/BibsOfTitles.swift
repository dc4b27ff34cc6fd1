package import LibraryModel

/// The record that a node has of each title of the union catalogue.
///
/// As far as it has a good part of the titles they are looked up in an array by title, which is at once and
/// takes no more memory than a map; the others are in a map.
package struct BibsOfTitles: ~Copyable, Sendable {
    /// The record of each title up to a bound, or -1.
    private var near = Elements<Int32>()
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
        guard title.position < near.count else { return far[title] }
        let bib = near[title.position]
        return bib < 0 ? nil : BibID(bib)
    }

    /// Lets the place of a title be fetched into the cache.
    @inline(__always)
    func fetch(_ title: TitleID) {
        if title.position < near.count { near.fetch(title.position) } else { far.fetch(title) }
    }

    /// Adds the record of a title that has none.
    package mutating func add(_ bib: BibID, of title: TitleID) {
        guard title.position >= near.count else {
            near[title.position] = bib.index
            nearCount += 1
            return
        }
        far[title] = bib
        if far.count >= enough { raiseBound() }
    }

    /// Raises the bound as far as a fifth of the titles below it have a record.
    private mutating func raiseBound() {
        let entries = far.entries
        var moving = 0
        for place in entries.indices where entries[place].key < 5 * (nearCount + place + 1) {
            moving = place + 1
        }
        for entry in entries[..<moving] {
            while near.count <= entry.key { near.append(-1) }
            near[Int(entry.key)] = entry.value.index
        }
        nearCount += moving
        far = HandleMap()
        for entry in entries[moving...] { far[TitleID(Int(entry.key))] = entry.value }
        enough = max(Self.few, 2 * far.count)
    }
}
