/// A mapping with exactly one of several keys, which says what the mapping is, besides keys that
/// all have.
package struct VariantShape: Sendable {
    /// One of the keys of which exactly one must be there.
    package struct Variant: Sendable {
        /// The key.
        package let key: String
        /// What its value looks like.
        package let shape: Shape
        /// One sentence for the schema and the reference.
        package let summary: String

        /// Creates a variant.
        package init(_ key: String, _ shape: Shape, _ summary: String) {
            self.key = key
            self.shape = shape
            self.summary = summary
        }
    }

    /// What such a mapping describes, with its article: `a timeline action`.
    package let name: String
    /// One sentence for the schema and the reference.
    package let summary: String
    /// The keys that all have.
    package let common: [Field]
    /// The keys of which exactly one must be there.
    package let variants: [Variant]

    /// Creates the description of a mapping.
    package init(
        _ name: String,
        _ summary: String,
        common: [Field] = [],
        variants: [Variant]
    ) {
        self.name = name
        self.summary = summary
        self.common = common
        self.variants = variants
    }
}
