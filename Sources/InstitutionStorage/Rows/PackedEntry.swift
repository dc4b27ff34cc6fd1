import LibraryModel

/// What a list in a column is made of: each entry is one integer.
protocol PackedEntry: Codable {
    var packed: Int64 { get }
    init?(packed: Int64)
}

extension RotaEntry: PackedEntry {}

extension Int64: PackedEntry {
    var packed: Int64 { self }

    init?(packed: Int64) {
        self = packed
    }
}
