import LibraryModel

/// What a list in a column is made of: each entry is one integer.
protocol PackedEntry: Codable {
    var packed: Int64 { get }
    init?(packed: Int64)
}

extension RotaEntry: PackedEntry {}

/// A list that can be a column.
protocol PackedList {
    associatedtype Entry: PackedEntry
    init(_ entries: [Entry])
    var count: Int { get }
    subscript(place: Int) -> Entry { get }
}

extension Array: PackedList where Element: PackedEntry {}

extension RotaList: PackedList {}

extension Int64: PackedEntry {
    var packed: Int64 { self }

    init?(packed: Int64) {
        self = packed
    }
}
