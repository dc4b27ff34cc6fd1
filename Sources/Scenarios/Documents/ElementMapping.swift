/// The entries of a mapping, in the order of the file and found by key.
package struct ElementMapping: Hashable, Sendable {
    /// A key and its value.
    package struct Entry: Hashable, Sendable {
        /// The key's text.
        package let key: String
        /// Where the key is.
        package let keyPlace: SourcePlace
        /// The value.
        package let value: Element

        /// Creates an entry.
        package init(key: String, keyPlace: SourcePlace, value: Element) {
            self.key = key
            self.keyPlace = keyPlace
            self.value = value
        }
    }

    /// The entries in the order of the file.
    package let entries: [Entry]
    private let positions: [String: Int]

    /// Creates a mapping; of entries with the same key the first is found.
    package init(_ entries: [Entry]) {
        self.entries = entries
        positions = Dictionary(
            entries.enumerated().map { ($0.element.key, $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// The entry of a key.
    ///
    /// - Complexity: O(1).
    package func entry(_ key: String) -> Entry? {
        positions[key].map { entries[$0] }
    }
}
